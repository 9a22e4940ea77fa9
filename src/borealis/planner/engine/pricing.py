"""Fills in a net: the least cost from every row and slot, given prices on arena-months.

The price of a stint is the difference of two prefix sums. The sum at its end is added where the stint
ends and the sum at its beginning taken off where it begins, so that the inner loop is a plain minimum
of rows.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from borealis.planner.engine.model import Grains, Scale
from borealis.planner.engine.net import NOWHERE, Net
from borealis.planner.engine.rows import Options

STINT = 1
"""Grains added for every stint, so that of equal plans the one with fewest stints is found. The proven
bound takes them off again (`Fleet`)."""


@dataclass(frozen=True, slots=True)
class Prices:
    """What the months cost in this round.

    prefix (alternatives of all trainees, months + 1)
    late   (trainees, months + 1)
    wish   (alternatives of all trainees,) paid once a stint
    """

    prefix: Grains
    late: Grains
    wish: Grains


@dataclass(frozen=True, slots=True)
class Values:
    """The filled rows of a net, each (rows, slots) grains; one row more where a row may be missing."""

    prices: Prices
    begin: Grains
    top: Grains
    choice: Grains
    free: Grains
    ended: Grains


class Tables:
    """What never changes in a net's prices: whose months the cells are and what they cost by themselves."""

    def __init__(self, net: Net, scale: Scale, months: int) -> None:
        self.width = net.levels + net.slots + 1
        rows = int(net.first_row[-1])
        self.cell = np.full((rows, self.width), -1, dtype=np.int64)
        self.base = np.full((rows, self.width), scale.block, dtype=np.int64)
        self.late = np.full((len(net.cases), self.width + 1), NOWHERE, dtype=np.int64)
        for number, case in enumerate(net.cases):
            span = min(len(case.months), self.width)
            self.late[number, : span + 1] = case.late[: span + 1]
            for n, alternative in enumerate(case.alternatives):
                row = int(net.first_row[number]) + n
                self.cell[row, :span] = alternative.arena * months + case.months[:span]
                self.base[row, :span] = case.base[n, :span]
        wishes = [a.preference for case in net.cases for a in case.alternatives]
        self.wish = np.array(wishes, dtype=np.int64) + STINT

    def prices(self, cells: Grains) -> Prices:
        """`cells` (arenas x months + 1,) grains for a place in a month; the last entry must be 0."""
        prefix = np.zeros((len(self.cell), self.width + 1), dtype=np.int64)
        np.cumsum(cells[self.cell] + self.base, axis=1, out=prefix[:, 1:])
        return Prices(prefix, self.late, self.wish)


def fill(net: Net, prices: Prices, room: Room) -> Values:
    """Fill all rows, the highest level first. The values stand until the room is used again."""
    return _Filling(net, prices, room).values()


def least_costs(net: Net, values: Values) -> Grains:
    """(trainees,) the least cost of a plan for each trainee, agreements and months of change included."""
    idle = np.array([case.idle_cost for case in net.cases], dtype=np.int64)
    least: Grains = values.free[net.root, 0] + idle
    return least


