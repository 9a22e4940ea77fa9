"""T1: a host takes part in the series that day, and can."""

from collections.abc import Iterator

from borealis.planner.teaching.formats.problem import Problem
from borealis.planner.teaching.formats.solution import Solution
from borealis.planner.teaching.rules.breach import Breach, each_turn


def broken(problem: Problem, solution: Solution) -> Iterator[Breach]:
    """Every session whose host is away or takes no part."""
    units = {unit.id: unit for unit in problem.units}
    for session, turn in each_turn(problem, solution):
        if turn.unit is not None and not units[turn.unit].can(session.day):
            yield Breach("T1", "unit_cannot", session.id, turn.unit)
