"""Prices for many disciplines: everything that couples is priced, so that each student is small and fast.

Priced are the cells, that a student attends a discipline at most once, and that so many disciplines at most lie
in one hospital. What comes before what is left out. The prices are improved by the volume algorithm (Barahona
and Anbil 2000); the bound at whole prices is exact whatever they are.
"""

from __future__ import annotations

import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from numba import njit

from benchmarks.mss.pricing import NOWHERE, fill, trace
from benchmarks.mss.reading import Instance, Ints
from benchmarks.mss.students import GRAINS, Room, Student

Floats = npt.NDArray[np.float64]

SPAN = 0.05
"""The part of the bound that a step of 1 aims to take off."""
PATIENCE = 25
"""Rounds without a better bound, after which steps get shorter."""
MOST_PRICE = 200
"""Points of anything that is priced."""


@dataclass
class Multipliers:
    """Points: of cells (below 0 where students are needed), of a discipline attended, of a hospital used.

    cells (H, D, T), once (S, D), often (S, H)
    """

    cells: Floats
    once: Floats
    often: Floats

    def dot(self, other: Multipliers) -> float:
        pairs = ((self.cells, other.cells), (self.once, other.once), (self.often, other.often))
        return float(sum((a * b).sum() for a, b in pairs))

    def towards(self, other: Multipliers, step: float) -> Multipliers:
        """On from here by a step in a direction; what may not be below 0 stays there."""
        once = np.maximum(self.once + step * other.once, 0)
        often = np.maximum(self.often + step * other.often, 0)
        return Multipliers(self.cells + step * other.cells, once, often)

    def between(self, other: Multipliers, part: float) -> Multipliers:
        """Part of the way to the other."""
        mine, others = (self.cells, self.once, self.often), (other.cells, other.once, other.often)
        return Multipliers(*(a + part * (b - a) for a, b in zip(mine, others, strict=True)))


@dataclass(frozen=True)
class Answer:
    """The bound in grains, how often each cell, discipline and hospital is used, and what each student is worth."""

    grains: int
    used: Floats
    once: Floats
    often: Floats
    ways: Ints
    """(S, disciplines + 1, 3) discipline, hospital and start of each student's best way"""


def in_grains(points: Floats) -> Ints:
    """Whole grains, cut so that no sum of them leaves int32."""
    most = MOST_PRICE * GRAINS
    return np.rint(np.clip(points * GRAINS, -most, most)).astype(np.int64)


class Relaxed:
    """All students, each with the lattice it has now."""

    def __init__(
        self,
        students: list[Student],
        instance: Instance,
        fair: Ints,
        pool: ThreadPoolExecutor,
        rooms: list[Room],
    ) -> None:
        """`rooms` are as many as the threads of the pool."""
        self.students, self.instance, self.fair, self.pool = (students, instance, fair, pool)
        self.rooms = rooms
        self.refresh()

    def refresh(self) -> None:
        """Take the students' lattices as they are now."""
        self.members = np.full((len(self.students), self.instance.disciplines), -1, dtype=np.int64)
        for n, student in enumerate(self.students):
            for option, offer in enumerate(student.offers):
                self.members[n, offer] = option

    def ask(self, at: Multipliers) -> Answer:
        """Every student at whole prices, none above `MOST_PRICE`."""
        instance = self.instance
        cells, once, often = (in_grains(part) for part in (at.cells, at.once, at.often))
        threads = len(self.rooms)
        sums = np.zeros((*cells.shape[:2], cells.shape[2] + 1), dtype=np.int64)
        np.cumsum(cells, axis=2, out=sums[:, :, 1:])
        ways = np.full((len(self.students), instance.disciplines + 1, 3), -1, dtype=np.int64)

        def some(part: int) -> tuple[int, Floats, Floats, Floats]:
            used = np.zeros(cells.shape)
            attended, inside = np.zeros(once.shape), np.zeros(often.shape)
            grains = 0
            for n in range(part, len(self.students), threads):
                grains += self._one(
                    n, sums, once[n], often[n], used, attended[n], inside[n], ways[n], self.rooms[part]
                )
            return grains, used, attended, inside

        parts = list(self.pool.map(some, range(threads)))
        high, low = np.maximum(cells, 0), np.minimum(cells, 0)
        grains = sum(part[0] for part in parts) + int((high * instance.most + low * instance.least).sum())
        grains += int(once.sum() + often.sum() * instance.most_in_hospital)
        used, attended, inside = (sum(part[n] for part in parts) for n in (1, 2, 3))
        return Answer(grains, used, attended, inside, ways)

    def alone(self) -> list[int]:
        """What each student is worth at most when places cost nothing, in grains."""
        instance = self.instance
        sums = np.zeros((instance.hospitals, instance.disciplines, instance.periods + 1), dtype=np.int64)
        once, often = (
            np.zeros(instance.disciplines, dtype=np.int64),
            np.zeros(instance.hospitals, dtype=np.int64),
        )
        used, attended, inside = (np.zeros(instance.most.shape), np.zeros(len(once)), np.zeros(len(often)))
        way = np.zeros((instance.disciplines + 1, 3), dtype=np.int64)
        return [
            self._one(n, sums, once, often, used, attended, inside, way, self.rooms[0])
            for n in range(len(self.students))
        ]

    def _one(
        self, n: int, sums: Ints, once: Ints, often: Ints, used: Floats, attended: Floats, inside: Floats, way: Ints,
        room: Room,
    ) -> int:  # fmt: skip
        student, fair = self.students[n], int(self.fair[n])
        lattice = student.lattice
        if lattice is None:
            return NOWHERE
        late, change, back = student.constants(fair)
        value = room.values(len(lattice.final), self.instance.hospitals, self.instance.periods + 1)
        return back + int(
            _ask_one(
                *lattice, student.open, student.worth * (GRAINS + fair), sums, once, often, self.members[n], late,
                change, self.instance.duration, len(student.offers), used, attended, inside, way, value,
            )
        )  # fmt: skip


