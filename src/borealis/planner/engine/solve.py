"""Solves a rotation problem: a first plan at once, a bound, and better plans until they meet or time is out."""

from __future__ import annotations

import random
from collections.abc import Callable
from concurrent.futures import Executor
from dataclasses import replace

from borealis.planner.engine.apart import solve_apart
from borealis.planner.engine.clock import Clock, Stopped
from borealis.planner.engine.fleet import Fleet
from borealis.planner.engine.model import build_model
from borealis.planner.engine.report import solution_of
from borealis.planner.engine.search import Progress, Search
from borealis.planner.engine.vast import VAST, Vast, crew_of
from borealis.planner.engine.whole import plan_the_rest, search_all
from borealis.planner.formats.problem import Problem
from borealis.planner.formats.solution import Solution


def solve_problem(
    problem: Problem,
    *,
    seconds: float | None,
    threads: int,
    seed: int,
    on_progress: Callable[[Progress], None] | None,
    should_stop: Callable[[], bool] | None,
    executor: Executor | None = None,
) -> Solution:
    """See `borealis.planner.solve`."""
    clock = Clock(seconds, should_stop)

    def solve_group(group: Problem, share: float | None) -> Solution:
        own = Clock(share, should_stop)
        alone = on_progress if len(group.trainees) == len(problem.trainees) else None
        if len(group.trainees) > VAST:
            with crew_of(own, threads, executor) as crew:
                return Vast(group, own, crew, seed, alone).solve()
        return _solve_group(group, own, threads, seed, alone)

    def tell(so_far: Solution) -> None:
        if on_progress is not None:
            on_progress(Progress("groups", so_far.cost, so_far.bound, clock.elapsed()))

    left = clock.left
    solution = solve_apart(problem, solve_group, lambda: None if seconds is None else left(), tell)
    return replace(solution, seconds=round(clock.elapsed(), 3))


def _solve_group(
    problem: Problem,
    clock: Clock,
    threads: int,
    seed: int,
    on_progress: Callable[[Progress], None] | None,
) -> Solution:
    model = build_model(problem)
    search = Search(model, Fleet(model, threads, clock.check), clock, on_progress)
    try:
        search_all(search, random.Random(seed))  # noqa: S311 - a search is no secret
    except Stopped:
        plan_the_rest(search)
    return solution_of(search, clock.elapsed())
