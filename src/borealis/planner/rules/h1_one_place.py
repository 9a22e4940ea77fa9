"""H1: a trainee is in one arena at a time."""

from collections.abc import Iterator

from borealis.planner.formats.problem import Problem
from borealis.planner.formats.solution import Solution
from borealis.planner.rules.breach import Breach, each_plan


def broken(problem: Problem, solution: Solution) -> Iterator[Breach]:
    """Every month in which a trainee has more than one stint."""
    for trainee, plan in each_plan(problem, solution):
        taken: set[int] = set()
        for stint in plan.stints:
            for month in trainee.served(stint):
                if month in taken:
                    yield Breach("H1", "two_places_at_once", trainee.id, month, stint.arena)
                taken.add(month)
