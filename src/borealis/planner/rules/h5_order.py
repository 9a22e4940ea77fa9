"""H5: the blocks in `after` are finished before a block begins.

A block that has not got all its months is not finished: what comes after it cannot begin. One that is not taken
(H9) is not waited for.
"""

from collections.abc import Iterator

from borealis.planner.formats.problem import Problem, Trainee
from borealis.planner.formats.solution import Solution, TraineePlan
from borealis.planner.rules.breach import Breach, each_plan


def broken(problem: Problem, solution: Solution) -> Iterator[Breach]:
    """Every pair of blocks that stands in the wrong order."""
    for trainee, plan in each_plan(problem, solution):
        needs = {block.id: 0 for block in trainee.blocks}
        needs |= {block.id: block.need for block in trainee.taken(plan.chosen)}
        for block in trainee.blocks:
            months = [(m, s.arena) for s in plan.stints if s.block == block.id for m in trainee.served(s)]
            if not months:
                continue
            begins, arena = min(months)
            for name in block.after:
                if _done_before(trainee, plan, name, begins) < needs[name]:
                    params: dict[str, str | int | float] = {"block": block.id, "after": name}
                    yield Breach("H5", "before_predecessor", trainee.id, begins, arena, params)


def _done_before(trainee: Trainee, plan: TraineePlan, block: str, month: int) -> int:
    """Per-cent-months of a block served before a month."""
    served = {m for stint in plan.stints if stint.block == block for m in trainee.served(stint)}
    return sum(trainee.percent_in(m) for m in served if m < month)
