"""H12: where an arena counts by fraction, a trainee at half time takes half a place."""

from __future__ import annotations

from typing import Any

import pytest

from borealis.planner import FormatError, check, explain, read_problem, read_solution, solve
from borealis.planner.explain.places import with_one_more
from borealis.planner.explain.reasons import BindingPlace
from borealis.planner.formats.problem import Problem
from borealis.planner.formats.solution import Solution
from borealis.planner.standing import solve_some
from borealis.planner.words.breaches import breach_in_words
from tests.planner.by_chance import crowded
from tests.planner.files import words_of
from tests.planner.oracle import TooMany, best_cost
from tests.planner.problems import FIRST, arena, block, problem, span, trainee


def ward(places: int = 1, **more: Any) -> dict[str, Any]:
    return {**arena("ward", places), "counts": "fraction", **more}


def people(*percents: int, months: float = 2, norm: int = 3) -> list[dict[str, Any]]:
    """One trainee for each percentage, who needs so many full-time months in the ward at once."""
    blocks = [block("b", months, ["ward"])]
    return [
        trainee(f"t{n}", blocks, norm=norm, fraction=[{**span(0), "percent": percent}])
        for n, percent in enumerate(percents)
    ]


def at_once(given: Problem, months: int) -> Solution:
    """Everyone in the ward in the first months; what is claimed of it is not looked at."""
    plans = [
        {
            **{"id": person.id, "cost": 0, "end": span(months - 1)["from"], "delay_months": 0, "moves": 0},
            "stints": [{"block": "b", "arena": "ward", **span(0, months - 1)}],
        }
        for person in given.trainees
    ]
    file = {"format": "borealis/rotation-solution/1", "status": "feasible", "cost": 0, "bound": 0}
    return read_solution({**file, "gap": 0, "gap_total": 0, "trainees": plans}, given)


# What everyone works, the places, the minimum, and the breach there is with its numbers.
CASES: list[tuple[tuple[int, ...], int, int, tuple[str, dict[str, float]] | None]] = [
    ((50, 50), 1, 0, None),
    ((50, 50), 1, 1, None),
    ((100,), 1, 1, None),
    ((60, 40, 100), 2, 2, None),
    ((50, 60), 1, 0, ("over_share", {"present": 1.1, "places": 1})),
    ((100, 1), 1, 0, ("over_share", {"present": 1.01, "places": 1})),
    ((50,), 0, 0, ("over_share", {"present": 0.5, "places": 0})),
    ((50, 40), 1, 1, ("under_share", {"present": 0.9, "minimum": 1})),
]


@pytest.mark.parametrize(("percents", "places", "minimum", "wanted"), CASES)
def test_what_everyone_works_is_what_is_counted(
    percents: tuple[int, ...], places: int, minimum: int, wanted: tuple[str, dict[str, float]] | None
) -> None:
    least = [{**span(0, 0), "places": minimum}]
    given = read_problem(problem(people(*percents), [ward(places, minimum=least)], 6))
    found = [b for b in check(given, at_once(given, 1)).breaches if b.rule != "claim"]
    if wanted is None:
        assert found == []
        return
    (breach,) = found
    assert (breach.rule, breach.month, breach.arena) == ("H12", FIRST, "ward")
    assert (breach.code, breach.params) == wanted
    nb, en = breach_in_words(breach, "nb"), breach_in_words(breach, "en")
    assert nb != en
    assert f"{breach.params['present']:g}" in nb


def test_people_are_counted_where_nothing_else_is_said() -> None:
    given = read_problem(problem(people(50, 50), [arena("ward")], 6))
    assert [b.rule for b in check(given, at_once(given, 1)).breaches if b.rule != "claim"] == ["H2"]
    said = read_problem(problem(people(50, 50), [{**arena("ward"), "counts": "people"}], 6))
    assert said == given


def test_two_at_half_time_share_a_place_and_a_third_waits() -> None:
    """A full-time month each takes the two at half time two months; the third, at 60 per cent, two more."""
    given = read_problem(problem(people(50, 50, 60, months=1), [ward()], 12))
    solution = solve(given, seconds=None)
    assert check(given, solution).is_sound
    assert solution.status == "optimal"
    firsts = sorted(plan.stints[0].first - FIRST for plan in solution.trainees)
    assert firsts == [0, 0, 2]


