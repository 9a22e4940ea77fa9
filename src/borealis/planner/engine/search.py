"""What the search knows: the best plan, the best bound, the prices it came from, and all columns seen."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

import numpy as np

from borealis.planner.engine.clock import Clock
from borealis.planner.engine.column import Column, make_column
from borealis.planner.engine.fleet import Fleet, Priced
from borealis.planner.engine.lattice import Ints
from borealis.planner.engine.model import Grains, Model


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
        self.places = model.places.ravel()
        self.minimum = model.minimum.ravel()
        self.everyone = tuple(range(len(model.cases)))
        self.plan = [make_column(model, k, ()) for k in self.everyone]
        self.cost = self.cost_of(self.plan)
        self.bound = 0
        self.prices = np.zeros(len(self.places), dtype=np.int64)
        self.least: list[int] = [0] * len(self.everyone)
        self.pool: dict[Column, None] = {}
        self.phase = "start"

    def cost_of(self, plan: Sequence[Column]) -> int:
        """What a plan costs, every missing trainee of a minimum priced like a broken agreement."""
        short = np.maximum(self.minimum - self.taken(plan), 0).sum()
        return sum(column.cost for column in plan) + int(short) * self.model.scale.breach

    def taken(self, columns: Iterable[Column]) -> Ints:
        """(arenas x months,) how many of the columns take each place."""
        used = np.zeros(len(self.places), dtype=np.int64)
        for column in columns:
            used[column.cells] += 1
        return used

    def offer(self, plan: Sequence[Column]) -> bool:
        """Keep a plan if it is better than the best."""
        cost = self.cost_of(plan)
        self.remember(plan)
        if cost >= self.cost or (self.taken(plan) > self.places).any():
            return False
        self.plan, self.cost = list(plan), cost
        self.tell()
        return True

    def remember(self, columns: Iterable[Column]) -> None:
        self.pool.update(dict.fromkeys(columns))

    def bound_at(self, prices: Grains, priced: Priced) -> int:
        """The Lagrangian bound of prices at which every trainee was priced (with proof, if it was)."""
        high, low = np.maximum(prices, 0), np.minimum(prices, 0)
        return sum(priced.proven) - int((high * self.places + low * self.minimum).sum())

    def lift(self, prices: Grains, priced: Priced, bound: int) -> None:
        """Keep a proven bound if it is the best, and the prices it came from."""
        if bound > self.bound or not self.bound:
            self.bound = max(self.bound, bound)
            self.prices, self.least = prices.copy(), list(priced.proven)
            self.tell()

    @property
    def is_proven(self) -> bool:
        return self.model.scale.round_up(self.bound) >= self.cost

    def promising(self) -> list[Column]:
        """The columns that can stand in a plan better than the best: the bound plus what they cost extra."""
        room = self.cost - self.bound
        return [
            column
            for column in self.pool
            if column.cost + int(self.prices[column.cells].sum()) - self.least[column.who] < room
        ]

    def tell(self) -> None:
        """Report progress to whoever listens."""
        if self.on_progress is not None:
            scale = self.model.scale
            bound = min(scale.round_up(self.bound), self.cost)
            costs = float(scale.cost(self.cost)), float(scale.cost(max(bound, 0)))
            self.on_progress(Progress(self.phase, *costs, self.clock.elapsed()))
