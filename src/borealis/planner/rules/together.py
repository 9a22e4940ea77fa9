"""The cost of couples who are apart: apart x the months in which both are placed, but at different sites.

A month counts where both serve in a stint in it. Each couple counts once, whichever of them said the wish. Weights
do not count here: the wish is of both.
"""

from collections.abc import Mapping
from fractions import Fraction

from borealis.planner.formats.problem import Problem, Trainee
from borealis.planner.formats.solution import Solution, TraineePlan
from borealis.planner.rules.cost import exact


def months_apart(problem: Problem, solution: Solution) -> dict[tuple[str, str], int]:
    """For each couple the months in which both are placed, at different sites."""
    plans = {plan.id: plan for plan in solution.trainees}
    sites = {arena.id: arena.site for arena in problem.arenas}
    found: dict[tuple[str, str], int] = {}
    for k, other in problem.couples:
        one, two = problem.trainees[k], problem.trainees[other]
        here, there = _where(one, plans.get(one.id), sites), _where(two, plans.get(two.id), sites)
        found[one.id, two.id] = sum(here[month] != there[month] for month in here.keys() & there.keys())
    return found


def apart_cost(problem: Problem, solution: Solution) -> Fraction:
    """What all couples together cost."""
    return exact(problem.objective.apart) * sum(months_apart(problem, solution).values())


def _where(trainee: Trainee, plan: TraineePlan | None, sites: Mapping[str, str]) -> dict[int, str]:
    """The site in each month in which a trainee is placed."""
    stints = plan.stints if plan is not None else ()
    return {month: sites[stint.arena] for stint in stints for month in trainee.served(stint)}
