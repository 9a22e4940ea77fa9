"""Solves a rotation problem: a first plan at once, a bound, and better plans until they meet or time is out."""

from __future__ import annotations

import random
from collections.abc import Callable

from borealis.planner.engine.choose import choose
from borealis.planner.engine.clock import Clock, Stopped
from borealis.planner.engine.dive import dive
from borealis.planner.engine.fleet import Fleet
from borealis.planner.engine.generate import generate_root
from borealis.planner.engine.master import Master
from borealis.planner.engine.model import build_model
from borealis.planner.engine.report import solution_of
from borealis.planner.engine.search import Progress, Search
from borealis.planner.engine.start import first_plan
from borealis.planner.formats.problem import Problem
from borealis.planner.formats.solution import Solution

PATIENCE = 24
"""Dives in a row without a better plan after which the search gives up."""


def solve_problem(
    problem: Problem,
    *,
    seconds: float | None,
    threads: int,
    seed: int,
    on_progress: Callable[[Progress], None] | None,
    should_stop: Callable[[], bool] | None,
) -> Solution:
    """See `borealis.planner.solve`."""
    clock = Clock(seconds, should_stop)
    model = build_model(problem)
    search = Search(model, Fleet(model), clock, on_progress)
    try:
        if search.everyone:
            _search(search, random.Random(seed))
    except Stopped:
        pass
    return solution_of(search, clock.elapsed())


def _search(search: Search, chance: random.Random) -> None:
    first_plan(search, 2, chance)
    search.phase = "bound"
    master = Master(search.model, search.everyone, search.places, search.minimum)
    master.add(search.pool)
    generate_root(search, master)
    search.phase = "dive"
    vain, dives = 0, 0
    while not search.is_proven and vain < PATIENCE:
        better = dive(search, search.everyone, search.promising(), chance if dives else None)
        dives += 1
        if dives % 4 == 0:
            before = search.cost
            choose(search, search.everyone, search.promising(), 8)
            better = better or search.cost < before
        vain = 0 if better else vain + 1
