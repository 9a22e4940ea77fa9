"""T5: what is past stays as it was, and what is agreed stands as long as it can."""

from collections.abc import Iterator

from borealis.planner.teaching.formats.problem import Problem
from borealis.planner.teaching.formats.solution import Solution
from borealis.planner.teaching.rules.agreements import past, standing
from borealis.planner.teaching.rules.breach import Breach


def broken(problem: Problem, solution: Solution) -> Iterator[Breach]:
    """Every session that was changed and may not be."""
    for name, turn in past(problem).items():
        if solution.turn(name) != turn:
            yield Breach("T5", "past_changed", name)
    gone = past(problem)
    for name, turn in standing(problem).items():
        if name not in gone and solution.turn(name) != turn:
            yield Breach("T5", "agreement_not_kept", name)
