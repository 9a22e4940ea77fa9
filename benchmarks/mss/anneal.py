"""Simulated annealing over the students' stays: mends a plan that a dive left with cells short of students.

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

NONE = -(1 << 62)
TRADED = 0.4
"""The part of tries in which two students trade what they do at a time, which leaves the cells as they are."""
AIMED = 0.3
"""The part of tries that aim at a cell that lacks students, while there is one."""


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
        self.best_value = NONE
        self.values = np.array([value_of(instance, s, stays) for s, stays in enumerate(plan)], dtype=np.int64)
        self.needed = np.argwhere(instance.least > 0).astype(np.int64).reshape(-1, 3)
        self.used = np.zeros(instance.most.shape, dtype=np.int64)
        for stays in plan:
            for stay in stays:
                self.used[stay.hospital, stay.discipline, stay.start : stay.start + instance.duration] += 1

    @property
    def is_found(self) -> bool:
        """Whether a state was met in which no cell lacks students."""
        return self.best_value > NONE

    def cool(self, tries: int, heat: float, price: float) -> None:
        """So many tries at a temperature (points), and with a price of a cell's lack in a period."""
        self.seed += 1
        self.best_value = _cool(
            *self.fixed.arrays(), self.state, self.many, self.values, self.used, self.best, self.best_value, tries,
            heat, price, self.seed, self.needed,
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
def _aim(own, many, h, d, t, group, duration):  # type: ignore[no-untyped-def]
    """Change a copy of a student's stays so that discipline d is attended in hospital h in period t."""
    held, there = -1, -1
    for n in range(many):
        if own[n, 2] == d:
            held = n
        if own[n, 0] <= t < own[n, 0] + duration:
            there = n
    if there < 0:
        there = np.random.randint(many)
        while there > 0 and own[there, 0] > t:
            there -= 1
        while there < many - 1 and own[there, 0] < t and np.random.random() < 0.5:
            there += 1
        own[there, 0] = t - np.random.randint(duration)
    if held >= 0:
        own[held, 2] = own[there, 2]
    elif group[own[there, 2]] != group[d]:
        return False
    own[there, 1], own[there, 2] = h, d
    return own[there, 0] >= 0


@njit(cache=True, nogil=True)
def _trade(own, many, peer, more):  # type: ignore[no-untyped-def]
    """Let two copies trade what they do from a common start on, for one or two stays; False without one."""
    n = np.random.randint(many)
    k = 0
    while k < more and peer[k, 0] < own[n, 0]:
        k += 1
    if k == more or peer[k, 0] != own[n, 0]:
        return False
    long = 1 + np.random.randint(2)
    for ahead in range(long):
        if n + ahead >= many or k + ahead >= more or peer[k + ahead, 0] != own[n + ahead, 0]:
            return ahead > 0
        for i in range(1, 3):
            own[n + ahead, i], peer[k + ahead, i] = peer[k + ahead, i], own[n + ahead, i]
    return True


@njit(cache=True, nogil=True)
def _repeats(own, many, wanted, group, counts):  # type: ignore[no-untyped-def]
    """Whether a discipline is attended twice, or the groups are not as they were."""
    counts[:] = 0
    seen = 0
    for n in range(many):
        d = own[n, 2]
        if seen >> d & 1:
            return True
        seen |= 1 << d
        counts[group[d]] += 1
    return (counts != wanted).any()


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
    values, used, best, best_value, tries, heat, cost, seed, needed,
):  # fmt: skip
    np.random.seed(seed)
    students, hospitals, disciplines = state.shape[0], least.shape[0], least.shape[1]
    inside = np.zeros(hospitals, dtype=np.int64)
    when = np.zeros(disciplines, dtype=np.int64)
    own = np.zeros(state.shape[1:], dtype=np.int64)
    peer = np.zeros(state.shape[1:], dtype=np.int64)
    wanted = np.zeros((students, group.max() + 1), dtype=np.int64)
    counts = np.zeros(group.max() + 1, dtype=np.int64)
    for s in range(students):
        for k in range(many[s]):
            wanted[s, group[state[s, k, 2]]] += 1
    lacking = 0
    for h in range(hospitals):
        for d in range(disciplines):
            for t in range(least.shape[2]):
                lacking += _lack(used[h, d, t], least[h, d, t], most[h, d, t])
    total, lowest = values.sum(), values.min()
    for _ in range(tries):
        s = np.random.randint(students)
        if many[s] == 0:
            continue
        own[:] = state[s]
        if np.random.random() < TRADED:
            other = np.random.randint(students)
            if other == s or many[other] == 0:
                continue
            peer[:] = state[other]
            if not _trade(own, many[s], peer, many[other]):
                continue
            if _repeats(own, many[s], wanted[s], group, counts) or _repeats(
                peer, many[other], wanted[other], group, counts
            ):
                continue
            if not _is_lawful(own, many[s], allowed[s], pairs, duration, most_in_hospital, inside, when):
                continue
            if not _is_lawful(
                peer, many[other], allowed[other], pairs, duration, most_in_hospital, inside, when
            ):
                continue
            one = _value(own, many[s], worth[s], change[s], empty[s], duration)
            two = _value(peer, many[other], worth[other], change[other], empty[other], duration)
            gain = np.float64(one + two - values[s] - values[other] + min(0, min(one, two) - lowest))
            if gain >= 0 or np.random.random() < np.exp(gain / heat):
                total += one + two - values[s] - values[other]
                stale = values[s] == lowest or values[other] == lowest
                values[s], values[other] = one, two
                state[s], state[other] = own, peer
                if stale or min(one, two) < lowest:
                    lowest = values.min()
                if lacking == 0 and total + lowest > best_value:
                    best_value = total + lowest
                    best[:] = state
            continue
        draw = np.random.random()
        target = -1
        if len(needed) and draw > 1 - AIMED and lacking > 0:
            for _look in range(10):
                k = np.random.randint(len(needed))
                h, d, t = needed[k, 0], needed[k, 1], needed[k, 2]
                if used[h, d, t] < least[h, d, t]:
                    target = k
                    break
        draw = np.random.random()
        kind = 0 if draw < 0.15 else 1 if draw < 0.5 else 2 if draw < 0.7 else 3 if draw < 0.95 else 4
        if target >= 0:
            h, d, t = needed[target, 0], needed[target, 1], needed[target, 2]
            if not attendable[s, d] or not _aim(own, many[s], h, d, t, group, duration):
                continue
        elif not _propose(kind, own, many[s], allowed[s], attendable[s], group, hospitals):
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
