"""The climb to good prices over columns that are known, compiled.

What a price vector promises is concave and has kinks: each trainee takes the cheapest column. Here the cheapest is
softened to an average that leans on the cheap ones (Nesterov 2005), which makes it smooth, and is climbed with
momentum (Beck and Teboulle 2009), forgotten where it leads down (O'Donoghue and Candès 2015).

A column's months in an arena are *runs* of neighbouring cells, so that it costs two looks a run at the sums of prices.
Where arenas count by fraction a run has a weight, the part of a place it takes; prices are of whole places.
Where costs are shared, prices that take of one relief (`soft.py`) may together not be more than it costs.
"""

from __future__ import annotations

import numpy as np

from borealis.planner.engine.kernel import kernel

FADED = 12.0
"""A column so many times the softness dearer than the cheapest has no share."""

LEAST_STEEPNESS = 1e-3
"""Below this it does not sink, also where there is nothing to climb for many steps."""


@kernel
def _look(prices, runs, costs, softness, shares, taken):  # type: ignore[no-untyped-def]
    """What the columns promise at these prices, softened and not; filled: each one's share, and what is `taken`."""
    low, high, first_run, first_column, weight = runs
    weighs = len(weight) > 0
    cells = len(prices)
    sums = np.empty(cells + 1)
    sums[0] = 0.0
    for cell in range(cells):
        sums[cell + 1] = sums[cell] + prices[cell]
    steps = np.zeros(cells + 1)
    promised = hard = 0.0
    for k in range(len(first_column) - 1):
        least = np.inf
        for c in range(first_column[k], first_column[k + 1]):
            value = costs[c]
            for r in range(first_run[c], first_run[c + 1]):
                paid = sums[high[r]] - sums[low[r]]
                value += paid * weight[r] if weighs else paid
            shares[c] = value
            least = min(least, value)
        total = 0.0
        for c in range(first_column[k], first_column[k + 1]):
            dearer = (shares[c] - least) / softness
            shares[c] = np.exp(-dearer) if dearer < FADED else 0.0
            total += shares[c]
        promised += least - softness * np.log(total)
        hard += least
        for c in range(first_column[k], first_column[k + 1]):
            if shares[c] > 0.0:
                shares[c] /= total
                for r in range(first_run[c], first_run[c + 1]):
                    part = shares[c] * weight[r] if weighs else shares[c]
                    steps[low[r]] += part
                    steps[high[r]] -= part
    running = 0.0
    for cell in range(cells):
        running += steps[cell]
        taken[cell] = running
    return promised, hard


@kernel
def _value(high, low, places, minimum, needed, prices, runs, costs, softness, shares, taken):  # type: ignore[no-untyped-def]
    """The promises less what is paid for places, plus what is paid for minimums; `prices` is filled."""
    prices[:] = high
    for n in range(len(needed)):
        prices[needed[n]] -= low[n]
    promised, hard = _look(prices, runs, costs, softness, shares, taken)
    paid = 0.0
    for cell in range(len(high)):
        paid += high[cell] * places[cell]
    for n in range(len(needed)):
        paid -= low[n] * minimum[n]
    return promised - paid, hard - paid


@kernel
def _heed_caps(prices, starts, caps):  # type: ignore[no-untyped-def]
    """Move prices to the nearest that are 0 or more and whose sum is at most the cap, from each start to the next.

    All that are left above 0 sink alike (Michelot 1986).
    """
    for n in range(len(caps)):
        sunk, many = 0.0, -1
        while True:
            total, left = 0.0, 0
            for cell in range(starts[n], starts[n + 1]):
                if prices[cell] > sunk:
                    total += prices[cell]
                    left += 1
            if left == many or total - left * sunk <= caps[n]:
                break
            sunk, many = (total - caps[n]) / left, left
        for cell in range(starts[n], starts[n + 1]):
            prices[cell] = max(0.0, prices[cell] - sunk)


@kernel
def climb(high, low, places, minimum, needed, most, caps, runs, costs, softness, steepness, steps, shares):  # type: ignore[no-untyped-def]
    """Climb so many steps from the prices (cells,) `high` of places and (needed,) `low` of minimums, at most `most`.

    `caps` are where groups of cells start, and how much the prices of each group are at most, together.
    `high`, `low` and `shares` are filled with where it ends; returned are the steepness to begin
    from next time, and what the cheapest columns promise.
    """
    cells, many = len(high), len(needed)
    prices, taken = np.empty(cells), np.empty(cells)
    far_high, far_low = high.copy(), low.copy()
    next_high, next_low = high.copy(), low.copy()
    slope_high, slope_low = np.empty(cells), np.empty(many)
    best, momentum = -np.inf, 1.0
    for _ in range(steps):
        value, _ = _value(
            far_high, far_low, places, minimum, needed, prices, runs, costs, softness, shares, taken
        )
        for cell in range(cells):
            slope_high[cell] = taken[cell] - places[cell]
        for n in range(many):
            slope_low[n] = minimum[n] - taken[needed[n]]
        while True:
            along = square = 0.0
            for cell in range(cells):
                next_high[cell] = max(0.0, far_high[cell] + slope_high[cell] / steepness)
            _heed_caps(next_high, *caps)
            for cell in range(cells):
                step = next_high[cell] - far_high[cell]
                along += slope_high[cell] * step
                square += step * step
            for n in range(many):
                next_low[n] = min(most, max(0.0, far_low[n] + slope_low[n] / steepness))
                step = next_low[n] - far_low[n]
                along += slope_low[n] * step
                square += step * step
            there, _ = _value(
                next_high, next_low, places, minimum, needed, prices, runs, costs, softness, shares, taken
            )
            if there >= value + along - steepness / 2 * square - 1e-9 * abs(value) or steepness > 1e12:
                break
            steepness *= 2
        steepness = max(LEAST_STEEPNESS, steepness * 0.9)
        if there < best:
            momentum, best = 1.0, -np.inf
            far_high[:] = high
            far_low[:] = low
            continue
        following = (1 + np.sqrt(1 + 4 * momentum * momentum)) / 2
        push = (momentum - 1) / following
        for cell in range(cells):
            far_high[cell] = max(0.0, next_high[cell] + push * (next_high[cell] - high[cell]))
            high[cell] = next_high[cell]
        _heed_caps(far_high, *caps)
        for n in range(many):
            far_low[n] = min(most, max(0.0, next_low[n] + push * (next_low[n] - low[n])))
            low[n] = next_low[n]
        best, momentum = there, following
    _, hard = _value(high, low, places, minimum, needed, prices, runs, costs, softness, shares, taken)
    return steepness, hard
