"""What trainees cost together: couples who are apart, and groups that wait longer than others."""

from borealis.planner.explain.reasons import CoupleReasons, GroupReasons
from borealis.planner.formats.problem import Problem
from borealis.planner.formats.solution import Solution
from borealis.planner.rules.fairness import mean_delays
from borealis.planner.rules.together import months_apart


def couples_apart(problem: Problem, solution: Solution) -> tuple[CoupleReasons, ...]:
    """Every couple."""
    price = problem.objective.apart
    found = months_apart(problem, solution)
    return tuple(CoupleReasons(*pair, months, price * months) for pair, months in found.items())


def groups_compared(problem: Problem, solution: Solution) -> tuple[GroupReasons, ...]:
    """Every group, the one with most delay first."""
    price, mean = problem.objective.fairness, mean_delays(problem, solution)
    worst = max(mean.values(), default=0)
    return tuple(
        GroupReasons(
            name, len(problem.groups[name]), float(months), is_worst, is_worst * price * float(months)
        )
        for name, months in sorted(mean.items(), key=lambda item: (-item[1], item[0]))
        for is_worst in [0 < months == worst]
    )
