"""Run charts: a median, and four rules for what does not look like chance.

R. J. Perla, L. P. Provost, S. K. Murray, The run chart: a simple analytical tool for learning from variation in
healthcare processes, BMJ Qual Saf 2011;20:46–51: a *shift* is six points or more in a row on one side of the median
(points on it are passed over); a *trend* is five or more in a row that go one way (the same value again is passed
over); too few or too many *runs*; an *astronomical* point. The number of runs is judged by its exact distribution
at 5 per cent, half of it on each side (F. S. Swed, C. Eisenhart, Ann Math Stat 1943;14:66–87). The paper leaves
astronomical points to the eye; here a modified z-score over 3.5 says where to look (B. Iglewicz, D. C. Hoaglin,
How to Detect and Handle Outliers, 1993; NIST/SEMATECH e-Handbook 1.3.5.17).
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import accumulate, pairwise
from math import comb
from statistics import median

from borealis.improvement.rules.signals import Signal

RUN_RULES = ("shift", "trend", "few_runs", "many_runs", "astronomical")
SHORTEST_SHIFT, SHORTEST_TREND = 6, 5
FEWEST_FOR_RUNS = 10  # points off the median, below which runs are not judged
TAIL = 0.025
FURTHEST_OUT = 3.5


def sides_of(values: Sequence[float], centre: float) -> list[int]:
    """1 above the centre, -1 below it, 0 on it."""
    return [(value > centre) - (value < centre) for value in values]


def shifts(values: Sequence[float], centre: float) -> tuple[Signal, ...]:
    """Every stretch of six or more on one side of the centre."""
    found: list[list[int]] = []
    before = 0
    for place, side in enumerate(sides_of(values, centre)):
        if side == 0:
            continue
        if side != before:
            found.append([])
        found[-1].append(place)
        before = side
    return tuple(Signal("shift", tuple(run)) for run in found if len(run) >= SHORTEST_SHIFT)


def trends(values: Sequence[float]) -> tuple[Signal, ...]:
    """Every stretch of five or more that go one way. The same value again neither counts nor breaks it."""
    found: list[list[int]] = [[0]] if values else []
    way = 0
    for place in range(1, len(values)):
        before = values[found[-1][-1]]
        turn = (values[place] > before) - (values[place] < before)
        if turn == 0:
            continue
        if turn != way and way != 0:
            found.append([found[-1][-1]])
        found[-1].append(place)
        way = turn
    return tuple(Signal("trend", tuple(run)) for run in found if len(run) >= SHORTEST_TREND)


def runs_of(values: Sequence[float], centre: float) -> tuple[int, int, int]:
    """The number of runs, and of points above and below the centre."""
    sides = [side for side in sides_of(values, centre) if side]
    turns = sum(before != after for before, after in pairwise(sides))
    return (turns + 1 if sides else 0), sides.count(1), sides.count(-1)


def runs_allowed(above: int, below: int) -> tuple[int, int]:
    """The fewest and the most runs that chance makes, of so many points above and below: each tail at most 2.5 %."""
    weights = [_ways(runs, above, below) for runs in range(above + below + 1)]
    return _within_tail(weights), above + below - _within_tail(weights[::-1])


def _within_tail(weights: Sequence[int]) -> int:
    """How many of the first weights lie within the tail, each with all before it."""
    limit = TAIL * sum(weights)
    return sum(so_far <= limit for so_far in accumulate(weights))


def _ways(runs: int, above: int, below: int) -> int:
    """In how many orders the points make so many runs."""
    if runs < 2:
        return int(runs == 1 and 0 in (above, below))
    if 0 in (above, below):
        return 0
    half = runs // 2
    if runs % 2 == 0:
        return 2 * comb(above - 1, half - 1) * comb(below - 1, half - 1)
    return comb(above - 1, half) * comb(below - 1, half - 1) + comb(above - 1, half - 1) * comb(
        below - 1, half
    )


def odd_runs(values: Sequence[float], centre: float) -> tuple[Signal, ...]:
    """Whether there are too few or too many runs; told of all points together."""
    runs, above, below = runs_of(values, centre)
    if above + below < FEWEST_FOR_RUNS:
        return ()
    fewest, most = runs_allowed(above, below)
    every = tuple(range(len(values)))
    if runs < fewest:
        return (Signal("few_runs", every),)
    return (Signal("many_runs", every),) if runs > most else ()


def astronomical(values: Sequence[float], base: Sequence[float]) -> tuple[Signal, ...]:
    """Points so far from the median of ``base`` that somebody should look: none where most values are the same."""
    centre = median(base)
    spread = median(abs(value - centre) for value in base)
    if not spread:
        return ()
    far = FURTHEST_OUT * spread / 0.6745
    return tuple(
        Signal("astronomical", (place,)) for place, value in enumerate(values) if abs(value - centre) > far
    )
