"""The cost of groups that are not treated alike: fairness x the largest mean delay of a group, in months.

A group is those trainees who name it, such as the trainees of a trust. All its members count, with the delay D of
their plans as `rules/cost.py` counts it, and each as one.
"""

from fractions import Fraction

from borealis.planner.formats.problem import Problem
from borealis.planner.formats.solution import Solution
from borealis.planner.rules.cost import account, exact


def mean_delays(problem: Problem, solution: Solution) -> dict[str, Fraction]:
    """For each group its members' mean delay in months."""
    plans = {plan.id: plan for plan in solution.trainees}
    found: dict[str, Fraction] = {}
    for name, members in problem.groups.items():
        people = [problem.trainees[k] for k in members]
        delays = [account(problem, t, plans[t.id].stints).delay_months for t in people if t.id in plans]
        found[name] = Fraction(sum(delays), len(people))
    return found


def fairness_cost(problem: Problem, solution: Solution) -> Fraction:
    """What the group that is treated worst costs."""
    return exact(problem.objective.fairness) * max(
        mean_delays(problem, solution).values(), default=Fraction(0)
    )
