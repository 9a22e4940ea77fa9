"""Lists from spreadsheets: columns, days, faults by line, duplicates, all or nothing, and undoing."""

from __future__ import annotations

import datetime as dt
import html
import io
import re
import uuid
import zipfile
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import Workbook

from borealis.audit.models import Event
from borealis.portfolio.activities.actions import Content, import_activities, undo_activity_import
from borealis.portfolio.activities.reading.lines import guessed_columns, read_day
from borealis.portfolio.activities.reading.tables import MOST_LINES, Table, table_from_json, table_of
from borealis.portfolio.models import Activity, ActivityImport
from borealis.shell.uploads import Upload
from tests.conftest import Told
from tests.portfolio.activities.conftest import NORA, Record

HEAD = "Dato;Undersøkelse;Antall;Læringsmål;Sted;Merknad\n"
GOOD = (
    HEAD
    + "3.11.2026;PET ved lungekreft;4;NUK-138;PET-senteret;\n"
    + "2026-11-04;PET ved lymfom;2;;PET-senteret;\n"
    + "46332;Kurs i statistikk;;nuk-103, NUK-104;Oslo;Tre dager\n"
)


def workbook(rows: list[list[Any]], *, empty_first: bool = False) -> bytes:
    book, data = Workbook(), io.BytesIO()
    sheet = book.create_sheet("Liste") if empty_first else book.active
    for row in rows:
        sheet.append(row)
    book.save(data)
    return data.getvalue()


def moment(day: int, month: int) -> dt.datetime:
    """A day as Excel keeps it: with a time, and without a zone."""
    return dt.datetime.combine(dt.date(2026, month, day), dt.time(8))


def table(text: str) -> Table:
    return table_of(Upload("liste.csv", "csv", text.encode(), text))


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("3.12.2026", dt.date(2026, 12, 3)),
        ("03.12.26", dt.date(2026, 12, 3)),
        ("3/12/2026", dt.date(2026, 12, 3)),
        ("2026-12-03", dt.date(2026, 12, 3)),
        ("2026-12-03 00:00:00", dt.date(2026, 12, 3)),
        ("2026-12-03T08:30", dt.date(2026, 12, 3)),
        ("46359", dt.date(2026, 12, 3)),
        ("46359.5", dt.date(2026, 12, 3)),
        ("32.12.2026", None),
        ("2026-02-30", None),
        ("desember", None),
        ("463", None),
        ("", None),
        ("٣.١٢.٢٠٢٦", None),
    ],
)
def test_days_are_read_in_three_formats(text: str, day: dt.date | None) -> None:
    assert read_day(text) == day


@given(st.text(max_size=30))
def test_any_text_is_a_day_or_none(text: str) -> None:
    assert read_day(text) is None or isinstance(read_day(text), dt.date)


def test_a_table_keeps_the_numbers_of_its_lines() -> None:
    found = table('A;B\n\n1;"to\nlinjer"\n;\n3;c\n')
    assert found.headings == ("A", "B")
    assert found.lines == ((3, ("1", "to\nlinjer")), (6, ("3", "c")))
    assert table_from_json(found.as_json()) == found


def test_headings_can_be_told_apart() -> None:
    assert table("A;;A\n1;2;3\n").headings == ("A", "Kolonne 2", "A (3)")


def test_cells_of_a_workbook_are_read_as_they_look() -> None:
    rows = [
        ["Dato", "Hva", "Antall", "Andel"],
        [moment(3, 12), "PET", 4, 2.5],
        [dt.date(2026, 12, 4), None, 5.0, None],
        [None, None, None, None],
        [46359, " CT ", "6", ""],
    ]
    found = table_of(Upload("liste.xlsx", "xlsx", workbook(rows, empty_first=True)))
    assert found.lines == (
        (2, ("2026-12-03", "PET", "4", "2.5")),
        (3, ("2026-12-04", "", "5", "")),
        (5, ("46359", "CT", "6", "")),
    )


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("A;B\n", "ingen linjer"),
        ("A;B\n" + "1;2\n" * (MOST_LINES + 1), "mer enn 2000 linjer"),
        (";".join("a" * 41) + "\n" + ";".join("b" * 41) + "\n", "mer enn 40 kolonner"),
        ("A;B\n1;" + "x" * 2001 + "\n", "Linje 2"),
        ("A;B\n" + ("1;" + "x" * 1999 + "\n") * 800, "mer tekst"),
    ],
)
def test_what_cannot_be_taken_in_at_all_is_told(text: str, words: str) -> None:
    with pytest.raises(ValidationError, match=words):
        table(text)


