"""Plans that hold: sound, compared over the same futures, and only what pays is called so."""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise
from typing import Any

import pytest

from benchmarks.instances import make_instance
from borealis.planner import FormatError, Problem, Solution, check, read_problem, solve
from borealis.planner.formats.problem import Span
from borealis.planner.robust import NONE, Hardened, HeldBack, harden, simulate
from borealis.planner.robust.rates import Allowance, Leave, Rates, Resignation, SignOff
from borealis.planner.robust.slack import frontier, longer, without
from tests.planner.by_all import with_everything
from tests.planner.by_chance import crowded
from tests.planner.by_rule import with_choices, with_courses, with_followers
from tests.planner.problems import FIRST, arena, block, problem, span, trainee

OFTEN = Rates(Leave(0.4, 2, 6), Leave(0, 1, 1), Resignation(0), SignOff((1.0,)), Allowance(0))


def again(changed: Problem, seed: int) -> Solution:
    return solve(changed, seconds=0.5, seed=seed)


def hardened(document: Any, rates: Rates = OFTEN) -> tuple[Problem, tuple[Hardened, ...]]:
    found = read_problem(document)
    plan = solve(found, seconds=2)
    return found, harden(found, plan, solve=again, rates=rates, futures=200, seed=1)


def test_every_plan_is_sound_and_the_frontier_trades_today_for_later() -> None:
    found, plans = hardened(make_instance(8, 1.25, 2))
    assert "as_it_is" in {plan.way for plan in plans}
    assert len({plan.way for plan in plans}) > 1
    for plan in plans:
        assert check(found, plan.solution).is_sound
        assert plan.outlook == simulate(found, plan.solution, rates=OFTEN, futures=200, seed=1)
    paying = [plan for plan in plans if plan.pays]
    for one, other in pairwise(paying):
        assert one.outlook.cost <= other.outlook.cost
        assert one.outlook.expected_cost > other.outlook.expected_cost


def test_when_nothing_happens_slack_does_not_pay() -> None:
    _, plans = hardened(make_instance(6, 1.5, 1), NONE)
    assert {plan.outlook.cost for plan in plans if plan.pays} == {min(p.outlook.cost for p in plans)}


@pytest.mark.parametrize(
    ("costs", "pays"),
    [
        ([(10, 50)], [True]),
        ([(10, 50), (12, 40)], [True, True]),
        ([(10, 50), (12, 60), (14, 40)], [True, False, True]),
        ([(10, 50), (10, 45)], [True, False]),
    ],
)
def test_what_pays(costs: list[tuple[float, float]], pays: list[bool]) -> None:
    found = read_problem(problem([trainee("kari", [block("ward", 3, ["ward"])])], [arena("ward")]))
    plan = solve(found, seconds=None)
    outlook = simulate(found, plan, rates=NONE, futures=1)

    def costing(today: float, later: float) -> Hardened:
        from dataclasses import replace

        return Hardened("other_seed", 1, (), plan, replace(outlook, cost=today, expected_cost=later))

    assert [p.pays for p in frontier(costing(*pair) for pair in costs)] == pays


def test_a_place_is_held_back_but_never_one_that_is_agreed_or_needed() -> None:
    ward = arena("ward", 2)
    ward["minimum"] = [{**span(4, 4), "places": 2}]
    agreed = [{"arena": "ward", **span(6, 6)}]
    people = [trainee(name, [block("ward", 3, ["ward"], fixed=agreed)]) for name in ("kari", "ola")]
    found = read_problem(problem(people, [ward]))
    less = without(found, [HeldBack("ward", Span(FIRST + 2, FIRST + 6))]).arenas[0]
    assert [less.places_in(FIRST + month) for month in range(8)] == [2, 2, 1, 1, 2, 1, 2, 2]


def test_blocks_are_lengthened_in_whole_months() -> None:
    person = trainee("kari", [block("a", 12, ["ward"], max_stint=12), block("b", 2, ["ward"])])
    found = longer(read_problem(problem([person], [arena("ward")])), 10)
    assert [(b.months, b.max_stint) for b in found.trainees[0].blocks] == [(13, 13), (2, None)]


def test_a_whole_place_is_held_back_where_fractions_count_and_never_what_is_agreed() -> None:
    ward = {**arena("ward", 2), "counts": "fraction"}
    agreed = [{"arena": "ward", **span(4, 4)}]
    half = {"fraction": [{**span(0), "percent": 60}]}
    people = [trainee(name, [block("ward", 3, ["ward"], fixed=agreed)], **half) for name in ("kari", "ola")]
    found = read_problem(problem(people, [ward]))
    less = without(found, [HeldBack("ward", Span(FIRST + 3, FIRST + 4))]).arenas[0]
    assert [less.places_in(FIRST + month) for month in range(2, 6)] == [200, 100, 120, 200]


def test_what_is_followed_directly_is_not_lengthened() -> None:
    blocks = [block("a", 10, ["ward"]), block("b", 10, ["ward"], directly_after="a")]
    found = longer(read_problem(problem([trainee("kari", blocks)], [arena("ward")])), 10)
    assert [b.months for b in found.trainees[0].blocks] == [10, 11]


@pytest.mark.parametrize("kind", [with_choices, with_courses, with_followers, crowded, with_everything])
def test_with_every_rule_of_life_plans_that_hold_are_sound(kind: Callable[[int], Any]) -> None:
    ways = set[str]()
    for document in map(kind, range(3)):
        try:
            found = read_problem(document)
        except FormatError:
            continue
        plan = solve(found, seconds=None)
        if plan.status == "infeasible":
            continue
        plans = harden(found, plan, solve=again, rates=OFTEN, futures=20, seed=1)
        assert all(check(found, one.solution).is_sound for one in plans)
        ways |= {one.way for one in plans}
    assert "as_it_is" in ways
