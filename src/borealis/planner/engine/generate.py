"""Column generation: prices from the linear program, plans from the dynamic program, until neither gains.

Prices are smoothed towards those of the best bound (Wentges 1997), which keeps them from swinging.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from borealis.planner.engine.column import Column
from borealis.planner.engine.lattice import Bools
from borealis.planner.engine.master import Floats, Master
from borealis.planner.engine.model import GRAINS, Grains
from borealis.planner.engine.search import Search

SMOOTHING = 0.6
WORTHWHILE = 1e-4
"""Quanta a column must promise to be worth adding."""


def in_grains(prices: Floats) -> Grains:
    """Prices in quanta as whole grains."""
    return np.rint(prices * GRAINS).astype(np.int64)


def generate_root(search: Search, master: Master) -> None:
    """Generate columns for everyone until the bound meets the program's value, or the best plan."""
    center = search.prices / GRAINS
    smoothing = SMOOTHING
    while True:
        search.clock.check()
        if not master.solve():
            return
        duals = master.cell_prices()
        rounds_left = 2 if smoothing else 1
        added = 0
        while rounds_left and not added:
            prices = in_grains(smoothing * center + (1 - smoothing) * duals)
            priced = search.fleet.price(np.append(prices, 0), search.everyone)
            if search.lift(prices, priced) >= search.bound:
                center = prices / GRAINS
            search.remember(priced.columns)
            added = master.add(worthwhile(master, priced.columns, duals))
            rounds_left -= 1
            if not added:
                smoothing = 0.0
        if search.is_proven or not added or search.bound / GRAINS > master.value - WORTHWHILE:
            return
        smoothing = SMOOTHING


def worthwhile(master: Master, columns: Sequence[Column], duals: Floats) -> list[Column]:
    """The columns that the program would use at its prices."""
    return [
        column
        for column in columns
        if column.cost / GRAINS + duals[column.cells].sum() < master.worth(column.who) - WORTHWHILE
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
        cells = np.append(in_grains(duals), 0)
        cells[:-1][shut] = search.model.scale.block
        priced = search.fleet.price(cells, who, prove=False)
        found = [column for column in priced.columns if column.cost < search.model.scale.breach]
        search.remember(found)
        if not master.add(worthwhile(master, found, duals)):
            return True
    return master.solve()
