"""G5: sessions are in the time of their series, on the grid, and no more than the norm, unless agreed."""

from collections.abc import Iterator

from borealis.planner.guidance.formats.clock import day_of
from borealis.planner.guidance.formats.problem import Problem
from borealis.planner.guidance.formats.solution import Solution
from borealis.planner.guidance.rules.agreements import standing
from borealis.planner.guidance.rules.breach import Breach, each_session


def broken(problem: Problem, solution: Solution) -> Iterator[Breach]:
    """Every session outside the time or the grid, and every series with more than it needs."""
    agreed = {(session.of, session.start) for session in standing(problem)}
    for series, session in each_session(problem, solution):
        if not max(series.first, problem.place_from) <= day_of(session.start) <= series.last:
            yield Breach("G5", "outside_period", series.id, session.start)
        if session.start % problem.grid and (series.id, session.start) not in agreed:
            yield Breach("G5", "off_grid", series.id, session.start, None, {"grid": problem.grid})
    for series in problem.series:
        found = sum(session.of == series.id for session in solution.sessions)
        most = max(problem.needed(series), sum(of == series.id for of, _ in agreed))
        if found > most:
            yield Breach("G5", "over_norm", series.id, None, None, {"found": found, "most": most})
