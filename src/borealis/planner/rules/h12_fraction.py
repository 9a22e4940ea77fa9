"""H12: an arena that counts by fraction never has more work in a month than places, nor less than its minimum.

A trainee at 50 per cent takes half a place, and none in a month away. Of arenas that count people H2 judges.
"""

from collections import Counter
from collections.abc import Iterator

from borealis.planner.formats.problem import FULL_TIME, Arena, Problem
from borealis.planner.formats.solution import Solution
from borealis.planner.rules.breach import Breach, each_plan


def broken(problem: Problem, solution: Solution) -> Iterator[Breach]:
    """Every arena and month with too much or too little; months outside the calendar count too."""
    planned = set(range(problem.calendar.first, problem.calendar.last + 1))
    for arena in (arena for arena in problem.arenas if arena.counts == "fraction"):
        percent = _percent_in(problem, solution, arena)
        for month in sorted(planned | percent.keys()):
            present, places = percent[month] / FULL_TIME, arena.places_in(month) // FULL_TIME
            if percent[month] > arena.places_in(month):
                params: dict[str, str | int | float] = {"present": present, "places": places}
                yield Breach("H12", "over_share", None, month, arena.id, params)
            if month in planned and percent[month] < arena.minimum_in(month):
                params = {"present": present, "minimum": arena.minimum_in(month) // FULL_TIME}
                yield Breach("H12", "under_share", None, month, arena.id, params)


def _percent_in(problem: Problem, solution: Solution, arena: Arena) -> Counter[int]:
    """Month by month the per cent of full time that serves in an arena."""
    percent: Counter[int] = Counter()
    for trainee, plan in each_plan(problem, solution):
        for stint in plan.stints:
            for month in trainee.served(stint) if stint.arena == arena.id else ():
                percent[month] += trainee.percent_in(month)
    return percent
