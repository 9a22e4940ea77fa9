"""Prices plans for any group of trainees, and says below what cost no plan of theirs can be.

Each trainee has a *window*: the number of slots, that is idle months + 1, the net looks at. A plan with
more idle months ends so late that its delay alone is a bound (`beyond`); only where that bound is the
lower one is the window doubled. So the values are proven whatever the window.
"""

from __future__ import annotations

import threading
from collections import OrderedDict, defaultdict
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

import numpy as np

from borealis.planner.engine.changing import changing_lattice
from borealis.planner.engine.column import Column, is_lawful, make_column, work_left
from borealis.planner.engine.enumerate import Plans, TooMany
from borealis.planner.engine.graph import Graph, build_graph
from borealis.planner.engine.lattice import Lattice, constant_lattice, fraction_is_constant
from borealis.planner.engine.model import Case, Grains, Model
from borealis.planner.engine.net import NOWHERE, Net
from borealis.planner.engine.pricing import STINT, Room, Tables, fill, least_costs
from borealis.planner.engine.trace import best_plan, other_plans

FIRST_WINDOW, FIRST_WINDOW_OF_MANY, MANY = 16, 8, 40
"""Slots to begin with: for up to `MANY` trainees, and for more."""
KEPT_NETS = 2000
FEW = 7
"""Neighbours whose nets are made together when only some are asked for."""
MOST_VALUES = 3_000_000
"""Begin rows x slots that are filled at once."""
WHOLE = 1000
"""The breadth at which all plans are looked at: only this proves anything."""

NetKey = tuple[int, int, tuple[tuple[int, bool], ...]]
"""Window, breadth, and the trainees, each with whether its graph is strict."""


@dataclass(frozen=True, slots=True)
class Priced:
    """For each trainee asked for: the cheapest plan found, its priced cost, and a proven lower bound on it."""

    columns: list[Column]
    values: list[int]
    proven: list[int]
    others: list[Column]
    """more plans of the same trainees, cheap but not the cheapest"""


@dataclass(slots=True)
class _Round:
    """What is asked for in one pricing and what has been found so far."""

    cells: Grains
    breadth: int
    more: int
    who: frozenset[int]
    hurry: bool
    found: dict[int, tuple[Column, int, int]]
    others: dict[int, list[Column]]


