"""Simulated annealing over the students' stays: the start for instances with many disciplines.

A state keeps every rule of each student alone. Students too few or too many in a cell are priced, dearer as it
gets colder.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numba import njit

from benchmarks.mss.reading import Instance, Ints
from benchmarks.mss.rules import Plan, Stay, value_of
from benchmarks.mss.students import Student

AWAY, REPLACE, SWAP, MOVE, STRETCH = range(5)


@dataclass
class Fixed:
    """What does not change: the arrays of the students and the cells."""

    worth: Ints
    allowed: np.ndarray
    attendable: np.ndarray
    change: Ints
    empty: Ints
    least: Ints
    most: Ints
    pairs: Ints
    group: Ints
    duration: int
    most_in_hospital: int

    @classmethod
    def of(cls, instance: Instance, students: list[Student]) -> Fixed:
        return cls(
            np.stack([student.worth for student in students]),
            np.stack([student.open for student in students]),
            np.stack([student.allowed for student in students]),
            np.array([student.change for student in students], dtype=np.int64),
            np.array([student.empty for student in students], dtype=np.int64),
            instance.least,
            instance.most,
            np.argwhere(instance.before).astype(np.int64).reshape(-1, 2),
            instance.group,
            instance.duration,
            instance.most_in_hospital,
        )

    def arrays(self) -> tuple[object, ...]:
        return (
            self.worth, self.allowed, self.attendable, self.change, self.empty, self.least, self.most, self.pairs,
            self.group, self.duration, self.most_in_hospital,
        )  # fmt: skip


class Annealing:
    """A state that is heated and cooled in parts, so that whoever asked can look at the clock."""

    def __init__(self, instance: Instance, students: list[Student], plan: Plan, seed: int) -> None:
        self.instance, self.fixed, self.seed = instance, Fixed.of(instance, students), seed
        longest = max(len(stays) for stays in plan)
        self.many = np.array([len(stays) for stays in plan], dtype=np.int64)
        self.state = np.zeros((len(plan), max(longest, 1), 3), dtype=np.int64)
        for s, stays in enumerate(plan):
            for n, stay in enumerate(sorted(stays)):
                self.state[s, n] = stay
        self.best = self.state.copy()
        self.best_value = np.iinfo(np.int64).min
        self.values = np.array([value_of(instance, s, stays) for s, stays in enumerate(plan)], dtype=np.int64)
        self.used = np.zeros(instance.most.shape, dtype=np.int64)
        for stays in plan:
            for stay in stays:
                self.used[stay.hospital, stay.discipline, stay.start : stay.start + instance.duration] += 1

    def cool(self, tries: int, warm: float, cold: float, price: float, dear: float) -> None:
        """So many tries from one temperature to another (points), and prices of a cell's lack likewise."""
        self.seed += 1
        self.best_value = _cool(
            *self.fixed.arrays(), self.state, self.many, self.values, self.used, self.best, self.best_value, tries,
            warm, cold, price, dear, self.seed,
        )  # fmt: skip

    def lack(self) -> int:
        """How far the cells of the state are from what they need and hold."""
        short = np.maximum(self.instance.least - self.used, 0) + np.maximum(self.used - self.instance.most, 0)
        return int(short.sum())

    def plan(self, *, best: bool = True) -> Plan:
        state = self.best if best else self.state
        return [
            [Stay(*stay) for stay in own[:many].tolist()] for own, many in zip(state, self.many, strict=True)
        ]


@njit(cache=True, nogil=True)
def _lack(used, least, most):  # type: ignore[no-untyped-def]
    return max(least - used, 0) + max(used - most, 0)


@njit(cache=True, nogil=True)
def _propose(kind, own, many, allowed, attendable, group, hospitals):  # type: ignore[no-untyped-def]
    """Change a copy of a student's stays (start, hospital, discipline); False where nothing sensible came out."""
    n = np.random.randint(many)
    disciplines, periods = allowed.shape[0], allowed.shape[2]
    if kind == 0:
        own[n, 1] = np.random.randint(hospitals)
    elif kind == 1:
        d = np.random.randint(disciplines)
        if not attendable[d] or group[d] != group[own[n, 2]]:
            return False
        for k in range(many):
            if own[k, 2] == d:
                return False
        own[n, 2] = d
        if np.random.random() < 0.5:
            own[n, 1] = np.random.randint(hospitals)
    elif kind == 2:
        k = np.random.randint(many)
        if k == n:
            return False
        own[n, 2], own[k, 2] = own[k, 2], own[n, 2]
        if np.random.random() < 0.5:
            own[n, 1], own[k, 1] = own[k, 1], own[n, 1]
    elif kind == 3:
        own[n, 0] = np.random.randint(periods)
        if np.random.random() < 0.3:
            own[n, 1] = np.random.randint(hospitals)
        while n > 0 and own[n, 0] < own[n - 1, 0]:
            for i in range(3):
                own[n, i], own[n - 1, i] = own[n - 1, i], own[n, i]
            n -= 1
        while n < many - 1 and own[n, 0] > own[n + 1, 0]:
            for i in range(3):
                own[n, i], own[n + 1, i] = own[n + 1, i], own[n, i]
            n += 1
    else:
        h = np.random.randint(hospitals)
        for k in range(n, min(many, n + 1 + np.random.randint(5))):
            own[k, 1] = h
    return True