def test_a_broken_workbook_is_told() -> None:
    broken = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(workbook([["a"], ["b"]]))) as whole,
        zipfile.ZipFile(broken, "w") as packed,
    ):
        for name in whole.namelist():
            packed.writestr(name, whole.read(name)[: 400 if "sheet1" in name else None])
    with pytest.raises(ValidationError, match="kan ikke leses"):
        table_of(Upload("liste.xlsx", "xlsx", broken.getvalue()))


@pytest.mark.parametrize(
    "content", [None, 7, [], [[], [[1]]], [["A"], [[1, ["a", "b"]]]], [["A"], [["x", ["a"]]]]]
)
def test_what_a_page_did_not_carry_is_no_table(content: Any) -> None:
    assert table_from_json(content) is None


def test_columns_are_guessed_by_words_and_remembered_where_they_are_here() -> None:
    headings = ["Dato", "Undersøkelse", "Antall", "Stad", "Noe"]
    assert guessed_columns(headings, {}) == {
        "date": "Dato",
        "title": "Undersøkelse",
        "activity": "",
        "count": "Antall",
        "goals": "",
        "place": "Stad",
        "note": "",
    }
    remembered = guessed_columns(headings, {"note": "Noe", "date": "Utført", "place": ""})
    assert (remembered["note"], remembered["date"]) == ("Noe", "Dato")


@pytest.fixture
def client(told: Told) -> Client:
    return told.client(NORA)


def upload(client: Client, nora: int, data: bytes | str, name: str = "liste.csv") -> Any:
    data = data.encode() if isinstance(data, str) else data
    return client.post(f"/lis/mappe/{nora}/hent/", {"file": SimpleUploadedFile(name, data)})


def fields_of(page: str) -> dict[str, str]:
    """What the form on the page would send: hidden fields and chosen columns."""
    hidden = re.findall(r'<input type="hidden" name="(table|source|key|seen)" value="([^"]*)"', page)
    selects = re.findall(r'<select name="(\w+)".*?</select>', page, re.DOTALL)
    found = {name: html.unescape(value) for name, value in hidden}
    for name in selects:
        part = page[page.index(f'<select name="{name}"') :]
        chosen = re.search(r'<option value="([^"]*)" selected>', part[: part.index("</select>")])
        found[name] = html.unescape(chosen[1]) if chosen else ""
    return found


def take_in(client: Client, nora: int, data: bytes | str, name: str = "liste.csv", **more: str) -> Any:
    page = upload(client, nora, data, name).content.decode()
    return client.post(f"/lis/mappe/{nora}/hent/", {**fields_of(page), "hent": "1", **more})


pytestmark = pytest.mark.django_db


def test_a_preview_shows_what_would_come_and_stores_nothing(client: Client, nora: int) -> None:
    answer = upload(client, nora, GOOD)
    page = answer.content.decode()

    assert answer.status_code == 200
    assert "3 aktiviteter kan hentes inn" in page
    for words in ("3.11.2026", "6.11.2026", "NUK-103, NUK-104", "NUK-145", "Oslo"):
        assert words in page
    assert not Activity.objects.exists()
    assert not ActivityImport.objects.exists()


def test_a_list_is_taken_in_with_templates_found_by_their_names(client: Client, nora: int) -> None:
    before = Event.objects.count()
    assert take_in(client, nora, GOOD).status_code == 302

    rows = Activity.objects.order_by("from_day")
    assert [(r.template, r.kind, r.title, r.count, r.place, r.note, r.from_day.day) for r in rows] == [
        ("pet-lunge", "reading", "PET ved lungekreft", 4, "PET-senteret", "", 3),
        ("pet-lymfom", "reading", "PET ved lymfom", 2, "PET-senteret", "", 4),
        ("", "procedure", "Kurs i statistikk", 1, "Oslo", "Tre dager", 6),
    ]
    assert [sorted(r.goals.values_list("code", flat=True)) for r in rows] == [
        ["NUK-138"],
        ["NUK-145"],
        ["NUK-103", "NUK-104"],
    ]
    assert list(Event.objects.order_by("number").values_list("act", flat=True))[before:] == [
        "import_activities"
    ]
    stored = ActivityImport.objects.get()
    assert (stored.source, stored.columns["title"], len(stored.added)) == ("liste.csv", "Undersøkelse", 3)


