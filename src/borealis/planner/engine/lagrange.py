"""First prices without a linear program: raise them where too many want a place, lower them where few do.

A subgradient method with Polyak's step (Held, Wolfe and Crowder 1974). It gives prices that are roughly
right after a few rounds, and plans for the linear program to begin with.
"""

from __future__ import annotations

import numpy as np

from borealis.planner.engine.search import Search

HOPE = 0.5
"""The cost hoped for, as the part above the best bound so far."""


def first_prices(search: Search, rounds: int, breadth: int) -> None:
    """Some rounds of raising and lowering; the best prices and all plans are kept by the search."""
    prices = search.prices.copy()
    best, step = -(1 << 62), 1.0
    for _ in range(rounds):
        search.clock.check()
        priced = search.fleet.price(np.append(prices, 0), search.everyone, breadth)
        bound = search.bound_at(prices, priced)
        search.lift(prices, priced, bound, proven=False)
        search.remember(priced.columns)
        best, step = max(best, bound), step if bound > best else step * 0.7
        wanted = search.taken(priced.columns)
        slope = np.where((wanted > search.places) | (prices > 0), wanted - search.places, 0)
        slope += np.where((wanted < search.minimum) | (prices < 0), wanted - search.minimum, 0)
        size = int((slope * slope).sum())
        if not size:
            return
        hoped = max(HOPE * abs(best), search.model.scale.grains)
        change = step * hoped / size * slope
        lowest = np.where(search.minimum > 0, -(1 << 60), 0)
        prices = np.maximum(prices + np.rint(change).astype(np.int64), lowest)
