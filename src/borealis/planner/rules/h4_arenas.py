"""H4: a block uses only its listed arenas, between its `from` and `through`."""

from collections.abc import Iterator

from borealis.planner.formats.problem import Problem
from borealis.planner.formats.solution import Solution
from borealis.planner.rules.breach import Breach, each_plan


def broken(problem: Problem, solution: Solution) -> Iterator[Breach]:
    """Every stint in an arena the block does not list, and every first month outside its window."""
    for trainee, plan in each_plan(problem, solution):
        blocks = {block.id: block for block in trainee.blocks}
        for stint in plan.stints:
            block = blocks.get(stint.block)
            if block is None or stint.arena not in {choice.arena for choice in block.arenas}:
                params: dict[str, str | int | float] = {"block": stint.block}
                yield Breach("H4", "arena_not_listed", trainee.id, stint.first, stint.arena, params)
                continue
            outside = [month for month in trainee.served(stint) if not block.window.holds(month)]
            if outside:
                params = {"block": block.id}
                yield Breach("H4", "outside_window", trainee.id, outside[0], stint.arena, params)
