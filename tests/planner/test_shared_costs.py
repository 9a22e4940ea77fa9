"""Couples who wish for the same town, and groups that are to wait alike: what they cost, and that plans heed it."""

from __future__ import annotations

import dataclasses
from fractions import Fraction
from typing import Any

import pytest

from borealis.planner import FormatError, check, explain, read_problem, read_solution, solution_to_json, solve
from borealis.planner.formats.problem import Problem
from borealis.planner.formats.solution import Couple, Group, Solution
from borealis.planner.rules.fairness import fairness_cost, mean_delays
from borealis.planner.rules.together import apart_cost, months_apart
from borealis.planner.standing import solve_some
from borealis.planner.words.breaches import breach_in_words
from borealis.planner.words.reasons import explanation_in_words
from tests.planner.by_chance import sharing
from tests.planner.files import words_of
from tests.planner.oracle import TooMany, best_cost
from tests.planner.problems import arena, block, problem, span, trainee

Way = list[tuple[str, str, int, int]]


def two_towns(*, places: int = 2, **prices: float) -> Any:
    """Kari and Ola, who can each be in the ward in Tromsø or, as they would rather, Ola in Narvik."""
    kari = trainee("kari", [block("b", 4, ["ward"])], norm=3, together_with=["ola"])
    ola = trainee("ola", [block("b", 4, ["ward", "clinic"])], norm=3, home="narvik")
    arenas = [arena("ward", places), arena("clinic", 1, "narvik")]
    return problem([kari, ola], arenas, 12, **prices)


def planned(given: Problem, ways: dict[str, Way]) -> Solution:
    """Stints by hand; what is claimed of them is not looked at."""
    plans = [
        {
            **{"id": name, "cost": 0, "delay_months": 0, "moves": 0},
            "stints": [{"block": b, "arena": a, **span(first, last)} for b, a, first, last in way],
        }
        for name, way in ways.items()
    ]
    file = {"format": "borealis/rotation-solution/1", "status": "feasible", "cost": 0, "bound": 0}
    return read_solution({**file, "gap": 0, "gap_total": 0, "trainees": plans}, given)


# Kari's and Ola's stints as arena, first and last month, who is away, and the months apart.
APART: list[tuple[list[tuple[str, int, int]], list[tuple[str, int, int]], dict[str, Any], int]] = [
    ([("ward", 0, 3)], [("ward", 0, 3)], {}, 0),
    ([("ward", 0, 3)], [("clinic", 0, 3)], {}, 4),
    ([("ward", 0, 3)], [("clinic", 4, 7)], {}, 0),
    ([("ward", 0, 3)], [("clinic", 2, 5)], {}, 2),
    ([("ward", 0, 3)], [("clinic", 0, 1), ("ward", 2, 3)], {}, 2),
    ([("ward", 0, 3)], [("clinic", 0, 4)], {"ola": [span(1, 1)]}, 3),
    ([("ward", 0, 4)], [("clinic", 0, 3)], {"kari": [span(3, 3)]}, 3),
    ([("ward", 0, 3)], [], {}, 0),
]


@pytest.mark.parametrize(("kari", "ola", "away", "months"), APART)
def test_months_apart_are_those_in_which_both_are_placed_elsewhere(
    kari: list[tuple[str, int, int]], ola: list[tuple[str, int, int]], away: dict[str, Any], months: int
) -> None:
    document = two_towns(apart=2.5)
    for person in document["trainees"]:
        person["away"] = away.get(person["id"], [])
    given = read_problem(document)
    plan = planned(given, {"kari": [("b", *s) for s in kari], "ola": [("b", *s) for s in ola]})
    assert months_apart(given, plan) == {("kari", "ola"): months}
    assert apart_cost(given, plan) == Fraction(5, 2) * months


def test_a_wish_that_both_say_counts_once_and_holds_for_both() -> None:
    document = two_towns(apart=1)
    once = read_problem(document)
    document["trainees"][1]["together_with"] = ["kari"]
    both = read_problem(document)
    del document["trainees"][0]["together_with"]
    other = read_problem(document)
    assert once.couples == both.couples == other.couples == ((0, 1),)


