"""One trainee in whole numbers: what a plan costs, month by month.

Costs are counted in *grains*: a plan's cost is a whole number of quanta (the greatest common divisor
of everything a plan can cost), and a quantum is `Scale.grains` grains, so that prices can be finer than costs
while every sum stays exact in int64.

A trainee's time is the list of months served (`months`): leave is cut out, as if it were not in the
calendar. `t` counts such months.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from fractions import Fraction

import numpy as np
import numpy.typing as npt

Grains = npt.NDArray[np.int64]

BLOCK_FACTOR = 1024
"""A forbidden month costs this many broken agreements."""


@dataclass(frozen=True, slots=True)
class Scale:
    """`quantum` is the cost all costs are multiples of; `breach` (grains) prices a broken agreement-month."""

    quantum: Fraction
    grains: int
    breach: int

    @property
    def block(self) -> int:
        """The price in grains of a month that is forbidden."""
        return self.breach * BLOCK_FACTOR

    def cost(self, grains: int) -> Fraction:
        return Fraction(grains, self.grains) * self.quantum

    def round_up(self, grains: int) -> int:
        """The least whole quantum, in grains, not below: a bound on costs may be lifted to it."""
        return -(-grains // self.grains) * self.grains


@dataclass(frozen=True, slots=True)
class Alternative:
    """A block in an arena; `block`, `arena` and `site` are numbers; `preference` is in grains per stint."""

    block: int
    arena: int
    site: int
    preference: int


@dataclass(frozen=True, slots=True)
class BlockShape:
    """What the dynamic program must know of a block: per-cent-months, predecessors, stint lengths.

    `directly` is the predecessor that it follows at once, -1 for none.
    """

    need: int
    after: tuple[int, ...]
    least: int
    most: int
    directly: int = -1


@dataclass(frozen=True, slots=True)
class Case:
    """One trainee in whole numbers.

    months    (T,) calendar index of each month served
    percent   (T,) per cent of full time in it
    table     (alternatives, 4) each alternative's block, arena, site and preference
    needs     (blocks,) per-cent-months
    base      (alternatives, T) grains for being there rather than doing nothing
    late      (T + 1,) grains of delay when the last placed month is month t - 1; late[0] is 0
    idle      (T,) grains for doing nothing in it; being somewhere costs at least 0 with it
    """

    index: int
    months: npt.NDArray[np.int64]
    percent: npt.NDArray[np.int64]
    blocks: tuple[BlockShape, ...]
    alternatives: tuple[Alternative, ...]
    table: Grains
    needs: Grains
    home: int
    base: Grains
    late: Grains
    idle: Grains
    move: int
    forbidden: int
    """grains in `base` from which a month is forbidden"""
    change: int
    """grains for a month that differs from the plan in force"""
    unplaced: int
    """grains for `step` per-cent-months left without a place"""
    step: int
    by_fraction: npt.NDArray[np.bool_]
    """(alternatives,) whether the arena counts by fraction"""
    variants: tuple[Case, ...] = ()
    """one for each way to choose, where there is something to choose; this case is then that of all blocks"""
    chosen: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    missed: int = 0
    """grains of courses that are not attended in this way"""

    @property
    def ways(self) -> tuple[Case, ...]:
        """The cases that can be planned."""
        return self.variants or (self,)

    @property
    def idle_cost(self) -> int:
        """Grains of doing nothing from beginning to end, but for work left."""
        return int(self.idle.sum()) + self.missed

    def left_cost(self, left: Grains) -> Grains:
        """Grains of per-cent-months left without a place; they are whole steps."""
        return left // self.step * self.unplaced
