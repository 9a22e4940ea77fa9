"""Branch and price: all plans in parts, each with a bound of its own, until no part can hold a better plan.

A part says of some trainees that they end by a month or after it, or that they have a place in a month or not.
Both are told to the dynamic program by what months cost, so that it prices a part as it prices the whole.
"""

from __future__ import annotations

import heapq
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import count

import numpy as np

from borealis.planner.engine.case import Case, Scale
from borealis.planner.engine.column import Column
from borealis.planner.engine.fleet import WHOLE, Fleet
from borealis.planner.engine.generate import SMOOTHING, in_grains, worthwhile
from borealis.planner.engine.master import Floats, Master
from borealis.planner.engine.search import Search

PARTS = 200
"""Parts that are looked at where no time is set."""
ROUNDS, MORE = 15, 4
"""Rounds of generation in a part, and how many more plans of each trainee are taken from one."""
SPLIT = 0.1
"""The least share on the smaller side for which a part is divided by when a trainee ends."""


@dataclass(frozen=True, slots=True)
class EndsBy:
    """The trainee has no month from `end` on (served months), or has one where not `holds`."""

    who: int
    end: int
    holds: bool

    def allows(self, column: Column) -> bool:
        """Whether a plan is in this part; a plan of nothing is in both."""
        return not column.runs or (column.runs[-1].end <= self.end) == self.holds

    def narrow(self, case: Case, scale: Scale, months: int) -> Case:
        """The case with the other ends forbidden."""
        late = case.late.copy()
        others = slice(self.end + 1, None) if self.holds else slice(1, self.end + 1)
        late[others] = scale.block
        return replace(case, late=late)


@dataclass(frozen=True, slots=True)
class Has:
    """The trainee takes a cell (arena x months + month), or does not where not `holds`."""

    who: int
    cell: int
    holds: bool

    def allows(self, column: Column) -> bool:
        """Whether a plan is in this part."""
        place = int(np.searchsorted(column.cells, self.cell))
        return (place < len(column.cells) and int(column.cells[place]) == self.cell) == self.holds

    def narrow(self, case: Case, scale: Scale, months: int) -> Case:
        """The case with the place agreed, or forbidden."""
        arena, month = divmod(self.cell, months)
        at, rows = case.months == month, case.table[:, 1] == arena
        base = case.base.copy()
        if not self.holds:
            base[np.ix_(rows, at)] = scale.block
            return replace(case, base=base)
        base[np.ix_(rows, at)] -= scale.breach
        return replace(case, base=base, idle=case.idle + scale.breach * at)


Decision = EndsBy | Has


@dataclass(frozen=True, slots=True)
class Part:
    """Decisions, the bound of the part it came from (grains), and the prices to begin from (quanta)."""

    decisions: tuple[Decision, ...]
    bound: int
    prices: Floats


def branch(search: Search, master: Master, seconds: float) -> None:
    """Look at parts, the one with the least bound first, until the best plan is proven or time is up."""
    until, number, looked = search.clock.elapsed() + seconds, count(), 0
    root = Part((), search.bound, search.prices / search.model.scale.grains)
    waiting = [(root.bound, next(number), root)]
    tree = _Tree(search, master)
    try:
        while waiting and not search.is_proven and search.clock.elapsed() < until:
            looked += 1
            if search.clock.seconds is None and looked > PARTS:
                return
            _, _, part = heapq.heappop(waiting)
            bound, found = tree.look(part)
            for decisions in found:
                child = Part(decisions, bound, tree.center)
                heapq.heappush(waiting, (child.bound, next(number), child))
            if not found and search.model.scale.round_up(bound) < search.cost:
                return  # the program gave up: nothing is known of this part
            search.bound = max(search.bound, min((bound for bound, *_ in waiting), default=search.cost))
            search.tell()
    finally:
        tree.open_all()


