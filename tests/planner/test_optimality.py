"""The solver against trying everything: cost, bound and lawfulness on small problems of every kind."""

from typing import Any

from hypothesis import HealthCheck, assume, given, settings

from borealis.planner import FormatError, check, read_problem, solve
from tests.planner.oracle import TooMany, best_cost
from tests.planner.problems import arena, block, problem, small_problems, span, trainee


def test_a_bound_from_elsewhere_says_nothing_of_the_prices() -> None:
    """One takes the place that both want early, since the other is half there only: both wait less together.

    That nobody can do it for less than 2 is known at once, and better than by the prices at which plans are listed.
    """
    shared = {**arena("ward"), "counts": "fraction"}
    early = trainee("kari", [block("b", 1, ["ward"])], 3, weight=2, **{"from": span(1)["from"]})
    slow = trainee("ola", [block("b", 4, ["ward"], min_stint=2)], 3, weight=2)
    slow["blocks"][0]["arenas"] = [{"id": "once", "preference": 3}, {"id": "ward", "preference": 1}]
    slow["fraction"] = [{**span(0, 1), "percent": 50}, {**span(2), "percent": 100}]
    once = {"id": "once", "site": "narvik", "places": [{**span(0, 0), "places": 1}, {**span(1), "places": 0}]}
    found = solve(read_problem(problem([early, slow], [once, shared], 6, delay=0, move=0)), seconds=None)
    assert (found.cost, found.bound) == (10, 10)


@settings(max_examples=60, deadline=None, print_blob=False, suppress_health_check=list(HealthCheck))
@given(small_problems())
def test_small_problems_are_solved_to_the_proven_optimum(document: Any) -> None:
    try:
        whole = read_problem(document)
        best = best_cost(whole)
    except (FormatError, TooMany):
        assume(False)
    solution = solve(whole, seconds=None)
    if best is None:
        assert solution.status == "infeasible"
        return
    verdict = check(whole, solution)
    assert verdict.is_sound, verdict.breaches
    assert solution.bound <= best + 1e-9
    assert abs(solution.cost - best) < 1e-9
