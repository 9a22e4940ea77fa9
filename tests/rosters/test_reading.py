"""Any roster file is read as what it says, in every layout the same, and never more than it says."""

from __future__ import annotations

import datetime as dt
import io
import time
import tracemalloc
import zipfile

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import Workbook, load_workbook

from borealis.rosters.reading import workbooks
from borealis.rosters.reading.files import Content, guess_mapping, open_file, read_content
from borealis.rosters.reading.unreadable import LARGEST, Unreadable
from borealis.rosters.reading.workbooks import MOST_SHEET_ROWS
from borealis.rosters.rules.clock import hours, local
from borealis.rosters.rules.codes import DutyCode
from borealis.rosters.rules.duties import Reading
from borealis.rosters.rules.mapping import Mapping, mapping_from
from borealis.rosters.rules.sheets import name_words
from tests.rosters import files

TODAY = dt.date(2026, 12, 1)
CELLS = files.plan()


def read(data: bytes, mapping: Mapping | None = None) -> Reading:
    content = open_file(data)
    return read_content(content, mapping or guess_mapping(content, None, TODAY), TODAY)


def said(reading: Reading) -> set[tuple[object, ...]]:
    """Whose duties, from when to when, by name so that layouts with and without numbers compare."""
    names = {person.who: name_words(person.name) for person in reading.people}
    return {(names[d.who], d.start_at, d.end_at, d.code, d.meaning) for d in reading.duties}


def codes_of(reading: Reading) -> list[str]:
    return [fault.code for fault in reading.faults]


BASE = said(read(files.list_file(CELLS)))


def test_a_list_says_a_duty_for_each_day_that_is_not_off() -> None:
    working = [cell for cell in CELLS if cell[2] != "F"]
    reading = read(files.list_file(CELLS))
    assert len(BASE) == len(working) == len(reading.duties)
    assert (reading.first, reading.last) == (CELLS[0][1], CELLS[0][1] + dt.timedelta(days=55))
    assert [p.number for p in reading.people] == ["900001", "900002", "900003"]
    assert reading.errors == 0


@pytest.mark.parametrize(
    "data",
    [
        files.saved(files.grid_book(CELLS)),
        files.saved(files.turned_book(CELLS)),
        files.span_file(CELLS),
    ],
    ids=["grid", "turned", "spans"],
)
def test_every_layout_says_the_same(data: bytes) -> None:
    reading = read(data)
    assert said(reading) == BASE
    assert codes_of(reading) == []


def test_calendars_of_each_say_the_same_together() -> None:
    mapping = guess_mapping(open_file(files.list_file(CELLS)), None, TODAY)
    found: set[tuple[object, ...]] = set()
    for place in range(3):
        content = open_file(files.calendar_file(CELLS, place))
        found |= said(read_content(content, guess_mapping(content, mapping, TODAY), TODAY))
    assert found == BASE


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16", "utf-16-le", "mac_roman", "cp865"]
)
@pytest.mark.parametrize("separator", [";", ",", "\t"])
def test_every_encoding_and_separator_is_read(encoding: str, separator: str) -> None:
    data = files.list_file(CELLS, encoding).decode(encoding).replace("7,50", "7.50").replace(";", separator)
    assert said(read(data.encode(encoding))) == BASE


@pytest.mark.parametrize(
    "form", ["%d.%m.%Y", "%Y-%m-%d", "%d/%m/%Y", "%m/%d/%Y", "%d.%m.%y", "%Y%m%d", "%d-%m-%Y"]
)
def test_every_form_of_date_is_read(form: str) -> None:
    assert said(read(files.list_file(CELLS, form=form))) == BASE


def test_a_guess_takes_meaning_and_hours_from_the_legend() -> None:
    content = open_file(files.saved(files.grid_book(CELLS)))
    codes = guess_mapping(content, None, TODAY).by_code()
    assert codes["L"] == DutyCode("L", "on_site", 480, 1080, True, True, "Lang dag")
    assert codes["N"] == DutyCode("N", "night", 1200, 480, False, True, "Nattevakt")
    assert (codes["FO"].meaning, codes["FO"].interruptible) == ("study", True)
    assert {codes[c].meaning for c in ("H", "U", "F", "FE", "S")} == {
        "on_call",
        "teaching",
        "off",
        "holiday",
        "sick_leave",
    }


