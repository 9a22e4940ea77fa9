"""Places guidance sessions in a duty roster: problem in; sessions, proven bound and reasons out. Knows nobody.

    problem = read_problem(path_or_text_or_mapping)
    solution = place(problem)
    solution = repair(changed_problem, solution)   # the roster has changed: as few moves as possible
    verdict = check(changed_problem, solution)
    reasons = explain(changed_problem, solution)
    outlook = forecast(norm=8, held=3, placed=days, today=today, last=last, history=History(40, 6))

Importing this package is light; numpy is loaded by the first `place`, HiGHS only where sessions compete.
"""

from collections.abc import Callable

from borealis.planner.formats.faults import Fault, FormatError
from borealis.planner.guidance.check import Verdict, check
from borealis.planner.guidance.explain.reasons import Change, Reason, with_change
from borealis.planner.guidance.forecast import Forecast, History, forecast
from borealis.planner.guidance.formats.clock import local, moment_of
from borealis.planner.guidance.formats.problem import Problem, Series
from borealis.planner.guidance.formats.reader import read_problem
from borealis.planner.guidance.formats.solution import Missing, Session, Solution, Value, after
from borealis.planner.guidance.formats.solution_file import read_solution, solution_to_json, write_solution
from borealis.planner.guidance.rules.breach import Breach

__all__ = [
    "Breach",
    "Change",
    "Fault",
    "Forecast",
    "FormatError",
    "History",
    "Missing",
    "Problem",
    "Reason",
    "Series",
    "Session",
    "Solution",
    "Value",
    "Verdict",
    "check",
    "explain",
    "forecast",
    "local",
    "moment_of",
    "place",
    "read_problem",
    "read_solution",
    "repair",
    "solution_to_json",
    "with_change",
    "write_solution",
]


def place(
    problem: Problem,
    previous: Solution | None = None,
    *,
    seconds: float | None = 60,
    should_stop: Callable[[], bool] | None = None,
) -> Solution:
    """The best placing found in the time given, with a proven bound; stops as soon as it is optimal.

    In this order: none missing, even spacing, preferred hours, short days, few of the sessions of `previous`
    moved. Deterministic unless time runs out.
    """
    from borealis.planner.guidance.engine.solve import solve

    return solve(after(problem, previous), "place", seconds=seconds, should_stop=should_stop)


def repair(
    problem: Problem,
    previous: Solution,
    *,
    seconds: float | None = 60,
    should_stop: Callable[[], bool] | None = None,
) -> Solution:
    """Mend a placing after the roster changed. In this order: none missing, few moved, then as `place`."""
    from borealis.planner.guidance.engine.solve import solve

    return solve(after(problem, previous), "repair", seconds=seconds, should_stop=should_stop)


def explain(problem: Problem, solution: Solution) -> tuple[Reason, ...]:
    """For each series that lacks sessions: why, and every single change of a duty that makes room for one.

    A change is found by search, with all other sessions where they are.
    """
    from borealis.planner.guidance.explain.explain import explain_missing

    return explain_missing(problem, solution)