def test_a_workbook_is_taken_in_alike(client: Client, nora: int) -> None:
    rows = [
        ["Når", "Aktivitet", "Tal"],
        [moment(3, 11), "pet-lunge", 4],
        [moment(4, 11), "Kurs", 1],
    ]
    page = upload(client, nora, workbook(rows), "bok.xlsx").content.decode()
    sent = {**fields_of(page), "date": "Når", "title": "Aktivitet", "activity": "Aktivitet"}
    shown = client.post(f"/lis/mappe/{nora}/hent/", sent).content.decode()
    done = client.post(f"/lis/mappe/{nora}/hent/", {**fields_of(shown), "hent": "1"})

    assert done.status_code == 302
    assert sorted(Activity.objects.values_list("template", "kind", "title")) == [
        ("", "course", "Kurs"),
        ("pet-lunge", "reading", "pet-lunge"),
    ]


def test_columns_are_remembered_for_the_next_file(client: Client, nora: int) -> None:
    strange = "X;Y;Z\n3.11.2026;PET ved lymfom;Tromsø\n"
    page = upload(client, nora, strange).content.decode()
    chosen = {**fields_of(page), "date": "X", "title": "Y", "place": "Z", "default_kind": "reading"}
    shown = client.post(f"/lis/mappe/{nora}/hent/", chosen).content.decode()
    assert client.post(f"/lis/mappe/{nora}/hent/", {**fields_of(shown), "hent": "1"}).status_code == 302

    again = fields_of(upload(client, nora, strange.replace("3.11", "4.11")).content.decode())

    assert [again[name] for name in ("date", "title", "place", "default_kind")] == ["X", "Y", "Z", "reading"]


FAULTS = {
    "an unreadable day": ("32.11.2026;PET ved lymfom;2;;;", "Dato", "«32.11.2026» er ikke en dato"),
    "no day": (";PET ved lymfom;2;;;", "Dato", "Datoen mangler"),
    "an unknown goal": ("4.11.2026;PET ved lymfom;2;NUK-999;;", "Læringsmål", "«NUK-999»"),
    "a count that is none": ("4.11.2026;PET ved lymfom;mange;;;", "Antall", "«mange» er ikke et antall"),
    "nothing done": ("4.11.2026;;2;;;", "Hva", "Linjen sier ikke hva"),
}


@pytest.mark.parametrize(("line", "column", "words"), FAULTS.values(), ids=FAULTS)
def test_a_fault_is_told_by_line_and_nothing_of_the_file_is_stored(
    client: Client, nora: int, line: str, column: str, words: str
) -> None:
    answer = upload(client, nora, GOOD + line + "\n")
    page = answer.content.decode()
    sent = client.post(f"/lis/mappe/{nora}/hent/", {**fields_of(page), "hent": "1"})

    assert answer.status_code == sent.status_code == 422
    told = page[page.index("Feil etter linje") :]
    assert "Linje 5" in told
    assert column in told
    assert words in told
    assert "Linje 2<" not in told[: told.index("</table>")]
    assert not Activity.objects.exists()


def test_an_unknown_activity_is_told(client: Client, nora: int) -> None:
    page = upload(client, nora, "Dato;Aktivitet\n4.11.2026;Noe rart\n").content.decode()
    assert "«Noe rart» er verken en aktivitet i programmet eller et slag" in page


def test_what_only_the_action_sees_is_told_by_line_too(client: Client, nora: int) -> None:
    answer = take_in(client, nora, GOOD + "1.1.2099;PET ved lymfom;2;;;\n")
    assert answer.status_code == 422
    assert "Linje 5, dag:" in answer.content.decode()
    assert not Activity.objects.exists()


def test_lines_that_are_the_same_are_told_and_left_out(client: Client, nora: int, record: Record) -> None:
    record(template="pet-lymfom", from_day=dt.date(2026, 11, 4), count=2, place="PET-senteret")
    twice = GOOD + "3.11.2026;pet ved LUNGEKREFT;4;;PET-senteret;\n"

    page = upload(client, nora, twice).content.decode()
    take_in(client, nora, twice)

    assert "Linje 3, 4.11.2026, PET ved lymfom: står i mappen." in page
    assert "Linje 5, 3.11.2026, pet ved LUNGEKREFT: lik linje 2." in page
    assert sorted(Activity.objects.values_list("template", flat=True)) == ["", "pet-lunge", "pet-lymfom"]


