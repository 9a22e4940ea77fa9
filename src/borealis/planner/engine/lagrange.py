"""First prices without a linear program: raise them where too many want a place, lower them where few do.

A subgradient method with Polyak's step (Held, Wolfe and Crowder 1974) and a slope that remembers earlier
ones. It gives prices that are roughly right after some tens of rounds, and plans for the linear program
to begin with.
"""

from __future__ import annotations

import math

import numpy as np

from borealis.planner.engine.case import Grains
from borealis.planner.engine.fleet import WHOLE
from borealis.planner.engine.lattice import Ints
from borealis.planner.engine.master import Floats
from borealis.planner.engine.search import Search

HOPE = 0.1
"""The cost hoped for, as the part above the best bound so far."""
PATIENCE = 4
"""Rounds without a better bound after which the step is halved."""
SETTLING = 8
STRIDE = 0.3
"""Rounds in which border prices are settled, and the quanta a trainee that a round hopes to gain at first."""
MEMORY = 0.4
"""How much of the slope is that of the rounds before."""


def first_prices(search: Search, rounds: int, breadth: int, seconds: float = math.inf) -> None:
    """Some rounds of raising and lowering; the best prices and all plans are kept by the search."""
    until = search.clock.elapsed() + seconds
    prices = search.prices.copy()
    floor = np.where(search.minimum > 0, -(1 << 60), 0)
    slope = np.zeros(len(prices))
    best, step, vain = -(1 << 62), 1.0, 0
    for _ in range(rounds):
        search.clock.check()
        priced, bound = search.price(prices, breadth)
        search.remember(priced.columns)
        vain = 0 if bound > best else vain + 1
        best = max(best, bound)
        if vain >= PATIENCE:
            prices, step, vain = search.prices.copy(), step / 2, 0
        slope = MEMORY * slope + (1 - MEMORY) * _slope(search, prices, search.taken(priced.columns))
        size = float((slope * slope).sum())
        if size < 1e-9 or search.clock.elapsed() > until:
            return
        hoped = max(HOPE * abs(best), search.model.scale.grains) + best - bound
        prices = np.maximum(
            prices + np.rint(step * hoped / size * slope / search.unit).astype(np.int64), floor
        )


def _slope(search: Search, prices: Grains, wanted: Ints) -> Floats | Ints:
    """How many places too many are wanted in each arena-month, or too few; free ones without a price do not count."""
    over, under = wanted - search.places, wanted - search.minimum
    slope = np.where((over > 0) | (prices > 0), over, 0)
    slope += np.where((under < 0) | (prices < 0), under, 0)
    return slope if isinstance(search.unit, int) else slope / search.unit


def settle_prices(search: Search, prices: Grains, movable: Ints, rounds: int = SETTLING) -> None:
    """Raise and lower the prices of some arena-months (`movable` 1), the others as given; all values are proven.

    What the search keeps is a bound on its trainees' cost alone where the prices that stand are paid for elsewhere.
    """
    prices = prices.copy()
    floor = np.where(movable > 0, 0, prices)
    best, step, vain = -(1 << 62), 1.0, 0
    for _ in range(rounds):
        search.clock.check()
        priced = search.fleet.price(np.append(prices, 0), search.everyone, WHOLE)
        bound = sum(priced.proven) - int((movable * prices * search.places).sum())
        vain = 0 if bound > best else vain + 1
        if bound > best:
            best, search.prices, search.least = bound, prices.copy(), list(priced.proven)
            search.is_bounded = True
        if vain >= 2:
            prices, step, vain = search.prices.copy(), step / 2, 0
            continue
        wanted = search.taken(priced.columns)
        over = np.where((wanted > search.places) | (prices > 0), wanted - search.places, 0)
        slope = movable * over / search.unit
        size = float((slope * slope).sum())
        if size < 1e-9:
            return
        hoped = STRIDE * search.model.scale.grains * len(search.everyone) * step
        prices = np.maximum(prices + np.rint(hoped / size * slope / search.unit).astype(np.int64), floor)
