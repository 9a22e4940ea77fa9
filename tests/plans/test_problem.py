"""From programme and trainee to the planner's problem."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import Any

import pytest

from borealis.planner import Solution, check, read_problem, solve
from borealis.plans.queries import next_problem
from borealis.plans.rules.content import Stint
from borealis.plans.rules.problem import (
    ArenaPlaces,
    Candidate,
    Phase,
    ServiceDone,
    WishedFor,
    agreed_end,
    fraction_in,
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
    ("services", "covered"),
    [
        # whole months of full time, days of both ends included: a year is 12 months of 30.4375 days
        ([served("gamma", "2025-01-01", "2025-12-31")], {"gamma": 365 / 30.4375}),
        ([served("gamma", "2025-01-01", "2025-01-01")], {"gamma": 1 / 30.4375}),
        ([served("gamma", "2025-01-01", "2025-12-31", 60)], {"gamma": 0.6 * 365 / 30.4375}),
        # an arena that no phase uses covers nothing
        ([served("mr", "2025-01-01", "2025-12-31")], {}),
        # one phase is filled before the next that uses the arena, also by two pieces of service
        ([served("pet", "2025-01-01", "2025-06-30")], {"intro": 3.0, "pet": 181 / 30.4375 - 3}),
        (
            [served("pet", "2025-04-01", "2025-06-30"), served("pet", "2025-01-01", "2025-03-31")],
            {"intro": 3.0, "pet": 181 / 30.4375 - 3},
        ),
        ([], {}),
    ],
)
def test_what_service_done_covers_of_the_phases(
    services: list[ServiceDone], covered: dict[str, float]
) -> None:
    none = dict.fromkeys(("intro", "gamma", "pet", "deepening"), 0.0)
    assert months_done(services, PHASES) == pytest.approx(none | covered)


@pytest.mark.parametrize(
    ("credit", "left"),
    [(0.0, 12), (0.04, 12), (0.94, 12), (0.96, 11), (1.0, 11), (11.94, 1), (11.96, 0), (12.0, 0), (15.0, 0)],
)
def test_months_left_are_whole_and_a_day_or_so_is_not_planned(credit: float, left: int) -> None:
    assert months_left(lis(credits={"gamma": credit}), (INTRO, GAMMA)) == {"intro": 3, "gamma": left}


@pytest.mark.parametrize(("needed", "filled"), [(39.0, 0), (39.04, 0), (39.1, 1), (30.0, 0), (45.5, 7)])
def test_the_filling_phase_gets_what_the_others_leave_of_the_time(needed: float, filled: int) -> None:
    assert months_left(lis(service_needed=needed), PHASES)["deepening"] == filled


def test_where_two_phases_fill_time_the_last_one_does() -> None:
    early = Phase("early", 6, (("pet", 0),), fills_service_time=True)
    assert months_left(lis(service_needed=48.0), (early, *PHASES)) == {
        "early": 6,
        "intro": 3,
        "gamma": 12,
        "pet": 24,
        "deepening": 3,
    }


@pytest.mark.parametrize(
    ("candidate", "expected"),
    [
        (lis(), "2031-12"),
        (lis(fraction=(("2027-01", None, 50),)), "2036-12"),
        (lis(fraction=(("2027-01", "2027-12", 50),)), "2032-06"),
        (lis(away=(("2027-03", "2027-12", "leave"),)), "2032-10"),
        (lis(fraction=(("2027-01", "2027-06", 0),)), "2032-06"),
        (lis(away=(("2027-03", "2027-03", "leave"),)), "2032-01"),
        (lis(away=(("2027-03", "2027-04", "leave"), ("2027-04", "2027-05", "leave"))), "2032-03"),
        (lis(away=(("2032-01", "2032-06", "leave"),)), "2031-12"),
        # 80 per cent of a month is too little for a month: each phase asks for a month more at its end
        (lis(fraction=(("2027-01", "2027-01", 80),)), "2032-01"),
        # no work at all after June 2031
        (lis(fraction=(("2031-07", None, 0),)), "2031-06"),
        # nobody looks further ahead than 48 years
        (lis(fraction=(("2027-01", None, 5),)), "2074-12"),
    ],
)
def test_agreed_leave_and_part_time_move_the_end(candidate: Candidate, expected: str) -> None:
    assert agreed_end(candidate, [3, 12, 24, 21]) == expected


@pytest.mark.parametrize(
    ("percent", "end"), [(100, "2027-01"), (99, "2027-02"), (50, "2027-02"), (34, "2027-03"), (33, "2027-04")]
)
def test_a_month_at_part_time_lasts_until_it_is_whole(percent: int, end: str) -> None:
    assert agreed_end(lis(fraction=(("2027-01", None, percent),)), [1]) == end


@pytest.mark.parametrize(
    ("month", "percent"),
    [("2027-02", 100), ("2027-03", 80), ("2027-12", 80), ("2028-01", 100), ("2028-06", 50), ("2040-01", 50)],
)
def test_the_share_of_full_time_in_a_month(month: str, percent: int) -> None:
    works = lis(fraction=(("2027-03", "2027-12", 80), ("2028-06", None, 50)))
    assert fraction_in(works, month) == percent


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


WISHES = (
    WishedFor("not_before", "pet", month="2028-01"),
    WishedFor("not_before", "pet", month="2028-06"),
    WishedFor("not_before", "gamma", month="2027-02"),
    WishedFor("not_after", "pet", month="2031-12"),
    WishedFor("not_after", "pet", month="2030-12"),
)


def test_everything_that_the_planner_is_told_of_a_trainee() -> None:
    candidate = lis(
        away=(("2027-03", "2027-04", "parental_leave"),),
        fraction=(("2028-01", None, 80),),
        credits={"intro": 3.0, "gamma": 10.0},
        service_needed=24.0,
        wishes=WISHES,
        current=(
            Stint("intro", "pet", "2026-10", "2026-12"),
            Stint("gamma", "gamma", "2027-01", "2027-02"),
        ),
    )
    (told,) = problem(PHASES, [], [candidate], "2027-01")["trainees"]
    assert told == {
        "id": "t",
        "home": "tromso",
        "from": "2027-01",
        "norm_end": "2029-08",
        "weight": 1,
        "fraction": [{"from": "2028-01", "through": None, "percent": 80}],
        "away": [{"from": "2027-03", "through": "2027-04", "reason": "parental_leave"}],
        "blocks": [
            {
                "id": "gamma",
                "months": 2,
                "after": [],
                "arenas": [{"id": "gamma", "preference": 1}],
                "min_stint": 2,  # asked for 3, but no more are left
                "max_stint": 144,
                "from": "2027-02",
                "through": None,
                "fixed": [],
            },
            {
                "id": "pet",
                "months": 24,
                "after": [],
                "arenas": [{"id": "pet", "preference": 1}, {"id": "gamma", "preference": 3}],
                "min_stint": 3,
                "max_stint": 12,
                "from": "2028-06",  # the latest of two wishes
                "through": "2030-12",  # the earliest
                "fixed": [],
            },
        ],
        # a stint of a phase that is done is nothing to hold on to
        "current": [{"block": "gamma", "arena": "gamma", "from": "2027-01", "through": "2027-02"}],
    }


def test_a_wish_for_an_arena_makes_the_others_dearer_in_its_phase_alone() -> None:
    wishes = (WishedFor("prefer_arena", "pet", arena="gamma"),)
    (told,) = problem(PHASES, [], [lis(wishes=wishes)], "2027-01")["trainees"]
    prices = {
        block["id"]: {arena["id"]: arena["preference"] for arena in block["arenas"]}
        for block in told["blocks"]
    }
    assert prices == {
        "intro": {"pet": 1},
        "gamma": {"gamma": 1},
        "pet": {"pet": 2, "gamma": 3},
        "deepening": {"pet": 1},
    }
    assert [block["after"] for block in told["blocks"]] == [[], ["intro"], ["intro"], ["gamma"]]


NEXT = Phase("next", 6, (("ct", 0),), directly_after="gamma")
WITH_NEXT = (INTRO, GAMMA, NEXT, PET)
BEFORE = dt.date(2026, 12, 31)


def blocks_of(candidate: Candidate, phases: tuple[Phase, ...]) -> dict[str, dict[str, Any]]:
    (told,) = problem(phases, [], [candidate], "2027-01")["trainees"]
    return {block["id"]: block for block in told["blocks"]}


@pytest.mark.parametrize(
    ("name", "candidate", "directly", "after"),
    [
        (
            "nothing is done",
            lis(),
            {"next": "gamma"},
            {"intro": [], "gamma": ["intro"], "next": [], "pet": ["intro"]},
        ),
        (
            "the first is half done",
            lis(services=(served("gamma", "2026-07-01", "2026-12-31"),), credits={"intro": 3}),
            {"next": "gamma"},
            {"gamma": [], "next": [], "pet": []},
        ),
        (
            "the first was done some time ago: nothing binds the second",
            lis(services=(served("gamma", "2025-01-01", "2025-12-31"),)),
            {},
            {"intro": [], "next": [], "pet": ["intro"]},
        ),
        (
            "the first ends just before the plan begins: the second is next",
            lis(services=(served("gamma", "2026-01-01", "2026-12-31"),)),
            {},
            {"intro": ["next"], "next": [], "pet": ["intro", "next"]},
        ),
        (
            "the first is credited: nothing binds the second",
            lis(services=(served("pet", "2026-10-01", "2026-12-31"),), credits={"gamma": 12}),
            {},
            {"next": [], "pet": []},
        ),
        (
            "the second has begun before its time: it waits for the first, and may be divided",
            lis(services=(served("ct", "2026-10-01", "2026-12-31"),)),
            {},
            {"intro": [], "gamma": ["intro"], "next": ["gamma"], "pet": ["intro"]},
        ),
        (
            "the second has begun, after the first: it goes on as it likes",
            lis(services=(served("gamma", "2025-07-01", "2026-06-30"), served("ct", "2026-07-01", "2026-09-30"))),
            {},
            {"intro": [], "next": [], "pet": ["intro"]},
        ),
        (
            "a wish puts the second off",
            lis(
                services=(served("gamma", "2026-01-01", "2026-12-31"),),
                wishes=(WishedFor("not_before", "next", month="2027-06"),),
            ),
            {},
            {"intro": [], "next": [], "pet": ["intro"]},
        ),
    ],
)  # fmt: skip
def test_what_a_phase_directly_after_another_asks(
    name: str, candidate: Candidate, directly: dict[str, str], after: dict[str, list[str]]
) -> None:
    blocks = blocks_of(candidate, WITH_NEXT)
    assert {code: b["directly_after"] for code, b in blocks.items() if "directly_after" in b} == directly, (
        name
    )
    assert {code: block["after"] for code, block in blocks.items()} == after, name


def test_what_follows_at_once_comes_after_what_it_waits_for_itself() -> None:
    late = replace(NEXT, after=("intro",))
    candidate = lis(services=(served("gamma", "2026-01-01", "2026-12-31"),))
    blocks = blocks_of(candidate, (INTRO, GAMMA, late, PET))
    assert {code: block["after"] for code, block in blocks.items()} == {
        "intro": [],
        "next": ["intro"],
        "pet": ["intro", "next"],
    }


def solved(phases: tuple[Phase, ...], arenas: list[ArenaPlaces], candidates: list[Candidate]) -> Solution:
    """The plan of a small programme, which the independent check accepts."""
    read = read_problem(problem(phases, arenas, candidates, "2027-01"))
    solution = solve(read, seconds=20)
    assert check(read, solution).is_sound
    return solution


def order(solution: Solution) -> list[str]:
    return [stint.block for stint in solution.trainees[0].stints]


def places(code: str, *periods: tuple[str, str | None, int], counts: str = "people") -> ArenaPlaces:
    return ArenaPlaces(code, "tromso", tuple((*period, 0) for period in periods), counts)


def test_the_plan_lets_one_phase_follow_directly_on_another_where_the_programme_says_so() -> None:
    """C can only be served in March and April, and B from May on: A is first, unless B has to follow on it at once."""
    a, b, c = (Phase(code, 2, ((code, 0),), min_stint=2) for code in "abc")
    arenas = [places("a", ("2027-01", None, 1)), places("b", ("2027-05", None, 1))]
    arenas += [places("c", ("2027-03", "2027-04", 1))]
    doctor = [lis(service_needed=6.0)]

    free = solved((a, replace(b, after=("a",)), c), arenas, doctor)
    bound = solved((a, replace(b, directly_after="a"), c), arenas, doctor)

    assert (order(free), free.trainees[0].delay_months) == (["a", "c", "b"], 0)
    assert (order(bound), bound.trainees[0].delay_months) == (["c", "a", "b"], 2)


def test_two_at_half_time_share_a_place_where_the_arena_counts_by_fraction() -> None:
    """Half a month's work each in two months: together at once, or one after the other where each takes a place."""
    phase = Phase("a", 1, (("a", 0),), min_stint=1)
    half = (("2027-01", None, 50),)
    pair = [lis(id=name, fraction=half, service_needed=1.0) for name in ("one", "two")]

    apart = solved((phase,), [places("a", ("2027-01", None, 1))], pair)
    shared = solved((phase,), [places("a", ("2027-01", None, 1), counts="fraction")], pair)

    assert sorted(plan.delay_months for plan in apart.trainees) == [0, 2]
    assert sorted(plan.delay_months for plan in shared.trainees) == [0, 0]
    assert "counts" not in problem((phase,), [places("a", ("2027-01", None, 1))], [], "2027-01")["arenas"][0]


