"""What is known of an instance while it is solved: the best plan, the lowest bound and its prices.

The bound comes from whole numbers alone: prices of cells and the weights of fairness are rounded to grains, the
weights so that they are exactly one point together, and each student's best is then exact (`students.py`).
"""

from __future__ import annotations

import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field

import numpy as np

from benchmarks.mss.program import stays_of
from benchmarks.mss.reading import Instance, Ints
from benchmarks.mss.rules import Plan, judge
from benchmarks.mss.students import GRAINS, Beam, Lattices, Quote, Room, Student
from borealis.planner.engine.column import Column


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
        return self.quotes_of(range(len(self.students)), cells, prices.fair)

    def quotes_of(self, who: Sequence[int], cells: Ints, fair: Ints) -> list[Quote]:
        """Some students at the prices of stays, each with its own weight of fairness."""

        def some(part: int) -> list[Quote]:
            room = self.rooms[part]
            mine = list(zip(who, fair.tolist(), strict=True))[part :: self.threads]
            return [self.students[k].quote(cells, weight, room) for k, weight in mine]

        quotes: list[Quote] = [Quote(0, None, 0)] * len(who)
        for part, found in enumerate(self.pool.map(some, range(self.threads))):
            quotes[part :: self.threads] = found
        return quotes

    def lower(self, prices: Prices, quotes: Sequence[Quote | Beam]) -> int:
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
