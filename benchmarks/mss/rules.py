"""Judges a plan by the rules as they are told in words, and counts its value. Knows nothing of any solver."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import NamedTuple

from benchmarks.mss.reading import Instance


class Stay(NamedTuple):
    """A discipline attended in one hospital, from the period `start` on."""

    start: int
    hospital: int
    discipline: int


Plan = Sequence[Sequence[Stay]]
"""The stays of each student."""


class Verdict(NamedTuple):
    value: int
    broken: list[str]
    """every broken rule, with whom and where; a plan is sound when there is none"""


def judge(instance: Instance, plan: Plan) -> Verdict:
    """The value of a plan, and every rule that it breaks."""
    broken: list[str] = []
    if len(plan) != instance.students:
        broken.append(f"{len(plan)} students are planned, there are {instance.students}")
    for s, stays in enumerate(plan):
        broken += [f"student {s + 1}: {what}" for what in _broken_by(instance, s, stays)]
    broken += _crowds(instance, plan)
    values = [value_of(instance, s, stays) for s, stays in enumerate(plan)]
    return Verdict(sum(values) + min(values, default=0), broken)


def _broken_by(instance: Instance, s: int, stays: Sequence[Stay]) -> list[str]:
    broken = []
    attended = [stay.discipline for stay in stays]
    for d in set(attended):
        if attended.count(d) > 1:
            broken.append(f"discipline {d + 1} more than once")
        if not instance.allowed[s, d]:
            broken.append(f"discipline {d + 1} is not allowed")
    for g, wanted in enumerate(instance.wanted[s]):
        number = sum(instance.group[d] == g for d in attended)
        if number != wanted:
            broken.append(f"{number} disciplines of group {g + 1}, not {wanted}")
    for h in range(instance.hospitals):
        if sum(stay.hospital == h for stay in stays) > instance.most_in_hospital:
            broken.append(f"too many disciplines in hospital {h + 1}")
    for stay in stays:
        if not instance.able[s, stay.hospital, stay.discipline]:
            broken.append(f"can not attend discipline {stay.discipline + 1} in hospital {stay.hospital + 1}")
        first, end = stay.start, stay.start + instance.duration
        if first < 0 or end > instance.periods or not instance.available[s, first:end].all():
            broken.append(f"not available all of discipline {stay.discipline + 1}")
        for e in range(instance.disciplines):
            if instance.before[stay.discipline, e] and not any(
                other.discipline == e and other.start <= stay.start for other in stays
            ):
                broken.append(f"discipline {e + 1} does not come before discipline {stay.discipline + 1}")
    if any(b.start < a.start + instance.duration for a, b in pairwise(sorted(stays))):
        broken.append("two disciplines at a time")
    return broken


def _crowds(instance: Instance, plan: Plan) -> list[str]:
    broken = []
    number: dict[tuple[int, int, int], int] = {}
    for stays in plan:
        for stay in stays:
            for t in range(stay.start, stay.start + instance.duration):
                place = stay.hospital, stay.discipline, t
                number[place] = number.get(place, 0) + 1
    for h in range(instance.hospitals):
        for d in range(instance.disciplines):
            for t in range(instance.periods):
                there = number.get((h, d, t), 0)
                if not instance.least[h, d, t] <= there <= instance.most[h, d, t]:
                    limits = f"{instance.least[h, d, t]} to {instance.most[h, d, t]}"
                    where = f"hospital {h + 1}, discipline {d + 1}, period {t + 1}"
                    broken.append(f"{where}: {there} students, not {limits}")
    return broken


def value_of(instance: Instance, s: int, stays: Sequence[Stay]) -> int:
    """The value of a student's stays: what is liked, less hospital changes and empty periods."""
    w1, w2, w3, w4 = (int(w) for w in instance.weights[s])
    value = w1 * sum(int(instance.liking[s, stay.discipline]) for stay in stays)
    value += w2 * sum(int(instance.comfort[s, stay.hospital]) for stay in stays)
    value += sum(int(instance.esteem[stay.discipline]) for stay in stays)
    where = [-1] * instance.periods
    for stay in stays:
        for t in range(stay.start, min(stay.start + instance.duration, instance.periods)):
            where[t] = stay.hospital
    return value + w3 * _changes(where) + w4 * _empty(where)


def _changes(where: Sequence[int]) -> int:
    """Times that a hospital is not the one attended last; the first of all is no change."""
    attended = [hospital for hospital in where if hospital >= 0]
    return sum(a != b for a, b in pairwise(attended))


def _empty(where: Sequence[int]) -> int:
    """Empty periods that are followed later by a busy one."""
    return sum(h < 0 and any(later >= 0 for later in where[t + 1 :]) for t, h in enumerate(where))
