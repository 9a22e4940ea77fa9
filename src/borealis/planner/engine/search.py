"""What the search knows: the best plan, the best bound, the prices it came from, and all columns seen."""

from __future__ import annotations

from bisect import insort
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from itertools import islice

import numpy as np

from borealis.planner.engine.case import Grains
from borealis.planner.engine.clock import Clock
from borealis.planner.engine.column import Column, make_column
from borealis.planner.engine.fleet import WHOLE, Fleet, Priced
from borealis.planner.engine.lattice import Ints
from borealis.planner.engine.least import least_alone
from borealis.planner.engine.model import Model
from borealis.planner.engine.soft import ENDLESS


@dataclass(frozen=True, slots=True)
class Progress:
    """Where a search stands: what it does, and cost and bound so far (bound 0 until there is one)."""

    phase: str
    cost: float
    bound: float
    seconds: float


class Search:
    """The state of one search; everything in grains."""

    def __init__(
        self, model: Model, fleet: Fleet, clock: Clock, on_progress: Callable[[Progress], None] | None = None
    ) -> None:
        self.model, self.fleet, self.clock = model, fleet, clock
        self.on_progress = on_progress
        more = 0 if model.soft is None else len(model.soft.limit)
        self.places = np.append(model.places.ravel(), np.full(more, ENDLESS))
        self.limits = self.places if model.soft is None else model.soft.limits(self.places)
        """places, and the limits of soft cells"""
        self.minimum = np.append(model.minimum.ravel(), np.zeros(more, dtype=np.int64))
        self.unit: Ints | int = 1
        """what a whole place is in each cell"""
        if model.weighs:
            whole = np.repeat(model.unit, model.places.shape[1])
            self.unit = np.append(whole, np.ones(more, dtype=np.int64))
        self.everyone = tuple(range(len(model.cases)))
        self.plan = [make_column(model, k, ()) for k in self.everyone]
        self.cost = self.cost_of(self.plan)
        self.bound = sum(least_alone(case) for case in model.cases)
        self.is_bounded = False
        self.is_part = False
        """whether bounds must hold for plans that are not the best here, too, since they may be so in a larger whole"""
        self.estimate = -(1 << 62)
        """the bound of the prices kept, which proves nothing before `is_bounded`; `bound` may be better"""
        self.prices = np.zeros(len(self.places), dtype=np.int64)
        self._prices_of_all: Grains | None = None
        self.least: list[int] = [0] * len(self.everyone)
        self.pool: dict[Column, None] = {}
        self._forget_ranks()
        self.phase = "start"

    def cost_of(self, plan: Sequence[Column]) -> int:
        """What a plan costs, every missing trainee of a minimum priced like a broken agreement."""
        taken, soft = self.taken(plan), self.model.soft
        short = np.maximum(self.minimum - taken, 0).sum()
        shared = 0 if soft is None else soft.cost_of(taken[soft.first :])
        return sum(column.cost for column in plan) + int(short) * self.model.scale.breach + shared

    def load(self, k: int) -> Ints | int:
        """(arenas x months,) what a trainee takes of each cell; 1 where every arena counts people."""
        return 1 if isinstance(self.unit, int) else self.model.load(k, np.arange(len(self.places)))

    def taken(self, columns: Iterable[Column]) -> Ints:
        """(arenas x months,) what the columns take of each cell's places."""
        used = np.zeros(len(self.places), dtype=np.int64)
        for column in columns:
            used[column.cells] += column.loads
        return used

    def offer(self, plan: Sequence[Column]) -> bool:
        """Keep a plan that is better than the best, or another as good; whether it is better."""
        before, cost = self.cost, self.cost_of(plan)
        self.remember(plan)
        if cost > before or (self.taken(plan) > self.places).any():
            return False
        self.plan, self.cost = list(plan), cost
        if cost < before:
            self.tell()
        return cost < before

    def remember(self, columns: Iterable[Column]) -> None:
        self.pool.update(dict.fromkeys(columns))

    def bound_at(self, prices: Grains, priced: Priced) -> int:
        """The Lagrangian bound of prices at which every trainee was priced (with proof, if it was)."""
        high, low = np.maximum(prices, 0), np.minimum(prices, 0)
        return sum(priced.proven) - int((high * self.limits + low * self.minimum).sum())

    def price(self, prices: Grains, breadth: int = WHOLE, more: int = 0) -> tuple[Priced, int]:
        """Price everyone at these prices of cells, and keep the prices where their bound is best; with the bound."""
        priced = self.fleet.price(np.append(prices, 0), self.everyone, breadth, more)
        bound = self.bound_at(prices, priced)
        self._lift(prices, priced, bound, proven=breadth == WHOLE)
        return priced, bound

    def _lift(self, prices: Grains, priced: Priced, bound: int, *, proven: bool) -> None:
        """Keep the prices with the best bound of their own; those that prove theirs go before any other."""
        if proven and (bound > self.estimate or not self.is_bounded):
            self.bound, self.is_bounded = max(self.bound, bound), True
        elif self.is_bounded or bound <= self.estimate:
            return
        self.estimate = bound
        self.prices, self.least = prices.copy(), list(priced.proven)
        self._forget_ranks()
        self.tell()

    def _forget_ranks(self) -> None:
        """Since prices changed: the columns of each trainee by what they cost beyond the least, none placed yet."""
        self._ranked: list[list[tuple[int, int, Column]]] = [[] for _ in self.everyone]
        self._placed = 0

    @property
    def arena_prices(self) -> Grains:
        """(arenas, months) the prices of places: the best that were found while all plans were looked for."""
        prices = self.prices if self._prices_of_all is None else self._prices_of_all
        return prices[: self.model.places.size].reshape(self.model.places.shape)

    @property
    def priced(self) -> bool:
        """Whether there are prices to begin from."""
        return bool(self.prices.any())

    @property
    def is_whole(self) -> bool:
        """Whether the best plan keeps every agreement and every minimum."""
        is_short = bool((self.taken(self.plan) < self.minimum).any())
        return not is_short and all(column.cost < self.model.scale.breach for column in self.plan)

    @property
    def is_proven(self) -> bool:
        return self.model.scale.round_up(self.bound) >= self.cost

    def room(self, bound: int) -> int:
        """What a plan that is better by a quantum may cost beyond a bound."""
        return self.cost - self.model.scale.grains - bound

    def narrow(self) -> None:
        """From now on let only those plans be looked for that can stand in a better plan than the best, if any is.

        What is proven from then on, of the whole and of each trainee, holds for better plans than the best.
        """
        room = self.room(self.estimate)
        if not self.is_part and self.is_bounded and self.is_whole and room < self.model.scale.breach // 2:
            if self._prices_of_all is None:
                self._prices_of_all = self.prices.copy()
            self.fleet.narrow(np.append(self.prices, 0), [least + room for least in self.least])

    def promising(self, many: int) -> list[Column]:
        """The columns that can stand in a plan better than the best, of each trainee the `many` cheapest.

        A column costs a plan at least the bound and what it costs beyond its trainee's least.
        """
        room = self.room(self.estimate)
        for column in islice(self.pool, self._placed, None):
            extra = column.cost + int(column.paid(self.prices)) - self.least[column.who]
            insort(self._ranked[column.who], (extra, self._placed, column))
            self._placed += 1
        return [column for own in self._ranked for extra, _, column in own[:many] if extra <= room]

    def tell(self) -> None:
        """Report progress to whoever listens."""
        if self.on_progress is not None:
            scale = self.model.scale
            bound = min(scale.round_up(self.bound), self.cost)
            costs = float(scale.cost(self.cost)), float(scale.cost(max(bound, 0)))
            self.on_progress(Progress(self.phase, *costs, self.clock.elapsed()))
