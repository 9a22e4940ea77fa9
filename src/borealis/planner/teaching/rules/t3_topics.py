"""T3: a session is about something that its host masters."""

from collections.abc import Iterator

from borealis.planner.teaching.formats.problem import Problem
from borealis.planner.teaching.formats.solution import Solution
from borealis.planner.teaching.rules.breach import Breach, each_turn


def broken(problem: Problem, solution: Solution) -> Iterator[Breach]:
    """Every session whose topic the host does not master; without hosts every topic may come."""
    units = {unit.id: unit for unit in problem.units}
    for session, turn in each_turn(problem, solution):
        if turn.topic is None or not units:
            continue
        if turn.unit is None or turn.topic not in units[turn.unit].topics:
            yield Breach("T3", "topic_not_mastered", session.id, turn.unit, {"topic": turn.topic})
