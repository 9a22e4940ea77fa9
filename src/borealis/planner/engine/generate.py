"""Column generation: prices from the linear program, plans from the dynamic program, until neither gains.

Prices are smoothed towards those of the best bound (Wentges 1997), which keeps them from swinging.
"""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np

from borealis.planner.engine.case import Grains
from borealis.planner.engine.column import Column
from borealis.planner.engine.lattice import Ints
from borealis.planner.engine.master import Floats, Master
from borealis.planner.engine.search import Search

SMOOTHING = 0.6
MORE = 8
"""How many more plans of each trainee are taken from a round."""
WORTHWHILE = 1e-4
"""Quanta a column must promise to be worth adding."""


def in_grains(search: Search, prices: Floats) -> Grains:
    """Prices in quanta as whole grains."""
    grains, soft = np.rint(prices * search.model.scale.grains).astype(np.int64), search.model.soft
    if soft is not None:
        grains[soft.first :] = soft.affordable(grains[soft.first :])
    return grains


def generate_root(search: Search, master: Master, closeness: float = 0.0, seconds: float = math.inf) -> None:
    """Generate columns for everyone until nothing is gained, the bound is so close, or the seconds are used."""
    rounds, until = _Rounds(search, master), search.clock.elapsed() + seconds
    while rounds.another() and not search.is_proven:
        if rounds.gap() <= closeness or search.clock.elapsed() > until:
            return


class _Rounds:
    """Rounds of generation, each smoothed towards the prices of the best bound so far."""

    def __init__(self, search: Search, master: Master) -> None:
        self.search, self.master = search, master
        self.center: Floats | None = search.prices / search.model.scale.grains if search.priced else None
        self.best = -math.inf

    def gap(self) -> float:
        """How far the bound is below the program's value, as a part of it."""
        value = self.master.value * self.search.model.scale.grains
        return (value - self.best) / max(abs(value), 1.0)

    def another(self) -> bool:
        """One program and one or two pricings; False where nothing was gained."""
        self.search.clock.check()
        if not self.master.solve():
            return False
        duals = self.master.cell_prices()
        for smoothing in (0.0,) if self.center is None else (SMOOTHING, 0.0):
            near = duals if self.center is None else self.center
            if self._price(duals, smoothing * near + (1 - smoothing) * duals):
                return True
        return False

    def _price(self, duals: Floats, prices: Floats) -> int:
        """Price everyone, keep the bound, add what is worthwhile; how many columns were added."""
        search, cells = self.search, in_grains(self.search, prices)
        priced, bound = search.price(cells, more=MORE)
        if bound > self.best:
            self.center, self.best = prices, bound
        found = worthwhile(self.master, [*priced.columns, *priced.others], duals)
        search.remember(found)
        return self.master.add(found)


def worthwhile(master: Master, columns: Sequence[Column], duals: Floats) -> list[Column]:
    """The columns that the program would use at its prices."""
    grains = master.model.scale.grains
    return [
        column
        for column in columns
        if column.cost / grains + column.paid(duals) < master.worth(column.who) - WORTHWHILE
    ]


def within_room(
    search: Search, cells: Grains, who: Sequence[int], room: Ints, breadth: int, more: int
) -> tuple[list[Column], list[Column]]:
    """The best plans at these prices and more, arena-months shut for those for whom there is no room in them.

    Where arenas count by fraction, that hangs on who it is.
    """
    best: list[Column] = []
    others: list[Column] = []
    for some in [who] if isinstance(search.unit, int) else [[k] for k in who]:
        load = search.load(some[0])
        own = np.append(np.where(room < load, search.model.scale.block // load, cells), 0)
        priced = search.fleet.price(own, some, breadth, more, hurry=True)
        best += priced.columns
        others += priced.others
    return best, others
