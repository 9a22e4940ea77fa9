"""H11: a block follows directly after another.

It begins in the first month the trainee serves after the last month of the other block, which has then got all its
months. Months away do not come between. Nothing is asked where the other block is not taken (H9) or has no months,
nor of where the block goes on when it has begun.
"""

from collections.abc import Iterator

from borealis.planner.formats.problem import Problem, Trainee
from borealis.planner.formats.solution import Solution, TraineePlan
from borealis.planner.rules.breach import Breach, each_plan


def broken(problem: Problem, solution: Solution) -> Iterator[Breach]:
    """Every block that begins at another time than directly after the one it follows."""
    for trainee, plan in each_plan(problem, solution):
        blocks = {block.id: block for block in trainee.taken(plan.chosen) if block.need}
        for block in blocks.values():
            other = blocks.get(block.directly_after or "")
            served = _months(trainee, plan, block.id)
            if other is None or not served:
                continue
            begins, arena = min(served)
            before = {month for month, _ in _months(trainee, plan, other.id)}
            is_done = sum(trainee.percent_in(month) for month in before) >= other.need
            if not is_done or _first_after(trainee, max(before), begins) != begins:
                params: dict[str, str | int | float] = {"block": block.id, "after": other.id}
                yield Breach("H11", "not_directly_after", trainee.id, begins, arena, params)


def _months(trainee: Trainee, plan: TraineePlan, block: str) -> list[tuple[int, str]]:
    return [(m, s.arena) for s in plan.stints if s.block == block for m in trainee.served(s)]


def _first_after(trainee: Trainee, last: int, limit: int) -> int | None:
    """The first month the trainee serves after a month, if that is not after the limit."""
    return next((month for month in range(last + 1, limit + 1) if trainee.serves_in(month)), None)