@njit(cache=True, nogil=True)
def _ask_one(  # type: ignore[no-untyped-def]
    first, option, following, final, allowed, worth, sums, once, often, member, late, change, duration, options,
    used, attended, inside, way, value,
):  # fmt: skip
    """Price a student; what the best way uses is counted."""
    disciplines, hospitals, periods = allowed.shape
    gain = np.full((options, hospitals, periods), np.int32(NOWHERE), dtype=np.int32)
    which = np.zeros((options, hospitals, periods), dtype=np.int32)
    for d in range(disciplines):
        g = member[d]
        if g < 0:
            continue
        for h in range(hospitals):
            base = worth[d, h] - once[d] - often[h]
            for t in range(periods - duration + 1):
                if allowed[d, h, t]:
                    own = base - sums[h, d, t + duration] + sums[h, d, t]
                    if own > gain[g, h, t]:
                        gain[g, h, t] = own
                        which[g, h, t] = d
    most = fill(first, option, following, final, gain, late, change, duration, value)
    if most <= NOWHERE // 2:
        return np.int64(NOWHERE)
    many = trace(first, option, following, final, gain, change, duration, value, most, way)
    for n in range(many):
        g, h, t = way[n, 0], way[n, 1], way[n, 2]
        d = which[g, h, t]
        way[n, 0] = d
        attended[d] += 1
        inside[h] += 1
        for more in range(duration):
            used[h, d, t + more] += 1
    return most


class Volume:
    """The best multipliers met, and the answer there; goes on from where it stopped."""

    def __init__(self, relaxed: Relaxed) -> None:
        self.relaxed = relaxed
        instance = relaxed.instance
        shapes = instance.most.shape, instance.liking.shape, instance.comfort.shape
        self.best = Multipliers(*(np.zeros(shape) for shape in shapes))
        self.lowest = relaxed.ask(self.best)
        self._mean = [self.lowest.used.copy(), self.lowest.once.copy(), self.lowest.often.copy()]
        self.step, self.smooth, self._patience = 1.0, 0.1, 0

    def run(self, rounds: int, until: float, least_step: float = 1e-4) -> int:
        """At most so many rounds; how many they were."""
        for n in range(rounds):
            if time.perf_counter() > until or self.step < least_step or not self._round():
                return n
        return rounds

    def _round(self) -> bool:
        instance = self.relaxed.instance
        way = _direction(instance, self.best, *self._mean)
        size = way.dot(way)
        if size < 1e-9:
            return False
        at = self.best.towards(way, self.step * SPAN * self.lowest.grains / GRAINS / size)
        answer = self.relaxed.ask(at)
        ahead = _direction(instance, self.best, answer.used, answer.once, answer.often)
        for mean, new in zip(self._mean, (answer.used, answer.once, answer.often), strict=True):
            mean += self.smooth * (new - mean)
        if answer.grains < self.lowest.grains:
            self.best, self.lowest, self._patience = at, answer, 0
            self.step = min(self.step * (1.3 if way.dot(ahead) > 0 else 1.0), 4.0)
        else:
            self._patience += 1
            if self._patience >= PATIENCE:
                self.step, self._patience = self.step * 0.66, 0
                self.smooth = max(self.smooth * 0.9, 0.01)
        return True


def _direction(instance: Instance, at: Multipliers, used: Floats, once: Floats, often: Floats) -> Multipliers:
    """Where the bound falls: dearer what is used too much, cheaper what is used too little."""
    over, under = used - instance.most, used - instance.least
    cells = np.where(over > 0, over, np.where(under < 0, under, 0.0))
    cells = np.where((at.cells > 0) & (over < 0), over, cells)
    cells = np.where((at.cells < 0) & (under > 0), under, cells)
    single, spread = once - 1.0, often - instance.most_in_hospital
    single = np.where((single < 0) & (at.once <= 0), 0.0, single)
    spread = np.where((spread < 0) & (at.often <= 0), 0.0, spread)
    return Multipliers(cells, single, spread)
