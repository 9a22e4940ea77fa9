"""G1: nobody is in two sessions at once."""

from collections.abc import Iterator

from borealis.planner.guidance.formats.problem import Problem
from borealis.planner.guidance.formats.solution import Solution
from borealis.planner.guidance.rules.breach import Breach, each_session, those_in


def broken(problem: Problem, solution: Solution) -> Iterator[Breach]:
    """Every session that begins while one of those in it still sits in another."""
    sits: dict[str, list[tuple[int, int, str]]] = {}
    for series, session in each_session(problem, solution):
        for person in set(those_in(session)):
            sits.setdefault(person, []).append((session.start, session.start + series.minutes, series.id))
    for person, stretches in sorted(sits.items()):
        until, other = 0, ""
        for start, end, of in sorted(stretches):
            if start < until:
                yield Breach("G1", "two_at_once", of, start, person, {"other": other})
            if end > until:
                until, other = end, of
