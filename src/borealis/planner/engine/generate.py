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

MORE = 8
STAGES = ((0.6, False), (0.0, False), (0.0, True))
"""How much the prices are smoothed, and whether all plans are looked at: the dearer only where the cheaper
found nothing."""
WORTHWHILE = 1e-4
"""Quanta a column must promise to be worth adding."""


def in_grains(search: Search, prices: Floats) -> Grains:
    """Prices in quanta as whole grains."""
    return np.rint(prices * search.model.scale.grains).astype(np.int64)


def generate_root(search: Search, master: Master) -> None:
    """Generate columns for everyone until the bound meets the program's value, or the best plan."""
    grains = search.model.scale.grains
    center, best = search.prices / grains, -math.inf
    while True:
        search.clock.check()
        if not master.solve():
            return
        duals = master.cell_prices()
        added = 0
        for smoothing, prove in STAGES:
            prices = in_grains(search, smoothing * center + (1 - smoothing) * duals)
            priced = search.fleet.price(np.append(prices, 0), search.everyone, prove=prove, more=MORE)
            bound = search.bound_at(prices, priced)
            if prove:
                search.lift(prices, priced, bound)
            if bound > best or prove:
                center, best = prices / grains, bound
            found = worthwhile(master, [*priced.columns, *priced.others], duals)
            search.remember(found)
            added = master.add(found)
            if added:
                break
        if search.is_proven or not added:
            return


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
