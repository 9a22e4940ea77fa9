"""Column generation: prices from the linear program, plans from the dynamic program, until neither gains.

Prices are smoothed towards those of the best bound (Wentges 1997), which keeps them from swinging.
"""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np

from borealis.planner.engine.column import Column
from borealis.planner.engine.lattice import Bools
from borealis.planner.engine.master import Floats, Master
from borealis.planner.engine.model import Grains
from borealis.planner.engine.search import Search

SMOOTHING = 0.6
MORE = 8
"""How many more plans of each trainee are taken from a round."""
WORTHWHILE = 1e-4
"""Quanta a column must promise to be worth adding."""


def in_grains(search: Search, prices: Floats) -> Grains:
    """Prices in quanta as whole grains."""
    return np.rint(prices * search.model.scale.grains).astype(np.int64)


def generate_root(search: Search, master: Master, closeness: float = 0.0, seconds: float = math.inf) -> bool:
    """Generate columns for everyone, first from lean lattices and then from all plans.

    Ends when the bound has met the program's value to within `closeness` of it, the best plan is proven,
    or the seconds are used; whether the bound is as good as the program can make it.
    """
    grains, until = search.model.scale.grains, search.clock.elapsed() + seconds
    lean = _Stage(search, master, prove=False)
    while lean.round():
        if search.clock.elapsed() > until:
            break
    whole = _Stage(search, master, prove=True)
    while whole.round():
        near = search.bound / grains > master.value * (1 - closeness) - WORTHWHILE
        if search.is_proven or near or search.clock.elapsed() > until:
            return near
    return True


class _Stage:
    """Rounds of generation, each smoothed towards the prices of the best bound of this stage."""

    def __init__(self, search: Search, master: Master, *, prove: bool) -> None:
        self.search, self.master, self.prove = search, master, prove
        self.center: Floats | None = None
        self.best = -math.inf

    def round(self) -> bool:
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
        priced = search.fleet.price(np.append(cells, 0), search.everyone, prove=self.prove, more=MORE)
        bound = search.bound_at(cells, priced)
        if self.prove:
            search.lift(cells, priced, bound)
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
        if column.cost / grains + duals[column.cells].sum() < master.worth(column.who) - WORTHWHILE
    ]


def generate_some(search: Search, master: Master, who: Sequence[int], shut: Bools, rounds: int) -> bool:
    """At most so many rounds for some trainees, with arena-months shut; False where the program gave up."""
    for _ in range(rounds):
        search.clock.check()
        if not master.solve():
            return False
        if not who:
            return True
        duals = master.cell_prices()
        cells = np.append(in_grains(search, duals), 0)
        cells[:-1][shut] = search.model.scale.block
        priced = search.fleet.price(cells, who, more=MORE // 2)
        found = [column for column in (*priced.columns, *priced.others) if column.cost < search.model.scale.breach]
        search.remember(found)
        if not master.add(worthwhile(master, found, duals)):
            return True
    return master.solve()
