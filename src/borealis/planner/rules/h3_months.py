"""H3: a block gets its months, and no more.

`months` counts full-time months: a month at 50 per cent counts half, a month away nothing. The last
month may overshoot. What is left without a place is priced, not forbidden (`rules/cost.py`), so only
too much is a breach here.
"""

from collections.abc import Iterator

from borealis.planner.formats.problem import Problem
from borealis.planner.formats.solution import Solution
from borealis.planner.rules.breach import Breach, each_plan


def broken(problem: Problem, solution: Solution) -> Iterator[Breach]:
    """Every block that goes on after its months are reached, and every stint in which nobody serves."""
    for trainee, plan in each_plan(problem, solution):
        for stint in plan.stints:
            if not trainee.served(stint):
                yield Breach("H3", "nothing_served", trainee.id, stint.first, stint.arena)
        for block in trainee.blocks:
            done = 0
            cells = [(m, s.arena) for s in plan.stints if s.block == block.id for m in trainee.served(s)]
            for month, arena in sorted(cells):
                if done >= block.need:
                    yield Breach("H3", "more_than_block", trainee.id, month, arena, {"block": block.id})
                    break
                done += trainee.percent_in(month)