def test_a_percentage_that_changes_counts_month_by_month() -> None:
    """At full time until month 2 the first leaves no room, at half time afterwards half a place."""
    first, second = people(50, 50, months=2)
    first["fraction"] = [{**span(0, 0), "percent": 100}, {**span(1), "percent": 50}]
    second["blocks"] = [block("b", 1, ["ward"])]
    given = read_problem(problem([{**first, "weight": 9}, second], [ward()], 12))
    solution = solve(given, seconds=None)
    assert check(given, solution).is_sound
    assert [plan.stints[0].first - FIRST for plan in solution.trainees] == [0, 1]


FAULTS: list[tuple[dict[str, Any], str]] = [
    ({"counts": "percent"}, "not_one_of"),
    ({"counts": 1}, "wrong_type"),
    ({"places": [{**span(0), "places": 0.5}]}, "wrong_type"),
    ({"minimum": [{**span(0), "places": 2}]}, "minimum_over_places"),
]


@pytest.mark.parametrize(("changed", "code"), FAULTS)
def test_a_bad_arena_is_refused_with_words(changed: dict[str, Any], code: str) -> None:
    with pytest.raises(FormatError) as refused:
        read_problem(problem(people(50), [ward(**changed)], 6))
    (fault,) = refused.value.faults
    assert fault.code == code
    words_of(fault)
    if code == "minimum_over_places":
        assert fault.params["minimum"] == 2
        assert fault.params["places"] == 1


def test_agreements_may_share_a_place_but_not_more_than_share_it() -> None:
    def agreed(*percents: int) -> Any:
        crowd = people(*percents)
        for person in crowd:
            person["blocks"] = [block("b", 2, ["ward"], fixed=[{"arena": "ward", **span(2, 2)}])]
        return problem(crowd, [ward()], 12)

    given = read_problem(agreed(50, 50))
    assert check(given, solve(given, seconds=None)).is_sound
    with pytest.raises(FormatError) as refused:
        read_problem(agreed(50, 60))
    (fault,) = refused.value.faults
    assert (fault.code, fault.params["agreed"], fault.params["places"]) == ("fixed_over_share", 1.1, 1)
    words_of(fault)


def test_one_more_place_is_a_whole_one_and_its_price_that_of_a_whole_one() -> None:
    """Two at full time in a ward of one place: the price of the month in which one waits is per place."""
    plain = read_problem(problem(people(100, 100, norm=1), [arena("ward")], 12))
    given = read_problem(problem(people(100, 100, norm=1), [ward()], 12))
    (wider,) = with_one_more(given, BindingPlace("ward", FIRST, FIRST, 1.0)).arenas
    assert [wider.places_in(FIRST + month) for month in range(2)] == [200, 100]
    saves = [place.saves for place in explain(given, solve(given, seconds=None)).binding]
    assert saves[0] == explain(plain, solve(plain, seconds=None)).binding[0].saves
    prices = [sum(b.price for b in solve(one, seconds=None).bottlenecks) for one in (plain, given)]
    assert prices[0] == pytest.approx(prices[1], abs=1)


def test_a_plan_that_stands_leaves_the_rest_of_a_place_to_others() -> None:
    first, second = people(50, 50, months=1)
    first["current"] = [{"block": "b", "arena": "ward", **span(0, 1)}]
    given = read_problem(problem([first, second], [ward()], 12))
    solution = solve_some(given, {"t1"}, 0, lambda part: solve(part, seconds=None))
    assert check(given, solution).is_sound
    assert [plan.stints[0].first for plan in solution.trainees] == [FIRST, FIRST]


@pytest.mark.parametrize("seeds", [range(start, start + 25) for start in range(0, 100, 25)])
def test_small_problems_of_a_hundred_seeds_are_solved_to_the_proven_optimum(seeds: range) -> None:
    tried = 0
    for seed in seeds:
        try:
            given = read_problem(crowded(seed))
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
    assert tried > 15
