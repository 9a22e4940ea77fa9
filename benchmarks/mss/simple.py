"""Any lawful stays of one student, as one would fill in a calendar: as early as may be, what comes before first."""

from __future__ import annotations

import random

import numpy as np

from benchmarks.mss.rules import Stay
from benchmarks.mss.students import Student


def simple_stays(student: Student, seed: int = 0, tries: int = 500) -> tuple[Stay, ...] | None:
    """Stays that obey the student's own rules; None where this simple way finds none."""
    times, chance = _times(student), random.Random(seed)
    for _ in range(tries):
        chosen = _disciplines(student, chance)
        if chosen is not None and len(times) >= len(chosen):
            stays = _somewhere(student, times, chosen)
            if stays is not None:
                return stays
    return None


def _somewhere(student: Student, times: list[int], chosen: list[int]) -> tuple[Stay, ...] | None:
    """The disciplines one after the other, each in the hospital least used."""
    inside = [0] * student.instance.hospitals
    stays: list[Stay] = []
    for t, d in zip(times, chosen, strict=False):
        able = np.flatnonzero(student.open[d, :, t]).tolist()
        able = [h for h in able if inside[h] < student.instance.most_in_hospital]
        if not able:
            return None
        h = min(able, key=lambda h: inside[h])
        inside[h] += 1
        stays.append(Stay(t, h, d))
    return tuple(stays)


def _times(student: Student) -> list[int]:
    """The earliest periods in which one stay after the other may begin."""
    may_begin = student.open.any(axis=(0, 1))
    times: list[int] = []
    for t in np.flatnonzero(may_begin).tolist():
        if not times or t >= times[-1] + student.instance.duration:
            times.append(t)
    return times


def _disciplines(student: Student, chance: random.Random) -> list[int] | None:
    """As many of each group as wanted, those with the fewest before them, in an order that may be kept."""
    before = student.instance.before
    depth = np.zeros(student.instance.disciplines, dtype=np.int64)
    for _ in range(len(depth)):
        depth = np.where(before.any(axis=1), 1 + np.where(before, depth[None, :], -1).max(axis=1), 0)
    chosen: list[int] = []
    for g, wanted in enumerate(student.wanted.tolist()):
        own = np.flatnonzero(student.allowed & (student.instance.group == g)).tolist()
        chosen += sorted(own, key=lambda d: (int(depth[d]), chance.random()))[:wanted]
    chosen.sort(key=lambda d: int(depth[d]))
    first = {d: n for n, d in enumerate(chosen)}
    needed = [(d, e) for d in chosen for e in np.flatnonzero(before[d]).tolist()]
    if len(chosen) < student.many or any(first.get(e, len(chosen)) > first[d] for d, e in needed):
        return None
    return chosen
