"""Plans who hosts and presents a teaching series: problem in; rota, proven bound and reasons out. Knows nobody.

    problem = read_problem(path_or_text_or_mapping)
    solution = plan(problem)
    solution = repair(changed_problem, solution)   # somebody withdrew: as few changes as possible
    verdict = check(changed_problem, solution)
    offers = swaps(problem, solution, "2027-03-02")  # who could take over, the cheapest first
    reasons = explain(changed_problem, solution)

Importing this package is light; numpy and HiGHS are loaded by the first `plan`.
"""

from collections.abc import Callable

from borealis.planner.formats.faults import Fault, FormatError
from borealis.planner.teaching.check import Verdict, check
from borealis.planner.teaching.explain import Reason, Swap, explain, swaps
from borealis.planner.teaching.formats.problem import (
    Earlier,
    Goal,
    Presenter,
    Problem,
    Session,
    Topic,
    Turn,
    Unit,
)
from borealis.planner.teaching.formats.reader import read_problem
from borealis.planner.teaching.formats.solution import Solution, Value, after
from borealis.planner.teaching.formats.solution_file import read_solution, solution_to_json, write_solution
from borealis.planner.teaching.rules.breach import Breach

__all__ = [
    "Breach",
    "Earlier",
    "Fault",
    "FormatError",
    "Goal",
    "Presenter",
    "Problem",
    "Reason",
    "Session",
    "Solution",
    "Swap",
    "Topic",
    "Turn",
    "Unit",
    "Value",
    "Verdict",
    "check",
    "explain",
    "plan",
    "read_problem",
    "read_solution",
    "repair",
    "solution_to_json",
    "swaps",
    "write_solution",
]


def plan(
    problem: Problem,
    previous: Solution | None = None,
    *,
    seconds: float | None = 60,
    should_stop: Callable[[], bool] | None = None,
) -> Solution:
    """The best rota found in the time given, with a proven bound; stops as soon as it is optimal.

    In this order: a host for every session, goals taught when they are due, fair by size, a presenter for every
    session, turns shared, a topic for every session, the pace of the cycle, no repeats, wishes, few changes.
    Deterministic unless time runs out.
    """
    from borealis.planner.teaching.engine.solve import solve

    return solve(after(problem, previous), "plan", seconds=seconds, should_stop=should_stop)


def repair(
    problem: Problem,
    previous: Solution,
    *,
    seconds: float | None = 60,
    should_stop: Callable[[], bool] | None = None,
) -> Solution:
    """Mend a rota after somebody withdrew. In this order: no session open, few changed, then as `plan`."""
    from borealis.planner.teaching.engine.solve import solve

    return solve(after(problem, previous), "repair", seconds=seconds, should_stop=should_stop)
