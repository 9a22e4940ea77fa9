"""One whole plan for one trainee: its stints, its cost, and the arena-months it takes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import numpy.typing as npt

from borealis.planner.engine import kernel
from borealis.planner.engine.case import Case
from borealis.planner.engine.lattice import Ints
from borealis.planner.engine.model import Model
from borealis.planner.engine.run import Run

APART = 2
"""Months between two stints of one block in one arena (H6)."""


@dataclass(frozen=True, slots=True)
class Column:
    """A plan of trainee `who`; `cost` in grains; `cells` are arena x months + month, sorted.

    `loads` is what it takes of the places of each cell: 1 of all, or per cent where an arena counts by fraction.
    Where costs are shared, the soft cells (`soft.py`) it loads stand last.
    """

    who: int
    runs: tuple[Run, ...]
    cost: int = field(compare=False)
    cells: Ints = field(compare=False, repr=False)
    loads: Ints | int = field(compare=False, repr=False, default=1)

    def paid(self, prices: npt.NDArray[Any]) -> Any:
        """What its places cost at these prices of cells."""
        own = prices[self.cells]
        return own.sum() if isinstance(self.loads, int) else (own * self.loads).sum()

    def fits(self, places: Ints) -> bool:
        """Whether there is room for it in these places."""
        return bool((places[self.cells] >= self.loads).all())


def make_column(model: Model, who: int, runs: tuple[Run, ...]) -> Column:
    """The column of a trainee's runs; runs that stand side by side in one alternative are one stint."""
    joined = _joined(runs)
    case = fitting(model.cases[who], joined)
    table = np.array(joined, dtype=np.int64)
    cost, left, cells = kernel.weigh(
        table.reshape(len(joined), 3),
        case.table,
        case.months,
        case.percent,
        case.base,
        case.late,
        case.needs,
        (model.places.shape[1], case.home, case.move),
    )
    whole = int(cost) + case.idle_cost + case.unplaced * (int(left) // case.step)
    loads = model.load(who, cells)
    if model.soft is not None and model.soft.is_shared(who):
        more, by = model.soft.loads(who, joined)
        loads = np.concatenate([np.broadcast_to(loads, len(cells)), by])
        cells = np.concatenate([cells, more])
    return Column(who, joined, whole, cells, loads)


def fitting(case: Case, runs: Sequence[Run]) -> Case:
    """The case of the way to choose that these runs are cheapest in; any where they are lawful in none."""
    if not case.variants:
        return case
    done = [0] * len(case.blocks)
    for run in runs:
        done[case.alternatives[run.alternative].block] += int(case.percent[run.start : run.end].sum())

    def left_out(variant: Case) -> int:
        left = sum(max(0, shape.need - work) for shape, work in zip(variant.blocks, done, strict=True))
        return left // case.step * case.unplaced + variant.missed

    ranked = sorted(case.variants, key=left_out)
    return next((variant for variant in ranked if _fits(variant, runs)), ranked[0])


def _fits(case: Case, runs: Sequence[Run]) -> bool:
    """Whether no month of the runs is forbidden, and no block begins before those it comes after are finished."""
    left = [block.need for block in case.blocks]
    ended, last = -1, -1
    for run in runs:
        block = case.alternatives[run.alternative].block
        shape = case.blocks[block]
        if shape.directly >= 0 and left[block] == shape.need and (ended, last) != (run.start, shape.directly):
            return False
        if any(left[before] > 0 for before in case.blocks[block].after):
            return False
        if left[block] <= 0 or case.base[run.alternative, run.start : run.end].max() >= case.forbidden:
            return False
        left[block] -= int(case.percent[run.start : run.end].sum())
        ended, last = run.end, block
    return True


def _joined(runs: Sequence[Run]) -> tuple[Run, ...]:
    whole: list[Run] = []
    for run in runs:
        if whole and whole[-1].alternative == run.alternative and whole[-1].end == run.start:
            whole[-1] = Run(whole[-1].start, run.end, run.alternative)
        else:
            whole.append(run)
    return tuple(whole)


def work_left(case: Case, runs: Sequence[Run]) -> list[int]:
    """Per-cent-months of each block that the runs leave without a place."""
    left = [block.need for block in case.blocks]
    for run in runs:
        left[case.alternatives[run.alternative].block] -= int(case.percent[run.start : run.end].sum())
    return [max(0, amount) for amount in left]


def is_lawful(runs: Sequence[Run]) -> bool:
    """Whether no two stints of one alternative stand too close, the one thing loose graphs overlook."""
    last: dict[int, int] = {}
    for run in runs:
        if run.start - last.get(run.alternative, -APART) < APART:
            return False
        last[run.alternative] = run.end
    return True