# Each trainee's group and last month; all are due in month 2. The mean delays, and what they cost at 6 a month.
GROUPS: list[tuple[list[tuple[str | None, int | None]], dict[str, Fraction], float]] = [
    ([("unn", 2), ("unn", 2)], {"unn": Fraction(0)}, 0),
    ([("unn", 5), ("nlsh", 3)], {"unn": Fraction(3), "nlsh": Fraction(1)}, 18),
    ([("unn", 5), ("unn", 2), ("unn", 1)], {"unn": Fraction(1)}, 6),
    ([("unn", 4), ("unn", 2), ("nlsh", 3)], {"unn": Fraction(1), "nlsh": Fraction(1)}, 6),
    ([("unn", 4), ("unn", None), ("unn", 2)], {"unn": Fraction(2, 3)}, 4),
    ([(None, 9), ("nlsh", 3)], {"nlsh": Fraction(1)}, 6),
    ([(None, 9)], {}, 0),
]


@pytest.mark.parametrize(("people", "means", "cost"), GROUPS)
def test_fairness_is_the_largest_mean_delay(
    people: list[tuple[str | None, int | None]], means: dict[str, Fraction], cost: float
) -> None:
    crowd = [
        trainee(f"t{n}", [block("b", 1, ["ward"])], norm=2, group=group)
        for n, (group, _) in enumerate(people)
    ]
    given = read_problem(problem(crowd, [arena("ward", 9)], 12, fairness=6))
    ways: dict[str, Way] = {
        f"t{n}": [] if last is None else [("b", "ward", last, last)] for n, (_, last) in enumerate(people)
    }
    plan = planned(given, ways)
    assert mean_delays(given, plan) == means
    assert fairness_cost(given, plan) == cost


def test_a_couple_is_planned_together_when_that_is_worth_it() -> None:
    """Apart Ola saves two moves, 10; four months apart at 3 cost 12, at 2 they cost 8."""
    dear, cheap = (read_problem(two_towns(apart=price)) for price in (3, 2))
    for given, arenas, cost, months in ((dear, ["ward", "ward"], 10, 0), (cheap, ["ward", "clinic"], 8, 4)):
        solution = solve(given, seconds=None)
        assert check(given, solution).is_sound
        assert [plan.stints[0].arena for plan in solution.trainees] == arenas
        assert (solution.status, solution.cost) == ("optimal", cost)
        assert solution.couples == (Couple("kari", "ola", months),)


def test_a_couple_who_share_no_arena_are_planned_together_too() -> None:
    """Ola waits for the bed in Tromsø rather than be in Narvik while Kari is in Tromsø."""
    document = two_towns(apart=100)
    document["trainees"][1]["blocks"] = [block("b", 4, ["clinic", "bed"])]
    document["arenas"].append(arena("bed"))
    given = read_problem(document)
    solution = solve(given, seconds=None)
    assert check(given, solution).is_sound
    assert [plan.stints[0].arena for plan in solution.trainees] == ["ward", "bed"]


def queue(fairness: float) -> Any:
    """Four wait for one ward, three months each: the two of UNN are due last, and weigh least."""
    groups = {"a": ("unn", 5), "b": ("unn", 5), "c": ("nlsh", 2), "d": ("nlsh", 2)}
    people = [
        trainee(name, [block("b", 3, ["ward"], min_stint=3)], norm=norm, group=group)
        for name, (group, norm) in groups.items()
    ]
    for person in people[:2]:
        person["weight"] = 0.1
    return problem(people, [arena("ward")], 12, fairness=fairness, delay_squared=0)


def test_groups_wait_more_alike_when_fairness_has_a_price() -> None:
    """Without, UNN waits for all: 3 and 6 months, NLSH for each other: 3; it costs 30 + 0.1 x 90 = 39.

    In turn (c, a, d, b) either waits 3 months on average: 60 + 0.1 x 60 = 66, and 30 x 3 for the groups. The first
    plan would cost 39 and 30 x 4.5.
    """
    alone, fair = (solve(read_problem(queue(price)), seconds=None) for price in (0, 30))
    assert (alone.groups, alone.cost) == ((Group("nlsh", 2, 3), Group("unn", 2, 9)), 39)
    assert (fair.groups, fair.cost) == ((Group("nlsh", 2, 6), Group("unn", 2, 6)), 66 + 90)
    given = read_problem(queue(30))
    assert check(given, fair).is_sound
    assert fair.status == "optimal"


