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

HASTE = 2.0
"""Seconds below which processes are not worth their start."""


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
    planned = [0.0, 0.0]

    def solve_group(group: Problem, share: float | None) -> Solution:
        own = Clock(share, should_stop)
        is_in_haste = share is not None and share < HASTE
        if len(group.trainees) > VAST and not is_in_haste:
            with crew_of(own, threads, executor) as crew:
                return Vast(group, own, crew, seed, tell).solve()
        return _solve_group(group, own, threads, seed, tell)

    def tell(progress: Progress) -> None:
        """Of the group that is being planned, with those before it."""
        if on_progress is not None:
            cost, bound = planned[0] + progress.cost, planned[1] + progress.bound
            on_progress(Progress(progress.phase, cost, bound, clock.elapsed()))

    def tell_of_all(so_far: Solution) -> None:
        planned[:] = so_far.cost, so_far.bound
        tell(Progress("groups", 0, 0, 0))

    left = clock.left
    solution = solve_apart(problem, solve_group, lambda: None if seconds is None else left(), tell_of_all)
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
