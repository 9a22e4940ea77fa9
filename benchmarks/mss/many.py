"""Many disciplines: prices and ways in rounds, plans by dives, better plans by dives of a few students at a time.

Prices begin with ways that may repeat a discipline, for those are soon found and show what a cell is worth. Then
only lawful ways count more and more, found by beams. A dive gives one student after the other a way for good, and
prices the others anew each time.
"""

from __future__ import annotations

import random
import time
from collections.abc import Callable, Sequence

import numpy as np

from benchmarks.mss.anneal import Annealing
from benchmarks.mss.pool import Pool, stays_of
from benchmarks.mss.program import choose_fairly, make_column, taken_by
from benchmarks.mss.reading import Ints
from benchmarks.mss.relaxed import Multipliers, Relaxed, Volume, in_grains
from benchmarks.mss.search import Prices, Search, plan_of, stay_prices
from benchmarks.mss.simple import simple_stays
from benchmarks.mss.students import GRAINS, Beam
from borealis.planner.engine.column import Column

PLAIN, REPEATING, LAWFUL, DIVED, MENDED, PLANNED = 0.03, 0.15, 0.35, 0.5, 0.87, 0.9
"""The parts of the time after which each part of the work ends."""
SOFTEST, FALL, FIRM = 1.0, 0.85, 0.05
"""Points that the climbs are softened by: at first, how that falls from one to the next, and the least."""
STEPS, STEPS_DIVING = 100, 60
NEAR = 0.5
"""The part of the way from the prices of the best bound to those of the ways, at which is asked (Wentges 1997)."""
CLOSE = 1e-4
"""Prices are good enough when the bound is so close to what the ways promise."""
FIRST_FINE, DEARER, MOST_FINE = 0.2, 1.25, 20.0
"""Points for a way that is not lawful, in the first round, how it grows from one to the next, and at most."""
NODES = 20_000
"""Of a lattice that tells apart what comes before something, and what that is."""
WIDTH, WIDER = 100, (100, 300, 1000, 3000)
"""Beginnings that beams keep, and when the bound is made at the end."""
WAYS_COMPARED = 64
"""Ways of one beam that are looked at when the bound is made at the end."""
WARM, MENDING, COLD = 3.0, 0.8, 0.4
"""Temperatures in points: of simple stays, of what was dived, and at the end."""
LACK, MOST_LACK = 15.0, 300.0
"""Points of a stay that a cell lacks when annealing begins, and at most."""
CHUNK = 100_000
KEPT, KEPT_DIVING = 60, 40
SURE = 0.9
"""Ways with larger shares are all fixed at a time."""
FREED = 8
"""Students who are planned anew at a time, at first; more where the choice among their ways is soon made."""
SOON, CHOICE_SECONDS = 1.0, 5.0
SHORT = 400
"""Points that a student too few or too many in a cell weighs when plans are compared."""


def solve_many(search: Search) -> None:
    """A bound and a plan; no plan where a student has no way at all."""
    _Many(search).run()


