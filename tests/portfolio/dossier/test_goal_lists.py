"""Goals approved in Kompetanseportalen, from a list: what is taken in, and what is told by its line."""

from __future__ import annotations

import datetime as dt
import io
from typing import Any

import pytest
from django.apps import apps
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile

from borealis.portfolio.activities.reading.tables import Table, table_of
from borealis.portfolio.dossier.actions import bring_in_goals
from borealis.portfolio.dossier.queries.goal_lists import GoalList, guessed_columns, read_goals
from borealis.shell.uploads import checked_upload
from borealis.trainees.queries import goal_states
from tests.conftest import Told

pytestmark = pytest.mark.django_db
WHO = "Sunniva Røyskatt"
HEADINGS = ("Målkode", "Status", "Godkjent dato", "Godkjent av")


def trainee_of(told: Told) -> int:
    """A trainee with goals that are not begun."""
    return next(pk for pk in told.trainees.values() if len(open_codes(pk)) >= 5)


def open_codes(trainee_id: int) -> list[str]:
    goals = apps.get_model("curriculum.Goal").objects.filter(goal_set__code="NUK-2025-09").order_by("code")
    begun = goal_states(trainee_id)
    return [goal.code for goal in goals if goal.pk not in begun]


def table(*lines: tuple[str, ...]) -> Table:
    return Table(HEADINGS, tuple((number, line) for number, line in enumerate(lines, start=2)))


def read(told: Told, trainee: int, *lines: tuple[str, ...]) -> GoalList:
    return read_goals(trainee, table(*lines), guessed_columns(HEADINGS), told.today)


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2022-12-03", dt.date(2022, 12, 3)),
        ("3.12.2022", dt.date(2022, 12, 3)),
        ("03.12.22", dt.date(2022, 12, 3)),
    ],
)
def test_dates_in_three_formats(told: Told, text: str, day: dt.date) -> None:
    trainee = trainee_of(told)
    (line,) = read(told, trainee, (open_codes(trainee)[0], "Godkjent", text, "Kari Leder")).lines
    assert (line.number, line.on, line.grounds) == (2, day, "Kompetanseportalen, godkjent av Kari Leder")


def test_each_fault_is_told_by_its_line(told: Told) -> None:
    trainee = trainee_of(told)
    first, second, third, *_rest = open_codes(trainee)
    begun = {state.state: pk for pk, state in goal_states(trainee).items()}
    goals = apps.get_model("curriculum.Goal").objects
    tomorrow = (told.today + dt.timedelta(days=1)).isoformat()
    cases = [
        ((first.lower(), "godkjent", "2022-12-03", ""), ""),
        ((first, "Godkjent", "2022-12-03", ""), f"{first} står også på linje 2."),
        (("", "Godkjent", "2022-12-03", ""), "Linjen har ingen målkode."),
        (("XYZ-001", "Godkjent", "2022-12-03", ""), "XYZ-001 er ikke blant målene legen følger."),
        ((second, "I gang", "2022-12-03", ""), "«I gang» er ikke godkjent, og tas ikke inn."),
        ((second, "Godkjent", "i fjor", ""), "«i fjor» er ikke en dato."),
        ((third, "Godkjent", "", ""), "Linjen har ingen dato."),
        ((open_codes(trainee)[3], "Godkjent", tomorrow, ""), f"{tomorrow} har ikke vært ennå."),
    ]
    if "approved" in begun:
        code = goals.get(pk=begun["approved"]).code
        cases.append(((code, "Godkjent", "2022-12-03", ""), f"{code} er allerede godkjent her."))
    found = read(told, trainee, *(line for line, _said in cases))
    assert [line.code for line in found.lines] == [first]
    expected = {number: said for number, (_line, said) in enumerate(cases, start=2) if said}
    assert set(expected) == {fault.line for fault in found.faults}
    for fault in found.faults:
        assert fault.message.startswith(expected[fault.line])


def test_a_goal_on_its_way_here_is_decided_here(told: Told) -> None:
    from borealis.trainees.actions import record_goal_state

    trainee = trainee_of(told)
    first, second, *_rest = open_codes(trainee)
    goals = apps.get_model("curriculum.Goal").objects
    facts: dict[str, Any] = {"by": None, "trainee_id": trainee, "on": told.today, "now": told.now}
    record_goal_state(goal_id=goals.get(code=first).pk, state="submitted", **facts)
    record_goal_state(goal_id=goals.get(code=second).pk, state="in_progress", **facts)
    found = read(told, trainee, (first, "", "2022-12-03", ""), (second, "", "2022-12-03", ""))
    assert [fault.message for fault in found.faults] == [
        f"{first} er på vei til en avgjørelse her, og må avgjøres her.",
        f"{second} fikk en ny tilstand her etter den dagen.",
    ]
    found = read(told, trainee, (second, "", told.today.isoformat(), ""))
    assert [line.grounds for line in found.lines] == ["Kompetanseportalen"]


def test_a_list_without_a_column_that_is_needed(told: Told) -> None:
    cells = Table(("A", "B"), ((2, ("NUK-103", "2022-12-03")),))
    found = read_goals(trainee_of(told), cells, {"code": "A"}, told.today)
    assert [fault.message for fault in found.faults] == [
        "Filen har ingen kolonne for Dato. Velg den i listen."
    ]


def test_what_can_be_is_taken_in_with_its_grounds_and_an_event_each(told: Told) -> None:
    trainee = trainee_of(told)
    first, second, *_rest = open_codes(trainee)
    cells = table((first, "Godkjent", "2022-12-03", "Kari Leder"), (second, "Godkjent", "4.12.2022", ""))
    number = bring_in_goals(
        by=None, trainee_id=trainee, table=cells, columns=guessed_columns(HEADINGS), now=told.now
    )
    assert number == 2
    goal = apps.get_model("curriculum.Goal").objects.get(code=first)
    row = apps.get_model("trainees.GoalStatus").objects.get(trainee_id=trainee, goal=goal)
    assert (row.state, row.on, row.grounds) == (
        "approved",
        dt.date(2022, 12, 3),
        "Kompetanseportalen, godkjent av Kari Leder",
    )
    acts = apps.get_model("audit.Event").objects.order_by("-number").values_list("act", flat=True)
    assert list(acts[:2]) == ["transfer_goal", "transfer_goal"]
    with pytest.raises(ValidationError, match="ingenting å hente inn"):
        bring_in_goals(
            by=None, trainee_id=trainee, table=cells, columns=guessed_columns(HEADINGS), now=told.now
        )


def test_the_same_list_as_csv_and_as_a_workbook() -> None:
    from openpyxl import Workbook

    book = Workbook()
    for line in (HEADINGS, ("NUK-103", "Godkjent", dt.date(2022, 12, 3), "Kari")):
        book.active.append(line)
    written = io.BytesIO()
    book.save(written)
    text = ";".join(HEADINGS) + "\nNUK-103;Godkjent;2022-12-03;Kari\n"
    tables = [
        table_of(checked_upload(SimpleUploadedFile(name, data), kinds=("xlsx", "csv")))
        for name, data in (("liste.xlsx", written.getvalue()), ("liste.csv", text.encode()))
    ]
    assert tables[0] == tables[1]
    assert guessed_columns(tables[0].headings) == dict(
        zip(("code", "state", "on", "approver"), HEADINGS, strict=True)
    )
