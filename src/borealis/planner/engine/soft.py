"""Costs that trainees share, as arena-months of their own that can be overfilled for a price.

A *soft cell* is numbered after the arena-months. A plan puts a load on it, a dual price makes the load cost something
in the pricing, and a *relief* lifts its limit: so much for each unit, at a cost, as many units as are needed.

Couples: for every month in which both can serve, one relief at the price of a month apart, and for every site where
the first can be a soft cell of limit 1. The first loads it when placed there, the second when placed elsewhere; both
at once need the relief.

Fairness: for every group a soft cell of limit 0, which its members load by their months of delay. One relief for all
groups: a unit, at the price of a month, lifts the limit of each group by the number of its members.

At prices of 0 or more that take no more of a relief than it costs, everyone's least costs less the limits paid for are
below what any plan costs, shared costs included: the proof is that of places.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

from borealis.planner.engine.run import Run

Ints = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]
Elsewhere = Mapping[str, tuple[int, int]]
"""For each group the members who are planned elsewhere, and their months of delay together."""

ENDLESS = 1 << 40
"""The places of a soft cell: never full."""


@dataclass(frozen=True, slots=True)
class Together:
    """What one of a couple must know.

    cells  (months served, sites) soft cells, counted from the first; -1 where the other does not serve
    site   (alternatives,) which of the sites an alternative is at, -1 for another
    first  whether a stint at a site loads its cell; otherwise it loads those of all other sites
    """

    cells: Ints
    site: Ints
    first: bool

    def loaded(self, alternative: int) -> npt.NDArray[np.bool_]:
        """(sites,) whose cells a month of this alternative loads."""
        here: npt.NDArray[np.bool_] = np.arange(self.cells.shape[1]) == self.site[alternative]
        return here if self.first else ~here


@dataclass(frozen=True, slots=True)
class Soft:
    """The soft cells of a model. `first` is the number of the first, after all arena-months.

    limit    (cells,) load that costs nothing
    relief   (cells,) the number of the relief that lifts the limit
    lift     (cells,) by how much a unit of it does
    cost     (reliefs,) grains of a unit
    together for each trainee of a couple, by number
    group    for each trainee of a group the cell
    late     for each trainee of a group (months served + 1,) the delay, as `Case.late`
    """

    first: int
    limit: Ints
    relief: Ints
    lift: Ints
    cost: Ints
    together: Mapping[int, Sequence[Together]] = field(default_factory=dict)
    group: Mapping[int, int] = field(default_factory=dict)
    late: Mapping[int, Ints] = field(default_factory=dict)

    def loads(self, who: int, runs: Sequence[Run]) -> tuple[Ints, Ints]:
        """The cells that a plan loads, and by how much."""
        cells: list[Ints] = [np.zeros(0, dtype=np.int64)]
        for pair in self.together.get(who, ()):
            for run in runs:
                here = pair.cells[run.start : run.end, pair.loaded(run.alternative)].ravel()
                cells.append(here[here >= 0])
        loads = [np.ones(len(part), dtype=np.int64) for part in cells]
        delay = int(self.late[who][runs[-1].end]) if who in self.group and runs else 0
        if delay:
            cells.append(np.array([self.group[who]], dtype=np.int64))
            loads.append(np.array([delay], dtype=np.int64))
        return np.concatenate(cells) + self.first, np.concatenate(loads)

    def priced(self, who: int, prices: Ints, shape: tuple[int, int]) -> tuple[Ints, Ints | int]:
        """What soft prices (cells,) add to a trainee's months (alternatives, months) and lateness (months + 1,)."""
        base = np.zeros(shape, dtype=np.int64)
        padded = np.append(prices, 0)  # the cell -1 costs nothing
        for pair in self.together.get(who, ()):
            paid = padded[pair.cells]
            for alternative in range(shape[0]):
                base[alternative] += paid[:, pair.loaded(alternative)].sum(axis=1)
        late = self.late[who] * prices[self.group[who]] if who in self.group else 0
        return base, late

    def limits(self, places: Ints) -> Ints:
        """What is left of places (arena-months and soft cells,) with the limits in place of endless places."""
        limits = places.copy()
        limits[self.first :] += self.limit - ENDLESS
        return limits

    def units_of(self, whole: Ints | int) -> Ints:
        """What a whole place is in each cell (arena-months and soft cells,), of soft cells what a unit of relief lifts.

        In such units prices take of a relief what they are.
        """
        return np.append(np.broadcast_to(whole, self.first + len(self.lift))[: self.first], self.lift)

    @property
    def starts(self) -> Ints:
        """(reliefs + 1,) the first cell of each relief."""
        many = np.arange(len(self.cost) + 1)
        return np.searchsorted(self.relief, many).astype(np.int64) + self.first

    def is_shared(self, who: int) -> bool:
        """Whether a trainee has any part in shared costs."""
        return who in self.together or who in self.group

    def units(self, over: Ints) -> Floats:
        """(reliefs,) how many units of each relief are needed where loads are so much over the limits (cells,)."""
        units = np.zeros(len(self.cost))
        np.maximum.at(units, self.relief, over / self.lift)
        return units

    def cost_of(self, taken: Ints) -> int:
        """Grains of the reliefs that loads on the soft cells (cells,) need; a whole number of quanta."""
        cost = self.cost[self.relief] * np.maximum(taken - self.limit, 0) // self.lift
        most = np.zeros(len(self.cost), dtype=np.int64)
        np.maximum.at(most, self.relief, cost)
        return int(most.sum())

    def given(self, who: int, taken: Ints, shape: tuple[int, int]) -> tuple[Ints, Ints | int]:
        """What a trainee's plan adds to the shared costs when the others load the soft cells so (cells,).

        Months (alternatives, months) and lateness (months + 1,), exact.
        """
        full = (taken >= self.limit) * self.cost[self.relief]
        if who in self.group:
            full[self.group[who]] = 0
        base, _ = self.priced(who, full, shape)
        if who not in self.group:
            return base, 0
        cell = self.group[who]
        alone = taken.copy()
        late = []
        for delay in self.late[who].tolist():
            alone[cell] = taken[cell] + delay
            late.append(self.cost_of_groups(alone))
        return base, np.array(late, dtype=np.int64) - late[0]

    def cost_of_groups(self, taken: Ints) -> int:
        """Grains of the last relief, that of the groups."""
        cells = self.relief == len(self.cost) - 1
        over = np.maximum(taken[cells] - self.limit[cells], 0)
        return int((self.cost[-1] * over // self.lift[cells]).max())

    def affordable(self, prices: Ints) -> Ints:
        """Prices (cells,) lowered until they take no more of any relief than it costs."""
        paid = np.zeros(len(self.cost), dtype=np.int64)
        np.add.at(paid, self.relief, prices * self.lift)
        over = (paid > self.cost)[self.relief]
        lowered = prices * (self.cost / np.maximum(paid, 1))[self.relief]
        return np.where(over, np.maximum(np.floor(lowered).astype(np.int64) - 1, 0), prices)