class Fleet:
    """The graphs of all trainees, and the nets of the groups asked for, kept for the next time."""

    def __init__(self, model: Model, threads: int = 1, check: Callable[[], None] = lambda: None) -> None:
        """`check` is called between parts of the work, and may raise to stop it."""
        self.model, self.check = model, check
        self.window = [self._first_window(case) for case in model.cases]
        self.strict = [False] * len(model.cases)
        self.threads = threads
        self._pool = ThreadPoolExecutor(threads) if threads > 1 else None
        self._own = threading.local()
        self._lock = threading.Lock()
        self._lattices: dict[tuple[object, ...], Lattice] = {}
        self._graphs: dict[tuple[object, ...], Graph] = {}
        self._nets: OrderedDict[NetKey, tuple[Net, Tables]] = OrderedDict()
        self._beyond: dict[tuple[int, int], int] = {}

    def price(
        self, cells: Grains, who: Sequence[int], breadth: int = WHOLE, more: int = 0, *, hurry: bool = False
    ) -> Priced:
        """Price each of the trainees; `cells` (arenas x months + 1,) grains, the last entry 0.

        `more` asks for that many more plans of each trainee. `breadth` is that of the lattices looked at
        (`lattice.py`); below `WHOLE` the values `proven` prove nothing. In a `hurry` windows are widened only
        for those whose plan would leave work without a place.
        """
        asked = _Round(cells, breadth, more, frozenset(who), hurry, {}, {})
        waiting = list(who)
        while waiting:
            bites = self._bites(waiting, breadth)
            if self._pool is None or len(bites) == 1:
                again = [self._price_group(asked, window, bite) for window, bite in bites]
            else:
                again = list(self._pool.map(lambda task: self._price_group(asked, *task), bites))
            waiting = sorted(k for some in again for k in some)
        found = [asked.found[k] for k in who]
        return Priced(
            [column for column, _, _ in found],
            [value for _, value, _ in found],
            [proven for _, _, proven in found],
            [column for k in who for column in asked.others.get(k, ())],
        )

    def _price_group(self, asked: _Round, window: int, group: list[int]) -> list[int]:
        """Price some trainees with the same window; those who must be priced again otherwise."""
        self.check()
        net, tables = self._net(window, group, asked.breadth)
        values = fill(net, tables.prices(asked.cells), self._room())
        least = least_costs(net, values)
        again = []
        for n, k in enumerate(group):
            if k not in asked.who or k in asked.found:
                continue
            runs = best_plan(net, values, n)
            value = int(least[n])
            if not self.strict[k] and not is_lawful(runs):
                self.strict[k] = True
                again.append(k)
                continue
            case = self.model.cases[k]
            beyond = self._beyond_window(k, window)
            if beyond < NOWHERE:
                beyond += self._rewards(case, asked.cells)
            lacks = not asked.hurry or sum(work_left(case, runs)) > 0
            if beyond < value and window <= len(case.months) and lacks:
                self.window[k] = window * 2
                again.append(k)
                continue
            if asked.more:
                plans = other_plans(net, values, n, asked.more, self.model.scale.block // 2)
                asked.others[k] = [make_column(self.model, k, plan) for plan in plans if is_lawful(plan)]
            proven = min(value - STINT * len(case.months), beyond)
            if not net.graphs[n].lattice.exact:
                proven = min(proven, self._beyond_window(k, 0) + self._rewards(case, asked.cells))
            asked.found[k] = (make_column(self.model, k, runs), value, proven)
        return again

    def within(self, cells: Grains, k: int, room: int, most: int) -> list[Column] | None:
        """All plans of a trainee within `room` grains of the cheapest; None where they cannot all be told.

        The trainee's window and graph are those the last proof was made with.
        """
        window = self.window[k]
        net, tables = self._net(window, [k], WHOLE)
        values = fill(net, tables.prices(cells), self._room())
        value = int(least_costs(net, values)[0])
        beyond = self._beyond_window(k, window)
        if not net.graphs[0].lattice.exact or beyond + self._rewards(net.cases[0], cells) <= value + room:
            return None
        try:
            plans = Plans(net, values, 0).within(room, most, self.check)
        except TooMany:
            return None
        return [make_column(self.model, k, runs) for runs in plans if is_lawful(runs)]

    def _room(self) -> Room:
        """This thread's memory."""
        if not hasattr(self._own, "room"):
            self._own.room = Room()
        room: Room = self._own.room
        return room

    def _first_window(self, case: Case) -> int:
        """Wide enough for most; wider where agreements or a plan in force may hold things apart."""
        first = FIRST_WINDOW if len(self.model.cases) <= MANY else FIRST_WINDOW_OF_MANY
        return first if not (case.base < 0).any() else FIRST_WINDOW * 2

    def _bites(self, who: list[int], breadth: int) -> list[tuple[int, list[int]]]:
        """The trainees in parts with the same window, to be filled together.

        Everyone is taken in parts as large as memory allows. For some, the parts are always the same
        (`FEW` neighbours, or each alone among many), so that their nets are made once.
        """
        groups: dict[tuple[int, int], list[int]] = defaultdict(list)
        if len(who) == len(self.model.cases):
            for k in who:
                groups[self.window[k], 0].append(k)
            parts = [(w, part) for (w, _), group in groups.items() for part in self._parts(group, w, breadth)]
            return parts
        few = FEW if len(self.model.cases) <= MANY else 1
        wanted = {(self.window[k], k // few) for k in who}
        for k in sorted({other for _, part in wanted for other in range(part * few, part * few + few)}):
            if k < len(self.window) and (self.window[k], k // few) in wanted:
                groups[self.window[k], k // few].append(k)
        return [(window, group) for (window, _), group in groups.items()]

    def _parts(self, group: list[int], window: int, breadth: int) -> list[list[int]]:
        """A group in parts that fit in memory together, and enough of them for every thread."""
        sizes = [len(self._graph(k, window, breadth).begins.node) * window for k in group]
        most = min(MOST_VALUES, sum(sizes) // self.threads + 1) if self.threads > 1 else MOST_VALUES
        parts: list[list[int]] = [[]]
        size = 0
        for k, own in zip(group, sizes, strict=True):
            if parts[-1] and size + own > most:
                parts.append([])
                size = 0
            parts[-1].append(k)
            size += own
        return parts

    def _net(self, window: int, group: list[int], breadth: int) -> tuple[Net, Tables]:
        key = (window, breadth, tuple((k, self.strict[k]) for k in group))
        with self._lock:
            if key in self._nets:
                self._nets.move_to_end(key)
                return self._nets[key]
        cases = [self.model.cases[k] for k in group]
        net = Net(cases, [self._graph(k, window, breadth) for k in group], window)
        tables = Tables(net, self.model.scale, self.model.places.shape[1])
        with self._lock:
            self._nets[key] = (net, tables)
            if len(self._nets) > KEPT_NETS:
                self._nets.popitem(last=False)
        return net, tables

    def _graph(self, k: int, window: int, breadth: int) -> Graph:
        case = self.model.cases[k]
        slots = 0 if fraction_is_constant(case) else window
        breadth = min(breadth, len(case.blocks)) if not slots else WHOLE
        places = tuple((alternative.block, alternative.site) for alternative in case.alternatives)
        own = (case.blocks, case.percent.tobytes(), places, case.home, case.move, case.unplaced, case.step)
        key = (own, self.strict[k], slots, breadth)
        if key not in self._graphs:
            self.check()
            self._graphs[key] = build_graph(case, self._lattice(case, slots, breadth), strict=self.strict[k])
        return self._graphs[key]

    def _lattice(self, case: Case, slots: int, breadth: int) -> Lattice:
        offered = frozenset(alternative.block for alternative in case.alternatives)
        key = (case.blocks, offered, case.percent.tobytes(), slots, breadth)
        if key not in self._lattices:
            self._lattices[key] = changing_lattice(case, slots) if slots else constant_lattice(case, breadth)
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


def least_alone(case: Case) -> int:
    """A bound at once: the least delay and unplaced work of a trainee, as if places were free."""
    return min(
        beyond_window(case, 0), case.left_cost(np.array(sum(block.need for block in case.blocks))).item()
    )


def beyond_window(case: Case, window: int) -> int:
    """The least delay and unplaced work of a plan with `window` idle months or more; prices left out."""
    need = sum(block.need for block in case.blocks)
    percent = int(case.percent.max(initial=1))
    served = np.arange(0 if window == 0 else 1, len(case.months) - window + 1)
    if not len(served):
        return NOWHERE
    left = np.maximum(0, need - served * percent)
    return int((case.late[served + window] + case.left_cost(left)).min())
