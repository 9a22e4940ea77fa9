"""Many disciplines: a bound from prices of everything that couples, and a plan from annealing.

The prices are made with small lattices. At the end each student is priced once more at the best of them, with
lattices that grow until the best stays are lawful, as far as time allows: that bound is the lower one.
"""

from __future__ import annotations

import time

import numpy as np

from benchmarks.mss.anneal import Annealing
from benchmarks.mss.program import make_column
from benchmarks.mss.reading import Ints
from benchmarks.mss.relaxed import Relaxed, Volume, in_grains
from benchmarks.mss.rules import Stay
from benchmarks.mss.search import Prices, Search, stay_prices
from benchmarks.mss.simple import simple_stays
from benchmarks.mss.students import GRAINS, Quote, Student

PLAIN, TOLD, ANNEALED = 0.12, 0.3, 0.88
"""The parts of the time after which each part of the work ends."""
WIDER = (3_000, 12_000, 50_000, 200_000)
"""Nodes of the lattices in the end, one size after the other."""
WARM, COLD = 3.0, 0.4
"""Temperatures in points."""
PRICES, MOST_PRICE = (15.0, 60.0), 300.0
"""Points of a stay that a cell lacks: to begin with, one annealing after the other, and at most."""
CHUNK = 100_000


def solve_many(search: Search) -> None:
    """A bound and a plan; nothing is said of a plan where the simple start finds none for some student."""
    fair = _fairness(search)
    volume = Volume(Relaxed(search.students, search.instance, fair, search.pool, search.rooms))
    _improve(search, volume)
    _keep(search, volume, fair)
    _anneal(search)
    _widen(search)


def _fairness(search: Search) -> Ints:
    """All the weight of the lowest value to the student who has least when alone."""
    nothing = np.zeros(search.instance.students, dtype=np.int64)
    relaxed = Relaxed(search.students, search.instance, nothing, search.pool, search.rooms)
    nothing[int(np.argmin(relaxed.alone()))] = GRAINS
    return nothing


def _improve(search: Search, volume: Volume) -> None:
    """Better prices: first with nothing told apart, then with what the best ways get wrong."""
    volume.run(100_000, search.began + PLAIN * search.seconds, 2e-4)
    until = search.began + TOLD * search.seconds
    while time.perf_counter() < until:
        grown = 0
        for student, way in zip(search.students, volume.lowest.ways, strict=True):
            stays = _stays(student, way)
            if stays and stays[0].start < 0:
                return  # this student can not be planned at all
            if not student.is_lawful(stays):
                grown += student.grow(stays)
        volume.again(max(volume.step, 2e-3))
        if not volume.run(50, until) and not grown:
            return


def _stays(student: Student, way: Ints) -> tuple[Stay, ...]:
    return tuple(Stay(t, h, d) for d, h, t in way[: student.many].tolist())


def _keep(search: Search, volume: Volume, fair: Ints) -> None:
    """Keep the bound and its prices; what is attended too often stays priced from now on."""
    best = volume.best
    cells, once, often = (in_grains(part) for part in (best.cells, best.once, best.often))
    for n, student in enumerate(search.students):
        student.penalise(once[n], often[n])
    search.at = Prices(cells.ravel(), fair)
    search.grains, search.bound = volume.lowest.grains, volume.lowest.grains // GRAINS


def _anneal(search: Search) -> None:
    """One annealing for each thread, all from the same start."""
    plan = [simple_stays(student) for student in search.students]
    start = [stays for stays in plan if stays is not None]
    if len(start) < len(plan):
        return
    runs = [Annealing(search.instance, search.students, start, 1000 * n) for n in range(search.threads)]
    prices = [PRICES[n % len(PRICES)] for n in range(search.threads)]
    list(search.pool.map(lambda run, price: _cool(search, run, price), runs, prices))
    for run in runs:
        if run.is_found:
            search.offer([make_column(search.instance, k, stays) for k, stays in enumerate(run.plan())])


def _cool(search: Search, run: Annealing, least: float) -> None:
    """From warm to cold as time goes; a cell's lack gets dearer while there is one, cheaper while there is none."""
    began, end = (search.began + TOLD * search.seconds, search.began + ANNEALED * search.seconds)
    began = min(began, time.perf_counter())
    price = least
    while (now := time.perf_counter()) < end:
        heat = WARM * (COLD / WARM) ** ((now - began) / (end - began))
        run.cool(CHUNK, heat, price / search.instance.duration)
        price = min(price * 1.05, MOST_PRICE) if run.lack() else max(price * 0.97, least / 2)


def _widen(search: Search) -> None:
    """The bound once more, with larger lattices while there is time."""
    if search.at is None:
        return
    cells, fair = stay_prices(search.instance, search.at.cells), search.at.fair
    bounds: list[int | None] = [None] * len(search.students)
    for nodes in WIDER:
        for student in search.students:
            student.most_nodes = nodes
        _widen_each(search, cells, fair, bounds)
    if all(bound is not None for bound in bounds):
        search.lower(search.at, [Quote(bound, None, 0) for bound in bounds if bound is not None])


def _widen_each(search: Search, cells: Ints, fair: Ints, bounds: list[int | None]) -> None:
    """Price each student while there is time; a bound is replaced by a lower one."""

    def some(part: int) -> None:
        for k in range(part, len(search.students), search.threads):
            if search.left() < 0 and bounds[k] is not None:
                return
            quote = search.students[k].quote(cells, int(fair[k]), search.rooms[part])
            bounds[k] = quote.bound if bounds[k] is None else min(quote.bound, bounds[k] or quote.bound)

    list(search.pool.map(some, range(search.threads)))