def test_a_mapping_comes_back_as_it_was_stored() -> None:
    mapping = guess_mapping(open_file(files.list_file(CELLS)), None, TODAY)
    assert mapping_from(mapping.as_json()) == mapping


@pytest.mark.parametrize(
    "broken", [None, 3, {}, {"format": "x"}, {"format": "borealis/roster-mapping/1", "codes": 1}]
)
def test_what_is_no_mapping_is_refused(broken: object) -> None:
    with pytest.raises(ValueError, match=r"mapping|format"):
        mapping_from(broken)


def test_what_was_decided_before_counts_before_a_guess() -> None:
    content = open_file(files.list_file(CELLS))
    decided = guess_mapping(content, None, TODAY).with_codes({"D": DutyCode("D", "research", 600, 660)})
    again = guess_mapping(content, decided, TODAY)
    assert again.by_code()["D"] == DutyCode("D", "research", 600, 660)
    assert again.columns == decided.columns


def test_codes_that_are_words_mean_what_they_say() -> None:
    rows = "".join(
        f"Kari Nes;{n}.3.2027;{code}\n" for n, code in enumerate(("Nattevakt", "Ferie", "Qwerty"), 1)
    )
    mapping = guess_mapping(open_file(f"Navn;Dato;Vakt\n{rows}".encode()), None, TODAY)
    assert {code: row.meaning for code, row in mapping.by_code().items()} == {
        "NATTEVAKT": "night",
        "FERIE": "holiday",
    }


def test_a_list_with_headings_of_its_own_can_be_described() -> None:
    """given headings that nobody knows, when the columns are chosen, then the file is read"""
    content = open_file(b"Hvem;Naar;Hva;Inn;Ut\nKari Nes;1.3.2027;D;08:00;15:30\n")
    assert content.headings("list") == ("Hvem", "Naar", "Hva", "Inn", "Ut")
    columns = {"name": "Hvem", "date": "Naar", "code": "Hva", "start": "Inn", "end": "Ut"}
    mapping = Mapping("list", columns, (DutyCode("D", "on_site"),))
    (duty,) = read_content(content, mapping, TODAY).duties
    assert (duty.day, hours(duty.start_at, duty.end_at)) == (dt.date(2027, 3, 1), 7.5)


def test_columns_are_guessed_anew_when_another_layout_is_chosen() -> None:
    content = open_file(files.saved(files.turned_book(CELLS)))
    assert content.columns("grid_down") == {"name": "Navn"}
    assert content.columns("list")["name"] == "Navn"


def grid_of(*rows: list[object], name: str = "11-2027") -> bytes:
    book = Workbook()
    book.active.title = name
    for row in rows:
        book.active.append(row)
    return files.saved(book)


DAYS = [28, 29, 30]


def test_a_day_that_is_not_in_the_month_is_told_with_its_cell_and_the_rest_is_read() -> None:
    reading = read(grid_of(["Navn", *DAYS, 31], ["Kari Nes", "D", "D", "D", "D"]))
    (fault,) = reading.faults
    assert (fault.code, fault.where.sheet, fault.where.cell, fault.text) == (
        "no_such_day",
        "11-2027",
        "E1",
        "31.11.2027",
    )
    assert [duty.day.day for duty in reading.duties] == DAYS


def test_an_unknown_code_and_a_text_block_only_their_own_cell() -> None:
    reading = read(
        grid_of(["Navn", *DAYS], ["Kari Nes", "D", "Q7", "ring Kari om denne"], ["Ola Li", "D", "D", "D"])
    )
    assert {(f.code, f.where.cell) for f in reading.faults} == {
        ("unknown_code", "C2"),
        ("text_in_cell", "D2"),
    }
    assert reading.unknown == {"Q7": 1}
    assert reading.blocked == {("kari nes", dt.date(2027, 11, 29)), ("kari nes", dt.date(2027, 11, 30))}
    assert len(reading.duties) == 4


