"""Why a plan looks as it does."""

from collections.abc import Callable

from borealis.planner.explain.delays import occupancy, reasons_of
from borealis.planner.explain.places import binding_places, tried_out
from borealis.planner.explain.reasons import Explanation, HeldPlace, MissingPlace
from borealis.planner.explain.shared import couples_apart, groups_compared
from borealis.planner.formats.problem import Problem
from borealis.planner.formats.solution import Solution


def explain_plan(
    problem: Problem, solution: Solution, solve: Callable[[Problem], Solution] | None
) -> Explanation:
    """Reasons for every trainee; with `solve`, what one more of the dearest places really saves."""
    people = {trainee.id: trainee for trainee in problem.trainees}
    taken = occupancy(problem, solution)
    places = binding_places(solution)
    if solve is not None:
        places = tried_out(problem, solution, places, solve)
    return Explanation(
        cost=solution.cost,
        bound=solution.bound,
        trainees=tuple(reasons_of(problem, people[plan.id], plan, taken) for plan in solution.trainees),
        binding=tuple(places),
        missing=tuple(
            MissingPlace(plan.id, entry.block, entry.months, entry.reason)
            for plan in solution.trainees
            for entry in plan.unplaced
        ),
        couples=couples_apart(problem, solution),
        groups=groups_compared(problem, solution),
        held=tuple(
            HeldPlace(plan.id, stint.block, stint.arena, stint.first, stint.last)
            for plan in solution.trainees
            for stint in plan.stints
            if people[plan.id].unknown
        ),
    )
