"""What the monolithic peers share: the options of a trainee, a solution of what was chosen, and how they end.

A peer is run as

    python -m benchmarks.monolith problem.json solution.json seconds workers megabytes

in a process of its own. Reading and building the model are part of its seconds and of its memory.
"""

import os
import pathlib
import resource
import signal
import sys
import time
from collections.abc import Callable, Sequence
from fractions import Fraction

from borealis.planner import read_problem, write_solution
from borealis.planner.formats.problem import Block, Choice, Problem, Stint, Trainee
from borealis.planner.formats.solution import Solution, TraineePlan, Unplaced
from borealis.planner.rules.cost import account, exact, gap, gap_total, planned_months

NO_PLAN, NO_MEMORY = 3, 4
"""Exit codes: the seconds were over before there was a plan; there was not memory enough."""
GRACE = 20
"""Seconds a solver is given to stop when its time is out, before it is taken to have no plan."""

Place = tuple[str, str]
"""A block and an arena."""
Solve = Callable[[Problem, float, int], Solution | None]
"""Solves a problem in so many seconds by so many workers; None where no plan was found."""


class OutOfTime(Exception):
    """The seconds were over while the model was still being built."""


class Deadline:
    """The seconds of a peer, from its start."""

    def __init__(self, seconds: float) -> None:
        self.began, self.seconds = time.perf_counter(), seconds

    def elapsed(self) -> float:
        return time.perf_counter() - self.began

    def left(self) -> float:
        """Seconds left. Raises OutOfTime where there are none."""
        left = self.seconds - self.elapsed()
        if left <= 0:
            raise OutOfTime
        return left


def months_of(problem: Problem, trainee: Trainee) -> list[int]:
    """The months of the calendar in which the trainee serves."""
    calendar = problem.calendar
    return [m for m in range(calendar.first, calendar.last + 1) if trainee.serves_in(m)]


def options_of(trainee: Trainee) -> list[tuple[Block, Choice]]:
    """Every block with every arena that it can be served in."""
    return [(block, choice) for block in trainee.blocks for choice in block.arenas]


def stints_of(months: Sequence[int], way: Sequence[Place | None]) -> tuple[Stint, ...]:
    """What is done in each month served, as stints."""
    stints: list[Stint] = []
    for t, place in enumerate(way):
        if place is not None and t and way[t - 1] == place:
            stints[-1] = Stint(*place, stints[-1].first, months[t])
        elif place is not None:
            stints.append(Stint(*place, months[t], months[t]))
    return tuple(stints)


def solution_of(
    problem: Problem, chosen: Sequence[tuple[Stint, ...]], bound: Fraction, seconds: float
) -> Solution:
    """The stints of each trainee, in the order of the problem, as a solution."""
    plans = [_plan(problem, t, stints) for t, stints in zip(problem.trainees, chosen, strict=True)]
    cost = sum((exact(plan.cost) for plan in plans), Fraction(0))
    bound = min(max(Fraction(0), bound), cost)
    total = gap_total(cost, bound, planned_months(problem), problem.objective)
    status = "optimal" if bound == cost else "feasible"
    return Solution(
        status, float(cost), float(bound), float(gap(cost, bound)), float(total), seconds, tuple(plans)
    )


def _plan(problem: Problem, trainee: Trainee, stints: tuple[Stint, ...]) -> TraineePlan:
    found = account(problem, trainee, stints)
    unplaced = tuple(Unplaced(name, float(months), "price") for name, months in found.unplaced.items())
    return TraineePlan(
        trainee.id,
        float(found.cost),
        found.end,
        found.delay_months,
        found.moves,
        found.changed_months,
        stints,
        unplaced,
    )


def run_peer(solve: Solve) -> None:
    """Be the process of a peer: solve what the arguments say, and end with a code that says how it went."""
    source, target, seconds, workers, megabytes = sys.argv[1:]
    began = time.perf_counter()
    _limit(float(seconds), int(megabytes))
    try:
        problem = read_problem(pathlib.Path(source))
        answer = solve(problem, float(seconds) - (time.perf_counter() - began), int(workers))
    except OutOfTime:
        answer = None
    except MemoryError:
        os._exit(NO_MEMORY)
    if answer is not None:
        pathlib.Path(target).write_text(write_solution(answer), encoding="utf-8")
    sys.stdout.flush()
    os._exit(NO_PLAN if answer is None else 0)  # what a solver still holds need not be put away


def _limit(seconds: float, megabytes: int) -> None:
    """Give the process so much memory of its own, and an end that no solver can miss: a signal that ends it."""
    resource.setrlimit(resource.RLIMIT_DATA, (megabytes << 20, megabytes << 20))
    signal.signal(signal.SIGALRM, signal.SIG_DFL)
    signal.setitimer(signal.ITIMER_REAL, seconds + GRACE)
