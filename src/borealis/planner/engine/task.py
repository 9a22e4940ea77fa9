"""One part of a large problem, planned by itself: what a worker is given, and what it hands back.

A task is a problem like any other, smaller, with the places that are left for it. It can be sent to another
process or machine; besides plans, only prices come back.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np

from borealis.planner.engine.case import Grains, Scale
from borealis.planner.engine.clock import Clock, Stopped
from borealis.planner.engine.column import Column, make_column
from borealis.planner.engine.fleet import Fleet
from borealis.planner.engine.lagrange import settle_prices
from borealis.planner.engine.least import least_alone
from borealis.planner.engine.many import improve
from borealis.planner.engine.model import Model, build_model
from borealis.planner.engine.report import solution_of
from borealis.planner.engine.run import Run
from borealis.planner.engine.search import Search
from borealis.planner.engine.soft import Elsewhere
from borealis.planner.engine.start import plan_in_turn
from borealis.planner.engine.whole import plan_the_rest, search_all
from borealis.planner.formats.problem import Problem, Stint
from borealis.planner.formats.solution import TraineePlan

Prices = Mapping[str, Grains]
"""For each arena the price of a place in each month, in grains of the whole problem's scale."""


@dataclass(frozen=True, slots=True)
class Task:
    """Plan a part.

    `start` are plans to begin from, with `prices` that go with them; without them it is planned from nothing,
    and a bound is sought. With `borders` the prices of these arenas alone are settled, and nothing is planned.
    """

    problem: Problem
    scale: Scale
    seconds: float | None
    seed: int
    start: tuple[TraineePlan, ...] | None = None
    prices: Prices = field(default_factory=dict)
    borders: tuple[str, ...] = ()
    elsewhere: Elsewhere = field(default_factory=dict)
    """what the groups of the part have in other parts"""


@dataclass(frozen=True, slots=True)
class Outcome:
    """Plans of the part's trainees; a bound on their cost; prices, and each trainee's least cost at them (grains).

    `is_proven` says that the least costs hold at these prices; otherwise there are no prices.
    """

    plans: tuple[TraineePlan, ...]
    bound: int
    prices: Prices
    least: Mapping[str, int]
    is_proven: bool
    is_whole: bool
    """whether all agreements stand"""


def work(task: Task, should_stop: Callable[[], bool] | None = None) -> Outcome:
    """Do a task. It ends when its seconds are over, or when nothing gets better.

    Without a bound of one part there is hardly any for all: where the seconds were too few for one, it is taken after
    them, at the best prices so far.
    """
    clock = Clock(task.seconds, should_stop)
    model = build_model(task.problem, task.scale, task.elsewhere)
    search = Search(model, Fleet(model, 1, clock.check), clock)
    search.is_part = True
    chance = random.Random(task.seed)  # noqa: S311 - a search is no secret
    try:
        _work(task, search, chance)
    except Stopped:
        is_asked_to = should_stop is not None and should_stop()
        if not task.borders:
            plan_the_rest(search)
        if task.start is None and not search.is_bounded and not is_asked_to:
            _prove_late(task, search)
    return _outcome(task, search)


def _prove_late(task: Task, search: Search) -> None:
    search.clock.forgive()
    search.price(_cells(search.model, task.prices) if task.borders else search.prices)


def _work(task: Task, search: Search, chance: random.Random) -> None:
    if task.borders:
        settle_prices(search, _cells(search.model, task.prices), _rows(search.model, task.borders))
    elif task.start is not None:
        search.offer(columns_of(search.model, task.start))
        priced, _ = search.price(_cells(search.model, task.prices), breadth=1)
        search.remember(priced.columns)
        plan_in_turn(search)
        improve(search, chance, 0.0)
    else:
        search_all(search, chance)


def _outcome(task: Task, search: Search) -> Outcome:
    names = [trainee.id for trainee in task.problem.trainees]
    if search.is_bounded:
        rows = search.arena_prices
        prices = {arena.id: rows[n].copy() for n, arena in enumerate(task.problem.arenas) if rows[n].any()}
        least = dict(zip(names, search.least, strict=True))
    else:
        prices, least = {}, dict(zip(names, map(least_alone, search.model.cases), strict=True))
    plans = () if task.borders else solution_of(search, 0.0).trainees
    return Outcome(plans, search.bound, prices, least, search.is_bounded, search.is_whole)


def _cells(model: Model, prices: Prices) -> Grains:
    """(cells,) the prices in the order of a model; soft cells have none."""
    nothing = np.zeros(model.places.shape[1], dtype=np.int64)
    rows = [prices.get(arena.id, nothing) for arena in model.problem.arenas]
    soft = np.zeros(0 if model.soft is None else len(model.soft.limit), dtype=np.int64)
    return np.concatenate([*rows, soft])


def _rows(model: Model, arenas: Sequence[str]) -> Grains:
    """(arenas x months,) 1 for the months of these arenas, 0 for others."""
    wanted = set(arenas)
    here = [int(arena.id in wanted) for arena in model.problem.arenas]
    return np.repeat(np.array(here, dtype=np.int64), model.places.shape[1])


def columns_of(model: Model, plans: Sequence[TraineePlan]) -> list[Column]:
    """Plans with names as columns of a model, in the order of its trainees."""
    stints = {plan.id: plan.stints for plan in plans}
    return [
        make_column(model, k, _runs(model, k, stints.get(trainee.id, ())))
        for k, trainee in enumerate(model.problem.trainees)
    ]


def _runs(model: Model, k: int, stints: Sequence[Stint]) -> tuple[Run, ...]:
    case, trainee, problem = model.cases[k], model.problem.trainees[k], model.problem
    number = {
        (trainee.blocks[a.block].id, problem.arenas[a.arena].id): n for n, a in enumerate(case.alternatives)
    }
    months = case.months + problem.calendar.first
    return tuple(
        Run(
            int(np.searchsorted(months, stint.first)),
            int(np.searchsorted(months, stint.last, side="right")),
            number[stint.block, stint.arena],
        )
        for stint in stints
    )
