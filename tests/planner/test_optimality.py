"""The solver against trying everything: cost, bound and lawfulness on small problems of every kind."""

from typing import Any

from hypothesis import HealthCheck, assume, given, settings

from borealis.planner import FormatError, check, read_problem, solve
from tests.planner.oracle import TooMany, best_cost
from tests.planner.problems import small_problems


@settings(max_examples=60, deadline=None, print_blob=False, suppress_health_check=list(HealthCheck))
@given(small_problems())
def test_small_problems_are_solved_to_the_proven_optimum(document: Any) -> None:
    try:
        problem = read_problem(document)
        best = best_cost(problem)
    except (FormatError, TooMany):
        assume(False)
    solution = solve(problem, seconds=None)
    if best is None:
        assert solution.status == "infeasible"
        return
    verdict = check(problem, solution)
    assert verdict.is_sound, verdict.breaches
    assert solution.bound <= best + 1e-9
    assert abs(solution.cost - best) < 1e-9
