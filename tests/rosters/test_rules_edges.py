"""What stands at the edge of a roster: odd headings, days that are none, lines that say too much or too little."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence

import pytest

from borealis.rosters.rules.absences import FoundAbsence, absences_found
from borealis.rosters.rules.codes import MOST_CODES, DutyCode
from borealis.rosters.rules.duties import Reading, read_duties
from borealis.rosters.rules.faults import MOST_SHOWN, Faults, Where
from borealis.rosters.rules.grids import GridReader, grid_columns, grid_in
from borealis.rosters.rules.headings import column_of, name_of_column
from borealis.rosters.rules.lists import LONGEST_DAYS, ListReader
from borealis.rosters.rules.mapping import Mapping
from borealis.rosters.rules.sheets import Entry, Sheet

DAY = dt.date(2027, 3, 1)
CODES = (DutyCode("D", "on_site", 480, 930), DutyCode("X", "on_site"), DutyCode("S", "sick_leave"))
NAME = {"name": "Navn"}
LIST = {"name": "Navn", "date": "Dato", "code": "Vakt", "start": "Fra", "end": "Til", "end_date": "Tildato"}


def sheet(*rows: str, name: str = "Plan") -> Sheet:
    """A sheet of lines whose cells are parted by semicolons."""
    return Sheet(
        name, tuple((number, tuple(row.split(";"))) for number, row in enumerate(rows, start=1) if row)
    )


def grid(*rows: str, name: str = "Plan") -> tuple[list[tuple[dt.date, str]], list[str]]:
    """The days with a code, and the kinds of fault, of a grid of people and days."""
    faults = Faults()
    entries = list(GridReader(NAME, faults).entries([sheet(*rows, name=name)]))
    return [(entry.day, entry.code) for entry in entries], [fault.code for fault in faults.kept]


def listed(sheets: Sequence[Sheet]) -> tuple[list[Entry], list[str]]:
    faults = Faults()
    return list(ListReader(LIST, faults).entries(sheets)), [fault.code for fault in faults.kept]


def line(name: str, code: str = "D", number: str = "", day: dt.date = DAY, **times: int) -> Entry:
    return Entry("Plan", 2, 3, number, name, "LIS", day, code, **times)  # type: ignore[arg-type]


def duties(entries: Iterable[Entry]) -> Reading:
    return read_duties(entries, Mapping("list", LIST, CODES), Faults())


def test_a_day_of_two_absences_is_found_once() -> None:
    """given a day that stands both as holiday and as sick leave, then it is one day of absence, not two"""
    found = absences_found([(DAY, "holiday"), (DAY, "sick_leave")], worked=[], registered=[])
    assert found == [FoundAbsence("holiday", DAY, DAY, 1)]


def test_a_name_that_a_line_lacks_is_taken_from_a_later_line() -> None:
    reading = duties(
        [line("", number="7"), line("Nora Fjellrype", number="7", day=DAY + dt.timedelta(days=1))]
    )
    assert [person.name for person in reading.people] == ["Nora Fjellrype"]
    assert (len(reading.duties), reading.errors) == (2, 0)


def test_a_number_with_two_names_is_told_once_and_every_such_day_is_left_alone() -> None:
    days = [DAY + dt.timedelta(days=step) for step in range(3)]
    names = ("Nora Fjellrype", "Jonas Polarrev", "Jonas Polarrev")
    reading = duties(line(name, number="7", day=day) for name, day in zip(names, days, strict=True))
    assert reading.counts == {"two_names": 1}
    assert [reading.leaves("#7", day) for day in days] == [False, True, True]
    assert [duty.day for duty in reading.duties] == [DAY]


@pytest.mark.parametrize(
    ("code", "times", "fault"),
    [("X", {}, "no_times"), ("D", {"start": 480, "end": 480 + 101 * 60}, "too_long")],
)
def test_work_without_hours_or_with_too_many_is_left_out_and_told(
    code: str, times: dict[str, int], fault: str
) -> None:
    """given such a duty and a good one the day after, then the good one alone is read, and the other day stands"""
    after = DAY + dt.timedelta(days=1)
    reading = duties([line("Nora", code, **times), line("Nora", day=after)])
    assert [duty.day for duty in reading.duties] == [after]
    assert reading.counts == {fault: 1}
    assert (reading.leaves("nora", DAY), reading.leaves("nora", after)) == (True, False)


def test_faults_are_all_counted_and_the_first_of_each_kind_shown() -> None:
    faults = Faults()
    for row in range(MOST_SHOWN + 5):
        faults.add("bad_day", Where(row=row))
    assert (len(faults.kept), faults.errors) == (MOST_SHOWN, MOST_SHOWN + 5)
    with pytest.raises(ValueError, match="no_such_fault"):
        faults.add("no_such_fault", Where())


def test_days_with_a_month_go_on_into_the_new_year() -> None:
    """given a sheet of 2026 whose heads are 30.12 to 2.1, then those of January are of 2027"""
    found, faults = grid("Navn;30.12;31.12;1.1;2.1", "Nora;D;N;D;N", name="2026")
    assert found == [
        (dt.date(2026, 12, 30), "D"),
        (dt.date(2026, 12, 31), "N"),
        (dt.date(2027, 1, 1), "D"),
        (dt.date(2027, 1, 2), "N"),
    ]
    assert faults == []


def test_days_of_another_century_are_told_and_not_read() -> None:
    assert grid("Navn;28.12.1999;29.12.1999;30.12.1999", "Nora;D;D;D") == ([], ["far_day"] * 3)


@pytest.mark.parametrize(("cell", "faults"), [("", []), ("N", ["no_such_day"])])
def test_a_day_that_the_month_lacks_is_told_when_something_stands_there(cell: str, faults: list[str]) -> None:
    found = grid("Navn;27;28;29", f"Nora;D;D;{cell}", name="02-2027")
    assert found == ([(dt.date(2027, 2, 27), "D"), (dt.date(2027, 2, 28), "D")], faults)


@pytest.mark.parametrize(("cells", "faults"), [("2;2;1", []), ("D;D;N", ["no_name"])])
def test_a_row_without_a_name_is_a_sum_when_it_has_numbers_alone(cells: str, faults: list[str]) -> None:
    found = grid("Navn;1;2;3", "Nora;D;D;D", f";{cells}", name="03-2027")
    assert ([day.day for day, _code in found[0]], found[1]) == ([1, 2, 3], faults)


def test_a_sheet_that_is_no_roster_is_passed_by_and_told() -> None:
    assert grid("Husk å levere ønsker", "til Randi innen fredag") == ([], ["sheet_skipped"])


@pytest.mark.parametrize(
    ("rows", "columns"),
    [
        (("Nr;Hvem;1;2;3", "7;Nora;D;D;D", "8;Jonas;D;D;D"), {"name": "Hvem"}),
        ((";;1;2;3", "7;Nora;D;D;D", "8;Jonas;D;D;D"), {"name": "#2"}),
        ((";1;2;3", ";D;D;D"), {}),
    ],
    ids=["a heading not known", "no heading", "nobody"],
)
def test_people_stand_in_the_first_column_of_words_before_the_days(
    rows: tuple[str, ...], columns: dict[str, str]
) -> None:
    found = grid_in(sheet(*rows))
    assert found is not None
    assert grid_columns(found) == columns


def test_a_column_is_called_by_its_heading_when_no_other_has_it_else_by_its_number() -> None:
    headings = ("Navn", "", "Kode", "Kode")
    names = [name_of_column(headings, place) for place in range(4)]
    assert names == ["Navn", "#2", "#3", "#4"]
    assert [column_of(headings, name) for name in names] == [0, 1, 2, 3]
    assert [column_of(headings, wanted) for wanted in ("#0", "#5", "#x", "", "Vakt")] == [None] * 5


HEADINGS = "Navn;Dato;Vakt;Fra;Til;Tildato"


@pytest.mark.parametrize(("longer", "faults"), [(0, []), (1, ["too_long"])])
def test_a_line_goes_over_four_hundred_days_at_most(longer: int, faults: list[str]) -> None:
    last = DAY + dt.timedelta(days=LONGEST_DAYS + longer)
    entries, told = listed([sheet(HEADINGS, f"Nora;{DAY:%d.%m.%Y};S;;;{last:%d.%m.%Y}")])
    assert [entry.through for entry in entries] == ([] if longer else [last])
    assert told == faults


def test_a_time_may_stand_beside_the_last_day() -> None:
    """given a night whose end stands with its day in one cell, then it ends at eight the next morning"""
    entries, faults = listed([sheet(HEADINGS, "Nora;01.03.2027;N;20:00;;02.03.2027 08:00")])
    assert [(entry.start, entry.end) for entry in entries] == [(20 * 60, (24 + 8) * 60)]
    assert faults == []


def test_a_legend_beside_a_list_is_no_sheet_passed_by() -> None:
    plan = sheet(HEADINGS, "Nora;01.03.2027;D;08:00;15:30;")
    legend = sheet("D;Dagarbeid;08:00;15:30", "N;Nattevakt;20:00;08:00", "S;Syk;;", name="Koder")
    notes = sheet("Husk å levere ønsker", name="Notater")
    for other, faults in ((legend, []), (sheet(), []), (notes, ["sheet_skipped"])):
        entries, told = listed([plan, other])
        assert (len(entries), told) == (1, faults)


@pytest.mark.parametrize(
    ("facts", "reason"),
    [
        ({"layout": "circle"}, "layout"),
        ({"order": "ymd"}, "layout"),
        ({"summary": "poem"}, "layout"),
        ({"columns": {"shoe_size": "Sko"}}, "columns"),
        ({"codes": tuple(DutyCode(f"K{at}", "off") for at in range(MOST_CODES + 1))}, "columns"),
        ({"codes": (DutyCode("D", "on_site"), DutyCode("d", "off"))}, "a code stands twice"),
    ],
)
def test_a_mapping_that_says_what_cannot_be_is_refused(facts: dict[str, object], reason: str) -> None:
    known: dict[str, object] = {"layout": "list", "columns": LIST, "codes": CODES}
    with pytest.raises(ValueError, match=reason):
        Mapping(**{**known, **facts})  # type: ignore[arg-type]
