"""H7: agreed stints stand.

In every month of an agreed stint in which the trainee serves, the plan has that block in that arena.
The stint of the plan may be longer than what is agreed.
"""

from collections.abc import Iterator

from borealis.planner.formats.problem import Problem
from borealis.planner.formats.solution import Solution
from borealis.planner.rules.breach import Breach, each_plan


def broken(problem: Problem, solution: Solution) -> Iterator[Breach]:
    """Every agreed stint that is not kept, at the first month that is missing."""
    for trainee, plan in each_plan(problem, solution):
        has = {(s.block, s.arena, month) for s in plan.stints for month in trainee.served(s)}
        for block in trainee.blocks:
            for fixed in block.fixed:
                missing = [m for m in trainee.served(fixed) if (block.id, fixed.arena, m) not in has]
                if missing:
                    params: dict[str, str | int | float] = {"block": block.id, "months": len(missing)}
                    yield Breach("H7", "agreement_not_kept", trainee.id, missing[0], fixed.arena, params)
