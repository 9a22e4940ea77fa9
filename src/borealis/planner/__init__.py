"""Plans for training: problem in; plan, proven bound and reasons out. Pure Python, knows nobody.

    problem = read_problem(path_or_text_or_mapping)
    solution = solve(problem, seconds=60)
    verdict = check(problem, solution)
    reasons = explain(problem, solution)

Importing this package is light; the engine (numpy, HiGHS) is loaded by the first `solve`.
"""

import time
from collections.abc import Callable
from typing import TYPE_CHECKING

from borealis.planner.check import Verdict, check
from borealis.planner.explain.reasons import Explanation
from borealis.planner.formats.faults import Fault, FormatError
from borealis.planner.formats.problem import Problem
from borealis.planner.formats.reader import read_problem
from borealis.planner.formats.solution import Solution
from borealis.planner.formats.solution_file import read_solution, solution_to_json, write_solution
from borealis.planner.rules.breach import Breach
from borealis.planner.standing import can_stand, solve_some, take_some

if TYPE_CHECKING:
    from concurrent.futures import Executor

    from borealis.planner.engine.search import Progress

__all__ = [
    "Breach",
    "Explanation",
    "Fault",
    "FormatError",
    "Problem",
    "Solution",
    "Verdict",
    "can_stand",
    "check",
    "explain",
    "is_warm",
    "read_problem",
    "read_solution",
    "solution_to_json",
    "solve",
    "solve_some",
    "take_some",
    "warm",
    "write_solution",
]


def solve(
    problem: Problem,
    *,
    seconds: float | None = 60,
    threads: int = 1,
    seed: int = 0,
    on_progress: "Callable[[Progress], None] | None" = None,
    should_stop: Callable[[], bool] | None = None,
    executor: "Executor | None" = None,
) -> Solution:
    """The best plan found in the time given, with a proven bound; stops early when it is optimal.

    `on_progress` is called with every better plan or bound; `should_stop` is asked often, and the best
    plan so far is returned when it says yes. With `seconds` None the search ends by itself, and always
    ends in the same way for the same seed and threads.

    Of more than 150 trainees who hang together, parts are planned in as many processes as there are `threads`;
    a script that calls this with two or more must then guard its own start by `if __name__ == "__main__"`.
    With an `executor` its workers plan them, `threads` at a time, on whichever machines they are.
    """
    from borealis.planner.engine.solve import solve_problem

    return solve_problem(
        problem,
        seconds=seconds,
        threads=threads,
        seed=seed,
        on_progress=on_progress,
        should_stop=should_stop,
        executor=executor,
    )


SMALL = 12
"""Trainees up to which `explain` tries out what one more place is worth."""


CONFLICT_SECONDS = 8.0
"""The longest that is asked what makes blocks impossible; what is not found by then is left out."""
ALONE_SECONDS = 0.3
"""The longest that planning one trainee alone may take, when asking what makes a block impossible."""


def explain(
    problem: Problem, solution: Solution, *, try_seconds: float | None = None, months: bool = True
) -> Explanation:
    """Why the plan looks as it does: typed reasons for delays, binding places, and what is unplaced.

    What one more place, and one month of what binds the latest, saves is tried out by solving again, `try_seconds`
    for each; by default a second each for problems of up to `SMALL` trainees and not at all for larger ones. What
    makes a block impossible is found by planning its trainee alone, at any size. With `try_seconds` 0 neither is;
    without `months`, no month is tried out.
    """
    from borealis.planner.explain.explain import explain_plan

    end = time.monotonic() + CONFLICT_SECONDS

    def over() -> bool:
        return time.monotonic() > end

    alone = None if try_seconds == 0 else _alone
    if try_seconds is None:
        try_seconds = 1.0 if len(problem.trainees) <= SMALL else 0.0

    def again(changed: Problem) -> Solution:
        return solve(changed, seconds=try_seconds)

    return explain_plan(
        problem, solution, again if try_seconds else None, alone, months=months, out_of_time=over
    )


def _alone(problem: Problem) -> Solution:
    return solve(problem, seconds=ALONE_SECONDS)


def warm() -> None:
    """Load what the first `solve` will need, and compile it where that has not been done on this machine."""
    from borealis.planner.engine.warm import warm_kernel
    from borealis.planner.robust.policy import warm_futures

    warm_kernel()
    warm_futures()


def is_warm() -> bool:
    """Whether the first `solve` can begin at once: what it needs is compiled on this machine."""
    from borealis.planner.engine.warm import is_compiled

    return is_compiled()
