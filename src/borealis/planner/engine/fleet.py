"""Prices plans for any group of trainees, and says below what cost no plan of theirs can be.

Each trainee has a *window*: the number of slots, that is idle months + 1, the pricing looks at. A plan with
more idle months ends so late, and leaves so much of what it should do, that this alone is a bound (`beyond`);
only where that bound is the lower one is the window doubled. So the values are proven whatever the window.
Where a plan is looked for that is better than the best, `narrow` tells the windows beyond which none can be.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from copy import copy
from dataclasses import dataclass

import numpy as np

from borealis.planner.engine.case import BlockShape, Case, Grains
from borealis.planner.engine.changing import changing_lattice
from borealis.planner.engine.column import Column, is_lawful, make_column, work_left
from borealis.planner.engine.kernel import NOWHERE
from borealis.planner.engine.lattice import Bools, Lattice, constant_lattice, fraction_is_constant
from borealis.planner.engine.least import beyond_window, least_of_way, left_at_least
from borealis.planner.engine.model import Model
from borealis.planner.engine.pricing import STINT, Extra, Filled, Fixed
from borealis.planner.engine.shape import Shape, spread

FIRST_WINDOW, FIRST_WINDOW_OF_MANY, MANY = 16, 8, 40
"""Slots to begin with: for up to `MANY` trainees, and for more."""
BITES = 8
"""Parts of the work for each thread."""
WHOLE = 1000
"""The breadth at which all plans are looked at: only this proves anything."""
LatticeKey = tuple[tuple[BlockShape, ...], frozenset[int], bytes, int, int]


@dataclass(frozen=True, slots=True)
class Priced:
    """For each trainee asked for: the cheapest plan found, its priced cost, and a proven lower bound on it."""

    columns: list[Column]
    values: list[int]
    proven: list[int]
    others: list[Column]
    """more plans of the same trainees, cheap but not the cheapest"""


@dataclass(frozen=True, slots=True)
class _Found:
    """What the pricing of one trainee found; see `Priced`."""

    column: Column
    value: int
    proven: int
    others: list[Column]


@dataclass(frozen=True, slots=True)
class _Asked:
    """What a pricing asks of everyone, as `Fleet.price` is told; `has_rewards` where a price is below zero."""

    cells: Grains
    breadth: int
    more: int
    hurry: bool
    has_rewards: bool
    extra: Extra | None


class Fleet:
    """Everyone's shapes, kept for the next time, and the threads that price them."""

    def __init__(self, model: Model, threads: int = 1, check: Callable[[], None] = lambda: None) -> None:
        """`check` is called between parts of the work, and may raise to stop it."""
        self.model, self.check = model, check
        self.cases: list[Case] = []
        self.ways: list[range] = []
        for case in model.cases:
            self.ways.append(range(len(self.cases), len(self.cases) + len(case.ways)))
            self.cases += case.ways
        self.window = [self._first_window(case) for case in self.cases]
        self.enough = [len(case.months) + 2 for case in self.cases]
        """the windows beyond which no plan is looked for"""
        self.strict = [False] * len(self.cases)
        self.lenient = len(model.cases) > MANY
        """whether the next best plan of a loose filling will do where the best is not lawful"""
        self.threads = threads
        self._pool = ThreadPoolExecutor(threads) if threads > 1 else None
        self._own = threading.local()
        self._lattices: dict[LatticeKey, Lattice] = {}
        self._shapes: dict[tuple[object, ...], Shape] = {}
        self._fixes: dict[tuple[int, int, int], Fixed] = {}
        self._used: dict[tuple[int, int], Bools] = {}
        self._far: dict[tuple[int, int], int] = {}

    def with_cases(self, changed: Mapping[int, Case]) -> Fleet:
        """A fleet in which some ways are narrower; what it knows of the others it takes from this one."""
        other = copy(self)
        other.cases = [changed.get(way, case) for way, case in enumerate(self.cases)]
        other.window, other.strict = list(self.window), list(self.strict)
        other._fixes = {key: fixed for key, fixed in self._fixes.items() if key[0] not in changed}
        other._far = {key: least for key, least in self._far.items() if key[0] not in changed}
        return other

    def narrow(self, cells: Grains, limits: Sequence[int]) -> None:
        """From now on look for plans alone that cost each trainee no more than its limit, in grains, at these prices.

        What is said to be proven holds for these then.
        """
        for k, ways in enumerate(self.ways):
            for way in ways:
                window = min(self.window[way], self.enough[way])
                limit = limits[k] - self._rewards(self.cases[way], cells)
                while window > 1 and self._beyond_window(way, window - 1) > limit:
                    window -= 1
                if self._beyond_window(way, window) > limit:
                    self.window[way] = self.enough[way] = window
                    self._leave_out(cells, way, limits[k])

    def _leave_out(self, cells: Grains, way: int, limit: int) -> None:
        """Leave out what no plan of at most this limit can use of a way's lattice."""
        self.check()
        filled = self._fill(cells, way, WHOLE, apart=True, strict=False)
        is_used = self._used[way, self.window[way]] = filled.nodes_within(limit)
        filled.fixed.leave_out(is_used)

    def price(
        self,
        cells: Grains,
        who: Sequence[int],
        breadth: int = WHOLE,
        more: int = 0,
        *,
        hurry: bool = False,
        extra: Extra | None = None,
    ) -> Priced:
        """Price each of the trainees; `cells` (arenas x months + 1,) grains, the last entry 0.

        Where costs are shared, the prices of soft cells stand before the last entry, or `extra` in their place.

        `more` asks for that many more plans of each trainee. `breadth` is that of the lattices looked at
        (`lattice.py`); below `WHOLE` the values `proven` prove nothing. In a `hurry` windows are widened only
        for those whose plan would leave work for which there are places.
        """
        asked = _Asked(cells, breadth, more, hurry, bool((cells < 0).any()), extra)

        def price_some(some: Sequence[int]) -> list[_Found]:
            return [self._price_trainee(asked, k) for k in some]

        if self._pool is None or len(who) < 2 * self.threads:
            found = price_some(who)
        else:
            size = -(-len(who) // (BITES * self.threads))
            bites = [who[n : n + size] for n in range(0, len(who), size)]
            found = [one for some in self._pool.map(price_some, bites) for one in some]
        return Priced(
            [one.column for one in found],
            [one.value for one in found],
            [one.proven for one in found],
            [column for one in found for column in one.others],
        )

    def _price_trainee(self, asked: _Asked, k: int) -> _Found:
        """Price a trainee in every way to choose; the least counts."""
        ways = self.ways[k]
        if len(ways) == 1:
            return self._price_one(asked, ways[0])
        rewards = self._rewards(self.model.cases[k], asked.cells) if asked.has_rewards else 0
        found: list[_Found] = []
        floors = [NOWHERE]
        for way in sorted(ways, key=self._floor):
            floor = self._floor(way) + rewards
            if found and floor >= min(one.value for one in found):
                floors.append(floor)
            else:
                found.append(self._price_one(asked, way))
        best = min(found, key=lambda one: one.value)
        known = dict.fromkeys(column for one in found for column in (one.column, *one.others))
        known.pop(best.column)
        others = sorted(known, key=lambda column: column.cost + int(column.paid(asked.cells)))[: asked.more]
        return _Found(best.column, best.value, min(*floors, *(one.proven for one in found)), others)

    def _price_one(self, asked: _Asked, k: int) -> _Found:
        """Price one way, in a wider window or strictly where that is what the proof or the plan needs."""
        case = self.cases[k]
        rewards = self._rewards(case, asked.cells) if asked.has_rewards else 0
        while True:
            self.check()
            window = self.window[k]
            filled = self._fill(asked.cells, k, asked.breadth, extra=asked.extra)
            best = filled.best_plan()
            others = filled.other_plans(asked.more, self.model.scale.block // 2) if asked.more else []
            lawful = [plan for plan in others if is_lawful(plan)]
            runs = lawful[0] if self.lenient and lawful and not is_lawful(best) else best
            if not is_lawful(runs) and not self.strict[k]:
                self.strict[k] = True
                continue
            beyond = self._beyond(k, window)
            if beyond < NOWHERE:
                beyond += rewards
            is_late = beyond < filled.value and window <= len(case.months)
            if is_late and (not asked.hurry or sum(work_left(case, runs)) > self._stuck(case, asked.cells)):
                self.window[k] = window * 2
                continue
            break
        proven = min(filled.value - STINT * len(case.months), beyond)
        if not filled.fixed.exact:
            proven = min(proven, self._beyond_window(k, 0) + rewards)
        columns = [make_column(self.model, case.index, plan) for plan in lawful]
        return _Found(make_column(self.model, case.index, runs), filled.value, proven, columns)

    def _fill(
        self,
        cells: Grains,
        k: int,
        breadth: int,
        *,
        apart: bool = False,
        strict: bool | None = None,
        extra: Extra | None = None,
    ) -> Filled:
        fixed, soft = self._fixed(k, breadth), self.model.soft
        who = fixed.case.index
        if extra is None and soft is not None and soft.is_shared(who):
            extra = soft.priced(who, cells[soft.first : -1], fixed.case.base.shape)
        is_strict = self.strict[k] if strict is None else strict
        return Filled(fixed, cells, self._rows, strict=is_strict, apart=apart, extra=extra)

    def within(self, cells: Grains, k: int, room: int, most: int) -> list[Column] | None:
        """All plans of a trainee within `room` grains of the cheapest; None where they cannot all be told.

        The trainee's window is that which the last proof was made with.
        """
        ways = self.ways[k]
        least = min(self._fill(cells, way, WHOLE).value for way in ways) if len(ways) > 1 else None
        known: dict[Column, None] = {}
        for way in ways:
            found = self._within(cells, way, least, room, most - len(known))
            if found is None:
                return None
            known |= dict.fromkeys(found)
        return list(known)

    def _within(self, cells: Grains, k: int, least: int | None, room: int, most: int) -> list[Column] | None:
        """All plans of one way within `room` grains of `least`, or (None) of the cheapest of this way."""
        self.check()
        case = self.cases[k]
        filled = self._fill(cells, k, WHOLE, apart=True)
        limit = (filled.value if least is None else least) + room
        beyond = self._beyond(k, self.window[k]) + self._rewards(case, cells)
        if not filled.fixed.exact or beyond <= limit:
            return None
        if filled.value > limit:
            return []
        plans = filled.plans_within(limit - filled.value, most)
        if plans is None:
            return None
        return [make_column(self.model, case.index, runs) for runs in plans if is_lawful(runs)]

    def _rows(self, many: int, slots: int) -> Grains:
        """This thread's memory: touched once, used again and again."""
        size = many * slots
        kept: Grains | None = getattr(self._own, "rows", None)
        if kept is None or kept.size < size:
            kept = self._own.rows = np.empty(size * 5 // 4 + slots, dtype=np.int64)
        return kept[:size].reshape(many, slots)

    def _first_window(self, case: Case) -> int:
        """Wide enough for most; wider where agreements or a plan in force may hold things apart."""
        first = FIRST_WINDOW if len(self.model.cases) <= MANY else FIRST_WINDOW_OF_MANY
        return first if not (case.base < 0).any() else FIRST_WINDOW * 2

    def _fixed(self, k: int, breadth: int) -> Fixed:
        key = (k, self.window[k], breadth)
        if key not in self._fixes:
            case, places = self.cases[k], self.model.places
            shape, exact = self._shape(k, breadth), self._lattice(k, breadth).exact
            fixed = Fixed(case, shape, self.window[k], places.shape[1], self.model.scale.block, exact)
            if breadth == WHOLE and (k, self.window[k]) in self._used:
                fixed.leave_out(self._used[k, self.window[k]])
            self._fixes[key] = fixed
        return self._fixes[key]

    def _shape(self, k: int, breadth: int) -> Shape:
        case = self.cases[k]
        places = tuple((alternative.block, alternative.site) for alternative in case.alternatives)
        own = (places, case.home, case.move, case.unplaced, case.step)
        key = (*own, self._lattice_key(k, breadth))
        if key not in self._shapes:
            self._shapes[key] = spread(case, self._lattice(k, breadth))
        return self._shapes[key]

    def _lattice(self, k: int, breadth: int) -> Lattice:
        case, key = self.cases[k], self._lattice_key(k, breadth)
        if key not in self._lattices:
            *_, slots, breadth = key
            self._lattices[key] = (
                changing_lattice(case, slots, breadth) if slots else constant_lattice(case, breadth)
            )
        return self._lattices[key]

    def _lattice_key(self, k: int, breadth: int) -> LatticeKey:
        """What a lattice hangs on; the last two are its slots, 0 where the fraction never changes, and breadth."""
        case = self.cases[k]
        offered = frozenset(alternative.block for alternative in case.alternatives)
        percent = case.percent.tobytes()
        slots = 0 if fraction_is_constant(case) else self.window[k]
        return case.blocks, offered, percent, slots, min(breadth, len(case.blocks))

    def _beyond(self, k: int, window: int) -> int:
        """What a plan costs at least that is looked for, and not in this window."""
        return NOWHERE if window >= self.enough[k] else self._beyond_window(k, window)

    def _beyond_window(self, k: int, window: int) -> int:
        """The least a plan can cost that has `window` idle months or more before its last month."""
        if (k, window) not in self._far:
            self._far[k, window] = beyond_window(self.cases[k], window, self._stuck(self.cases[k]))
        return self._far[k, window]

    def _stuck(self, case: Case, cells: Grains | None = None) -> int:
        """Per-cent-months for which there is never a place, whoever else takes one: of blocks, and of what is after.

        With `cells`, places whose price forbids them are none either.
        """
        here = case.table[:, 1, None], case.months
        can_be = (self.model.places[here] > 0) & (case.base < case.forbidden)
        if cells is not None:
            flat = here[0] * self.model.places.shape[1] + here[1]
            can_be &= cells[flat] * self.model.load(case.index, flat) < case.forbidden
        most = [
            case.percent[can_be[case.table[:, 0] == b].any(axis=0)].sum() for b in range(len(case.blocks))
        ]
        return sum(left_at_least(case.blocks, most))

    def _floor(self, k: int) -> int:
        """What no plan of a way costs less than, as if places were free."""
        if (k, -1) not in self._far:
            self._far[k, -1] = least_of_way(self.cases[k])
        return self._far[k, -1]

    def _rewards(self, case: Case, cells: Grains) -> int:
        """The most that prices below zero (places that must be filled) can take off a plan's cost."""
        if not len(case.alternatives) or not (cells < 0).any():
            return 0
        arenas = sorted({alternative.arena for alternative in case.alternatives})
        here = [arena * self.model.places.shape[1] + case.months for arena in arenas]
        own = np.stack([cells[row] * self.model.load(case.index, row) for row in here])
        return int(np.minimum(own.min(axis=0), 0).sum())