def test_lines_that_are_the_same_come_along_when_asked_for(client: Client, nora: int) -> None:
    twice = GOOD + "3.11.2026;PET ved lungekreft;4;;PET-senteret;\n"
    page = upload(client, nora, twice).content.decode()
    shown = client.post(f"/lis/mappe/{nora}/hent/", {**fields_of(page), "with_same": "on"}).content.decode()
    client.post(f"/lis/mappe/{nora}/hent/", {**fields_of(shown), "with_same": "on", "hent": "1"})
    assert Activity.objects.filter(template="pet-lunge").count() == 2


def test_what_was_not_seen_is_shown_first(client: Client, nora: int) -> None:
    answer = take_in(client, nora, GOOD, with_same="on")
    assert answer.status_code == 200
    assert not Activity.objects.exists()


def test_the_same_page_sent_twice_takes_in_once(client: Client, nora: int) -> None:
    sent = {**fields_of(upload(client, nora, GOOD).content.decode()), "hent": "1"}
    client.post(f"/lis/mappe/{nora}/hent/", sent)
    client.post(f"/lis/mappe/{nora}/hent/", sent)
    assert (Activity.objects.count(), ActivityImport.objects.count()) == (3, 1)


def test_the_action_takes_the_same_key_once_and_refuses_an_empty_list(told: Told, nora: int) -> None:
    content = Content(template="pet-lunge", from_day=told.today)
    facts: dict[str, Any] = {"by": None, "trainee_id": nora, "source": "a.csv", "digest": "", "columns": {}}
    key = uuid.uuid4()
    first = import_activities(key=key, lines=[(2, content)], now=told.now, **facts)
    again = import_activities(key=key, lines=[(2, content)], now=told.now, **facts)
    assert first.pk == again.pk
    with pytest.raises(ValidationError, match="ingenting nytt"):
        import_activities(key=uuid.uuid4(), lines=[], now=told.now, **facts)


@pytest.mark.parametrize("table_sent", ["", "{", "[]", "[" * 5000])
def test_a_table_that_cannot_be_read_again_is_asked_for_anew(
    client: Client, nora: int, table_sent: str
) -> None:
    answer = client.post(f"/lis/mappe/{nora}/hent/", {"table": table_sent, "hent": "1"})
    assert answer.status_code == 302
    assert not Activity.objects.exists()


def test_a_file_of_another_kind_is_told(client: Client, nora: int) -> None:
    answer = upload(client, nora, b"%PDF-1.7\n%%EOF\n", "liste.pdf")
    assert answer.status_code == 422
    assert "Filen er ikke" in answer.content.decode()


def undo(client: Client, nora: int) -> Any:
    return client.post(f"/lis/mappe/{nora}/hent/{ActivityImport.objects.get().pk}/angre/", follow=True)


def test_a_list_is_undone_as_a_whole_once(client: Client, nora: int) -> None:
    take_in(client, nora, GOOD)
    assert "Listen er angret" in undo(client, nora).content.decode()

    assert set(Activity.objects.values_list("state", flat=True)) == {"withdrawn"}
    assert ActivityImport.objects.get().undone_at is not None
    assert "angret allerede" in undo(client, nora).content.decode()


@pytest.mark.parametrize(("state", "words"), [("signed", "signert"), ("sent", "Trekk forespørselen")])
def test_a_list_is_not_undone_once_something_in_it_is_signed_or_sent(
    client: Client, nora: int, state: str, words: str
) -> None:
    take_in(client, nora, GOOD)
    Activity.objects.filter(template="pet-lunge").update(state=state)

    assert words in undo(client, nora).content.decode()
    assert not Activity.objects.filter(state="withdrawn").exists()


def test_what_was_undone_can_be_taken_in_again(client: Client, nora: int) -> None:
    take_in(client, nora, GOOD)
    undo(client, nora)
    take_in(client, nora, GOOD)
    assert Activity.objects.filter(state="recorded").count() == 3


def test_a_list_of_another_trainee_is_not_undone(told: Told, client: Client, nora: int) -> None:
    take_in(client, nora, GOOD)
    with pytest.raises(ValidationError):
        undo_activity_import(
            by=None,
            trainee_id=told.trainees["Jonas Polarrev"],
            import_id=ActivityImport.objects.get().pk,
            now=told.now,
        )
