"""What one trainee's plan costs at least, and leaves at least, whatever the prices are."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from borealis.planner.engine.case import BlockShape, Case
from borealis.planner.engine.kernel import NOWHERE
from borealis.planner.engine.lattice import Bools, Ints


def least_alone(case: Case) -> int:
    """A bound at once: the least delay and unplaced work of a trainee, as if places were free."""
    return min(least_of_way(way) for way in case.ways)


def least_of_way(case: Case) -> int:
    """The same of one way to choose."""
    nothing = case.left_cost(np.array(sum(block.need for block in case.blocks))).item() + case.idle_cost
    return min(beyond_window(case, 0), nothing)


def beyond_window(case: Case, window: int, stuck: int = 0) -> int:
    """The least a plan costs that has `window` idle months or more before its end; prices and places left out.

    It is late, leaves work (`stuck` per-cent-months at least), and does not do in the idle months what it should: each
    as little as may be.
    """
    ends = np.arange(window + (window > 0), len(case.months) + 1)
    if not len(ends):
        return NOWHERE
    before = ends - 1 - window  # the month of the end is served
    need = sum(block.need for block in case.blocks)
    work = sums_of(case.percent)[ends] - least_of(case.percent, window)[before]
    idle = least_of(case.idle, window)[before] + case.idle.sum() - sums_of(case.idle)[ends]
    return int((case.late[ends] + case.left_cost(np.maximum(stuck, need - work)) + idle).min()) + case.missed


def left_at_least(blocks: Sequence[BlockShape], most: Sequence[int]) -> list[int]:
    """Per-cent-months that each block leaves where it can get `most`; what is after an unfinished one gets none."""
    left: dict[int, int] = {}

    def of(block: int) -> int:
        if block not in left:
            shape = blocks[block]
            is_held_up = any(of(before) for before in shape.after)
            left[block] = shape.need if is_held_up else max(0, shape.need - int(most[block]))
        return left[block]

    return [of(block) for block in range(len(blocks))]


def least_of(months: Ints, many: int) -> Ints:
    """(months - many + 1,) the least sum of so many of the first months: of as few as that, and of each one more."""
    spare = np.full(len(months) + 1 - many, many)
    least = np.zeros(len(spare), dtype=np.int64)
    for value in np.unique(months):
        taken = np.minimum(sums_of(months == value)[many:], spare)
        least, spare = least + taken * value, spare - taken
    return least


def sums_of(months: Ints | Bools) -> Ints:
    """(months + 1,) of the first 0, 1, 2 … months."""
    return np.concatenate([[0], np.cumsum(months)])