def test_a_person_who_stands_twice_is_told_and_neither_line_counts() -> None:
    reading = read(
        grid_of(
            ["Navn", *DAYS], ["Kari Nes", "D", "D", "D"], ["Nes, Kari", "N", "N", "N"], ["Ola Li", *"DDD"]
        )
    )
    assert codes_of(reading) == ["duplicate_person"] * 2
    assert {duty.who for duty in reading.duties} == {"li ola"}
    assert len(reading.blocked) == 3


def test_codes_without_a_name_are_told_and_sums_are_passed_by() -> None:
    reading = read(grid_of(["Navn", *DAYS], ["Kari Nes", *"DDD"], [None, *"DDD"], ["Sum", 1, 2, 1]))
    assert [(f.code, f.where.row) for f in reading.faults] == [("no_name", 3)]


def test_a_sheet_without_a_month_is_told() -> None:
    reading = read(grid_of(["Navn", *DAYS], ["Kari Nes", *"DDD"], name="Ark1"))
    assert codes_of(reading) == ["month_unknown", "no_duties"]


@pytest.mark.parametrize("name", ["november 2027", "2027-11", "11.2027", "Nov 2027", "nov. 2027"])
def test_a_month_is_known_however_a_sheet_is_called(name: str) -> None:
    assert read(grid_of(["Navn", *DAYS], ["Kari Nes", *"DDD"], name=name)).first == dt.date(2027, 11, 28)


def test_days_that_go_on_into_the_next_month_and_year_are_of_it() -> None:
    reading = read(grid_of(["Navn", 30, 31, 1, 2], ["Kari Nes", *"DDDD"], name="des 2027"))
    assert (reading.first, reading.last) == (dt.date(2027, 12, 30), dt.date(2028, 1, 2))


def test_leave_drawn_as_one_merged_bar_is_of_every_day() -> None:
    book = Workbook()
    book.active.title = "11-2027"
    book.active.append(["Navn", 1, 2, 3, 4])
    book.active.append(["Kari Nes", "FE", None, None, "D"])
    book.active.merge_cells("B2:D2")
    reading = read(files.saved(book))
    assert [duty.code for duty in reading.duties] == ["FE", "FE", "FE", "D"]
    assert [(f.code, f.where.cell) for f in reading.faults] == [("merged", "B2")]


def test_a_formula_is_never_computed_its_kept_value_is_used_and_said() -> None:
    data = grid_of(["Navn", *DAYS], ["Kari Nes", "=A1", "D", "D"])
    reading = read(data)
    assert [(f.code, f.where.cell) for f in reading.faults] == [("formula_without_value", "B2")]
    assert len(reading.duties) == 2
    kept = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(kept, "w") as new:
        for part in old.infolist():
            xml = old.read(part)
            new.writestr(
                part,
                xml.replace(
                    b'<c r="B2"><f>A1</f><v /></c>', b'<c r="B2" t="str"><f>A1</f><v>N</v></c>'
                ).replace(b'<c r="B2"><f>A1</f><v></v></c>', b'<c r="B2" t="str"><f>A1</f><v>N</v></c>'),
            )
    reading = read(kept.getvalue())
    assert [(f.code, f.where.cell, f.text) for f in reading.faults] == [("formula_value", "B2", "N")]
    assert [duty.code for duty in reading.duties] == ["N", "D", "D"]


def test_duties_at_the_same_time_are_told_and_one_that_stands_twice_counts_once() -> None:
    text = "Navn;Dato;Vakt;Fra;Til\nKari Nes;1.3.2027;D;08:00;15:30\nKari Nes;1.3.2027;D;08:00;15:30\n"
    reading = read(f"{text}Kari Nes;1.3.2027;L;15:00;18:00\nKari Nes;1.3.2027;H;15:30;08:00\n".encode())
    assert [(f.code, f.where.row) for f in reading.faults] == [("repeated", 3), ("overlap", 4)]
    assert len(reading.duties) == 3


def test_a_number_with_two_names_is_told() -> None:
    text = "Ansattnr;Navn;Dato;Vakt;Fra;Til\n7;Kari Nes;1.3.2027;D;08:00;15:30\n7;Ola Li;2.3.2027;D;08:00;15:30\n"
    reading = read(text.encode())
    assert [(f.code, f.other) for f in reading.faults] == [("two_names", "Kari Nes / Ola Li")]
    assert ("#7", dt.date(2027, 3, 2)) in reading.blocked


