"""Positions that are not filled yet: they count less, have places held, and are told in a fixed order."""

from __future__ import annotations

from typing import Any

import pytest

from borealis.planner import FormatError, check, explain, read_problem, solve
from borealis.planner.engine.positions import in_order
from borealis.planner.formats.problem import Stint
from borealis.planner.formats.solution import TraineePlan
from borealis.planner.rules.cost import account
from borealis.planner.words.reasons import explanation_in_words
from tests.planner.by_chance import crowded
from tests.planner.files import words_of
from tests.planner.oracle import TooMany, best_cost
from tests.planner.problems import FIRST, arena, block, problem, trainee


def starter(name: str, *, norm: int = 2, **more: Any) -> dict[str, Any]:
    return trainee(name, [block("b", 3, ["ward"], min_stint=3)], norm=norm, **more)


# The weight, the factor for the unknown, whether the doctor is, and the cost of ending three months late (39).
COSTS = [
    (1, None, False, 39),
    (1, None, True, 19.5),
    (1, 0.25, True, 9.75),
    (1, 0, True, 0),
    (2, 0.1, True, 7.8),
    (2, 0.1, False, 78),
]


@pytest.mark.parametrize(("weight", "factor", "unknown", "cost"), COSTS)
def test_costs_of_an_unknown_doctor_count_so_many_times(
    weight: float, factor: float | None, unknown: bool, cost: float
) -> None:
    document = problem([starter("new", weight=weight, unknown=unknown)], [arena("ward")], 12)
    if factor is not None:
        document["objective"]["unknown"] = factor
    given = read_problem(document)
    stints = (Stint("b", "ward", FIRST + 3, FIRST + 5),)
    assert float(account(given, given.trainees[0], stints).cost) == cost


def test_whoever_is_known_goes_first() -> None:
    given = read_problem(problem([starter("new", unknown=True), starter("kari")], [arena("ward")], 12))
    solution = solve(given, seconds=None)
    assert check(given, solution).is_sound
    assert {plan.id: plan.stints[0].first - FIRST for plan in solution.trainees} == {"new": 3, "kari": 0}
    assert (solution.status, solution.cost) == ("optimal", 19.5)


@pytest.mark.parametrize("seed", range(4))
def test_those_who_are_alike_are_told_in_the_order_of_their_ids(seed: int) -> None:
    people = [starter(name, unknown=True) for name in ("n3", "n1", "n2")]
    given = read_problem(problem(people, [arena("ward")], 12))
    solution = solve(given, seconds=None, seed=seed)
    assert check(given, solution).is_sound
    assert [(plan.id, plan.stints[0].first - FIRST) for plan in solution.trainees] == [
        ("n3", 6),
        ("n1", 0),
        ("n2", 3),
    ]


def plan_of(name: str, first: int) -> TraineePlan:
    return TraineePlan(name, 0, FIRST + first, 0, 0, 0, (Stint("b", "ward", FIRST + first, FIRST + first),))


ALIKE: list[tuple[dict[str, Any], dict[str, Any], bool]] = [
    ({}, {}, True),
    ({"unknown": False}, {"unknown": False}, False),
    ({"home": "narvik"}, {}, False),
    ({"together_with": ["c"]}, {}, False),
    ({"group": "unn"}, {"group": "unn"}, True),
]


@pytest.mark.parametrize(("one", "other", "trades"), ALIKE)
def test_only_those_who_are_alike_trade(one: dict[str, Any], other: dict[str, Any], trades: bool) -> None:
    people = [starter("a") | {"unknown": True} | one, starter("b") | {"unknown": True} | other, starter("c")]
    given = read_problem(problem(people, [arena("ward")], 12))
    plans = (plan_of("a", 5), plan_of("b", 0), plan_of("c", 2))
    turned = (plan_of("a", 0), plan_of("b", 5), plan_of("c", 2))
    assert in_order(given, plans) == (turned if trades else plans)


def test_places_held_are_explained_and_the_position_is_called_one() -> None:
    given = read_problem(problem([starter("new", unknown=True), starter("kari")], [arena("ward")], 12))
    explanation = explain(given, solve(given, seconds=None), try_seconds=0)
    assert [(h.trainee, h.arena, h.first - FIRST, h.last - FIRST) for h in explanation.held] == [
        ("new", "ward", 3, 5)
    ]
    nb, en = (explanation_in_words(explanation, language) for language in ("nb", "en"))
    assert "ward holdes av til new (stilling som ikke er besatt) 2026-12–2027-02 (b)." in nb
    assert "ward is held for new (position not yet filled) 2026-12 to 2027-02 (b)." in en
    assert any(line.startswith("new (position not yet filled): ends 2027-02") for line in en)
    assert any(line.startswith("kari: ends") for line in en)


def test_unknown_is_true_or_false() -> None:
    with pytest.raises(FormatError) as refused:
        read_problem(problem([starter("new", unknown="yes")], [arena("ward")], 12))
    (fault,) = refused.value.faults
    assert (fault.code, fault.path_text) == ("wrong_type", "$.trainees[0].unknown")
    words_of(fault)


def test_small_problems_with_unknown_doctors_are_solved_to_the_proven_optimum() -> None:
    tried = 0
    for seed in range(40):
        document = crowded(seed)
        document["trainees"][seed % 2]["unknown"] = True
        document["objective"]["unknown"] = (0.5, 0.3, 0)[seed % 3]
        try:
            given = read_problem(document)
            best = best_cost(given)
        except (FormatError, TooMany):
            continue
        if best is None:
            continue
        tried += 1
        solution = solve(given, seconds=None)
        verdict = check(given, solution)
        assert verdict.is_sound, (seed, verdict.breaches)
        assert solution.bound <= best + 1e-9, seed
        assert abs(solution.cost - best) < 1e-9, seed
    assert tried > 25