class _Tree:
    """What the parts share: the program, and which of its columns are shut."""

    def __init__(self, search: Search, master: Master) -> None:
        self.search, self.master = search, master
        self.shut: set[int] = set()
        self.center = search.prices / search.model.scale.grains

    def look(self, part: Part) -> tuple[int, list[tuple[Decision, ...]]]:
        """The bound of a part, and the parts it is divided into; none where it holds no better plan."""
        self._shut(part.decisions)
        fleet = narrowed(self.search, part.decisions)
        self.center, bound = part.prices, part.bound
        for _ in range(ROUNDS):
            self.search.clock.check()
            if not self.master.solve():
                return bound, []
            more, bound = self._round(fleet, part.decisions, bound)
            if self.search.model.scale.round_up(bound) >= self.search.cost:
                return bound, []
            if not more:
                break
        self._offer()
        if self.search.model.scale.round_up(bound) >= self.search.cost:
            return bound, []
        return bound, self._divided(part.decisions)

    def _round(self, fleet: Fleet, decisions: Sequence[Decision], bound: int) -> tuple[int, int]:
        """Price near the best prices and at the program's; how many columns were added, and the bound."""
        duals, added = self.master.cell_prices(), 0
        for smoothing in (SMOOTHING, 0.0):
            prices = smoothing * self.center + (1 - smoothing) * duals
            cells = in_grains(self.search, prices)
            priced = fleet.price(np.append(cells, 0), self.search.everyone, WHOLE, MORE)
            here = self.search.bound_at(cells, priced)
            if here > bound:
                bound, self.center = here, prices
            found = [c for c in (*priced.columns, *priced.others) if _is_in(c, decisions)]
            self.search.remember(found)
            added = self.master.add(worthwhile(self.master, found, duals))
            if added or self.search.model.scale.round_up(bound) >= self.search.cost:
                break
        return added, bound

    def _shut(self, decisions: Sequence[Decision]) -> None:
        """Let the program use the columns of a part alone."""
        of: dict[int, list[Decision]] = defaultdict(list)
        for decision in decisions:
            of[decision.who].append(decision)
        wanted = {
            n
            for k, own in of.items()
            for n in self.master.of_trainee[k]
            if not _is_in(self.master.columns[n], own)
        }
        self.master.shut(wanted - self.shut)
        self.master.open(self.shut - wanted)
        self.shut = wanted

    def open_all(self) -> None:
        """Leave the program as it was."""
        self.master.open(self.shut)

    def _offer(self) -> None:
        """Where the program chose one plan for each, that is a plan."""
        chosen = np.flatnonzero(self.master.shares > 1 - 1e-6)
        whole = {self.master.columns[n].who: self.master.columns[n] for n in chosen.tolist()}
        if len(whole) == len(self.search.everyone):
            self.search.offer([whole[k] for k in self.search.everyone])

    def _divided(self, decisions: tuple[Decision, ...]) -> list[tuple[Decision, ...]]:
        """A part as two: by when a trainee ends, or else by who has a place."""
        one = self._end() or self._place()
        if one is None:
            return []
        return [(*decisions, replace(one, holds=holds)) for holds in (True, False)]

    def _in_use(self) -> Iterable[tuple[Column, float]]:
        for n in np.flatnonzero(self.master.shares > 1e-6).tolist():
            yield self.master.columns[n], float(self.master.shares[n])

    def _end(self) -> EndsBy | None:
        """The end at which a trainee's shares are divided most evenly."""
        ends: dict[int, dict[int, float]] = defaultdict(lambda: defaultdict(float))
        for column, share in self._in_use():
            ends[column.who][column.runs[-1].end if column.runs else 0] += share
        best, found = SPLIT, None
        for k, own in ends.items():
            total = 0.0
            for end in sorted(own)[:-1]:
                total += own[end]
                if end and min(total, 1 - total) > best:
                    best, found = min(total, 1 - total), EndsBy(k, end, holds=True)
        return found

    def _place(self) -> Has | None:
        """The place that a trainee has most nearly half of, of places the dearest first."""
        prices = self.master.cell_prices()
        had: dict[tuple[int, int], float] = defaultdict(float)
        for column, share in self._in_use():
            for cell in column.cells[column.cells < self.search.model.places.size].tolist():
                had[column.who, cell] += share
        best, found = 0.0, None
        for (k, cell), share in had.items():
            worth = min(share, 1 - share) * (abs(float(prices[cell])) + 1e-3)
            if min(share, 1 - share) > 1e-3 and worth > best:
                best, found = worth, Has(k, cell, holds=True)
        return found


def _is_in(column: Column, decisions: Iterable[Decision]) -> bool:
    return all(d.who != column.who or d.allows(column) for d in decisions)


def narrowed(search: Search, decisions: Sequence[Decision]) -> Fleet:
    """The fleet of a part."""
    fleet, scale, months = search.fleet, search.model.scale, search.model.places.shape[1]
    changed: dict[int, Case] = {}
    for decision in decisions:
        for way in fleet.ways[decision.who]:
            changed[way] = decision.narrow(changed.get(way, fleet.cases[way]), scale, months)
    return fleet.with_cases(changed)