@pytest.mark.parametrize(
    ("line", "code"),
    [
        ("Kari Nes;31.11.2027;D;08:00;15:30", "bad_day"),
        ("Kari Nes;i morgen;D;08:00;15:30", "bad_day"),
        ("Kari Nes;1.3.1888;D;08:00;15:30", "far_day"),
        ("Kari Nes;1.3.2027;D;25:00;15:30", "bad_time"),
        ("Kari Nes;1.3.2027;D;tidlig;15:30", "bad_time"),
        (";1.3.2027;D;08:00;15:30", "no_name"),
        ("Kari Nes;1.3.2027;;08:00;15:30", "unknown_code"),
        ("Kari Nes;1.3.2027;dette er ikke en kode, bare prat;08:00;15:30", "text_in_cell"),
    ],
)
def test_each_bad_line_is_told_by_its_number_and_leaves_the_others_alone(line: str, code: str) -> None:
    reading = read(f"Navn;Dato;Vakt;Fra;Til\n{line}\nOla Li;2.3.2027;D;08:00;15:30\n".encode())
    assert [(f.code, f.where.row) for f in reading.faults] == [(code, 2)]
    assert [duty.who for duty in reading.duties] == ["li ola"]


def test_times_are_right_over_both_days_on_which_the_clock_is_moved() -> None:
    text = "Navn;Dato;Vakt;Fra;Til\n"
    for day in ("27.3.2027", "30.10.2027", "1.6.2027"):
        text += f"Kari Nes;{day};N;20:00;08:00\n"
    spring, summer, autumn = read(text.encode()).duties
    assert [hours(d.start_at, d.end_at) for d in (spring, summer, autumn)] == [11, 12, 13]
    assert {local(d.end_at).strftime("%H:%M") for d in (spring, summer, autumn)} == {"08:00"}
    assert spring.start_at == dt.datetime(2027, 3, 27, 19, tzinfo=dt.UTC)
    assert autumn.end_at == dt.datetime(2027, 10, 31, 7, tzinfo=dt.UTC)


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"", "empty"),
        (b"\n \n", "empty"),
        (b"x" * (LARGEST + 1), "too_big"),
        (b"MZ\x90\x00", "program"),
        (b"\xd0\xcf\x11\xe0rest", "old_workbook"),
        (b"PK\x03\x04rest", "broken"),
        (b"a\x01b;c\n", "not_text"),
        (b"just words\nand more\n", "not_a_table"),
        (b"BEGIN:VCALENDAR\nrubbish", "broken"),
    ],
)
def test_what_is_no_roster_is_refused_with_a_reason(data: bytes, reason: str) -> None:
    with pytest.raises(Unreadable) as refused:
        open_file(data)
    assert refused.value.reason == reason


def part_added(data: bytes, name: str, content: bytes) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as new:
        for part in old.infolist():
            if part.filename != name:
                new.writestr(part.filename, old.read(part))
        new.writestr(name, content)
    return file.getvalue()


def test_a_bomb_is_refused_before_it_is_unpacked() -> None:
    data = part_added(files.saved(files.grid_book(CELLS[:56])), "xl/media/a.png", b"0" * 60_000_000)
    assert len(data) < 200_000
    tracemalloc.start()
    with pytest.raises(Unreadable, match="bomb"):
        open_file(data)
    _now, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert most < 5_000_000


def rows_added(last: int) -> bytes:
    """A roster of four duties, with empty rows below it down to the last."""
    data = files.saved(files.grid_book(CELLS[:4]))
    sheet = "xl/worksheets/sheet1.xml"
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        xml = archive.read(sheet)
    rows = b"".join(b'<row r="%d"/>' % number for number in range(100, last + 1))
    return part_added(data, sheet, xml.replace(b"</sheetData>", rows + b"</sheetData>"))


def cost(data: bytes) -> tuple[Reading, float, int]:
    """What a file says, with the seconds of this process and the most bytes that reading it took."""
    tracemalloc.start()
    begun = time.process_time()
    reading = read(data)
    spent, most = time.process_time() - begun, tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    return reading, spent, most


