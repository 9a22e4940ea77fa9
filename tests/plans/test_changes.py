"""What each event makes of a rotation problem."""

from __future__ import annotations

from typing import Any

import pytest

from borealis.planner import check, read_problem, solve
from borealis.plans.rules.changes import (
    NEWCOMER,
    AgreementEnds,
    Doctorate,
    Event,
    Leave,
    Leaver,
    Places,
    Starter,
    changed_problem,
    event_as_json,
    event_from,
    subject_of,
    takes_nothing,
)
from borealis.plans.rules.problem import ArenaPlaces, Candidate, Phase, Stint, problem

FIRST = "2027-01"
PHASES = (Phase("a", 6, (("x", 0), ("y", 1))), Phase("b", 4, (("y", 0),), after=("a",)))


def department(places: int = 2, through: str | None = None) -> dict[str, Any]:
    """Two trainees in two arenas, the first with a plan that has them both, x before y."""
    arenas = [
        ArenaPlaces("x", "tromsø", ((FIRST, through, places, 1),)),
        ArenaPlaces("y", "tromsø", ((FIRST, None, 1, 0),)),
    ]
    plan = (Stint("a", "x", "2027-01", "2027-06"), Stint("b", "y", "2027-07", "2027-10"))
    people = [
        Candidate("1", "tromsø", FIRST, 10, away=(("2027-03", "2027-03", "sick_leave"),), current=plan),
        Candidate("2", "tromsø", FIRST, 10),
    ]
    return problem(PHASES, arenas, people, FIRST)


def places(found: dict[str, Any], arena: str, name: str = "places") -> dict[str, int]:
    """The places in an arena (or its minimum) month by month through 2027, as the planner reads them."""
    read = next(a for a in read_problem(found).arenas if a.id == arena)
    count = read.places_in if name == "places" else read.minimum_in
    return {f"2027-{n:02d}": count(2027 * 12 + n - 1) for n in range(1, 13)}


@pytest.mark.parametrize(
    ("event", "left"),
    [
        (Places("x", -1, "2027-04"), [2, 2, 2, 1, 1, 1, 1, 1, 1, 1, 1, 1]),
        (Places("x", -1, "2027-04", "2027-05"), [2, 2, 2, 1, 1, 2, 2, 2, 2, 2, 2, 2]),
        (Places("x", -5, "2027-11"), [2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 0, 0]),
        (Places("x", 3, "2027-01", "2027-01"), [5, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2]),
        (AgreementEnds("avtale", ("x", "z"), "2027-07"), [2, 2, 2, 2, 2, 2, 0, 0, 0, 0, 0, 0]),
        (Places("y", 1, "2027-01"), [2] * 12),
    ],
)
def test_places_change_in_the_months_of_the_event_alone(event: Event, left: list[int]) -> None:
    before = department()
    after = changed_problem(before, event, PHASES)
    assert list(places(after, "x").values()) == left
    assert before == department()


def test_places_that_end_by_themselves_stay_ended() -> None:
    after = changed_problem(department(through="2027-08"), Places("x", 1, "2027-07"), PHASES)
    assert list(places(after, "x").values()) == [2] * 6 + [3] * 2 + [0] * 4


def test_a_minimum_never_asks_for_more_than_there_is() -> None:
    after = changed_problem(department(), AgreementEnds("avtale", ("x",), "2027-07"), PHASES)
    assert list(places(after, "x", "minimum").values()) == [1] * 6 + [0] * 6
    more = changed_problem(department(), Places("x", 1, "2027-07"), PHASES)
    assert list(places(more, "x", "minimum").values()) == [1] * 12


def test_who_leaves_takes_the_planned_places_until_then_and_not_while_away() -> None:
    after = changed_problem(department(), Leaver(1, "2027-08"), PHASES)
    assert [row["id"] for row in after["trainees"]] == ["2"]
    assert list(places(after, "x").values()) == [1, 1, 2, 1, 1, 1, 2, 2, 2, 2, 2, 2]
    assert list(places(after, "y").values()) == [1, 1, 1, 1, 1, 1, 0, 1, 1, 1, 1, 1]


def test_who_leaves_at_once_takes_nothing() -> None:
    after = changed_problem(department(), Leaver(1, FIRST), PHASES)
    assert list(places(after, "x").values()) == [2] * 12


def test_somebody_new_has_every_phase_ahead_and_no_plan_in_force() -> None:
    after = changed_problem(department(), Starter("2027-05", "bodø"), PHASES)
    row = after["trainees"][-1]
    assert (row["id"], row["from"], row["home"], row["norm_end"]) == (NEWCOMER, "2027-05", "bodø", "2028-02")
    assert {block["id"]: block["months"] for block in row["blocks"]} == {"a": 6, "b": 4}
    assert "current" not in row
    read = read_problem({**after, "arenas": [{**arena, "minimum": []} for arena in after["arenas"]]})
    assert check(read, solve(read, seconds=5)).is_sound


def test_somebody_who_begins_late_is_still_within_the_calendar() -> None:
    after = changed_problem(department(), Starter("2034-01", "bodø"), PHASES)
    assert after["calendar"]["months"] >= 7 * 12 + 10


@pytest.mark.parametrize(
    "event", [Leave(1, "2027-03", "2027-08"), Doctorate(1, "2027-03", "2030-02"), Leaver(9, "2027-03")]
)
def test_what_the_record_says_already_is_not_said_twice(event: Event) -> None:
    assert changed_problem(department(), event, PHASES) == department()


EVENTS: list[tuple[Event, str | None, bool]] = [
    (Leave(1, "2027-03", "2027-08"), "1", False),
    (Leave(9, "2027-03", "2027-08"), "9", True),
    (Doctorate(2, "2027-03", "2030-02"), "2", False),
    (Leaver(9, "2027-03"), "9", True),
    (Starter("2027-03", "bodø"), NEWCOMER, False),
    (Places("x", -1, "2027-03"), None, False),
    (AgreementEnds("avtale", ("x", "y"), "2027-03"), None, False),
]


@pytest.mark.parametrize(("event", "subject", "nothing"), EVENTS)
def test_whom_an_event_happens_to_and_whether_it_is_felt(
    event: Event, subject: str | None, nothing: bool
) -> None:
    assert subject_of(event) == subject
    assert takes_nothing(department(), event) is nothing


@pytest.mark.parametrize("event", [row[0] for row in EVENTS])
def test_a_stored_event_is_read_as_it_was(event: Event) -> None:
    assert event_from(event_as_json(event)) == event
