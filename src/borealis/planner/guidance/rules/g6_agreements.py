"""G6: an agreed session that the roster still allows is kept."""

from collections.abc import Iterator

from borealis.planner.guidance.formats.problem import Problem
from borealis.planner.guidance.formats.solution import Solution
from borealis.planner.guidance.rules.agreements import standing
from borealis.planner.guidance.rules.breach import Breach


def broken(problem: Problem, solution: Solution) -> Iterator[Breach]:
    """Every agreed session that stands and is not found."""
    found = {(session.of, session.start, session.guide) for session in solution.sessions}
    for agreed in standing(problem):
        if (agreed.of, agreed.start, agreed.guide) not in found:
            yield Breach("G6", "agreement_not_kept", agreed.of, agreed.start, agreed.guide)
