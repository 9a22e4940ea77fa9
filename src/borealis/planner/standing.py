"""Plans for some, while the plans in force of the others stand as they are."""

from collections.abc import Callable, Collection
from dataclasses import replace
from fractions import Fraction

from borealis.planner.check import broken_rules
from borealis.planner.formats.problem import Arena, Problem, Quantity, Span, Stint, Trainee
from borealis.planner.formats.solution import Couple, Group, Solution, Status, TraineePlan
from borealis.planner.formats.variants import date_of, variants_of
from borealis.planner.rules import h5_order, h9_choices, h10_courses, h11_directly_after
from borealis.planner.rules.cost import (
    NOTHING,
    Account,
    Attended,
    Chosen,
    account,
    exact,
    gap,
    gap_total,
    planned_months,
)
from borealis.planner.rules.fairness import fairness_cost, mean_delays
from borealis.planner.rules.together import apart_cost, months_apart

CHOSEN = (h5_order, h9_choices, h10_courses, h11_directly_after)
"""The rules that hang on what is chosen."""


def can_stand(problem: Problem, trainee: Trainee) -> bool:
    """Whether a trainee's plan in force, alone in the department, keeps every rule and leaves nothing over."""
    if trainee.current is None:
        return False
    used = {stint.arena for stint in trainee.current}
    arenas = tuple(replace(arena, minimum=()) for arena in problem.arenas if arena.id in used)
    alone = replace(problem, trainees=(trainee,), arenas=arenas)
    plan, found = _as_it_stands(alone, trainee)
    return not (found.unplaced or found.missed or any(broken_rules(alone, _of(plan))))


def solve_some(
    problem: Problem, free: Collection[str], bound: float, solve: Callable[[Problem], Solution]
) -> Solution:
    """A plan for everyone in which only those with these ids, and whoever has no plan in force, are planned.

    `bound` is what no plan of the whole problem costs less than; it is the solution's. The others keep their plans
    also where these break a rule or do not fit together: `check` tells.
    """
    stands = [t for t in problem.trainees if t.id not in free and t.current is not None]
    known = {t.id: standing_plan(problem, t) for t in stands}
    rest = tuple(t for t in problem.trainees if t.id not in known)
    part = solve(replace(problem, trainees=rest, arenas=_left(problem, stands)))
    known |= {plan.id: plan for plan in part.trainees}
    return whole(problem, [known[t.id] for t in problem.trainees], bound)


def take_some(problem: Problem, solution: Solution, taken: Collection[str]) -> Solution:
    """A solution's plans for those with these ids, and for whoever has no plan in force; the others keep theirs.

    They keep them also where these do not fit together with what is taken: `check` tells. The bound is the solution's.
    """
    plans = {plan.id: plan for plan in solution.trainees}

    def plan_of(trainee: Trainee) -> TraineePlan:
        plan = plans[trainee.id]
        is_other = trainee.current is not None and plan.changed_months > 0
        return standing_plan(problem, trainee) if is_other and trainee.id not in taken else plan

    return whole(problem, [plan_of(trainee) for trainee in problem.trainees], solution.bound)


def standing_plan(problem: Problem, trainee: Trainee) -> TraineePlan:
    """The plan in force, as a plan of the problem."""
    return _as_it_stands(problem, trainee)[0]


def _as_it_stands(problem: Problem, trainee: Trainee) -> tuple[TraineePlan, Account]:
    """The plan in force, and what it comes to."""
    stints = tuple(sorted(trainee.current or (), key=lambda stint: stint.first))
    courses = {c.id: date_of(trainee, problem.calendar, c, stints) for c in trainee.courses}
    chosen = _chosen(problem, trainee, stints, courses)
    found = account(problem, trainee, stints, chosen, courses)
    plan = TraineePlan(
        trainee.id,
        float(found.cost),
        found.end,
        found.delay_months,
        found.moves,
        found.changed_months,
        stints,
        chosen=chosen,
        courses=courses,
    )
    return plan, found


def _chosen(problem: Problem, trainee: Trainee, stints: tuple[Stint, ...], courses: Attended) -> Chosen:
    """What a plan in force takes of the choices: what breaks fewest rules, and of that what leaves least over."""
    if not trainee.choices:
        return NOTHING

    def worth(chosen: Chosen) -> tuple[int, Fraction]:
        plan = TraineePlan(trainee.id, 0, None, 0, 0, 0, stints, (), chosen, courses)
        alone = replace(problem, trainees=(trainee,))
        broken = sum(1 for rule in CHOSEN for _ in rule.broken(alone, _of(plan)))
        return broken, account(problem, trainee, stints, chosen).cost

    return min((variant.chosen for variant in variants_of(trainee, problem.calendar)), key=worth)


def _of(*plans: TraineePlan) -> Solution:
    """These plans, with nothing said of what they cost together."""
    return Solution("feasible", 0, 0, 0, 0, 0, plans)


def whole(problem: Problem, plans: list[TraineePlan], bound: float) -> Solution:
    """A solution of these plans, which says what they cost together and how far that is from the bound."""
    claimed = _of(*plans)
    couples = tuple(Couple(*pair, months) for pair, months in months_apart(problem, claimed).items())
    groups = tuple(
        Group(name, len(problem.groups[name]), int(mean * len(problem.groups[name])))
        for name, mean in mean_delays(problem, claimed).items()
    )
    cost = sum((exact(plan.cost) for plan in plans), Fraction(0))
    cost += apart_cost(problem, claimed) + fairness_cost(problem, claimed)
    least = min(exact(bound), cost)
    total = gap_total(cost, least, planned_months(problem), problem.objective)
    status: Status = "optimal" if least == cost else "feasible"
    return Solution(
        status,
        float(cost),
        float(least),
        float(gap(cost, least)),
        float(total),
        0.0,
        tuple(plans),
        couples=couples,
        groups=groups,
    )


def _left(problem: Problem, stands: Collection[Trainee]) -> tuple[Arena, ...]:
    """The arenas with the places, and the minimums, that those whose plans stand leave."""
    taken = problem.taken((trainee, trainee.current or ()) for trainee in stands)
    calendar = problem.calendar
    months = range(calendar.first, calendar.last + 1)

    def less(arena: Arena, amount: Callable[[int], int]) -> tuple[Quantity, ...]:
        left = {month: max(0, amount(month) - taken[arena.id, month]) for month in months}
        return tuple(Quantity(Span(month, month), number) for month, number in left.items() if number)

    return tuple(
        replace(arena, places=less(arena, arena.places_in), minimum=less(arena, arena.minimum_in))
        for arena in problem.arenas
    )
