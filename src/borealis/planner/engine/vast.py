"""The search at the size of a region or the country: parts, planned side by side, and brought together.

1. The trainees are parted (`parts.py`). Every part is planned as if it had all places of its arenas to itself,
   with a bound of its own.
2. Where two parts want the same place, one of them gives way.
3. The trainees are parted again, otherwise, and each part is planned better with the places that the others
   leave: a free place at a border is offered to one part at a time.

What trainees cost together (couples, groups) is left out of the first step and of the bound, which it can only
raise; in the third, couples are in one part, and each part knows the delay of its groups in others.

The bound is that of one vector of prices for the whole problem. Inside a part they are those of its search;
at the borders they are settled by a few rounds that raise them where too many want a place. Every trainee's
least cost at those prices is proven, whatever the prices are.
"""

from __future__ import annotations

import random
import tempfile
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Executor, ProcessPoolExecutor, wait
from contextlib import contextmanager
from dataclasses import replace
from fractions import Fraction
from itertools import groupby
from multiprocessing import get_context
from pathlib import Path

import numpy as np

from borealis.planner.engine.apart import part_of
from borealis.planner.engine.clock import Clock
from borealis.planner.engine.components import components
from borealis.planner.engine.lattice import Ints
from borealis.planner.engine.model import places_of, scale_of
from borealis.planner.engine.parts import arenas_of, couples_in_one, parts_of
from borealis.planner.engine.report import bottlenecks_of, compose
from borealis.planner.engine.search import Progress
from borealis.planner.engine.shared import couples_of, groups_of, shared_cost
from borealis.planner.engine.soft import Elsewhere
from borealis.planner.engine.task import Outcome, Task, work
from borealis.planner.formats.problem import FULL_TIME, Arena, Problem, Quantity, Span
from borealis.planner.formats.solution import Solution, TraineePlan

VAST = 150
"""Trainees who hang together, above which they are parted."""
SIZE = 75
"""Trainees of a part."""
FIRST, SETTLE = 0.6, 0.05
"""Parts of the time for plans and bounds of the parts, and for prices at the borders."""
TURNS = 2
"""How often the trainees are parted anew."""
LOOK = 0.2
"""Seconds between two looks at whoever may want to stop."""


