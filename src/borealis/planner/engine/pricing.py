"""One trainee's plans at given prices: the compiled kernel with what it needs around it."""

from __future__ import annotations

from collections.abc import Callable
from functools import cached_property

import numpy as np

from borealis.planner.engine import kernel
from borealis.planner.engine.case import Case, Grains
from borealis.planner.engine.kernel import NOWHERE
from borealis.planner.engine.lattice import Bools
from borealis.planner.engine.run import Run
from borealis.planner.engine.shape import Shape, rows_of

STINT = 1
"""Grains added for every stint, so that of equal plans the one with fewest stints is found. The proven
bound takes them off again (`Fleet`)."""
STRIDE = 3
"""Months within which plans that begin with the same stint are not told apart."""
PATIENCE = 10
"""Steps for each plan asked for, after which telling all plans is given up."""

Runs = tuple[Run, ...]
Extra = tuple[Grains, Grains | int]
"""What months (alternatives, months) and lateness (months + 1,) cost beyond what is the trainee's own."""
Rows = Callable[[int, int], Grains]
"""Memory for so many rows of so many slots, with anything in it."""


class Fixed:
    """What never changes in the pricing of a trainee with a shape and a number of slots."""

    def __init__(self, case: Case, shape: Shape, slots: int, months: int, block: int, exact: bool) -> None:
        """`months` is the length of the calendar, `block` the price of a month that is forbidden."""
        self.case, self.shape, self.slots, self.block, self.exact = case, shape, slots, block, exact
        self.width = int(shape.level.max(initial=0)) + slots
        self.offset = case.table[:, 1] * months
        self.late = np.full(self.width + 1, NOWHERE, dtype=np.int64)
        known = min(len(case.late), self.width + 1)
        self.late[:known] = case.late[:known]
        self.wish = case.table[:, 3] + STINT

    def leave_out(self, is_used: Bools) -> None:
        """Let stints end in some of the nodes (nodes,) alone."""
        self.shape = self.shape._replace(is_used=is_used)

    @cached_property
    def rows(self) -> int:
        return rows_of(self.shape)

    def with_extra(self, base: Grains, late: Grains | int) -> tuple[Grains, Grains]:
        """What months and lateness cost with so much more; see `Soft.priced`."""
        known = min(len(self.case.late), self.width + 1)
        more = self.late.copy()
        more[:known] += late if isinstance(late, int) else late[:known]
        return self.case.base + base, more


class Filled:
    """A trainee's filled rows; good until their memory is used again."""

    def __init__(
        self,
        fixed: Fixed,
        cells: Grains,
        rows: Rows,
        *,
        strict: bool,
        apart: bool = False,
        extra: Extra | None = None,
    ) -> None:
        """`cells` (arenas x months + 1,) grains for a place (or a per cent of one) in a month; the last entry
        must be 0."""
        case = fixed.case
        self.fixed, self.strict = fixed, strict
        base, late = (case.base, fixed.late) if extra is None else fixed.with_extra(*extra)
        months = (case.months, base, fixed.width, fixed.block, case.percent, case.by_fraction)
        sums = kernel.prefix_sums(cells, fixed.offset, *months)
        self.tables = (fixed.shape, sums, late, fixed.wish, rows(fixed.rows, fixed.slots))
        self.value = int(kernel.fill(*self.tables, apart, strict)) + case.idle_cost
        """the least cost of a plan, agreements and months of change included"""

    def best_plan(self) -> Runs:
        return self._plan(-1, 0)

    def other_plans(self, many: int, limit: int) -> list[Runs]:
        """Cheap plans that begin otherwise: for each first stint, and for some first months, the best.

        Plans that cost `limit` grains or more are left out.
        """
        found = kernel.first_stints(*self.tables, STRIDE)
        found = found[found[:, 0] < limit]
        order = np.argsort(found[:, 0], kind="stable")[:many]
        return [self._plan(int(alternative), int(slot)) for _, alternative, slot in found[order]]

    def nodes_within(self, limit: int) -> Bools:
        """(nodes,) in which plans of at most `limit` grains can have stints that end.

        The rows must have been filled apart, and loosely.
        """
        shape, sums, _, wish, ended = self.tables
        more = STINT * len(self.fixed.case.months) - self.fixed.case.idle_cost
        return np.asarray(kernel.nodes_within(shape, sums, wish, ended, limit + more))

    def _plan(self, first: int, slot: int) -> Runs:
        runs = np.empty((len(self.fixed.case.months) + 1, 3), dtype=np.int64)
        many = kernel.trace(*self.tables, self.strict, first, slot, runs)
        return tuple(map(Run._make, runs[:many].tolist()))

    def plans_within(self, room: int, most: int) -> list[Runs] | None:
        """All plans within `room` grains of the cheapest; None where there are more than `most`.

        The rows must have been filled apart.
        """
        taken, _, plans = kernel.plans_within(*self.tables, self.strict, room, most, PATIENCE * most + 1)
        if plans > most:
            return None
        return [self._walk(taken, int(step)) for step in np.flatnonzero(taken[:, 4])]

    @staticmethod
    def _walk(taken: Grains, step: int) -> Runs:
        runs = []
        while step > 0:
            before, start, end, alternative, _ = taken[step].tolist()
            runs.append(Run(start, end, alternative))
            step = before
        return tuple(reversed(runs))
