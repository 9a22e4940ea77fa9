"""What a solution says about itself must be so: its value, its bound, and what is missing."""

from collections.abc import Iterator

from borealis.planner.guidance.formats.problem import Problem
from borealis.planner.guidance.formats.solution import CRITERIA, Solution
from borealis.planner.guidance.rules.breach import Breach
from borealis.planner.guidance.rules.value import value_of


def broken(problem: Problem, solution: Solution) -> Iterator[Breach]:
    """Every claim that is not so. That no placing beats the bound rests on the engine."""
    value = value_of(problem, solution)
    for criterion in CRITERIA:
        claimed, found = solution.value.of(criterion), value.of(criterion)
        if claimed != found:
            yield _claim("wrong_value", criterion, claimed, found)
    if solution.bound.ranked(solution.goal) > value.ranked(solution.goal):
        yield Breach("claim", "bound_over_value")
    if solution.status == "optimal" and solution.bound != value:
        yield Breach("claim", "not_optimal")
    claimed_missing = {entry.of: entry.sessions for entry in solution.missing}
    for series in problem.series:
        placed = sum(session.of == series.id for session in solution.sessions)
        short = max(0, problem.needed(series) - placed)
        if claimed_missing.get(series.id, 0) != short:
            yield _claim("wrong_missing", series.id, claimed_missing.get(series.id, 0), short)


def _claim(code: str, what: str, claimed: int, found: int) -> Breach:
    params: dict[str, str | int] = {"what": what, "claimed": claimed, "found": found}
    return Breach("claim", code, params=params)  # type: ignore[arg-type]
