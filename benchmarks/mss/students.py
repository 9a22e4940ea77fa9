"""One student's way of being priced: told-apart disciplines and counted hospitals grow as they are needed.

A way through a small lattice may repeat a discipline, forget what comes before another, or stay too much in
one hospital. What went wrong is then told apart or counted from there on (decremental state-space
relaxation, Righini and Salani 2008), as far as `MOST_NODES` allows; the value is a bound in any case.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from benchmarks.mss.beam import search_beam
from benchmarks.mss.lattice import Int32s, Lattice, Shape, build_lattice
from benchmarks.mss.pricing import NOWHERE, fill, trace, within
from benchmarks.mss.reading import Bools, Instance, Ints
from benchmarks.mss.rules import Stay

GRAINS = 4096
"""Parts of a point of value, in prices."""
MOST_TOLD = 12
"""Up to so many allowed disciplines, all are told apart from the beginning."""
MOST_NODES = 3_000
"""Nodes of a lattice that grows; one that began with all told apart may have `EXACT_NODES`."""
EXACT_NODES = 2_000_000

EASING = 0.3
"""The part of the gap between a bound and the best way met that a step aims at."""

Gains = Int32s
Floats = npt.NDArray[np.float64]


@dataclass(frozen=True)
class Quote:
    """What a student is worth at given prices: a proven upper bound in grains, and stays if lawful ones were met."""

    bound: int
    stays: tuple[Stay, ...] | None
    value: int
    """of the stays, in grains"""


class Beam(NamedTuple):
    """A proven bound in grains, the value of the best ways met, and those: (n, 3) discipline, hospital, start."""

    bound: int
    value: int
    ways: list[Ints]


class Lattices:
    """The lattices made so far, for students with the same wishes."""

    def __init__(self) -> None:
        self._kept: dict[bytes, Lattice | None] = {}

    def of(self, shape: Shape) -> Lattice | None:
        parts = [part.tobytes() for part in shape[:5]]
        key = b"|".join([*parts, str(shape[5:]).encode()])
        if key not in self._kept:
            self._kept[key] = build_lattice(shape)
        return self._kept[key]


class Student:
    """A student in whole numbers; `room` is memory that is shared by all who are priced one after the other."""

    def __init__(self, instance: Instance, number: int, lattices: Lattices) -> None:
        self.instance, self.number, self._lattices = instance, number, lattices
        self.wanted = instance.wanted[number].astype(np.int32)
        self.many = int(self.wanted.sum())
        self.allowed = _attendable(instance, number)
        w1, w2, w3, w4 = (int(w) for w in instance.weights[number])
        self.change, self.empty = w3, w4
        worth = w1 * instance.liking[number] + instance.esteem
        self.worth: Ints = worth[:, None] + w2 * instance.comfort[number][None, :]
        self.open = _open(instance, number, self.allowed)
        self.rules = _as_bits(instance.before)
        self.outside = max(0, self.many - instance.most_in_hospital)
        chosen = np.flatnonzero(self.allowed)
        self.told: tuple[int, ...] = tuple(chosen.tolist()) if len(chosen) <= MOST_TOLD else ()
        self.counted: tuple[int, ...] = ()
        self.is_exact, self.most_nodes = len(chosen) <= MOST_TOLD, MOST_NODES
        self.penalise(np.zeros(instance.disciplines), np.zeros(instance.hospitals))
        self._refresh()

    def penalise(self, once: Floats, often: Floats) -> None:
        """Points for each time a discipline is attended and a hospital used, given back as far as that is lawful.

        Lawful stays lose nothing by it, so that bounds stay bounds; what repeats gets dearer.
        """
        self.once, self.often = once, often
        first, second = (np.rint(part * GRAINS).astype(np.int64) for part in (once, often))
        self.penalty = first[:, None] + second[None, :]
        self.allowance = int(first.sum() + second.sum() * self.instance.most_in_hospital)

    def tell_apart(self, disciplines: Iterable[int]) -> None:
        """Tell these apart from the beginning, as many as the lattice has room for."""
        for d in disciplines:
            told = tuple(sorted({*self.told, d}))
            if self.allowed[d] and self._shape(told, self.counted).size <= self.most_nodes:
                self.told = told
        self._refresh()

    def _shape(self, told: tuple[int, ...], counted: tuple[int, ...]) -> Shape:
        before = [sum(1 << n for n, e in enumerate(told) if self.rules[d] >> e & 1) for d in told]
        own = [len(self._rest(told, g)) for g in range(len(self.wanted))]
        group = self.instance.group[list(told)]
        return Shape(
            np.array(group, dtype=np.int32),
            np.array(before, dtype=np.int32),
            np.array(own, dtype=np.int32),
            self.wanted,
            np.array(counted, dtype=np.int32),
            self.outside if counted else 0,
            self.instance.hospitals,
        )

    def _rest(self, told: Iterable[int], g: int) -> list[int]:
        """The disciplines of a group that are not told apart."""
        every = np.flatnonzero(self.allowed & (self.instance.group == g)).tolist()
        return [d for d in every if d not in told]

    def _refresh(self) -> None:
        self.lattice = self._lattices.of(self._shape(self.told, self.counted))
        rest = [self._rest(self.told, g) for g in range(len(self.wanted))]
        self.offers = [[d] for d in self.told] + rest
        ends = np.cumsum([0] + [len(offer) for offer in self.offers])
        self.offered = ends.astype(np.int64)
        self.offer_list = np.array([d for offer in self.offers for d in offer], dtype=np.int64)

    def grow(self, stays: tuple[Stay, ...]) -> bool:
        """Tell apart or count what made the stays unlawful; False where that would be too much."""
        told, counted = set(self.told), set(self.counted)
        attended = [stay.discipline for stay in stays]
        told |= {d for d in attended if attended.count(d) > 1}
        for n, stay in enumerate(stays):
            for e in np.flatnonzero(self.instance.before[stay.discipline]).tolist():
                if e not in attended[:n]:
                    told |= {e, stay.discipline}
        where = [stay.hospital for stay in stays]
        counted |= {h for h in where if where.count(h) > self.instance.most_in_hospital}
        new = tuple(sorted(told)), tuple(sorted(counted))
        if self._shape(*new).size > (EXACT_NODES if self.is_exact else self.most_nodes):
            return False
        self.told, self.counted = new
        self._refresh()
        return True

    def is_lawful(self, stays: tuple[Stay, ...]) -> bool:
        """Whether nothing went wrong that a small lattice does not see."""
        mask = 0
        where = [stay.hospital for stay in stays]
        for stay in stays:
            if mask >> stay.discipline & 1 or self.rules[stay.discipline] & ~mask:
                return False
            mask |= 1 << stay.discipline
        return all(where.count(h) <= self.instance.most_in_hospital for h in where)

    def gains(self, prices: Ints, fair: int) -> Gains:
        """(D, H, T) grains of beginning a discipline there and then; `prices` (D, H, T) of all its periods."""
        gains = (self.worth * (GRAINS + fair) - self.penalty)[:, :, None] - prices
        return np.where(self.open, gains, NOWHERE).astype(np.int32)

    def of_options(self, gains: Gains) -> Gains:
        """(options, H, T) the best of the disciplines that each option stands for."""
        shape = (len(self.offers), *gains.shape[1:])
        most = np.full(shape, NOWHERE, dtype=np.int32)
        for n, offer in enumerate(self.offers):
            if offer:
                most[n] = gains[offer].max(axis=0)
        return most

    def constants(self, fair: int) -> tuple[Int32s, int, int]:
        """What ending by each time costs, what a change costs, and what all that is attended gives back."""
        scale = GRAINS + fair
        late = self.empty * scale * np.arange(self.instance.periods + 1)
        back = -self.empty * scale * self.many * self.instance.duration if self.many else 0
        return late.astype(np.int32), self.change * scale, back

    def quote(self, prices: Ints, fair: int, room: Room) -> Quote:
        """The best stays at prices; where they are not lawful, the lattice grows until they are, or may not."""
        gains = self.gains(prices, fair)
        late, change, back = self.constants(fair)
        back += self.allowance
        while True:
            if self.lattice is None:
                return Quote(NOWHERE, None, NOWHERE)
            options = self.of_options(gains)
            value = room.values(len(self.lattice.final), self.instance.hospitals, self.instance.periods + 1)
            duration = self.instance.duration
            most = int(fill(*self.lattice, options, late, change, duration, value))
            if most <= NOWHERE // 2:
                return Quote(NOWHERE, None, NOWHERE)
            taken = np.zeros((self.instance.disciplines + 1, 3), dtype=np.int64)
            many = trace(*self.lattice, options, change, duration, value, most, taken)
            stays = self._stays(gains, taken[:many])
            if self.is_lawful(stays):
                return Quote(most + back, stays, most + back)
            if not self.grow(stays):
                return self._unlawful(most, back, gains, options, change, value)

    def beam(self, prices: Ints, fair: int, room: Room, width: int, ways: int) -> Beam:
        """The best lawful stays that are met when so many beginnings are kept, and a bound on all there are.

        What the best way through the lattice repeats gets dearer for the next time.
        """
        if self.lattice is None:
            return Beam(NOWHERE, NOWHERE, [])
        gains = self.gains(prices, fair)
        late, change, back = self.constants(fair)
        options = self.of_options(gains)
        value = room.values(len(self.lattice.final), self.instance.hospitals, self.instance.periods + 1)
        duration = self.instance.duration
        most = int(fill(*self.lattice, options, late, change, duration, value))
        if most <= NOWHERE // 2:
            return Beam(NOWHERE, NOWHERE, [])
        assert (self.many + 1) ** self.instance.hospitals < 1 << 62, (
            "too many hospitals to count in one number"
        )
        found = np.zeros((ways, self.many, 3), dtype=np.int64)
        many, dropped = search_beam(
            *self.lattice, options, change, duration, value, most, self.offered, self.offer_list, gains, self.rules,
            self.instance.most_in_hospital, self.outside > 0, width, found,
        )  # fmt: skip
        best, bound = NOWHERE, most + back + self.allowance - dropped
        for d, h, t in (stays.T for stays in found[:many]):
            own = int((gains + self.penalty[:, :, None])[d, h, t].sum()) + change * int(
                (h[1:] != h[:-1]).sum()
            )
            best = max(best, own + back + (int(late[t[-1] + duration]) if self.many else 0))
        if self.many:
            taken = np.zeros((self.instance.disciplines + 1, 3), dtype=np.int64)
            long = trace(*self.lattice, options, change, duration, value, most, taken)
            stays = self._stays(gains, taken[:long])
            self._ease(stays, (most + back + self.allowance - best) / GRAINS)
        return Beam(max(best, bound), best, list(found[:many]))

    def _ease(self, stays: tuple[Stay, ...], gap: float) -> None:
        """Make dearer what stays have too often, and cheaper what is dear for nothing, by a part of a gap in points."""
        once, often = (
            np.full(len(self.once), -1.0),
            np.full(len(self.often), -float(self.instance.most_in_hospital)),
        )
        for stay in stays:
            once[stay.discipline] += 1
            often[stay.hospital] += 1
        once[(once < 0) & (self.once <= 0)] = often[(often < 0) & (self.often <= 0)] = 0.0
        size = float((once**2).sum() + (often**2).sum())
        if size > 0 and gap > 0:
            step = min(EASING * gap / size, 1.0)
            self.penalise(np.maximum(self.once + step * once, 0), np.maximum(self.often + step * often, 0))

    def _stays(self, gains: Gains, taken: Ints) -> tuple[Stay, ...]:
        """Options as disciplines: of those an option stands for, the best that is not attended yet."""
        stays: list[Stay] = []
        for option, h, t in taken.tolist():
            offer = self.offers[option]
            d = max(offer, key=lambda d: int(gains[d, h, t]))
            stays.append(Stay(t, h, d))
        return tuple(stays)

    def _unlawful(
        self, most: int, back: int, gains: Gains, options: Gains, change: int, value: Int32s
    ) -> Quote:
        """A bound only, and lawful stays that come near it if they are soon found."""
        for step in (0.5, 2, 8):
            found = self._within(most, int(step * GRAINS), 1, 20_000, gains, options, change, value)
            if len(found):
                stays = tuple(Stay(t, h, d) for d, h, t in found[0].tolist())
                return Quote(most + back, stays, NOWHERE)
        return Quote(most + back, None, NOWHERE)

    def _within(
        self, most: int, room: int, ways: int, patience: int, gains: Gains, options: Gains, change: int,
        value: Int32s,
    ) -> Ints:  # fmt: skip
        assert self.lattice is not None
        found = np.zeros((ways, self.many, 3), dtype=np.int64)
        many = within(
            *self.lattice, options, change, self.instance.duration, value, most, room, self.offered,
            self.offer_list, gains, self.rules, self.instance.most_in_hospital, patience, found,
        )  # fmt: skip
        return found[: many if many >= 0 else -many - 1]

    def all_within(
        self, prices: Ints, fair: int, room: int, most: int, memory: Room
    ) -> list[tuple[Stay, ...]] | None:
        """All stays that give at least the best value less `room` grains; None where they are more than `most`."""
        if self.lattice is None:
            return []
        gains = self.gains(prices, fair)
        late, change, _ = self.constants(fair)
        options = self.of_options(gains)
        value = memory.values(len(self.lattice.final), self.instance.hospitals, self.instance.periods + 1)
        best = int(fill(*self.lattice, options, late, change, self.instance.duration, value))
        if best <= NOWHERE // 2:
            return []
        found = np.zeros((most + 1, self.many, 3), dtype=np.int64)
        many = within(
            *self.lattice, options, change, self.instance.duration, value, best, room, self.offered,
            self.offer_list, gains, self.rules, self.instance.most_in_hospital, 100 * most + 10_000, found,
        )  # fmt: skip
        if many < 0:
            return None
        return [tuple(Stay(t, h, d) for d, h, t in way.tolist()) for way in found[:many]]


class Room:
    """Memory for the values of whoever is priced, used again and again; one for each thread."""

    def __init__(self) -> None:
        self._kept = np.empty(0, dtype=np.int32)

    def values(self, nodes: int, hospitals: int, times: int) -> Int32s:
        size = nodes * hospitals * times
        if len(self._kept) < size:
            self._kept = np.empty(size * 5 // 4, dtype=np.int32)
        return self._kept[:size].reshape(nodes, hospitals, times)


def _as_bits(before: Bools) -> Ints:
    return np.array([sum(1 << e for e in np.flatnonzero(row).tolist()) for row in before], dtype=np.int64)


def _attendable(instance: Instance, number: int) -> Bools:
    """The disciplines a student may attend: allowed, and all that come before allowed too."""
    allowed = instance.allowed[number].copy()
    while True:
        stuck = allowed & (instance.before & ~allowed[None, :]).any(axis=1)
        if not stuck.any():
            return allowed
        allowed &= ~stuck


def _open(instance: Instance, number: int, allowed: Bools) -> Bools:
    """(D, H, T) whether a discipline may begin there and then: all its periods available, and with places."""
    d, h, t = instance.disciplines, instance.hospitals, instance.periods
    free = np.broadcast_to(instance.available[number], (d, h, t)) & (instance.most.transpose(1, 0, 2) > 0)
    free = free & (allowed[:, None] & instance.able[number].T)[:, :, None]
    whole = np.zeros((d, h, t), dtype=bool)
    last = t - instance.duration + 1
    if last > 0:
        whole[:, :, :last] = True
        for n in range(instance.duration):
            whole[:, :, :last] &= free[:, :, n : n + last]
    return whole
