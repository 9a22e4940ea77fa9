"""Reads a best plan out of a filled net: the stints of one trainee, as runs of months served."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass

from borealis.planner.engine.net import Net
from borealis.planner.engine.pricing import Values


@dataclass(frozen=True, slots=True, order=True)
class Run:
    """A stint in the trainee's own time: the first month served, the one after the last, where."""

    start: int
    end: int
    alternative: int


def best_plan(net: Net, values: Values, who: int) -> tuple[Run, ...]:
    """A cheapest plan of one trainee (by number in the net)."""
    return _Trace(net, values, who).runs()


def other_plans(net: Net, values: Values, who: int, many: int, limit: int) -> list[tuple[Run, ...]]:
    """Cheap plans that begin otherwise: for each first stint, and for some first months, the best.

    Plans that cost `limit` grains or more are left out.
    """
    start = int(net.root[who])
    top = int(net.wide_all[start])
    places = net.top_options.of_row(0, top) if top < len(net.top) else []
    begins = [int(net.top_options.values[place]) for place in places]
    first: list[tuple[int, int, int]] = []
    for begin in begins:
        for slot in range(0, net.slots, STRIDE):
            ahead = values.begin[begin, slot : slot + STRIDE]
            place = int(ahead.argmin())
            if ahead[place] < limit:
                first.append((int(ahead[place]), begin, slot + place))
    first.sort()
    return [_Trace(net, values, who).runs_from(begin, slot) for _, begin, slot in first[:many]]


STRIDE = 3
"""Months within which plans that begin with the same stint are not told apart."""


def level_of(bounds: list[int], row: int) -> int:
    """The level a row stands in."""
    return bisect_right(bounds, row) - 1


class _Trace:
    """Follows equal values; of equal plans the one that stops first, begins first, has the longest stints."""

    def __init__(self, net: Net, values: Values, who: int) -> None:
        self.net, self.values, self.who = net, values, who
        self.move = int(net.move[who])
        self.level, self.slot = 0, 0

    def runs(self) -> tuple[Run, ...]:
        return self._follow(self._next_begin(int(self.net.root[self.who])))

    def runs_from(self, begin: int, slot: int) -> tuple[Run, ...]:
        """The best plan whose first stint is this begin row in this slot."""
        self.slot = slot
        return self._follow(begin)

    def _follow(self, begin: int | None) -> tuple[Run, ...]:
        net = self.net
        runs: list[Run] = []
        while begin is not None:
            place = self._stint_end(begin)
            start = self.level + self.slot
            ended = int(net.begin_options.values[place])
            self.level = level_of(net.ended.bounds, ended)
            alternative = int(net.begin_row[begin] - net.first_row[self.who])
            runs.append(Run(start, self.level + self.slot, alternative))
            begin = self._next_begin(int(net.ended_free[ended]))
        return tuple(runs)

    def _stops(self, stop: int, target: int) -> bool:
        return int(self.values.prices.late[self.who, self.level + self.slot]) + stop == target

    def _next_begin(self, row: int) -> int | None:
        """The begin row of the next stint, its slot set; None where the plan stops."""
        net, values = self.net, self.values
        if row >= len(net.wide):
            narrow = row - len(net.wide)
            target = int(values.free[row, self.slot])
            if self._stops(int(net.narrow_stop[narrow, 0]), target):
                return None
            after = int(net.narrow_next[narrow])
            for choice in (int(net.narrow_now[narrow]), after):
                if choice >= 0 and values.choice[choice, self.slot] == target:
                    return self._chosen(choice, target)
                self.slot += 1
            self.slot -= 0 if after >= 0 else 1
            row = int(net.narrow_wide[narrow])
        return self._from_wide(row)

    def _from_wide(self, row: int) -> int | None:
        net = self.net
        target = int(self.values.free[row, self.slot])
        while not self._stops(int(net.wide_stop[row, 0]), target):
            for top, move in ((int(net.wide_near[row]), 0), (int(net.wide_all[row]), self.move)):
                begin = self._in_top(top, target - move, -1)
                if begin is not None:
                    return begin
            self.slot += 1
        return None

    def _in_top(self, top: int, target: int, barred: int) -> int | None:
        """The begin row of a top row that has the wanted value."""
        net = self.net
        if top == len(net.top):
            return None
        for place in net.top_options.of_row(self.level, top):
            begin = int(net.top_options.values[place])
            if begin != barred and self.values.begin[begin, self.slot] == target:
                return begin
        return None

    def _chosen(self, choice: int, target: int) -> int:
        net = self.net
        if choice < len(net.bar):
            barred = int(net.bar_begin[choice])
            for top, move in ((int(net.bar_near[choice]), 0), (int(net.bar_all[choice]), self.move)):
                begin = self._in_top(top, target - move, barred)
                if begin is not None:
                    return begin
        for place in net.pick_options.of_row(self.level, choice - len(net.bar)):
            begin = int(net.pick_options.values[place])
            if self.values.begin[begin, self.slot] + net.pick_moves[place, 0] == target:
                return begin
        raise AssertionError("a choice has the value of one of its options")

    def _stint_end(self, begin: int) -> int:
        net, values = self.net, self.values
        row = int(net.begin_row[begin])
        prefix = int(values.prices.prefix[row, self.level + self.slot])
        target = int(values.begin[begin, self.slot]) + prefix - int(values.prices.wish[row])
        for place in net.begin_options.of_row(self.level, begin):
            shut = 0 if net.begin_shut is None else int(net.begin_shut[place, self.slot])
            if values.ended[net.begin_options.values[place], self.slot] + shut == target:
                return place
        raise AssertionError("a stint has the value of one of its lengths")
