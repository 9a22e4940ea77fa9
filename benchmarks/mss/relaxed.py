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

from benchmarks.mss.lattice import Lattice
from benchmarks.mss.pricing import NOWHERE, fill, trace
from benchmarks.mss.reading import Instance, Ints
from benchmarks.mss.students import GRAINS, Student

Floats = npt.NDArray[np.float64]


@dataclass
class Multipliers:
    """Points: of cells (below 0 where students are needed), of a discipline attended, of a hospital used.

    cells (H, D, T), once (S, D), often (S, H)
    """

    cells: Floats
    once: Floats
    often: Floats

    def towards(self, other: Multipliers, step: float) -> Multipliers:
        """On from here by a step in a direction; what may not be below 0 stays there."""
        once = np.maximum(self.once + step * other.once, 0)
        often = np.maximum(self.often + step * other.often, 0)
        return Multipliers(self.cells + step * other.cells, once, often)


@dataclass(frozen=True)
class Answer:
    """The bound in grains, how often each cell, discipline and hospital is used, and what each student is worth."""

    grains: int
    used: Floats
    once: Floats
    often: Floats


class Relaxed:
    """All students with nothing told apart."""

    def __init__(self, students: list[Student], instance: Instance, fair: Ints, pool: ThreadPoolExecutor) -> None:
        self.students, self.instance, self.fair, self.pool = students, instance, fair, pool
        self.members = np.zeros((len(students), instance.disciplines), dtype=np.int64)
        for n, student in enumerate(students):
            self.members[n] = np.where(student.allowed, instance.group, -1)
        self.plain = [student.plain_lattice() for student in students]

    def ask(self, at: Multipliers, threads: int = 2) -> Answer:
        """Every student at whole prices."""
        instance = self.instance
        cells = np.rint(at.cells * GRAINS).astype(np.int64)
        once = np.rint(at.once * GRAINS).astype(np.int64)
        often = np.rint(at.often * GRAINS).astype(np.int64)
        sums = np.zeros((*cells.shape[:2], cells.shape[2] + 1), dtype=np.int64)
        np.cumsum(cells, axis=2, out=sums[:, :, 1:])

        def some(part: int) -> tuple[int, Floats, Floats, Floats]:
            used = np.zeros(cells.shape)
            attended, inside = np.zeros(once.shape), np.zeros(often.shape)
            grains = 0
            for n in range(part, len(self.students), threads):
                grains += self._one(n, sums, once[n], often[n], used, attended[n], inside[n])
            return grains, used, attended, inside

        parts = list(self.pool.map(some, range(threads)))
        high, low = np.maximum(cells, 0), np.minimum(cells, 0)
        grains = sum(part[0] for part in parts) + int((high * instance.most + low * instance.least).sum())
        grains += int(once.sum() + often.sum() * instance.most_in_hospital)
        used, attended, inside = (sum(part[n] for part in parts) for n in (1, 2, 3))
        return Answer(grains, used, attended, inside)

    def _one(
        self, n: int, sums: Ints, once: Ints, often: Ints, used: Floats, attended: Floats, inside: Floats
    ) -> int:
        lattice, student, fair = self.plain[n], self.students[n], int(self.fair[n])
        if lattice is None:
            return NOWHERE
        late, change, back = student.constants(fair)
        return back + int(
            _ask_one(
                *lattice, student.open, student.worth * (GRAINS + fair), sums, once, often, self.members[n], late,
                change, self.instance.duration, len(student.wanted), used, attended, inside,
            )
        )  # fmt: skip


@njit(cache=True, nogil=True)
def _ask_one(  # type: ignore[no-untyped-def]
    first, option, following, final, allowed, worth, sums, once, often, member, late, change, duration, groups,
    used, attended, inside,
):  # fmt: skip
    """Price a student with only groups told apart; what the best way uses is counted."""
    disciplines, hospitals, periods = allowed.shape
    gain = np.full((groups, hospitals, periods), np.int32(NOWHERE), dtype=np.int32)
    which = np.zeros((groups, hospitals, periods), dtype=np.int32)
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
    value = np.empty((len(final), hospitals, periods + 1), dtype=np.int32)
    most = fill(first, option, following, final, gain, late, change, duration, value)
    stays = np.zeros((disciplines + 1, 3), dtype=np.int64)
    many = trace(first, option, following, final, gain, change, duration, value, most, stays)
    for n in range(many):
        g, h, t = stays[n, 0], stays[n, 1], stays[n, 2]
        d = which[g, h, t]
        attended[d] += 1
        inside[h] += 1
        for more in range(duration):
            used[h, d, t + more] += 1
    return most


def improve(relaxed: Relaxed, seconds: float, rounds: int) -> tuple[Multipliers, Answer]:
    """The best multipliers met, and the bound there."""
    instance = relaxed.instance
    until = time.perf_counter() + seconds
    best = Multipliers(
        np.zeros(instance.most.shape),
        np.zeros(instance.liking.shape),
        np.zeros(instance.comfort.shape),
    )
    answer = relaxed.ask(best)
    used, once, often = answer.used, answer.once, answer.often
    lowest, step, patience, smooth = answer, 1.0, 0, 0.1
    gap = 0.05
    for n in range(rounds):
        if time.perf_counter() > until:
            break
        way = _direction(instance, best, used, once, often)
        size = float((way.cells**2).sum() + (way.once**2).sum() + (way.often**2).sum())
        if size < 1e-9:
            break
        length = step * gap * lowest.grains / GRAINS / size
        at = best.towards(way, length)
        answer = relaxed.ask(at)
        ahead = _direction(instance, best, answer.used, answer.once, answer.often)
        agree = float((way.cells * ahead.cells).sum() + (way.once * ahead.once).sum() + (way.often * ahead.often).sum())
        used += smooth * (answer.used - used)
        once += smooth * (answer.once - once)
        often += smooth * (answer.often - often)
        if answer.grains < lowest.grains:
            best, lowest, patience = at, answer, 0
            step = min(step * (1.3 if agree > 0 else 1.0), 4.0)
        else:
            patience += 1
            if patience >= 40:
                step, patience = max(step * 0.66, 1e-5), 0
        if n % 400 == 399:
            smooth = max(smooth * 0.8, 0.01)
            print(f"   volume {n} bound {lowest.grains/GRAINS:.2f} step {step:.4f} size {size:.2f} {until-time.perf_counter():.1f}", flush=True)
    return best, lowest


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
