"""Groups of trainees who can never meet are planned one after the other, and put together again."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from fractions import Fraction

from borealis.planner.engine.components import components
from borealis.planner.engine.report import decimal
from borealis.planner.formats.problem import FULL_TIME, Problem
from borealis.planner.formats.solution import Solution, Status

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
    cost = sum((Fraction(str(solution.cost)) for solution in solutions), Fraction(0))
    bound = sum((Fraction(str(solution.bound)) for solution in solutions), Fraction(0))
    plans = {plan.id: plan for solution in solutions for plan in solution.trainees}
    months = sum((Fraction(b.need, FULL_TIME) for t in problem.trainees for b in t.blocks), Fraction(0))
    whole = cost + Fraction(str(problem.objective.delay)) * months
    places = sorted(
        (place for solution in solutions for place in solution.bottlenecks),
        key=lambda place: (-place.price, place.arena, place.month),
    )
    return Solution(
        status=_status([solution.status for solution in solutions]),
        cost=decimal(cost),
        bound=decimal(bound),
        gap=float((cost - bound) / cost) if cost else 0.0,
        gap_total=float((cost - bound) / whole) if whole else 0.0,
        seconds=round(sum(solution.seconds for solution in solutions), 3),
        trainees=tuple(plans[trainee.id] for trainee in problem.trainees if trainee.id in plans),
        bottlenecks=tuple(places),
    )


def _status(parts: Sequence[Status]) -> Status:
    if "infeasible" in parts:
        return "infeasible"
    return "optimal" if all(part == "optimal" for part in parts) else "feasible"