@pytest.mark.parametrize(
    ("candidates", "months"),
    [
        ([], 36),
        ([lis()], 60 + 36),
        ([lis(), lis(fraction=(("2027-01", "2028-12", 50),))], 72 + 36),
        # nobody's calendar is longer than twelve years
        ([lis(fraction=(("2027-01", None, 50),))], 144),
        # a trainee who begins later has an end that is later
        ([lis(first="2028-01")], 72 + 36),
    ],
)
def test_the_calendar_reaches_three_years_beyond_the_last_end(
    candidates: list[Candidate], months: int
) -> None:
    built = problem(PHASES, [], candidates, "2027-01")
    assert built["format"] == "borealis/rotation-problem/1"
    assert built["calendar"] == {"first": "2027-01", "months": months}


def test_what_matters_most_may_be_weighed_otherwise() -> None:
    assert problem(PHASES, [], [], "2027-01")["objective"]["unplaced"] == 1000
    assert problem(PHASES, [], [], "2027-01", {"delay": 1})["objective"] == {"delay": 1}


@pytest.mark.parametrize(
    ("period", "places", "minimum"),
    [
        (("2020-01", "2026-12", 1, 1), [], []),  # over before the first month
        (
            ("2020-01", "2027-01", 1, 1),
            [{"from": "2027-01", "through": "2027-01", "places": 1}],
            [{"from": "2027-01", "through": "2027-01", "places": 1}],
        ),
        (
            ("2027-06", None, 2, 1),
            [{"from": "2027-06", "through": None, "places": 2}],
            [{"from": "2027-06", "through": None, "places": 1}],
        ),
        (("2027-06", None, 2, 0), [{"from": "2027-06", "through": None, "places": 2}], []),
    ],
)
def test_the_places_of_an_arena_from_the_first_month_on(
    period: tuple[str, str | None, int, int],
    places: list[dict[str, object]],
    minimum: list[dict[str, object]],
) -> None:
    (told,) = problem(PHASES, [ArenaPlaces("pet", "bodo", (period,))], [], "2027-01")["arenas"]
    assert told == {"id": "pet", "site": "bodo", "places": places, "minimum": minimum}


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
