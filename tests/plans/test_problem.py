"""From programme and trainee to the planner's problem."""

from __future__ import annotations

import datetime as dt

import pytest

from borealis.planner import check, read_problem, solve
from borealis.plans.queries import next_problem
from borealis.plans.rules.problem import (
    ArenaPlaces,
    Candidate,
    Phase,
    ServiceDone,
    WishedFor,
    agreed_end,
    months_done,
    months_left,
    problem,
)
from tests.conftest import Told

INTRO = Phase("intro", 3, (("pet", 0),))
GAMMA = Phase("gamma", 12, (("gamma", 0),), after=("intro",), min_stint=3)
PET = Phase("pet", 24, (("pet", 0), ("gamma", 2)), after=("intro",), min_stint=3, max_stint=12)
FILL = Phase("deepening", 21, (("pet", 0),), after=("gamma",), fills_service_time=True)
PHASES = (INTRO, GAMMA, PET, FILL)


def test_without_a_phase_that_fills_time_each_asks_for_its_own_months() -> None:
    assert months_left(lis(service_needed=70.0), (INTRO, GAMMA)) == {"intro": 3, "gamma": 12}


def served(arena: str, first: str, last: str, percent: int = 100) -> ServiceDone:
    return ServiceDone(arena, dt.date.fromisoformat(first), dt.date.fromisoformat(last), percent)


def lis(**changes: object) -> Candidate:
    given = {"id": "t", "town": "tromso", "first": "2027-01", "service_needed": 60.0, **changes}
    return Candidate(**given)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("name", "candidate", "expected"),
    [
        ("new", lis(), {"intro": 3, "gamma": 12, "pet": 24, "deepening": 21}),
        (
            "service goes to phases in the programme's order, each until it has its months",
            lis(services=(served("pet", "2026-01-01", "2026-12-31"),), service_needed=48.0),
            {"intro": 0, "gamma": 12, "pet": 15, "deepening": 21},
        ),
        (
            "half time counts half",
            lis(services=(served("gamma", "2026-01-01", "2026-12-31", 50),), service_needed=54.0),
            {"intro": 3, "gamma": 6, "pet": 24, "deepening": 21},
        ),
        (
            "a credit shortens its phase; the requirement of time then falls to the filling phase",
            lis(credits={"gamma": 9.0}),
            {"intro": 3, "gamma": 3, "pet": 24, "deepening": 30},
        ),
        (
            "a phase whose goals are all approved asks no more",
            lis(reached=frozenset({"pet"})),
            {"intro": 3, "gamma": 12, "pet": 0, "deepening": 45},
        ),
        (
            "time is reached but goals are not: the phases stand, nothing is filled",
            lis(service_needed=0.0),
            {"intro": 3, "gamma": 12, "pet": 24, "deepening": 0},
        ),
        (
            "everything done",
            lis(service_needed=0.0, reached=frozenset({"intro", "gamma", "pet"})),
            {"intro": 0, "gamma": 0, "pet": 0, "deepening": 0},
        ),
    ],
)
def test_what_is_left(name: str, candidate: Candidate, expected: dict[str, int]) -> None:
    assert months_left(candidate, PHASES) == expected, name


def test_service_beyond_what_the_phases_ask_belongs_to_no_phase() -> None:
    done = months_done([served("gamma", "2020-01-01", "2025-12-31")], PHASES)
    assert done["gamma"] == 12
    assert done["pet"] == 24
    assert done["intro"] == done["deepening"] == 0


@pytest.mark.parametrize(
    ("candidate", "expected"),
    [
        (lis(), "2031-12"),
        (lis(fraction=(("2027-01", None, 50),)), "2036-12"),
        (lis(fraction=(("2027-01", "2027-12", 50),)), "2032-06"),
        (lis(away=(("2027-03", "2027-12", "leave"),)), "2032-10"),
        (lis(fraction=(("2027-01", "2027-06", 0),)), "2032-06"),
    ],
)
def test_agreed_leave_and_part_time_move_the_end(candidate: Candidate, expected: str) -> None:
    assert agreed_end(candidate, [3, 12, 24, 21]) == expected


def test_with_nothing_left_the_end_is_behind() -> None:
    assert agreed_end(lis(), []) == "2026-12"


def test_wishes_bound_their_block_and_order_skips_what_is_done() -> None:
    wishes = (
        WishedFor("prefer_arena", "pet", arena="gamma"),
        WishedFor("not_before", "pet", month="2028-01"),
        WishedFor("not_after", "pet", month="2030-12"),
    )
    built = problem(PHASES, [], [lis(credits={"intro": 3.0}, wishes=wishes)], "2027-01")
    blocks = {block["id"]: block for block in built["trainees"][0]["blocks"]}
    assert "intro" not in blocks
    assert blocks["pet"]["after"] == []
    assert (blocks["pet"]["from"], blocks["pet"]["through"]) == ("2028-01", "2030-12")
    assert blocks["pet"]["arenas"] == [{"id": "pet", "preference": 2}, {"id": "gamma", "preference": 3}]


def test_only_arenas_that_a_phase_uses_and_periods_that_are_not_over() -> None:
    arenas = [
        ArenaPlaces("pet", "tromso", (("2020-01", "2026-06", 1, 0), ("2026-07", None, 3, 1))),
        ArenaPlaces("unused", "bodo", (("2020-01", None, 1, 0),)),
    ]
    built = problem(PHASES, arenas, [], "2027-01")
    assert built["arenas"] == [
        {
            "id": "pet",
            "site": "tromso",
            "places": [{"from": "2027-01", "through": None, "places": 3}],
            "minimum": [{"from": "2027-01", "through": None, "places": 1}],
        }
    ]


@pytest.mark.django_db
def test_the_problem_of_a_department_can_be_written_as_a_file(told: Told) -> None:
    built = next_problem("unn-nuk", told.today)
    assert {trainee["id"] for trainee in built["trainees"]} == {str(pk) for pk in told.trainees.values()}
    assert check(read_problem(built), solve(read_problem(built), seconds=20)).is_sound
    with pytest.raises(LookupError):
        next_problem("finnes-ikke", told.today)