def test_a_million_empty_rows_are_bounded_in_time_and_memory(monkeypatch: pytest.MonkeyPatch) -> None:
    """given a sheet whose last cell stands on row 1 048 576, when read, then what is near the top is read soon

    Soon is measured by a sheet that is just as long as is read at all (here a fifth of what it is otherwise, so
    that the test is short): 262 times as many rows may take five times as long, and what they unpack to, 20 MB,
    may be held a few times.
    """
    limit = MOST_SHEET_ROWS // 5
    monkeypatch.setattr(workbooks, "MOST_SHEET_ROWS", limit)
    _reading, whole, _most = cost(rows_added(limit))
    reading, spent, most = cost(rows_added(1_048_576))
    assert spent < 5 * whole
    assert most < 100_000_000
    assert len(reading.duties) == 4


def test_a_sheet_full_of_cells_is_refused_before_it_is_read_to_its_end() -> None:
    data = files.saved(files.grid_book(files.plan(4, 1)))
    sheet = "xl/worksheets/sheet1.xml"
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        xml = archive.read(sheet)
    row = b"<row>" + b'<c t="inlineStr"><is><t>D</t></is></c>' * 400 + b"</row>"
    with pytest.raises(Unreadable, match="too_many_cells"):
        open_file(part_added(data, sheet, xml.replace(b"</sheetData>", row * 1200 + b"</sheetData>")))


def test_a_year_of_twenty_people_is_read_and_mapped_well_within_the_promise() -> None:
    """The promise is 10 s for reading, mapping and preview; this part may take no more than half."""
    data = files.saved(files.grid_book(files.plan(366, 20)))
    begun = time.process_time()
    reading = read(data)
    assert time.process_time() - begun < 5
    assert len(reading.people) == 20
    assert reading.errors == 0


@given(
    data=st.one_of(
        st.binary(max_size=200), st.text(max_size=200).map(lambda t: f"Navn;Dato;Vakt\n{t}".encode())
    )
)
def test_any_bytes_are_answered(data: bytes) -> None:
    try:
        reading = read(data)
    except Unreadable:
        return
    assert reading.duties or reading.faults or not reading.people


def test_openpyxl_can_still_open_what_the_tests_write() -> None:
    book = load_workbook(io.BytesIO(files.saved(files.grid_book(CELLS))))
    assert [sheet.title for sheet in book.worksheets] == ["12-2026", "01-2027", "02-2027", "Koder"]


def event(*lines: str) -> bytes:
    head = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:x",
        "X-WR-CALNAME:Kari Nes",
        "BEGIN:VEVENT",
        "UID:1",
        "SUMMARY:D",
    ]
    return "\r\n".join([*head, *lines, "END:VEVENT", "END:VCALENDAR", ""]).encode()


def content_of(*lines: str) -> Content:
    return open_file(event(*lines))


@pytest.mark.parametrize(
    ("rule", "days"),
    [
        ("FREQ=DAILY;COUNT=3", ["01-04", "01-05", "01-06"]),
        ("FREQ=WEEKLY;BYDAY=MO,WE;COUNT=4", ["01-04", "01-06", "01-11", "01-13"]),
        ("FREQ=WEEKLY;INTERVAL=2;COUNT=3", ["01-04", "01-18", "02-01"]),
        ("FREQ=MONTHLY;BYDAY=1MO;COUNT=3", ["01-04", "02-01", "03-01"]),
        ("FREQ=MONTHLY;BYDAY=-1FR;COUNT=2", ["01-29", "02-26"]),
        ("FREQ=MONTHLY;BYMONTHDAY=31;COUNT=2", ["01-31", "03-31"]),
        ("FREQ=DAILY;UNTIL=20270106T230000Z", ["01-04", "01-05", "01-06"]),
    ],
)
def test_rules_of_repetition_are_followed(rule: str, days: list[str]) -> None:
    lines = (
        "DTSTART;TZID=Europe/Oslo:20270104T080000",
        "DTEND;TZID=Europe/Oslo:20270104T153000",
        f"RRULE:{rule}",
    )
    assert [f"{duty.day:%m-%d}" for duty in read(event(*lines)).duties] == days


