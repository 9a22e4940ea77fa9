"""Prices plans for any group of trainees, and says below what cost no plan of theirs can be.

Each trainee has a *window*: the number of slots, that is idle months + 1, the net looks at. A plan with
more idle months ends so late that its delay alone is a bound (`beyond`); only where that bound is the
lower one is the window doubled. So the values are proven whatever the window.
"""

from __future__ import annotations

from collections import OrderedDict, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from borealis.planner.engine.changing import changing_lattice
from borealis.planner.engine.column import Column, is_lawful, make_column
from borealis.planner.engine.graph import Graph, build_graph
from borealis.planner.engine.lattice import Lattice, constant_lattice, fraction_is_constant
from borealis.planner.engine.model import Case, Grains, Model
from borealis.planner.engine.net import NOWHERE, Net
from borealis.planner.engine.pricing import STINT, Room, Tables, fill, least_costs
from borealis.planner.engine.trace import best_plan, other_plans

FIRST_WINDOW = 16
KEPT_NETS = 400
MOST_VALUES = 6_000_000
"""Begin rows x slots that are filled at once."""

NetKey = tuple[int, bool, tuple[tuple[int, bool], ...]]
"""Window, whether to prove, and the trainees, each with whether its graph is strict."""


@dataclass(frozen=True, slots=True)
class Priced:
    """For each trainee asked for: the cheapest plan found, its priced cost, and a proven lower bound on it."""

    columns: list[Column]
    values: list[int]
    proven: list[int]
    others: list[Column]
    """more plans of the same trainees, cheap but not the cheapest"""


class Fleet:
    """The graphs of all trainees, and the nets of the groups asked for, kept for the next time."""

    def __init__(self, model: Model) -> None:
        self.model = model
        self.window = [self._first_window(case) for case in model.cases]
        self.strict = [False] * len(model.cases)
        self._lattices: dict[tuple[object, ...], Lattice] = {}
        self.room = Room()
        self._graphs: dict[tuple[int, bool, int, bool], Graph] = {}
        self._nets: OrderedDict[NetKey, tuple[Net, Tables]] = OrderedDict()
        self._beyond: dict[tuple[int, int], int] = {}

    def price(self, cells: Grains, who: Sequence[int], *, prove: bool = False, more: int = 0) -> Priced:
        """Price each of the trainees; `cells` (arenas x months + 1,) grains, the last entry 0.

        `more` asks for that many more plans of each trainee. `prove` looks at all plans; without it at those of lean lattices, and `proven` proves nothing.
        """
        found: dict[int, tuple[Column, int, int]] = {}
        others: list[Column] = []
        waiting = list(who)
        while waiting:
            groups: dict[int, list[int]] = defaultdict(list)
            for k in waiting:
                groups[self.window[k]].append(k)
            again = []
            for window, group in groups.items():
                for some in self._bites(group, window, prove):
                    again += self._price_group(cells, window, some, found, prove, others, more)
            waiting = again
        columns, values, proven = zip(*(found[k] for k in who), strict=True) if who else ((), (), ())
        return Priced(list(columns), list(values), list(proven), others)

    def _price_group(
        self,
        cells: Grains,
        window: int,
        group: list[int],
        found: dict[int, tuple[Column, int, int]],
        prove: bool,
        others: list[Column],
        more: int,
    ) -> list[int]:
        net, tables = self._net(window, group, prove)
        values = fill(net, tables.prices(cells), self.room)
        least = least_costs(net, values)
        again = []
        for n, k in enumerate(group):
            runs = best_plan(net, values, n)
            value = int(least[n])
            if not self.strict[k] and not is_lawful(runs):
                self.strict[k] = True
                again.append(k)
                continue
            case = self.model.cases[k]
            beyond = self._beyond_window(k, window)
            if beyond < NOWHERE:
                beyond += self._rewards(case, cells)
            if beyond < value and window <= len(case.months):
                self.window[k] = window * 2
                again.append(k)
                continue
            proven = min(value - STINT * len(case.months), beyond)
            if not net.graphs[n].lattice.exact:
                proven = min(proven, self._beyond_window(k, 0) + self._rewards(case, cells))
            if more:
                plans = other_plans(net, values, n, more, self.model.scale.block // 2)
                others += [make_column(self.model, k, plan) for plan in plans if is_lawful(plan)]
            found[k] = (make_column(self.model, k, runs), value, proven)
        return again

    def _first_window(self, case: Case) -> int:
        """Wide enough for the first agreed stint or the gap it leaves; twelve slots for most."""
        return FIRST_WINDOW if not (case.base < 0).any() else FIRST_WINDOW * 4

    def _bites(self, group: list[int], window: int, prove: bool) -> list[list[int]]:
        """The group in parts that fit in memory together."""
        parts: list[list[int]] = [[]]
        size = 0
        for k in group:
            rows = len(self._graph(k, window, prove).begins.node) * window
            if parts[-1] and size + rows > MOST_VALUES:
                parts.append([])
                size = 0
            parts[-1].append(k)
            size += rows
        return parts

    def _net(self, window: int, group: list[int], prove: bool) -> tuple[Net, Tables]:
        key = (window, prove, tuple((k, self.strict[k]) for k in group))
        if key in self._nets:
            self._nets.move_to_end(key)
            return self._nets[key]
        cases = [self.model.cases[k] for k in group]
        net = Net(cases, [self._graph(k, window, prove) for k in group], window)
        tables = Tables(net, self.model.scale, self.model.places.shape[1])
        self._nets[key] = (net, tables)
        if len(self._nets) > KEPT_NETS:
            self._nets.popitem(last=False)
        return net, tables

    def _graph(self, k: int, window: int, prove: bool) -> Graph:
        case = self.model.cases[k]
        slots = 0 if fraction_is_constant(case) else window
        key = (k, self.strict[k], slots, prove)
        if key not in self._graphs:
            self._graphs[key] = build_graph(case, self._lattice(case, slots, prove), strict=self.strict[k])
        return self._graphs[key]

    def _lattice(self, case: Case, slots: int, prove: bool) -> Lattice:
        offered = frozenset(alternative.block for alternative in case.alternatives)
        key = (case.blocks, offered, case.percent.tobytes(), slots, prove)
        if key not in self._lattices:
            lattice = changing_lattice(case, slots) if slots else constant_lattice(case, lean=not prove)
            self._lattices[key] = lattice
        return self._lattices[key]

    def _beyond_window(self, k: int, window: int) -> int:
        """The least a plan can cost that has `window` idle months or more before its last month."""
        if (k, window) not in self._beyond:
            self._beyond[k, window] = beyond_window(self.model.cases[k], window)
        return self._beyond[k, window]

    def _rewards(self, case: Case, cells: Grains) -> int:
        """The most that prices below zero (places that must be filled) can take off a plan's cost."""
        if not len(case.alternatives) or not (cells < 0).any():
            return 0
        arenas = sorted({alternative.arena for alternative in case.alternatives})
        own = np.stack([cells[arena * self.model.places.shape[1] + case.months] for arena in arenas])
        return int(np.minimum(own.min(axis=0), 0).sum())


def beyond_window(case: Case, window: int) -> int:
    """The least delay and unplaced work of a plan with `window` idle months or more; prices left out."""
    need = sum(block.need for block in case.blocks)
    percent = int(case.percent.max(initial=1))
    served = np.arange(0 if window == 0 else 1, len(case.months) - window + 1)
    if not len(served):
        return NOWHERE
    left = np.maximum(0, need - served * percent)
    return int((case.late[served + window] + case.left_cost(left)).min())
