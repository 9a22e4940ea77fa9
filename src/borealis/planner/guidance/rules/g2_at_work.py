"""G2: everyone in a session is in duties that may be interrupted, and in nothing that is blocked."""

from collections.abc import Iterator

from borealis.planner.guidance.formats.problem import Problem
from borealis.planner.guidance.formats.solution import Solution
from borealis.planner.guidance.rules.breach import Breach, each_session, those_in
from borealis.planner.guidance.rules.free import hindrance


def broken(problem: Problem, solution: Solution) -> Iterator[Breach]:
    """Everyone in a session who should be elsewhere."""
    people = {person.id: person for person in problem.people}
    for series, session in each_session(problem, solution):
        for name in those_in(session):
            why = (
                hindrance(people[name], session.start, session.start + series.minutes)
                if name in people
                else None
            )
            if why is not None:
                yield Breach("G2", why, series.id, session.start, name)
