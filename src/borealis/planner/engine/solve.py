"""Solves a rotation problem: a first plan at once, a bound, and better plans until they meet or time is out."""

from __future__ import annotations

import random
from collections.abc import Callable

from borealis.planner.engine.clock import Clock, Stopped
from borealis.planner.engine.few import search_few
from borealis.planner.engine.fleet import MANY, Fleet
from borealis.planner.engine.many import search_many
from borealis.planner.engine.model import build_model
from borealis.planner.engine.report import solution_of
from borealis.planner.engine.search import Progress, Search
from borealis.planner.engine.start import plan_in_turn
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
) -> Solution:
    """See `borealis.planner.solve`."""
    clock = Clock(seconds, should_stop)
    model = build_model(problem)
    search = Search(model, Fleet(model, threads, clock.check), clock, on_progress)
    try:
        if search.everyone:
            way = search_few if len(search.everyone) <= MANY else search_many
            way(search, random.Random(seed))  # noqa: S311 - a search is no secret
    except Stopped:
        if not any(column.runs for column in search.plan):
            clock.forgive()
            plan_in_turn(search)
    return solution_of(search, clock.elapsed())
