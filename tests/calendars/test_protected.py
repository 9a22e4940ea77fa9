"""Protected time in the roster's own form: what is written is read back as the same, and the rest is told."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from borealis.audit.models import Event
from borealis.guidance import actions
from borealis.guidance.models import Talk
from borealis.rosters.reading.files import open_file, read_content
from borealis.rosters.rules.clock import moment
from borealis.rosters.rules.codes import DutyCode
from borealis.rosters.rules.mapping import Mapping
from borealis.rosters.rules.protected import GUIDANCE, Protected
from borealis.rosters.writing import write_protected
from tests.calendars.conftest import GUIDE, WHO
from tests.conftest import Told

TODAY = dt.date(2026, 12, 1)
CODES = (
    DutyCode("D", "on_site", 480, 930),
    DutyCode("V", "teaching", 780, 840, words="Veiledning"),
    DutyCode("U", "teaching", 480, 600, words="Undervisning"),
    DutyCode("F", "study", 480, 930, words="Fordypning"),
)
LIST = Mapping(
    "list",
    {"number": "Ansattnr", "name": "Navn", "date": "Dato", "code": "Vaktkode", "start": "Fra", "end": "Til"},
    CODES,
)
FORMS = {
    "list": LIST,
    "list of moments": Mapping(
        "list", {"name": "Navn", "code": "Kode", "start": "Start", "end": "Slutt"}, CODES
    ),
    "list with two names": Mapping(
        "list",
        {
            "number": "#1",
            "name": "Etternavn",
            "given_name": "Fornavn",
            "date": "Dato",
            "end_date": "Til dato",
            "code": "Kode",
            "start": "Fra",
            "end": "Til",
        },
        CODES,
        order="mdy",
    ),
    "list without hours": Mapping("list", {"name": "Navn", "date": "Dato", "code": "Kode"}, CODES),
    "list of first days": Mapping("list", {"name": "Navn", "code": "Kode", "start": "Start"}, CODES),
    "grid": Mapping("grid", {"number": "Ansattnr", "name": "Navn"}, CODES),
    "grid by name": Mapping("grid", {"name": "Navn"}, CODES),
    "grid down": Mapping("grid_down", {"name": "Navn"}, CODES),
}


def kind_codes(kind: str) -> str:
    return {"teaching": "U", "study": "F"}.get(kind, "")


@st.composite
def times(draw: st.DrawFn) -> list[Protected]:
    """Of three people, each at most one on a day, some with the very hours of a code; over both clock changes."""
    found = {}
    for _number in range(draw(st.integers(1, 8))):
        who = draw(st.integers(0, 2))
        day = dt.date(2026, 12, 28) + dt.timedelta(days=draw(st.integers(0, 330)))
        kind = draw(st.sampled_from([GUIDANCE, "teaching", "study"]))
        own = {GUIDANCE: (780, 840), "teaching": (480, 600), "study": (480, 930)}[kind]
        start = draw(st.integers(6, 18)) * 60
        start, end = draw(st.sampled_from([own, (start, start + draw(st.integers(15, 240)))]))
        found[who, day] = (day, start, end, kind, kind_codes(kind))
    return [Protected(f"#90000{who}", f"Lege {'ABC'[who]}ås", *row) for (who, _day), row in found.items()]


@pytest.mark.parametrize("file_kind", ["csv", "xlsx"])
@pytest.mark.parametrize("form", FORMS)
@settings(max_examples=25)
@given(wanted=times())
def test_what_is_written_is_read_back_by_the_same_mapping(
    form: str, file_kind: str, wanted: list[Protected]
) -> None:
    mapping = FORMS[form]
    if "number" not in mapping.columns:
        wanted = [replace(one, who=" ".join(sorted(one.name.casefold().split()))) for one in wanted]
    file = write_protected(mapping, file_kind, wanted, TODAY)
    assert {*file.written, *(left.time for left in file.left)} == set(wanted)
    assert "no_form" not in {left.reason for left in file.left}
    exact = {(GUIDANCE, 780, 840), ("teaching", 480, 600), ("study", 480, 930)}
    for one in wanted:
        fits = "end" in mapping.columns or (one.kind, one.start, one.end) in exact
        assert (one in file.written) == fits
    if not file.written:
        assert file.data == b""
        return
    reading = read_content(open_file(file.data), mapping, TODAY)
    back = sorted((d.who, d.start_at, d.end_at, d.meaning) for d in reading.duties)
    assert back == sorted(
        (w.who, moment(w.day, w.start), moment(w.day, w.end), w.kind.replace(GUIDANCE, "teaching"))
        for w in file.written
    )


def test_without_a_code_that_means_it_nothing_is_made_up() -> None:
    time = Protected("#1", "Dagny Mønsterud", TODAY, 780, 840, GUIDANCE)
    clinic = replace(LIST, codes=CODES[:1])
    file = write_protected(clinic, "csv", [time], TODAY)
    assert (file.data, [row.reason for row in file.left]) == (b"", ["no_code"])


def test_guidance_takes_the_code_that_is_called_so_before_teaching() -> None:
    time = Protected("#1", "Dagny Mønsterud", TODAY, 780, 840, GUIDANCE)
    for mapping, code in ((LIST, "V"), (replace(LIST, codes=(CODES[0], CODES[2])), "U")):
        file = write_protected(mapping, "csv", [time], TODAY)
        assert [d.code for d in read_content(open_file(file.data), mapping, TODAY).duties] == [code]


def test_a_cell_of_a_grid_holds_one_code() -> None:
    one = Protected("#1", "Dagny Mønsterud", TODAY, 780, 840, GUIDANCE)
    other = Protected("#1", "Dagny Mønsterud", TODAY, 480, 600, "teaching", "U")
    file = write_protected(FORMS["grid"], "xlsx", [other, one], TODAY)
    assert (file.written, [row.reason for row in file.left]) == ((other,), ["two_codes"])


@pytest.mark.django_db
def test_who_keeps_the_roster_takes_out_the_file_and_reads_the_same_talks(
    told: Told, proposed: Callable[..., Talk]
) -> None:
    from borealis.calendars.queries import protected_page

    talk = actions.accept_talk(by=told.people[GUIDE], talk_id=proposed().pk, version=1, now=told.now)
    client = told.client("Randi Snøugle")
    page = client.get("/vaktplan/unn-pet/fredet/")
    assert page.status_code == 200
    made = protected_page(talk.department_id, told.now)
    assert made is not None
    talks = [
        one for one in (*made.file.written, *(left.time for left in made.file.left)) if one.kind == GUIDANCE
    ]
    strangers = {name for name in (WHO, GUIDE) if name in made.strangers}
    assert len(talks) + len(strangers) == 2
    answer = client.get("/vaktplan/unn-pet/fredet/fil/")
    assert answer.status_code == 200
    reading = read_content(open_file(answer.content), made.form.mapping, told.today)
    assert len(reading.duties) == len(made.file.written) > 0
    assert {duty.meaning for duty in reading.duties} <= {"teaching", "study"}
    assert Event.objects.filter(act="write_protected_time").exists()
    assert told.client(WHO).get("/vaktplan/unn-pet/fredet/fil/").status_code == 404
