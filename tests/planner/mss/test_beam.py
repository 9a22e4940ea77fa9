"""Beams against every way of a student, at prices of all signs; and the ways of a pool."""

import numpy as np
import pytest

from benchmarks.mss import students
from benchmarks.mss.pool import Pool, stays_of
from benchmarks.mss.reading import Instance, parse_instance
from benchmarks.mss.rules import Stay
from benchmarks.mss.search import stay_prices
from benchmarks.mss.students import GRAINS, Lattices, Room, Student
from tests.planner.mss.oracle import grid_of, value_of_grid, ways_of
from tests.planner.mss.tiny import make_text


def lawful_ways(instance: Instance, s: int) -> list[tuple[Stay, ...]]:
    """All the ways of a student that no full cell forbids."""
    return [
        stays
        for stays in ways_of(instance, s)
        if all(
            instance.most[stay.hospital, stay.discipline, stay.start + n] > 0
            for stay in stays
            for n in range(instance.duration)
        )
    ]


def paid(instance: Instance, s: int, stays: tuple[Stay, ...], cells: np.ndarray) -> int:
    """The value in grains of a student's stays, less the prices of the cells they take."""
    prices = cells.reshape(instance.most.shape)
    taken = sum(
        int(prices[stay.hospital, stay.discipline, stay.start + n])
        for stay in stays
        for n in range(instance.duration)
    )
    return value_of_grid(instance, s, grid_of(instance, stays)) * GRAINS - taken


def test_wide_beams_are_exact_and_narrow_ones_bound(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(students, "MOST_TOLD", 0)
    exact = inexact = 0
    for seed in range(60):
        instance = parse_instance("tiny", make_text(seed))
        chance = np.random.default_rng(seed)
        for s in range(instance.students):
            student = Student(instance, s, Lattices())
            cells = chance.integers(-5 * GRAINS, 5 * GRAINS, instance.most.size)
            best = max((paid(instance, s, stays, cells) for stays in lawful_ways(instance, s)), default=None)
            for width in (1, 2, 5000):
                beam = student.beam(stay_prices(instance, cells), 0, Room(), width, 3)
                found = [paid(instance, s, tuple(stays_of(stays)), cells) for stays in beam.ways]
                if best is None:
                    assert not found
                    continue
                assert beam.value == max(found, default=beam.value) <= best <= beam.bound
                exact += beam.value == beam.bound
                inexact += beam.value < beam.bound
                if width == 5000:
                    assert beam.value == best == beam.bound
    assert exact > 100
    assert inexact > 20


def test_what_repeats_gets_dearer_and_lawful_stays_lose_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(students, "MOST_TOLD", 0)
    eased = 0
    for seed in range(40):
        instance = parse_instance("tiny", make_text(seed))
        for s in range(instance.students):
            student = Student(instance, s, Lattices())
            prices = stay_prices(instance, np.zeros(instance.most.size, dtype=np.int64))
            best = student.beam(prices, 0, Room(), 5000, 5000).value
            for ways in (1, 2, 5000):
                beam = student.beam(prices, 0, Room(), 5000, ways)
                assert beam.value <= best <= beam.bound
            assert (beam.value, beam.bound) == (best, best)
            eased += bool(student.once.any() or student.often.any())
    assert eased > 5


def test_the_pool_forgets_what_no_longer_fits() -> None:
    instance = parse_instance("tiny", make_text(1))
    most, least = instance.most.ravel(), instance.least.ravel()
    pool = Pool(instance, np.zeros(instance.students, dtype=np.int64), range(instance.students), most, least)
    for s in range(instance.students):
        ways = [
            np.array([(d, h, t) for t, h, d in stays], dtype=np.int64).reshape(-1, 3)
            for stays in lawful_ways(instance, s)
        ]
        assert pool.add(s, ways) == len(ways)
        assert pool.add(s, ways) == 0
    pool.climb(0.05, 100)
    share, who, way = pool.leaders()[0]
    assert 0 < share <= 1
    pool.fix(who, way)
    assert who not in pool.ways
    assert pool.places.sum() == most.sum() - len(way.stays) * instance.duration
    assert all(pool.fits(other) for own in pool.ways.values() for other in own.values())