FAULTS: list[tuple[dict[str, Any], str]] = [
    ({"together_with": ["olla"]}, "unknown_partner"),
    ({"together_with": ["kari"]}, "together_with_self"),
    ({"together_with": "ola"}, "wrong_type"),
    ({"together_with": [1]}, "wrong_type"),
    ({"group": ""}, "empty_id"),
    ({"group": 1}, "wrong_type"),
]


@pytest.mark.parametrize(("changed", "code"), FAULTS)
def test_a_bad_wish_or_group_is_refused_with_words(changed: dict[str, Any], code: str) -> None:
    document = two_towns()
    document["trainees"][0] |= changed
    with pytest.raises(FormatError) as refused:
        read_problem(document)
    (fault,) = refused.value.faults
    assert fault.code == code
    assert "ola" in words_of(fault)[1] or code != "unknown_partner"


def test_claims_of_couples_and_groups_are_checked_and_survive_the_file() -> None:
    document = two_towns(apart=2, fairness=1)
    for person in document["trainees"]:
        person["group"] = "unn"
    given = read_problem(document)
    solution = solve(given, seconds=None)
    assert read_solution(solution_to_json(solution), given) == solution
    false = (
        (dataclasses.replace(solution, couples=(Couple("kari", "ola", 3),)), "wrong_apart"),
        (dataclasses.replace(solution, groups=(Group("unn", 2, 7),)), "wrong_group"),
        (dataclasses.replace(solution, groups=(Group("unn", 3, 0),)), "wrong_group"),
    )
    for changed, code in false:
        (breach,) = check(given, changed).breaches
        assert (breach.rule, breach.code) == ("claim", code)
        assert breach_in_words(breach, "nb") != breach_in_words(breach, "en")


def test_what_couples_and_groups_cost_is_explained() -> None:
    document = two_towns(apart=2, fairness=3)
    for person in document["trainees"]:
        person |= {"group": person["id"].upper(), "norm_end": span(2)["from"]}
    given = read_problem(document)
    explanation = explain(given, solve(given, seconds=None), try_seconds=0)
    assert [(c.one, c.other, c.months_apart, c.cost) for c in explanation.couples] == [("kari", "ola", 4, 8)]
    assert [(g.group, g.mean_delay, g.is_worst, g.cost) for g in explanation.groups] == [
        ("KARI", 1, True, 3),
        ("OLA", 1, True, 3),
    ]
    nb, en = (explanation_in_words(explanation, language) for language in ("nb", "en"))
    assert "kari og ola er fra hverandre i 4 måneder (koster 8)." in nb
    assert "kari and ola are apart for 4 months (costs 8)." in en
    assert "KARI (1): i gjennomsnitt 1 måneder forsinket, mest av alle (koster 3)." in nb
    assert "KARI (1): 1 months late on average, the most of all (costs 3)." in en


def test_plans_that_stand_count_what_they_share_with_those_that_are_made() -> None:
    document = two_towns(apart=3)
    document["trainees"][0]["current"] = [{"block": "b", "arena": "ward", **span(0, 3)}]
    given = read_problem(document)
    solution = solve_some(given, {"ola"}, 0, lambda part: solve(part, seconds=None))
    assert check(given, solution).is_sound


@pytest.mark.parametrize(
    "prices", [{"apart": 3}, {"apart": 0.5}, {"fairness": 4}, {"apart": 1, "fairness": 10}]
)
def test_small_problems_of_many_seeds_are_solved_to_the_proven_optimum(prices: dict[str, float]) -> None:
    tried = 0
    for seed in range(15):
        try:
            given = read_problem(sharing(seed, **prices))
            best = best_cost(given)
        except (FormatError, TooMany):
            continue
        tried += 1
        solution = solve(given, seconds=None)
        if best is None:
            assert solution.status == "infeasible"
            continue
        verdict = check(given, solution)
        assert verdict.is_sound, (seed, verdict.breaches)
        assert solution.bound <= best + 1e-9, seed
        assert abs(solution.cost - best) < 1e-9, seed
    assert tried > 10