class Room:
    """Memory for the rows of whichever net is filled: touched once, used again and again."""

    def __init__(self) -> None:
        self._kept: dict[str, Grains] = {}

    def rows(self, name: str, many: int, slots: int) -> Grains:
        """Rows with anything in them."""
        if name not in self._kept or self._kept[name].size < many * slots:
            self._kept[name] = np.empty(many * slots * 5 // 4, dtype=np.int64)
        return self._kept[name][: many * slots].reshape(many, slots)


class _Filling:
    def __init__(self, net: Net, prices: Prices, room: Room) -> None:
        self.net, self.prices = net, prices
        self.begin = room.rows("begin", len(net.begin) + 1, net.slots)
        self.top = room.rows("top", len(net.top) + 1, net.slots)
        self.second = room.rows("second", len(net.top) + 1, net.slots)
        self.choice = room.rows("choice", len(net.bar) + len(net.pick), net.slots)
        self.free = room.rows("free", len(net.wide) + len(net.narrow), net.slots)
        self.ended = room.rows("ended", len(net.ended), net.slots)
        self.begin[-1] = self.top[-1] = self.second[-1] = NOWHERE
        self.choice[len(net.bar) :] = NOWHERE

    def values(self) -> Values:
        net, slots = self.net, self.net.slots
        for level in range(net.levels - 1, -1, -1):
            window = self.prices.prefix[:, level : level + slots]
            self._begins(level, window)
            self._bars(level)
            self._wides(level)
            self._narrows(level)
            first, last = net.ended.bounds[level : level + 2]
            if first < last:
                ended = self.free.take(net.ended_free[first:last], axis=0)
                ended += window.take(net.ended_row[first:last], axis=0)
                self.ended[first:last] = ended
        return Values(self.prices, self.begin, self.top, self.choice, self.free, self.ended)

    def _begins(self, level: int, window: Grains) -> None:
        net = self.net
        first, last = net.begin.bounds[level : level + 2]
        if first == last:
            return
        least_of(net.begin_options, level, self.ended, self.begin, 0, net.begin_shut)
        change = self.prices.wish[:, None] - window
        self.begin[first:last] += change.take(net.begin_row[first:last], axis=0)
        for depth, (row, many, place) in enumerate(net.top_options.ranks[level]):
            part = self.begin.take(net.top_options.values[place : place + many], axis=0)
            least, second = self.top[row : row + many], self.second[row : row + many]
            if depth:
                np.minimum(second, np.maximum(least, part), out=second)
                np.minimum(least, part, out=least)
            else:
                least[:] = part
                second[:] = NOWHERE
        least_of(net.pick_options, level, self.begin, self.choice, len(net.bar), net.pick_moves)

    def _bars(self, level: int) -> None:
        net = self.net
        first, last = net.bar.bounds[level : level + 2]
        if first == last:
            return
        barred = self.begin.take(net.bar_begin[first:last], axis=0)
        far = self._but(net.bar_all[first:last], barred)
        far += net.move[net.bar.who[first:last], None]
        near = self._but(net.bar_near[first:last], barred)
        np.minimum(far, near, out=self.choice[first:last])

    def _but(self, rows: Grains, barred: Grains) -> Grains:
        """The least of top rows without the barred values."""
        least = self.top.take(rows, axis=0)
        return np.where(least == barred, self.second.take(rows, axis=0), least)

    def _wides(self, level: int) -> None:
        net = self.net
        first, last = net.wide.bounds[level : level + 2]
        who = net.wide.who[first:last]
        rows = self.top.take(net.wide_all[first:last], axis=0)
        rows += net.move[who, None]
        np.minimum(rows, self.top.take(net.wide_near[first:last], axis=0), out=rows)
        stop = self.prices.late[:, level : level + net.slots].take(who, axis=0)
        stop += net.wide_stop[first:last]
        np.minimum(rows, stop, out=rows)
        self.free[first:last] = np.minimum.accumulate(rows[:, ::-1], axis=1)[:, ::-1]

    def _narrows(self, level: int) -> None:
        net = self.net
        first, last = net.narrow.bounds[level : level + 2]
        if first == last:
            return
        rows = self.prices.late[:, level : level + net.slots].take(net.narrow.who[first:last], axis=0)
        rows += net.narrow_stop[first:last]
        np.minimum(rows, self.choice.take(net.narrow_now[first:last], axis=0), out=rows)
        short = int(net.narrow_short[first:last].sum())
        after = self.free.take(net.narrow_wide[first:last], axis=0)
        np.minimum(rows[:short, :-1], after[:short, 1:], out=rows[:short, :-1])
        if short < last - first:
            long = rows[short:]
            soon = self.choice.take(net.narrow_next[first + short : last], axis=0)
            np.minimum(long[:, :-1], soon[:, 1:], out=long[:, :-1])
            np.minimum(long[:, :-2], after[short:, 2:], out=long[:, :-2])
        self.free[len(net.wide) + first : len(net.wide) + last] = rows


def least_of(
    options: Options, level: int, source: Grains, target: Grains, up: int, extra: Grains | None
) -> None:
    """The least over each row's options, written into the rows of this level (`up` further down)."""
    for depth, (first, many, place) in enumerate(options.ranks[level]):
        part = source.take(options.values[place : place + many], axis=0)
        if extra is not None:
            part += extra[place : place + many]
        rows = target[up + first : up + first + many]
        if depth:
            np.minimum(rows, part, out=rows)
        else:
            rows[:] = part
