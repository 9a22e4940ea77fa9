"""Why a plan looks as it does."""

from collections.abc import Callable

from borealis.planner.explain.conflicts import conflicts_of
from borealis.planner.explain.delays import occupancy, reasons_of
from borealis.planner.explain.places import binding_places, tried_out
from borealis.planner.explain.reasons import Explanation, HeldPlace, MissedCourse, MissingPlace
from borealis.planner.explain.shared import couples_apart, groups_compared
from borealis.planner.explain.shifts import shifts_of
from borealis.planner.formats.problem import Problem
from borealis.planner.formats.solution import Solution


def explain_plan(
    problem: Problem,
    solution: Solution,
    solve: Callable[[Problem], Solution] | None,
    solve_alone: Callable[[Problem], Solution] | None = None,
    *,
    months: bool = True,
    out_of_time: Callable[[], bool] = lambda: False,
) -> Explanation:
    """Reasons for every trainee.

    With `solve`, what one more of the dearest places, and one month of what binds the latest, really saves. With
    `solve_alone`, which plans one trainee, what makes impossible what is left without a place.
    """
    people = {trainee.id: trainee for trainee in problem.trainees}
    taken = occupancy(problem, solution)
    places = binding_places(solution)
    if solve is not None:
        places = tried_out(problem, solution, places, solve)
    reasons = tuple(reasons_of(problem, people[plan.id], plan, taken) for plan in solution.trainees)
    return Explanation(
        cost=solution.cost,
        bound=solution.bound,
        trainees=reasons,
        binding=tuple(places),
        missing=tuple(
            MissingPlace(plan.id, entry.block, entry.months, entry.reason)
            for plan in solution.trainees
            for entry in plan.unplaced
        ),
        missed=tuple(
            MissedCourse(plan.id, course)
            for plan in solution.trainees
            for course, month in plan.courses.items()
            if month is None
        ),
        conflicts=conflicts_of(problem, solution, solve_alone, out_of_time)
        if solve_alone is not None
        else (),
        shifts=shifts_of(problem, solution, reasons, solve) if solve is not None and months else (),
        couples=couples_apart(problem, solution),
        groups=groups_compared(problem, solution),
        held=tuple(
            HeldPlace(plan.id, stint.block, stint.arena, stint.first, stint.last)
            for plan in solution.trainees
            for stint in plan.stints
            if people[plan.id].unknown
        ),
    )
