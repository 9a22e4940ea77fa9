"""The ways known of some students, and the prices that they lead to: a smoothed climb instead of a linear program.

A way is a student's stays (n, 3) as discipline, hospital and start. It need not be lawful: what repeats a discipline
or stays too much in a hospital takes more than there is of rows of the student's own, and may cost a fine.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

import numpy as np

from benchmarks.mss.reading import Instance, Ints
from benchmarks.mss.relaxed import Floats, Multipliers
from benchmarks.mss.rules import Stay, value_of
from benchmarks.mss.students import GRAINS
from borealis.planner.engine.ascent import climb

MOST_PRICE = 30.0
"""Points of anything that is priced: dearer ones are cut."""
FIRST_STEEPNESS = 10.0
RECENT = 8
"""The newest ways of a student are kept whatever their share."""


class Way(NamedTuple):
    """From where to where a way takes rows, what part of them, what it costs, and whether it is lawful."""

    stays: Ints
    low: Ints
    high: Ints
    weight: Floats
    cost: float
    is_lawful: bool


class Pool:
    """Ways of the students `who`, for whom there are `places` (cells,) of which `minimum` are needed.

    Rows are the cells and, where they are `private`, each student's disciplines and hospitals.
    """

    def __init__(
        self,
        instance: Instance,
        fair: Ints,
        who: Iterable[int],
        places: Ints,
        minimum: Ints,
        *,
        private: bool = False,
    ) -> None:
        self.instance, self.fair = instance, fair
        self.places, self.minimum, self.private = places.copy(), np.maximum(minimum, 0), private
        self.ways: dict[int, dict[bytes, Way]] = {k: {} for k in who}
        s, d, h = instance.students, instance.disciplines, instance.hospitals
        own = np.concatenate([np.ones(s * d), np.full(s * h, float(instance.most_in_hospital))])
        self.own = own if private else own[:0]
        self.high = np.zeros(len(places) + len(self.own))
        self.low = np.zeros(len(places))
        self.shares: Floats = np.zeros(0)
        self.steepness, self.value = FIRST_STEEPNESS, 0.0

    def start_from(self, at: Multipliers) -> None:
        """Climb from these prices."""
        cells = at.cells.ravel()
        own = [at.once.ravel(), at.often.ravel()] if self.private else []
        self.high = np.clip(np.concatenate([cells, *own]), 0.0, MOST_PRICE)
        self.low = np.clip(-cells, 0.0, MOST_PRICE)

    def multipliers(self) -> Multipliers:
        """The prices as they are now."""
        instance, cells = self.instance, len(self.places)
        shapes = (instance.students, instance.disciplines), (instance.students, instance.hospitals)
        own = self.high[cells:] if self.private else np.zeros(sum(a * b for a, b in shapes))
        once, often = own[: shapes[0][0] * shapes[0][1]], own[shapes[0][0] * shapes[0][1] :]
        prices = (self.high[:cells] - self.low).reshape(instance.most.shape)
        return Multipliers(prices, once.reshape(shapes[0]).copy(), often.reshape(shapes[1]).copy())

    def way_of(self, who: int, stays: Ints, *, is_lawful: bool = True) -> Way:
        """The way of a student's stays."""
        instance = self.instance
        d, h, t = stays.T
        low = [(h * instance.disciplines + d) * instance.periods + t]
        high, weight = [low[0] + instance.duration], [np.ones(len(d))]
        if self.private:
            first = len(self.places)
            for base, rows, many in (
                (0, d, instance.disciplines),
                (instance.disciplines, h, instance.hospitals),
            ):
                taken, times = np.unique(rows, return_counts=True)
                low.append(first + base * instance.students + who * many + taken)
                high.append(low[-1] + 1)
                weight.append(times.astype(float))
        value = value_of(instance, who, stays_of(stays)) * (1 + int(self.fair[who]) / GRAINS)
        return Way(
            stays, np.concatenate(low), np.concatenate(high), np.concatenate(weight), -value, is_lawful
        )

    def add(self, who: int, ways: Iterable[Ints], *, is_lawful: bool = True) -> int:
        """Add what is new and has room; how many were."""
        before = len(self.ways[who])
        for stays in ways:
            key = stays.tobytes()
            if key not in self.ways[who]:
                way = self.way_of(who, stays, is_lawful=is_lawful)
                if self.fits(way):
                    self.ways[who][key] = way
        return len(self.ways[who]) - before

    def fits(self, way: Way) -> bool:
        """Whether there are places for it."""
        n = len(way.stays)
        return all(self.places[a:b].min() > 0 for a, b in zip(way.low[:n], way.high[:n], strict=True))

    def fix(self, who: int, way: Way) -> None:
        """Give a student a way for good: the student leaves, and what it takes is gone."""
        n = len(way.stays)
        for a, b in zip(way.low[:n], way.high[:n], strict=True):
            self.places[a:b] -= 1
            self.minimum[a:b] = np.maximum(self.minimum[a:b] - 1, 0)
        del self.ways[who]
        for own in self.ways.values():
            for key in [key for key, way in own.items() if not self.fits(way)]:
                del own[key]

    def climb(self, softness: float, steps: int, fine: float = 0.0) -> None:
        """Climb from the prices of the time before; what is not lawful costs a fine in points."""
        ways = [way for own in self.ways.values() for way in own.values()]
        table = (
            np.concatenate([way.low for way in ways]),
            np.concatenate([way.high for way in ways]),
            np.cumsum([0, *(len(way.low) for way in ways)]),
            np.cumsum([0, *map(len, self.ways.values())]),
            np.concatenate([way.weight for way in ways]),
        )
        costs = np.array([way.cost + (0.0 if way.is_lawful else fine) for way in ways])
        needed = np.flatnonzero(self.minimum > 0)
        low, rows = self.low[needed], len(self.high)
        self.shares = np.empty(len(ways))
        self.steepness, self.value = climb(
            self.high, low, np.concatenate([self.places, self.own]).astype(float),
            self.minimum[needed].astype(float), needed, MOST_PRICE, (np.arange(rows + 1), np.full(rows, MOST_PRICE)),
            table, costs, softness, self.steepness, steps, self.shares,
        )  # fmt: skip
        self.low = np.zeros(len(self.places))
        self.low[needed] = low

    def shares_of(self) -> Iterable[tuple[int, Floats]]:
        """Each student and the shares of its ways, as they were at the last climb."""
        first = 0
        for who, own in self.ways.items():
            yield who, self.shares[first : first + len(own)]
            first += len(own)

    def trim(self, keep: int) -> None:
        """Forget ways with small shares where there are more than twice as many as to `keep`, but the newest not."""
        for who, shares in self.shares_of():
            own = list(self.ways[who].items())
            if len(own) > 2 * keep:
                best = set(np.argsort(-shares, kind="stable")[:keep].tolist()) | set(
                    range(len(own) - RECENT, len(own))
                )
                self.ways[who] = {key: way for n, (key, way) in enumerate(own) if n in best}

    def leaders(self) -> list[tuple[float, int, Way]]:
        """The way of each student with the largest share, the largest first."""
        found = []
        for who, shares in self.shares_of():
            n = int(np.argmax(shares))
            found.append((float(shares[n]), who, list(self.ways[who].values())[n]))
        return sorted(found, key=lambda leader: -leader[0])


def stays_of(stays: Ints) -> Sequence[Stay]:
    """Stays of the rules from those of a way."""
    return tuple(Stay(t, h, d) for d, h, t in stays.tolist())
