"""H8: nothing before the trainee's own `from`, and nothing outside the calendar."""

from collections.abc import Iterator

from borealis.planner.formats.problem import Problem
from borealis.planner.formats.solution import Solution
from borealis.planner.rules.breach import Breach, each_plan


def broken(problem: Problem, solution: Solution) -> Iterator[Breach]:
    """Every stint that begins too early, or reaches outside the months that are planned."""
    calendar = problem.calendar
    for trainee, plan in each_plan(problem, solution):
        for stint in plan.stints:
            if stint.first < trainee.start:
                yield Breach("H8", "before_start", trainee.id, stint.first, stint.arena)
            if stint.first < calendar.first or stint.last > calendar.last:
                yield Breach("H8", "outside_calendar", trainee.id, stint.first, stint.arena)
