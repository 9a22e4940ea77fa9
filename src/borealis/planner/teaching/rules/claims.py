"""What a solution says of itself must be so: its value, its bound, and that it is optimal."""

from collections.abc import Iterator

from borealis.planner.teaching.formats.problem import Problem
from borealis.planner.teaching.formats.solution import CRITERIA, Solution
from borealis.planner.teaching.rules.breach import Breach
from borealis.planner.teaching.rules.value import value_of


def broken(problem: Problem, solution: Solution) -> Iterator[Breach]:
    """Every claim that does not hold."""
    real = value_of(problem, solution)
    for criterion in CRITERIA:
        claimed, found = solution.value.of(criterion), real.of(criterion)
        if claimed != found:
            params: dict[str, str | int] = {"criterion": criterion, "claimed": claimed, "found": found}
            yield Breach("claim", "wrong_value", params=params)
    if solution.bound.ranked(solution.goal) > real.ranked(solution.goal):
        yield Breach("claim", "bound_over_value")
    if solution.status == "optimal" and solution.bound != solution.value:
        yield Breach("claim", "not_optimal")