class _Many:
    """What is known while an instance with many disciplines is solved."""

    def __init__(self, search: Search) -> None:
        self.search, self.instance = search, search.instance
        self.least, self.most = self.instance.least.ravel(), self.instance.most.ravel()
        self.everyone = range(self.instance.students)
        self.fair = self._fairness()
        self.chance = random.Random(0)

    def _until(self, part: float) -> Callable[[], bool]:
        end = self.search.began + part * self.search.seconds
        return lambda: time.perf_counter() < end

    def _fairness(self) -> Ints:
        """All the weight of the lowest value to the student who has least when alone."""
        nothing = np.zeros(self.instance.students, dtype=np.int64)
        relaxed = Relaxed(self.search.students, self.instance, nothing, self.search.pool, self.search.rooms)
        nothing[int(np.argmin(relaxed.alone()))] = GRAINS
        return nothing

    def run(self) -> None:
        relaxed = Relaxed(self.search.students, self.instance, self.fair, self.search.pool, self.search.rooms)
        volume = Volume(relaxed)
        volume.run(100_000, self.search.began + PLAIN * self.search.seconds, 5e-4)
        for student in self.search.students:
            student.most_nodes = NODES
            student.tell_apart(np.unique(np.argwhere(self.instance.before)).tolist())
        relaxed.refresh()
        pool = Pool(self.instance, self.fair, self.everyone, self.most, self.least, private=True)
        pool.start_from(volume.best)
        if not self._repeating(relaxed, pool):
            return
        self._lawful(pool)
        plan = self._dive(self._of(pool, self.everyone, []), DIVED)
        if plan is None or not self.search.offer(plan):
            plan = self._annealed(plan)
        if plan is not None:
            self._better(pool, plan)
        self._certify()

    def _annealed(self, dived: Sequence[Column] | None) -> list[Column] | None:
        """A plan with no cell short of students: cold from what was dived, warm from simple stays, or the better."""
        students = self.search.students
        simple = [stays for student in students if (stays := simple_stays(student)) is not None]
        starts = [] if dived is None else [(plan_of(self.instance, dived), MENDING)]
        if len(simple) == len(students):
            starts.append((simple, WARM))
        runs = [Annealing(self.instance, students, start, 1000 * n) for n, (start, _) in enumerate(starts)]
        list(self.search.pool.map(self._cool, runs, [heat for _, heat in starts]))
        plans = [
            [make_column(self.instance, k, stays) for k, stays in enumerate(run.plan(best=run.is_found))]
            for run in runs
        ]
        return max(plans, key=self._score, default=None)

    def _cool(self, run: Annealing, warm: float) -> None:
        """From warm to cold as time goes; a cell's lack gets dearer while there is one, cheaper while there is none."""
        began, end = time.perf_counter(), self.search.began + MENDED * self.search.seconds
        price = LACK
        while (now := time.perf_counter()) < end:
            heat = warm * (COLD / warm) ** ((now - began) / (end - began))
            run.cool(CHUNK, heat, price / self.instance.duration)
            price = min(price * 1.05, MOST_LACK) if run.lack() else max(price * 0.97, LACK / 2)

    def _repeating(self, relaxed: Relaxed, pool: Pool) -> bool:
        """Prices from ways that may repeat a discipline; False where a student has no way."""
        is_time, softness, students = self._until(REPEATING), SOFTEST, self.search.students
        best: Multipliers | None = None
        while True:
            at = pool.multipliers()
            if best is not None:
                at = best.between(at, NEAR)
            answer = relaxed.ask(at)
            ways = [way[: student.many] for student, way in zip(students, answer.ways, strict=True)]
            if any((way < 0).any() for way in ways):
                return False
            if self.search.at is None or answer.grains < self.search.grains:
                self.search.at = Prices(in_grains(at.cells).ravel(), self.fair)
                self.search.grains, self.search.bound = answer.grains, answer.grains // GRAINS
                best = at
            for k, way in enumerate(ways):
                pool.add(k, [way], is_lawful=students[k].is_lawful(stays_of(way)))
            pool.climb(softness, STEPS)
            pool.trim(KEPT_DIVING)
            is_close = softness <= FIRM and self.search.grains / GRAINS + pool.value < -CLOSE * pool.value
            if not is_time() or is_close:
                break
            softness = max(softness * FALL, FIRM)
        assert best is not None
        pool.start_from(best)
        for k, student in enumerate(students):
            student.penalise(best.once[k], best.often[k])
        return True

    def _beams(self, who: Sequence[int], cells: Ints, width: int, ways: int) -> list[Beam]:
        """Each student's best lawful ways at prices of cells in grains."""
        prices, threads = stay_prices(self.instance, cells), self.search.threads

        def some(part: int) -> list[Beam]:
            room = self.search.rooms[part]
            return [
                self.search.students[k].beam(prices, int(self.fair[k]), room, width, ways)
                for k in who[part::threads]
            ]

        beams = [Beam(0, 0, [])] * len(who)
        for part, found in enumerate(self.search.pool.map(some, range(threads))):
            beams[part::threads] = found
        return beams

    def _lawful(self, pool: Pool) -> None:
        """Prices from lawful ways more and more, asked at and half way from those of the best bound by turns."""
        is_time, softness, fine, is_near = self._until(LAWFUL), FIRM * 4, FIRST_FINE, False
        while is_time():
            cells = in_grains(pool.multipliers().cells).ravel()
            if is_near and self.search.at is not None:
                cells = (cells + self.search.at.cells) // 2
            prices, is_near = Prices(cells, self.fair), not is_near
            beams = self._beams(self.everyone, prices.cells, WIDTH, 6)
            self.search.lower(prices, beams)
            for k, beam in enumerate(beams):
                pool.add(k, beam.ways)
            pool.climb(softness, STEPS, fine)
            pool.trim(KEPT)
            softness, fine = max(softness * FALL, FIRM), min(fine * DEARER, MOST_FINE)

    def _of(self, pool: Pool, who: Sequence[int], others: Sequence[Column]) -> Pool:
        """The lawful ways of some students, beside what others take."""
        taken = taken_by(self.instance, others)
        part = Pool(self.instance, self.fair, who, self.most - taken, self.least - taken)
        part.start_from(pool.multipliers())
        for k in who:
            part.add(k, [way.stays for way in pool.ways[k].values() if way.is_lawful])
        return part

    def _dive(self, part: Pool, end: float, known: list[Column] | None = None) -> list[Column] | None:
        """One way for each student, the surest first; None where one has none left. More at a time when it is late."""
        plan: list[Column] = []
        is_time = self._until(end)
        while part.ways:
            for _ in range(2):
                if all(part.ways.values()):
                    part.climb(FIRM, STEPS_DIVING)
                    part.trim(KEPT_DIVING)
                cells = in_grains(part.multipliers().cells).ravel()
                cells[part.places < 1] = in_grains(np.array(1e6))
                who = list(part.ways)
                for k, beam in zip(who, self._beams(who, cells, WIDTH, 3), strict=True):
                    part.add(k, beam.ways)
                    if known is not None:
                        known += [make_column(self.instance, k, stays_of(stays)) for stays in beam.ways]
            if not all(part.ways.values()):
                return None
            part.climb(FIRM, STEPS_DIVING)
            most = max(1, len(part.ways) // (20 if is_time() else 4))
            for n, (share, k, way) in enumerate(part.leaders()):
                if n and (n >= 4 * most or (n >= most and share < SURE)):
                    break
                if part.fits(way):
                    part.fix(k, way)
                    plan.append(make_column(self.instance, k, stays_of(way.stays)))
        return plan

    def _score(self, plan: Sequence[Column]) -> int:
        """The value, less what is missing in cells."""
        used = taken_by(self.instance, plan)
        short = int(np.maximum(self.least - used, 0).sum() + np.maximum(used - self.most, 0).sum())
        values = [-column.cost for column in plan]
        return sum(values) + min(values) - SHORT * short

    def _better(self, pool: Pool, plan: list[Column]) -> None:
        """Plan a few students anew at a time, by a dive and a choice among all its ways."""
        self.search.offer(plan)
        is_time, many = self._until(PLANNED), FREED
        while is_time() and not self.search.is_proven:
            who = sorted(self.chance.sample(self.everyone, min(many, len(self.everyone))))
            mine = [column for column in plan if column.who in who]
            others = [column for column in plan if column.who not in who]
            part = self._of(pool, who, others)
            known = [
                make_column(self.instance, k, stays_of(way.stays))
                for k, own in part.ways.items()
                for way in own.values()
            ]
            dived = self._dive(part, PLANNED, known)
            best = max([mine, dived or mine], key=lambda own: self._score([*others, *own]))
            began, seconds = time.perf_counter(), min(CHOICE_SECONDS, max(self.search.left(), 0.1))
            choice = choose_fairly(self.instance, [*mine, *known], best, 1 << 30, seconds, others)
            many = max(2, many + (1 if time.perf_counter() - began < SOON else -1))
            best = max([best, choice.columns or best], key=lambda own: self._score([*others, *own]))
            if self._score([*others, *best]) >= self._score(plan):
                plan = [*others, *best]
                self.search.offer(plan)

    def _certify(self) -> None:
        """The bound once more, with wider beams while there is time."""
        assert self.search.at is not None
        at = self.search.at
        prices = stay_prices(self.instance, at.cells)
        bounds = [1 << 60] * len(self.everyone)

        def some(part: int) -> None:
            for width in WIDER:
                for k in self.everyone[part :: self.search.threads]:
                    if self.search.left() < 0 and width > WIDER[0]:
                        return
                    beam = self.search.students[k].beam(
                        prices, int(self.fair[k]), self.search.rooms[part], width, WAYS_COMPARED
                    )
                    bounds[k] = min(bounds[k], beam.bound)

        list(self.search.pool.map(some, range(self.search.threads)))
        self.search.lower(at, [Beam(bound, 0, []) for bound in bounds])
