"""All plans of one trainee that cost less than a little more than the cheapest, at given prices.

Walking forward from the beginning, every step knows what the rest costs at least (the filled rows), so
only plans that are within the limit are ever entered: the work is in proportion to what is found.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from borealis.planner.engine.net import Net
from borealis.planner.engine.pricing import Values
from borealis.planner.engine.trace import Run, level_of

CHECKED = 500
"""Steps between two looks at the clock."""
PATIENCE = 10
"""Steps for each plan asked for, after which the enumeration is given up."""


class TooMany(Exception):
    """There are more plans than asked for."""


@dataclass(slots=True)
class Plans:
    """Enumerates the plans of one trainee (by number in the net) within `room` grains of the cheapest."""

    net: Net
    values: Values
    who: int

    def within(self, room: int, most: int, check: Callable[[], None]) -> list[tuple[Run, ...]]:
        """The plans, at most `most`; raises `TooMany` where there are more. `check` may stop it."""
        found: list[tuple[Run, ...]] = []
        root = int(self.net.root[self.who])
        waiting: list[tuple[int, int, int, int, int, tuple[Run, ...]]] = [(root, 0, 0, -1, room, ())]
        steps = 0
        while waiting:
            steps += 1
            if not steps % CHECKED:
                check()
            if steps > PATIENCE * most:
                raise TooMany
            row, level, slot, last, left, runs = waiting.pop()
            value = int(self.values.free[row, slot])
            if self._stop(row, level, slot) - value <= left:
                found.append(runs)
                if len(found) > most:
                    raise TooMany
            for begin, at, cost in self._begins(row, level, slot, last):
                rest = left - (cost - value)
                if rest >= 0:
                    waiting += self._stints(begin, level, at, rest, runs)
        return found

    def _stop(self, row: int, level: int, slot: int) -> int:
        net = self.net
        wide = len(net.wide)
        stop = net.wide_stop[row, 0] if row < wide else net.narrow_stop[row - wide, 0]
        return int(self.values.prices.late[self.who, level + slot] + stop)

    def _begins(self, row: int, level: int, slot: int, last: int) -> Iterator[tuple[int, int, int]]:
        """What may begin after a row: begin row, slot, and the cost from here on."""
        net, wides = self.net, len(self.net.wide)
        if row >= wides:
            narrow = row - wides
            yield from self._chosen(int(net.narrow_now[narrow]), level, slot, last)
            after = int(net.narrow_next[narrow])
            slot += 1
            if after >= 0 and slot < net.slots:
                yield from self._chosen(after, level, slot, last)
                slot += 1
            row = int(net.narrow_wide[narrow])
        for at in range(slot, net.slots):
            yield from self._open(int(net.wide_all[row]), level, at, last, -1)

    def _chosen(self, choice: int, level: int, slot: int, last: int) -> Iterator[tuple[int, int, int]]:
        net = self.net
        if choice < len(net.bar):
            yield from self._open(int(net.bar_all[choice]), level, slot, last, int(net.bar_begin[choice]))
            return
        for place in net.pick_options.of_row(level, choice - len(net.bar)):
            begin = int(net.pick_options.values[place])
            yield begin, slot, int(self.values.begin[begin, slot] + net.pick_moves[place, 0])

    def _open(
        self, top: int, level: int, slot: int, last: int, barred: int
    ) -> Iterator[tuple[int, int, int]]:
        net = self.net
        if top == len(net.top):
            return
        case = net.cases[self.who]
        site = case.home if last < 0 else case.alternatives[last].site
        for place in net.top_options.of_row(level, top):
            begin = int(net.top_options.values[place])
            if begin != barred:
                there = case.alternatives[int(net.begin_row[begin] - net.first_row[self.who])].site
                move = 0 if there == site else case.move
                yield begin, slot, int(self.values.begin[begin, slot]) + move

    def _stints(
        self, begin: int, level: int, slot: int, left: int, runs: tuple[Run, ...]
    ) -> Iterator[tuple[int, int, int, int, int, tuple[Run, ...]]]:
        """The lengths of a stint that leave room: what follows each, and the room left."""
        net, prices = self.net, self.values.prices
        row = int(net.begin_row[begin])
        alternative = row - int(net.first_row[self.who])
        change = int(prices.wish[row]) - int(prices.prefix[row, level + slot])
        value = int(self.values.begin[begin, slot])
        for place in net.begin_options.of_row(level, begin):
            ended = int(net.begin_options.values[place])
            shut = 0 if net.begin_shut is None else int(net.begin_shut[place, slot])
            rest = left - (int(self.values.ended[ended, slot]) + shut + change - value)
            if rest >= 0:
                there = level_of(net.ended.bounds, ended)
                run = Run(level + slot, there + slot, alternative)
                yield int(net.ended_free[ended]), there, slot, alternative, rest, (*runs, run)
