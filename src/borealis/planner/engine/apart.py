"""Groups of trainees who can never meet are planned one after the other, and put together again."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from fractions import Fraction

from borealis.planner.engine.components import components
from borealis.planner.engine.report import compose
from borealis.planner.formats.problem import Problem
from borealis.planner.formats.solution import Solution

SolveGroup = Callable[[Problem, float | None], Solution]
"""Solves a group's problem in so many seconds."""


def solve_apart(
    problem: Problem, solve: SolveGroup, left: Callable[[], float | None], on_done: Callable[[Solution], None]
) -> Solution:
    """Solve each group with its share of the seconds left; `on_done` hears of what is planned so far."""
    groups = components(problem)
    if len(groups) <= 1:
        return solve(problem, left())
    solutions: list[Solution] = []
    waiting = len(problem.trainees)
    for group in groups:
        seconds = left()
        share = None if seconds is None else max(0.001, seconds * len(group) / waiting)
        solutions.append(solve(part_of(problem, group, with_unused=not solutions), share))
        waiting -= len(group)
        on_done(together(problem, solutions))
    return together(problem, solutions)


def part_of(problem: Problem, group: Sequence[int], *, with_unused: bool = False) -> Problem:
    """The problem of a group: its trainees and their arenas, and those nobody uses where asked for."""
    trainees = tuple(problem.trainees[k] for k in group)
    mine = {choice.arena for trainee in trainees for block in trainee.blocks for choice in block.arenas}
    if with_unused:
        known = {c.arena for trainee in problem.trainees for block in trainee.blocks for c in block.arenas}
        mine |= {arena.id for arena in problem.arenas} - known
    arenas = tuple(arena for arena in problem.arenas if arena.id in mine)
    sites = {stint.arena for trainee in trainees for stint in trainee.current or ()}
    more = tuple(replace(a, minimum=()) for a in problem.arenas if a.id in sites - mine)
    return replace(problem, trainees=trainees, arenas=arenas + more)


def together(problem: Problem, solutions: Sequence[Solution]) -> Solution:
    """One solution of several: costs and bounds add up, trainees stand as in the problem."""
    plans = {plan.id: plan for solution in solutions for plan in solution.trainees}
    places = (place for solution in solutions for place in solution.bottlenecks)
    return compose(
        problem,
        tuple(plans[trainee.id] for trainee in problem.trainees if trainee.id in plans),
        sum((Fraction(str(solution.bound)) for solution in solutions), Fraction(0)),
        sorted(places, key=lambda place: (-place.price, place.arena, place.month)),
        sum(solution.seconds for solution in solutions),
        is_whole=all(solution.status != "infeasible" for solution in solutions),
    )
