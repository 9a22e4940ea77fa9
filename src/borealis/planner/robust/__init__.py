"""What life does to a plan, and plans that hold. Knows nobody.

    outlook = simulate(problem, solution)                  # ranges of every finish, arenas that overfill or stand empty
    choices = harden(problem, solution, solve=solve_one)   # so much more today, so much less later

Importing this package is light; numpy and the compiled kernel are loaded by the first call.
"""

from __future__ import annotations

from collections.abc import Callable

from borealis.planner.formats.problem import Problem
from borealis.planner.formats.solution import Solution
from borealis.planner.robust.outlook import ArenaOutlook, Hardened, HeldBack, Outlook, TraineeOutlook
from borealis.planner.robust.outlook_file import outlook_to_json, write_outlook
from borealis.planner.robust.rates import NONE, Rates, assumed_rates, rates_to_json, read_rates

__all__ = [
    "NONE",
    "ArenaOutlook",
    "Hardened",
    "HeldBack",
    "Outlook",
    "Rates",
    "TraineeOutlook",
    "assumed_rates",
    "harden",
    "outlook_to_json",
    "rates_to_json",
    "read_rates",
    "simulate",
    "write_outlook",
]


def simulate(
    problem: Problem, solution: Solution, *, rates: Rates | None = None, futures: int = 1000, seed: int = 0
) -> Outlook:
    """What so many futures, drawn at these rates (by default the assumed ones), do to a plan that `check` accepts.

    How a plan is moved when something happens stands in `policy.py`. The same arguments give the same answer.
    """
    from borealis.planner.robust.summary import simulate_plan

    return simulate_plan(problem, solution, rates or assumed_rates(), futures, seed)


def harden(
    problem: Problem,
    solution: Solution,
    *,
    solve: Callable[[Problem, int], Solution],
    rates: Rates | None = None,
    futures: int = 1000,
    seed: int = 0,
) -> tuple[Hardened, ...]:
    """The plan beside plans made with slack, cheapest today first, all over the same futures.

    `solve` plans a problem with a seed; it is asked up to eight times.
    """
    from borealis.planner.robust.slack import harden_plan

    return harden_plan(problem, solution, rates or assumed_rates(), futures, seed, solve)