@njit(cache=True, nogil=True)
def _is_lawful(own, many, allowed, pairs, duration, most_in_hospital, inside, when):  # type: ignore[no-untyped-def]
    inside[:] = 0
    when[:] = -1
    for n in range(many):
        t, h, d = own[n, 0], own[n, 1], own[n, 2]
        if not allowed[d, h, t] or (n and t < own[n - 1, 0] + duration):
            return False
        inside[h] += 1
        if inside[h] > most_in_hospital:
            return False
        when[d] = t
    for n in range(len(pairs)):
        later, first = when[pairs[n, 0]], when[pairs[n, 1]]
        if later >= 0 and (first < 0 or first > later):
            return False
    return True


@njit(cache=True, nogil=True)
def _value(own, many, worth, change, empty, duration):  # type: ignore[no-untyped-def]
    value = empty * (own[many - 1, 0] + duration - many * duration)
    for n in range(many):
        value += worth[own[n, 2], own[n, 1]]
        if n and own[n, 1] != own[n - 1, 1]:
            value += change
    return value


@njit(cache=True, nogil=True)
def _cool(  # type: ignore[no-untyped-def]
    worth, allowed, attendable, change, empty, least, most, pairs, group, duration, most_in_hospital, state, many,
    values, used, best, best_value, tries, warm, cold, price, dear, seed,
):  # fmt: skip
    np.random.seed(seed)
    students, hospitals, disciplines = state.shape[0], least.shape[0], least.shape[1]
    inside = np.zeros(hospitals, dtype=np.int64)
    when = np.zeros(disciplines, dtype=np.int64)
    own = np.zeros(state.shape[1:], dtype=np.int64)
    lacking = 0
    for h in range(hospitals):
        for d in range(disciplines):
            for t in range(least.shape[2]):
                lacking += _lack(used[h, d, t], least[h, d, t], most[h, d, t])
    total, lowest = values.sum(), values.min()
    heat, cost = warm, price
    for n in range(tries):
        if n % 1000 == 0:
            part = n / tries
            heat = warm * (cold / warm) ** part
            cost = price * (dear / price) ** part
        s = np.random.randint(students)
        if many[s] == 0:
            continue
        own[:] = state[s]
        draw = np.random.random()
        kind = 0 if draw < 0.15 else 1 if draw < 0.5 else 2 if draw < 0.7 else 3 if draw < 0.95 else 4
        if not _propose(kind, own, many[s], allowed[s], attendable[s], group, hospitals):
            continue
        if not _is_lawful(own, many[s], allowed[s], pairs, duration, most_in_hospital, inside, when):
            continue
        value = _value(own, many[s], worth[s], change[s], empty[s], duration)
        gain = np.float64(value - values[s])
        if value < lowest:
            gain += value - lowest
        shift = 0
        for k in range(many[s]):
            if own[k, 0] != state[s, k, 0] or own[k, 1] != state[s, k, 1] or own[k, 2] != state[s, k, 2]:
                for t in range(state[s, k, 0], state[s, k, 0] + duration):
                    h, d = state[s, k, 1], state[s, k, 2]
                    shift -= _lack(used[h, d, t], least[h, d, t], most[h, d, t])
                    used[h, d, t] -= 1
                    shift += _lack(used[h, d, t], least[h, d, t], most[h, d, t])
        for k in range(many[s]):
            if own[k, 0] != state[s, k, 0] or own[k, 1] != state[s, k, 1] or own[k, 2] != state[s, k, 2]:
                for t in range(own[k, 0], own[k, 0] + duration):
                    h, d = own[k, 1], own[k, 2]
                    shift -= _lack(used[h, d, t], least[h, d, t], most[h, d, t])
                    used[h, d, t] += 1
                    shift += _lack(used[h, d, t], least[h, d, t], most[h, d, t])
        gain -= cost * shift
        if gain >= 0 or np.random.random() < np.exp(gain / heat):
            was = values[s]
            values[s] = value
            total += value - was
            state[s] = own
            lacking += shift
            if value < lowest or was == lowest:
                lowest = values.min()
            if lacking == 0 and total + lowest > best_value:
                best_value = total + lowest
                best[:] = state
        else:
            for k in range(many[s]):
                if own[k, 0] != state[s, k, 0] or own[k, 1] != state[s, k, 1] or own[k, 2] != state[s, k, 2]:
                    for t in range(own[k, 0], own[k, 0] + duration):
                        used[own[k, 1], own[k, 2], t] -= 1
                    for t in range(state[s, k, 0], state[s, k, 0] + duration):
                        used[state[s, k, 1], state[s, k, 2], t] += 1
    return best_value
