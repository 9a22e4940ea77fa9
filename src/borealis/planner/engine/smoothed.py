"""Prices and shares over known columns without a linear program: nearly its optimum, in a small part of its time.

The linear program's prices jump between corners from round to round; those found here lie in the middle of what
is best, so that column generation needs fewer rounds too. The less `softness`, the closer to the program.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np

from borealis.planner.engine.ascent import climb
from borealis.planner.engine.column import Column
from borealis.planner.engine.generate import MORE, in_grains
from borealis.planner.engine.lattice import Ints
from borealis.planner.engine.master import Floats
from borealis.planner.engine.search import Search

STEPS = 150
"""Steps of a climb."""
SOFT, FALL, FIRM = 0.06, 0.73, 0.003
"""Softness of the first round, how it falls from one to the next, and the least: parts of what a trainee costs."""
FIRST_STEEPNESS = 10.0
NO_WEIGHTS: Floats = np.zeros(0)
NO_CAPS = (np.zeros(1, dtype=np.int64), np.zeros(0))
Runs = tuple[Ints, Ints, Floats]


@dataclass(frozen=True, slots=True)
class Stage:
    """How broad the lattices are, and when to go on: after so many rounds or seconds, or when the bound is so close."""

    breadth: int
    rounds: int
    closeness: float
    seconds: float


class Smoothed:
    """The columns of the trainees `who`, and the prices they lead to; costs and prices in quanta.

    `places` and `minimum` (arenas x months,) are what there is for them. `value` is a bound on what a choice among
    the columns costs, shared costs included. Prices are sought for the cells `here`.
    """

    def __init__(self, search: Search, who: Sequence[int], places: Ints, minimum: Ints) -> None:
        self.search = search
        self.places, self.minimum = places.copy(), np.maximum(minimum, 0)
        self.columns: dict[int, list[Column]] = {k: [] for k in who}
        self.runs: dict[int, list[Runs]] = {k: [] for k in who}
        self.known: set[Column] = set()
        self.soft = search.model.soft
        self.here = _cells_of(search, who)
        self.rank = np.cumsum(np.bincount(self.here, minlength=len(self.places))) - 1
        self.needed = self.here[self.minimum[self.here] > 0]
        self.unit = search.unit if self.soft is None else self.soft.units_of(search.unit)
        start = search.prices * self.unit / search.model.scale.grains
        self.high = np.maximum(start, 0.0)
        self.low = np.maximum(-start[self.needed], 0.0)
        self.shares: Floats = np.zeros(0)
        self.steepness, self.value = FIRST_STEEPNESS, 0.0

    def add(self, columns: Iterable[Column]) -> int:
        """Add the columns that are new; how many were."""
        before = len(self.known)
        for column in columns:
            if column not in self.known and column.fits(self.places):
                self.known.add(column)
                self.columns[column.who].append(column)
                low, high, weight = _runs(column, self.unit)
                self.runs[column.who].append((self.rank[low], self.rank[high - 1] + 1, weight))
        return len(self.known) - before

    def fix(self, columns: Iterable[Column]) -> None:
        """Give trainees these plans for good: they leave, and with them what they take."""
        for column in columns:
            self.places[column.cells] -= column.loads
            self.minimum[column.cells] -= column.loads
            del self.columns[column.who], self.runs[column.who]
        self.minimum = np.maximum(self.minimum, 0)
        for k, own in self.columns.items():
            kept = [n for n, column in enumerate(own) if column.fits(self.places)]
            self.columns[k] = [own[n] for n in kept]
            self.runs[k] = [self.runs[k][n] for n in kept]

    def solve(self, softness: float, steps: int = STEPS) -> None:
        """Climb from the prices of the time before."""
        scale, soft = self.search.model.scale, self.soft
        limits = self.places if soft is None else soft.limits(self.places)
        runs = [run for own in self.runs.values() for run in own]
        table = (
            np.concatenate([low for low, _, _ in runs]),
            np.concatenate([high for _, high, _ in runs]),
            np.cumsum([0, *(len(low) for low, _, _ in runs)]),
            np.cumsum([0, *map(len, self.columns.values())]),
            np.concatenate([weight for _, _, weight in runs]),
        )
        costs = np.array([column.cost for own in self.columns.values() for column in own]) / scale.grains
        self.shares, high = np.empty(len(costs)), self.high[self.here]
        self.steepness, self.value = climb(
            high,
            self.low,
            (limits / self.unit)[self.here],
            (self.minimum / self.unit)[self.needed],
            self.rank[self.needed],
            scale.breach / scale.grains,
            NO_CAPS if soft is None else (soft.starts, soft.cost / scale.grains),
            table,
            costs,
            softness,
            self.steepness,
            steps,
            self.shares,
        )
        self.high[self.here] = high

    def leaders(self) -> list[tuple[float, Column]]:
        """The column of each trainee with the largest share."""
        found, first = [], 0
        for own in self.columns.values():
            n = int(np.argmax(self.shares[first : first + len(own)]))
            found.append((float(self.shares[first + n]), own[n]))
            first += len(own)
        return found

    def cell_prices(self) -> Floats:
        """(arenas x months,) the price of each arena-month, for a unit of load: of places less of minimums."""
        prices = self.high.copy()
        prices[self.needed] -= self.low
        return prices / self.unit


def _cells_of(search: Search, who: Sequence[int]) -> Ints:
    """The cells that prices are sought for, sorted: for some trainees alone those of the arenas that they may use."""
    cells = np.arange(len(search.places))
    if search.model.soft is not None or len(who) == len(search.everyone):
        return cells
    arenas = [alternative.arena for k in who for alternative in search.model.cases[k].alternatives]
    return cells[np.isin(cells // search.model.places.shape[1], arenas)]


def bound_by_rounds(search: Search, known: Smoothed, stages: Sequence[Stage]) -> None:
    """Prices from the columns, columns from the prices, stage by stage, until one ends or the best plan is proven."""
    softness = SOFT
    for stage in stages:
        until, best = search.clock.elapsed() + stage.seconds, -math.inf
        for _ in range(stage.rounds):
            search.clock.check()
            bound, added = _round(search, known, stage.breadth, softness)
            best, softness = max(best, bound), max(softness * FALL, FIRM)
            if search.is_proven:
                return
            is_close = known.value - best <= stage.closeness * known.value and softness == FIRM
            if is_close or not added or search.clock.elapsed() > until:
                break


def size_of(search: Search) -> float:
    """About what a trainee's plan costs, in quanta."""
    grains = search.model.scale.grains
    return max(search.estimate, search.bound, grains) / grains / len(search.everyone)


def _round(search: Search, known: Smoothed, breadth: int, softness: float) -> tuple[float, int]:
    """One climb and one pricing; the bound in quanta, and how many columns are new."""
    scale = search.model.scale
    known.solve(softness * size_of(search))
    cells = in_grains(search, known.cell_prices())
    priced, bound = search.price(cells, breadth, MORE)
    found = [*priced.columns, *priced.others]
    search.remember(found)
    return bound / scale.grains, known.add(found)


def _runs(column: Column, unit: Ints | int) -> Runs:
    """Where runs of neighbouring cells begin and are over, and, where arenas weigh, what part of a place they take."""
    cells = column.cells
    if not len(cells):
        return cells, cells, NO_WEIGHTS
    if isinstance(unit, int):
        cuts = np.flatnonzero(np.diff(cells) != 1)
        weight = NO_WEIGHTS
    else:
        parts = column.loads / unit[cells]
        cuts = np.flatnonzero((np.diff(cells) != 1) | (np.diff(parts) != 0))
        weight = parts[np.concatenate([[0], cuts + 1])]
    return cells[np.concatenate([[0], cuts + 1])], cells[np.concatenate([cuts, [len(cells) - 1]])] + 1, weight
