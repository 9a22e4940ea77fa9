"""Solves an instance: columns until the bound is reached, the best choice among them, and what is left listed.

The bound comes from whole numbers alone: prices of cells and the weights of fairness are rounded to grains, the
weights so that they are exactly one point together, and each student's best is then exact (`students.py`).
"""

from __future__ import annotations

import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field

import numpy as np

from benchmarks.mss.program import FairMaster, choose_fairly, make_column, stays_of
from benchmarks.mss.reading import Instance, Ints
from benchmarks.mss.rules import Plan, judge
from benchmarks.mss.students import GRAINS, Lattices, Quote, Room, Student
from borealis.planner.engine.column import Column

WORTHWHILE = 1e-4
SMOOTHING = 0.5
MOST_LISTED = 60_000
"""Columns that are listed to close a gap."""
BLIND = 50
"""Points below the bound that are looked at where no plan is known."""


@dataclass(frozen=True)
class Prices:
    """Whole grains: of each cell (below 0 where students are needed), and of each student's value as the lowest."""

    cells: Ints
    fair: Ints


@dataclass
class Search:
    """What is known of an instance: the best plan and the lowest bound so far."""

    instance: Instance
    seconds: float
    threads: int = 2
    began: float = field(default_factory=time.perf_counter)
    best: list[Column] | None = None
    value: int | None = None
    bound: int | None = None
    at: Prices | None = None
    """the prices of the bound, and its grains"""
    grains: int = 0

    def __post_init__(self) -> None:
        lattices = Lattices()
        self.students = [Student(self.instance, n, lattices) for n in range(self.instance.students)]
        self.master = FairMaster(self.instance)
        self.pool = ThreadPoolExecutor(self.threads)
        self.rooms = [Room() for _ in range(self.threads)]

    def left(self) -> float:
        return self.seconds - (time.perf_counter() - self.began)

    @property
    def is_proven(self) -> bool:
        return self.value is not None and self.bound is not None and self.value >= self.bound

    def offer(self, columns: Sequence[Column]) -> bool:
        """Keep a plan that is sound and better; it is judged by the rules themselves."""
        plan = plan_of(self.instance, columns)
        value, broken = judge(self.instance, plan)
        if broken or (self.value is not None and value <= self.value):
            return False
        self.best, self.value = sorted(columns, key=lambda column: column.who), value
        return True

    def quotes(self, prices: Prices) -> list[Quote]:
        """Each student at prices."""
        cells = stay_prices(self.instance, prices.cells)
        parts = [range(n, len(self.students), self.threads) for n in range(self.threads)]

        def some(n: int) -> list[Quote]:
            return [self.students[k].quote(cells, int(prices.fair[k]), self.rooms[n]) for k in parts[n]]

        quotes: list[Quote] = [Quote(0, None, 0)] * len(self.students)
        for part, found in zip(parts, self.pool.map(some, range(self.threads)), strict=True):
            for k, quote in zip(part, found, strict=True):
                quotes[k] = quote
        return quotes

    def lower(self, prices: Prices, quotes: Sequence[Quote]) -> int:
        """Keep a bound if it is the lowest; its grains."""
        high, low = np.maximum(prices.cells, 0), np.minimum(prices.cells, 0)
        grains = sum(quote.bound for quote in quotes)
        grains += int((high * self.instance.most.ravel() + low * self.instance.least.ravel()).sum())
        if self.at is None or grains < self.grains:
            self.at, self.grains, self.bound = prices, grains, grains // GRAINS
        return grains


def plan_of(instance: Instance, columns: Sequence[Column]) -> Plan:
    return [stays_of(instance, column) for column in sorted(columns, key=lambda column: column.who)]


def stay_prices(instance: Instance, cells: Ints) -> Ints:
    """(D, H, T) the price of all the periods of a stay that begins there and then; 0 where it does not fit."""
    shape = instance.hospitals, instance.disciplines, instance.periods
    sums = np.zeros((*shape[:2], shape[2] + 1), dtype=np.int64)
    np.cumsum(cells.reshape(shape), axis=2, out=sums[:, :, 1:])
    prices = np.zeros(shape, dtype=np.int64)
    last = instance.periods - instance.duration + 1
    prices[:, :, :last] = sums[:, :, instance.duration :] - sums[:, :, :last]
    return prices.transpose(1, 0, 2)


def whole_fairness(weights: Sequence[float]) -> Ints:
    """Weights in whole grains that are exactly one point together."""
    exact = np.array(weights) / max(sum(weights), 1e-9) * GRAINS
    if sum(weights) < 1e-9:
        exact = np.full(len(weights), GRAINS / len(weights))
    whole = np.floor(exact).astype(np.int64)
    most_cut = np.argsort(whole - exact, kind="stable")
    whole[most_cut[: GRAINS - int(whole.sum())]] += 1
    return whole


class Generation:
    """Rounds of column generation, smoothed towards the prices of the best bound (Wentges 1997)."""

    def __init__(self, search: Search) -> None:
        self.search, self.master = search, search.master

    def run(self) -> None:
        """Until nothing is gained, the plan is proven, or the time is out."""
        while self.search.left() > 0 and not self.search.is_proven and self.another():
            pass

    def another(self) -> bool:
        """One program and one or two pricings; False where nothing was gained."""
        if not self.master.solve():
            return False
        cells, fair = self.master.cell_prices() * GRAINS, np.array(self.master.fairness()) * GRAINS
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
    Generation(search).run()
    whole = whole_choice(search.master)
    if whole is not None:
        search.offer(whole)
    for _ in range(3):
        if search.is_proven or search.left() <= 0:
            break
        _choose(search, search.master.columns)
        listed = _all_that_matter(search)
        if search.is_proven or listed is None:
            break
        search.master.add(listed)
    return search


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