def test_a_weekly_duty_keeps_its_hours_when_the_clock_is_moved() -> None:
    lines = ("DTSTART;TZID=Europe/Oslo:20270322T080000", "DTEND;TZID=Europe/Oslo:20270322T153000")
    duties = read(event(*lines, "RRULE:FREQ=WEEKLY;COUNT=2")).duties
    assert [d.start_at.hour for d in duties] == [7, 6]


@pytest.mark.parametrize(
    ("rule", "code"),
    [
        ("FREQ=SECONDLY", "unsupported_rule"),
        ("FREQ=MONTHLY;BYSETPOS=1;BYDAY=MO", "unsupported_rule"),
        ("FREQ=DAILY;INTERVAL=0", "unsupported_rule"),
    ],
)
def test_rules_that_are_not_followed_are_told(rule: str, code: str) -> None:
    lines = (
        "DTSTART;TZID=Europe/Oslo:20270104T080000",
        "DTEND;TZID=Europe/Oslo:20270104T153000",
        f"RRULE:{rule}",
    )
    assert code in codes_of(read(event(*lines)))


def test_a_rule_without_end_and_one_that_never_comes_are_bounded() -> None:
    lines = ("DTSTART;TZID=Europe/Oslo:20270104T080000", "DTEND;TZID=Europe/Oslo:20270104T153000")
    begun = time.process_time()
    forever = read(event(*lines, "RRULE:FREQ=DAILY")).duties
    never = read(event(*lines, "RRULE:FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30")).duties
    assert time.process_time() - begun < 3
    assert 300 < len(forever) < 600
    old = lines[0].replace("20270104", "19990104"), lines[1].replace("20270104", "19990104")
    assert 900 < len(read(event(*old, "RRULE:FREQ=DAILY")).duties) < 1000
    assert not never


def test_a_time_that_is_moved_or_left_out_is_not_there_any_more() -> None:
    lines = ("DTSTART;TZID=Europe/Oslo:20270104T080000", "DTEND;TZID=Europe/Oslo:20270104T153000")
    text = event(*lines, "RRULE:FREQ=DAILY;COUNT=3", "EXDATE;TZID=Europe/Oslo:20270105T080000").decode()
    moved = (
        "BEGIN:VEVENT\r\nUID:1\r\nSUMMARY:D\r\nRECURRENCE-ID;TZID=Europe/Oslo:20270106T080000\r\n"
        "DTSTART;TZID=Europe/Oslo:20270107T090000\r\nDTEND;TZID=Europe/Oslo:20270107T120000\r\nEND:VEVENT\r\n"
    )
    duties = read(text.replace("END:VCALENDAR", moved + "END:VCALENDAR").encode()).duties
    assert [f"{local(d.start_at):%d %H}" for d in duties] == ["04 08", "07 09"]


def test_zones_are_followed_and_an_unknown_one_is_told() -> None:
    utc = read(event("DTSTART:20270104T070000Z", "DTEND:20270104T143000Z")).duties
    floating = read(event("DTSTART:20270104T080000", "DTEND:20270104T153000")).duties
    tokyo = read(
        event("DTSTART;TZID=Asia/Tokyo:20270104T160000", "DTEND;TZID=Asia/Tokyo:20270104T233000")
    ).duties
    assert utc[0].start_at == floating[0].start_at == tokyo[0].start_at
    odd = read(
        event(
            "DTSTART;TZID=Middle Earth/Bree:20270104T080000", "DTEND;TZID=Middle Earth/Bree:20270104T153000"
        )
    )
    assert codes_of(odd)[0] == "unknown_zone"
    assert not odd.duties


@pytest.mark.parametrize(
    "lines",
    [
        ("DTSTART:20270104T070000Z", "DTEND:20270104T060000Z"),
        ("SUMMARY:x",),
        ("DTSTART:20270104T070000Z", "DTEND;VALUE=DATE:20270105"),
    ],
)
def test_events_that_make_no_sense_are_told(lines: tuple[str, ...]) -> None:
    assert "bad_event" in codes_of(read(event(*lines)))
