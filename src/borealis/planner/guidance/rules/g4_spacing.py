"""G4: sessions of a series, held ones counted, are at least `least_days` apart, unless both were agreed."""

from collections.abc import Iterator
from itertools import pairwise

from borealis.planner.guidance.formats.clock import day_of
from borealis.planner.guidance.formats.problem import Problem
from borealis.planner.guidance.formats.solution import Solution
from borealis.planner.guidance.rules.agreements import standing
from borealis.planner.guidance.rules.breach import Breach


def broken(problem: Problem, solution: Solution) -> Iterator[Breach]:
    """Every session that follows too soon on the one before."""
    agreed = {(session.of, session.start) for session in standing(problem)}
    for series in problem.series:
        starts = sorted(session.start for session in solution.sessions if session.of == series.id)
        days = [(day, True, None) for day in sorted(series.held)]
        days += [(day_of(start), (series.id, start) in agreed, start) for start in starts]  # type: ignore[misc]
        for (before, first, _), (after, second, start) in pairwise(days):
            apart = (after - before).days
            if apart < problem.least_days and not (first and second):
                yield Breach(
                    "G4", "too_close", series.id, start, None, {"days": apart, "least": problem.least_days}
                )