class Crew:
    """Those who do tasks: processes of this machine, or any executor that is given."""

    def __init__(self, executor: Executor | None, workers: int, clock: Clock, flag: Path) -> None:
        self.executor, self.workers, self.clock, self.flag = executor, workers, clock, flag

    def seconds_for(self, sizes: Sequence[int], share: float) -> list[float | None]:
        """Seconds for each of the tasks, by how many trainees they are about, for a share of the time that is left."""
        if self.clock.seconds is None:
            return [None for _ in sizes]
        whole = max(0.0, self.clock.left()) * share
        each = whole / max(1, -(-sum(sizes) // self.workers))
        return [max(0.01, min(whole, each * size)) for size in sizes]

    def each(self, tasks: Sequence[Task]) -> Iterator[tuple[int, Outcome]]:
        """The outcome of each task, as they come; the longest begin first, and whoever asks to stop is heard by all."""
        if self.executor is None:
            for number, task in enumerate(tasks):
                yield number, work(task, self.clock.is_out)
            return
        by_size = sorted(enumerate(tasks), key=lambda pair: -len(pair[1].problem.trainees))
        waiting = {self.executor.submit(_do, task, str(self.flag)): n for n, task in by_size}
        while waiting:
            done, _ = wait(waiting, timeout=LOOK, return_when=FIRST_COMPLETED)
            if self.clock.is_out():
                self.flag.touch()
            for future in done:
                yield waiting.pop(future), future.result()


def _do(task: Task, flag: str) -> Outcome:
    """In a worker: a task, until the flag is there."""
    return work(task, Path(flag).exists)


@contextmanager
def crew_of(clock: Clock, workers: int, executor: Executor | None = None) -> Iterator[Crew]:
    """An executor that is given, or processes of this machine, one for each worker; one alone is this process.

    Workers on other machines do not see the flag that stops them; they keep their own time.
    """
    with tempfile.TemporaryDirectory() as folder:
        flag = Path(folder) / "stop"
        if executor is not None:
            yield Crew(executor, workers, clock, flag)
            return
        if workers == 1:
            yield Crew(None, 1, clock, flag)
            return
        with ProcessPoolExecutor(workers, mp_context=get_context("spawn")) as own:
            yield Crew(own, workers, clock, flag)


class Vast:
    """The state of one search."""

    def __init__(
        self,
        problem: Problem,
        clock: Clock,
        crew: Crew,
        seed: int,
        on_progress: Callable[[Progress], None] | None,
    ) -> None:
        self.problem, self.clock, self.crew, self.seed = problem, clock, crew, seed
        self.plain = replace(problem, objective=replace(problem.objective, apart=0, fairness=0))
        """the problem without what trainees cost together: a bound on it is one on all"""
        self.on_progress = on_progress
        self.scale = scale_of(problem)
        self.chance = random.Random(seed)  # noqa: S311 - a search is no secret
        self.row = {arena.id: n for n, arena in enumerate(problem.arenas)}
        self.number = {trainee.id: k for k, trainee in enumerate(problem.trainees)}
        self.places, self.minimum = places_of(problem)
        self.prices = np.zeros(self.places.shape, dtype=np.int64)
        self.plans: dict[str, TraineePlan] = {}
        self.broken: set[str] = set()
        self.bound = 0

    def solve(self) -> Solution:
        """Plan, prove, plan better; see the module."""
        parts = self._parts()
        borders = self._borders(parts)
        outcomes = self._plan_parts(parts, borders)
        self._give_way()
        self._prove(parts, borders, outcomes)
        for turn in range(TURNS):
            if turn == 0 or not self.clock.is_out():
                before, known = self._cost(), dict(self.plans)
                self._better(1 / (TURNS - turn))
                if self.plain != self.problem and len(known) == len(self.plans) and self._cost() > before:
                    self.plans = known  # parts that each gain may lose together what they share
        plans = tuple(self.plans[trainee.id] for trainee in self.problem.trainees)
        return compose(
            self.problem,
            plans,
            self.scale.cost(max(0, self.scale.round_up(self.bound))),
            bottlenecks_of(self.problem, self.scale, self.prices),
            self.clock.elapsed(),
            is_whole=not self.broken,
        )

    def _parts(self) -> list[list[int]]:
        """As many parts for each worker."""
        many = len(self.problem.trainees)
        turns = -(-many // (SIZE * self.crew.workers))
        parts = parts_of(self.problem, range(many), -(-many // (turns * self.crew.workers)), self.chance)
        return parts if self.plain == self.problem else couples_in_one(self.problem, parts)

    def _borders(self, parts: Sequence[Sequence[int]]) -> set[str]:
        """The arenas that trainees of more than one part may use."""
        reached = Counter(
            arena
            for part in parts
            for arena in frozenset().union(*(arenas_of(self.problem.trainees[k]) for k in part))
        )
        return {arena for arena, many in reached.items() if many > 1}

    def _plan_parts(self, parts: Sequence[Sequence[int]], borders: set[str]) -> list[Outcome]:
        """Every part by itself."""
        seconds = self.crew.seconds_for([len(part) for part in parts], FIRST)
        tasks = []
        for number, part in enumerate(parts):
            own = part_of(self.plain, part, with_unused=number == 0)
            arenas = tuple(replace(a, minimum=()) if a.id in borders else a for a in own.arenas)
            tasks.append(Task(replace(own, arenas=arenas), self.scale, seconds[number], self.seed + number))
        outcomes: dict[int, Outcome] = {}
        for number, outcome in self.crew.each(tasks):
            outcomes[number] = outcome
            self._take(outcome)
            self._tell("groups")
        return [outcomes[number] for number in range(len(parts))]

    def _take(self, outcome: Outcome) -> None:
        self.plans |= {plan.id: plan for plan in outcome.plans}
        names = {plan.id for plan in outcome.plans}
        self.broken = self.broken - names if outcome.is_whole else self.broken | names

    def _taken_by(self, plan: TraineePlan) -> tuple[tuple[list[int], list[int]], Ints]:
        """Arenas and months a plan takes places in, as places in the arrays, and how much of each."""
        trainee, first = self.problem.trainees[self.number[plan.id]], self.problem.calendar.first
        rows, months, loads = [], [], []
        for stint in plan.stints:
            served, row = trainee.served(stint), self.row[stint.arena]
            rows += [row] * len(served)
            months += [month - first for month in served]
            loads += [trainee.load_in(self.problem.arenas[row], month) for month in served]
        return (rows, months), np.array(loads, dtype=np.int64)

    def _used(self) -> Ints:
        """(arenas, months) places taken by all plans."""
        used = np.zeros(self.places.shape, dtype=np.int64)
        for plan in self.plans.values():
            cells, loads = self._taken_by(plan)
            used[cells] += loads
        return used

    def _give_way(self) -> None:
        """Drop the plans that want a place too many; those who would lose most keep theirs."""
        used = np.zeros(self.places.shape, dtype=np.int64)
        for plan in sorted(self.plans.values(), key=lambda plan: (-plan.delay_months, plan.id)):
            cells, loads = self._taken_by(plan)
            if (used[cells] + loads <= self.places[cells]).all():
                used[cells] += loads
            else:
                del self.plans[plan.id]

    def _prove(self, parts: Sequence[Sequence[int]], borders: set[str], outcomes: Sequence[Outcome]) -> None:
        """Put the prices of the parts together, settle those at the borders, and take the bound.

        The sum of the parts' own bounds is one, too: each holds with all places of the part's arenas.
        """
        self.bound = sum(outcome.bound for outcome in outcomes)
        least: dict[str, int] = {}
        for outcome in outcomes:
            least |= outcome.least
            for arena, prices in outcome.prices.items():
                row = self.prices[self.row[arena]]
                np.maximum(row, prices, out=row) if arena in borders else np.copyto(row, prices)
        near = [k for k, t in enumerate(self.problem.trainees) if arenas_of(t) & borders]
        groups = self._neighbours(near, borders)
        seconds = self.crew.seconds_for([len(group) for group in groups], SETTLE / (1 - FIRST))
        tasks = [self._settling(group, borders, own) for group, own in zip(groups, seconds, strict=True)]
        settled = dict(self.crew.each(tasks))
        for number, outcome in settled.items():
            least |= outcome.least
            for arena in tasks[number].borders:
                self.prices[self.row[arena]] = outcome.prices.get(arena, 0)
        if (self.prices < 0).any() and not all(outcome.is_proven for outcome in settled.values()):
            return
        high, low = np.maximum(self.prices, 0), np.minimum(self.prices, 0)
        together = sum(least.values()) - int((high * self.places + low * self.minimum).sum())
        self.bound = max(self.bound, together)
        self._tell("bound")

    def _neighbours(self, near: Sequence[int], borders: set[str]) -> list[list[int]]:
        """Those near a border in groups that share no border arena."""
        narrowed = [
            replace(
                trainee,
                blocks=tuple(
                    replace(b, arenas=tuple(c for c in b.arenas if c.arena in borders))
                    for b in trainee.blocks
                ),
            )
            for trainee in (self.problem.trainees[k] for k in near)
        ]
        groups = components(replace(self.plain, trainees=tuple(narrowed)))
        return [[near[n] for n in group] for group in groups]

    def _settling(self, group: Sequence[int], borders: set[str], seconds: float | None) -> Task:
        own = part_of(self.plain, group)
        prices = {arena.id: self.prices[self.row[arena.id]] for arena in own.arenas}
        here = tuple(arena.id for arena in own.arenas if arena.id in borders)
        return Task(own, self.scale, seconds, self.seed, prices=prices, borders=here)

    def _better(self, share: float) -> None:
        """Part everyone anew, and plan each part better with the places that the others leave.

        What is free is offered first to the part that lacks most.
        """
        parts = self._parts()
        self.chance.shuffle(parts)
        parts.sort(key=self._lacking, reverse=True)
        seconds = self.crew.seconds_for([len(part) for part in parts], share)
        used = self._used()
        free = np.maximum(self.places - used, 0)
        tasks = []
        for number, part in enumerate(parts):
            own = part_of(self.problem, part)
            mine = np.zeros_like(used)
            start = tuple(self.plans[t.id] for t in own.trainees if t.id in self.plans)
            for plan in start:
                cells, loads = self._taken_by(plan)
                mine[cells] += loads
            arenas = []
            for arena in own.arenas:
                row = self.row[arena.id]
                needed = np.maximum(self.minimum[row] - (used[row] - mine[row]), 0)
                arenas.append(self._left(arena, mine[row] + free[row], needed))
                free[row] = 0  # whoever comes first is offered what is free
            prices = {arena.id: self.prices[self.row[arena.id]] for arena in own.arenas}
            left = replace(own, arenas=tuple(arenas))
            elsewhere = self._elsewhere(part)
            tasks.append(
                Task(
                    left, self.scale, seconds[number], self.seed + number, start, prices, elsewhere=elsewhere
                )
            )
        for _, outcome in self.crew.each(tasks):
            self._take(outcome)
            self._tell("plan")

    def _lacking(self, part: Sequence[int]) -> float:
        """Full-time months of a part's trainees that have no place yet, those of plans that gave way among them."""
        lacking = 0.0
        for trainee in (self.problem.trainees[k] for k in part):
            plan = self.plans.get(trainee.id)
            months = trainee.least_need / FULL_TIME if plan is None else sum(p.months for p in plan.unplaced)
            lacking += months
        return lacking

    def _elsewhere(self, part: Sequence[int]) -> Elsewhere:
        """For each group how many of its members are in other parts, and their delay as planned so far."""
        people, inside, plans = self.problem.trainees, set(part), self.plans
        others = {name: [k for k in who if k not in inside] for name, who in self.problem.groups.items()}
        late = {
            name: [plans[people[k].id] for k in who if people[k].id in plans] for name, who in others.items()
        }
        return {
            name: (len(who), sum(plan.delay_months for plan in late[name])) for name, who in others.items()
        }

    def _cost(self) -> Fraction:
        """What the plans so far cost."""
        plans = tuple(self.plans.values())
        own = sum((Fraction(str(plan.cost)) for plan in plans), Fraction(0))
        return own + shared_cost(
            self.problem, couples_of(self.problem, plans), groups_of(self.problem, plans)
        )

    def _left(self, arena: Arena, places: Ints, minimum: Ints) -> Arena:
        return replace(arena, places=self._periods(places), minimum=self._periods(minimum))

    def _periods(self, amounts: Ints) -> tuple[Quantity, ...]:
        """Amounts month by month as periods."""
        first, found = self.problem.calendar.first, []
        for amount, months in groupby(range(len(amounts)), key=lambda month: int(amounts[month])):
            run = list(months)
            found.append(Quantity(Span(first + run[0], first + run[-1]), amount))
        return tuple(found)

    def _tell(self, phase: str) -> None:
        if self.on_progress is not None:
            cost = self._cost()
            bound = min(cost, self.scale.cost(max(0, self.scale.round_up(self.bound))))
            self.on_progress(Progress(phase, float(cost), float(bound), self.clock.elapsed()))
