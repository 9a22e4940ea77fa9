"""Solves an instance: columns until the bound is reached, the best choice among them, and what is left listed."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from benchmarks.mss.many import solve_many
from benchmarks.mss.program import FairMaster, choose_fairly, make_column
from benchmarks.mss.reading import Instance
from benchmarks.mss.search import Prices, Search, stay_prices, whole_fairness
from benchmarks.mss.students import GRAINS
from borealis.planner.engine.column import Column

WORTHWHILE = 1e-4
SMOOTHING = 0.5
MOST_PRICE = 1000
"""Points of a cell: dearer ones are cut, so that no sum of prices leaves int32."""
MOST_LISTED = 60_000
"""Columns that are listed to close a gap."""
BLIND = 50
"""Points below the bound that are looked at where no plan is known."""


class Generation:
    """Rounds of column generation, smoothed towards the prices of the best bound (Wentges 1997)."""

    def __init__(self, search: Search) -> None:
        self.search, self.master = search, FairMaster(search.instance)

    def run(self) -> None:
        """Until nothing is gained, the plan is proven, or the time is out."""
        while self.search.left() > 0 and not self.search.is_proven and self.another():
            pass

    def another(self) -> bool:
        """One program and one or two pricings; False where nothing was gained."""
        if not self.master.solve():
            return False
        most = MOST_PRICE * GRAINS
        cells = np.clip(self.master.cell_prices() * GRAINS, -most, most)
        fair = np.array(self.master.fairness()) * GRAINS
        center = self.search.at
        for smoothing in (0.0,) if center is None else (SMOOTHING, 0.0):
            if center is not None and smoothing:
                near = smoothing * center.cells + (1 - smoothing) * cells
                even = smoothing * center.fair + (1 - smoothing) * fair
            else:
                near, even = cells, fair
            prices = Prices(np.rint(near).astype(np.int64), whole_fairness(even.tolist()))
            if self._price(prices, cells / GRAINS, fair / GRAINS):
                return True
        return False

    def _price(self, prices: Prices, cells: np.ndarray, fair: np.ndarray) -> int:
        quotes = self.search.quotes(prices)
        self.search.lower(prices, quotes)
        found = []
        for k, quote in enumerate(quotes):
            if quote.stays is None:
                continue
            column = make_column(self.search.instance, k, quote.stays)
            reduced = column.cost * (1 + fair[k]) + cells[column.cells].sum() - self.master.worth(k)
            if reduced < -WORTHWHILE:
                found.append(column)
        return self.master.add(found)


def whole_choice(master: FairMaster) -> list[Column] | None:
    """The program's solution where it is whole already."""
    chosen = np.flatnonzero(master.shares > 1 - 1e-6).tolist()
    return [master.columns[n] for n in chosen] if len(chosen) == len(master.who) else None


def solve(instance: Instance, seconds: float, threads: int = 2) -> Search:
    """The best plan found, and the bound."""
    search = Search(instance, seconds, threads)
    if all(student.is_exact for student in search.students):
        solve_exactly(search)
    else:
        solve_many(search)
    return search


def solve_exactly(search: Search) -> None:
    """Columns until nothing is gained, the best choice among them, and what is left listed."""
    generation = Generation(search)
    generation.run()
    master = generation.master
    chosen = whole_choice(master)
    if chosen is not None:
        search.offer(chosen)
    for _ in range(3):
        if search.is_proven or search.left() <= 0:
            return
        _choose(search, master.columns)
        listed = _all_that_matter(search)
        if search.is_proven or listed is None:
            return
        master.add(listed)


def _choose(search: Search, columns: Sequence[Column]) -> None:
    target = search.bound if search.bound is not None else 1 << 30
    choice = choose_fairly(search.instance, columns, search.best, target, max(search.left(), 0.1))
    if choice.columns is not None:
        search.offer(choice.columns)


def _all_that_matter(search: Search) -> list[Column] | None:
    """All columns of a plan better than the best; None where they are too many.

    A plan better by a point loses at most the grains between it and the bound, at the prices of the bound.
    """
    if search.at is None:
        return None
    room = BLIND * GRAINS if search.value is None else search.grains - (search.value + 1) * GRAINS
    cells = stay_prices(search.instance, search.at.cells)
    columns: list[Column] = []
    for k, student in enumerate(search.students):
        most = MOST_LISTED - len(columns)
        listed = student.all_within(cells, int(search.at.fair[k]), room, most, search.rooms[0])
        if listed is None:
            return None
        columns += [make_column(search.instance, k, stays) for stays in listed]
    return columns
