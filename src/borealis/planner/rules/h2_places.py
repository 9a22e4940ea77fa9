"""H2: an arena never holds more trainees in a month than it has places, nor fewer than its minimum.

A trainee takes a whole place also at part time, and none in a month away. Of arenas that count by fraction
H12 judges instead.
"""

from collections import Counter, defaultdict
from collections.abc import Iterator

from borealis.planner.formats.problem import Problem
from borealis.planner.formats.solution import Solution
from borealis.planner.rules.breach import Breach, each_plan


def broken(problem: Problem, solution: Solution) -> Iterator[Breach]:
    """Every arena and month with too many or too few; months outside the calendar count too."""
    present: defaultdict[str, Counter[int]] = defaultdict(Counter)
    for trainee, plan in each_plan(problem, solution):
        for stint in plan.stints:
            present[stint.arena].update(trainee.served(stint))
    for arena in (arena for arena in problem.arenas if arena.counts == "people"):
        planned = range(problem.calendar.first, problem.calendar.last + 1)
        empty = planned if arena.minimum else ()  # where nobody is there are not too many
        for month in sorted(present[arena.id].keys() | set(empty)):
            count, places = present[arena.id][month], arena.places_in(month)
            if count > places:
                params: dict[str, str | int | float] = {"present": count, "places": places}
                yield Breach("H2", "over_places", None, month, arena.id, params)
            if month in planned and count < arena.minimum_in(month):
                params = {"present": count, "minimum": arena.minimum_in(month)}
                yield Breach("H2", "under_minimum", None, month, arena.id, params)
