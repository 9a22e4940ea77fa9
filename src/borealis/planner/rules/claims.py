"""What a solution says about itself must be so: costs, ends, bound, gaps, and what is unplaced."""

from collections import Counter
from collections.abc import Iterator
from fractions import Fraction

from borealis.planner.formats.months import month_text
from borealis.planner.formats.problem import Problem, Trainee
from borealis.planner.formats.solution import Solution, TraineePlan
from borealis.planner.rules.breach import Breach, BreachCode, each_plan
from borealis.planner.rules.cost import Account, account, exact, gap, gap_total, planned_months
from borealis.planner.rules.fairness import fairness_cost, mean_delays
from borealis.planner.rules.together import apart_cost, months_apart

TOLERANCE = Fraction(1, 10**6)
"""Claims are written as decimals: they may be off by a millionth, of the cost where that is above 1."""


def total_cost(problem: Problem, solution: Solution) -> Fraction:
    """The cost of the whole plan, recomputed from its stints."""
    plans = each_plan(problem, solution)
    own = sum((_account(problem, trainee, plan).cost for trainee, plan in plans), Fraction(0))
    return own + apart_cost(problem, solution) + fairness_cost(problem, solution)


def _account(problem: Problem, trainee: Trainee, plan: TraineePlan) -> Account:
    return account(problem, trainee, plan.stints, plan.chosen, plan.courses)


def broken(problem: Problem, solution: Solution) -> Iterator[Breach]:
    """Every claim that is not so."""
    counts = Counter(plan.id for plan in solution.trainees)
    for trainee in problem.trainees:
        if counts[trainee.id] != 1:
            code: BreachCode = "trainee_twice" if counts[trainee.id] else "trainee_missing"
            yield Breach("claim", code, trainee.id)
    for trainee, plan in each_plan(problem, solution):
        yield from _trainee(trainee, plan, _account(problem, trainee, plan))
    yield from _shared(problem, solution)
    yield from _whole(problem, solution, total_cost(problem, solution))


def _shared(problem: Problem, solution: Solution) -> Iterator[Breach]:
    """What is said of couples and groups; those of whom nothing is said are no claim."""
    apart, mean = months_apart(problem, solution), mean_delays(problem, solution)
    for couple in solution.couples:
        found = apart.get((couple.one, couple.other), apart.get((couple.other, couple.one), 0))
        if couple.months_apart != found:
            breach = _claim("wrong_apart", couple.one, couple.months_apart, found)
            breach.params["other"] = couple.other
            yield breach
    for group in solution.groups:
        members = len(problem.groups.get(group.group, ()))
        months = mean.get(group.group, Fraction(0)) * members
        if group.members != members or group.delay_months != months:
            said, found_text = f"{group.delay_months}/{group.members}", f"{months}/{members}"
            breach = _claim("wrong_group", None, said, found_text)
            breach.params["group"] = group.group
            yield breach


def _slack(number: Fraction) -> Fraction:
    return TOLERANCE * max(Fraction(1), abs(number))


def _far(claimed: float, found: Fraction) -> bool:
    return abs(exact(claimed) - found) > _slack(found)


def _trainee(trainee: Trainee, plan: TraineePlan, found: Account) -> Iterator[Breach]:
    if _far(plan.cost, found.cost):
        yield _claim("wrong_cost", trainee.id, plan.cost, float(found.cost))
    if plan.end != found.end:
        yield _claim("wrong_end", trainee.id, _month(plan.end), _month(found.end))
    if plan.delay_months != found.delay_months:
        yield _claim("wrong_delay", trainee.id, plan.delay_months, found.delay_months)
    if plan.moves != found.moves:
        yield _claim("wrong_moves", trainee.id, plan.moves, found.moves)
    if plan.changed_months != found.changed_months:
        yield _claim("wrong_changes", trainee.id, plan.changed_months, found.changed_months)
    claimed: Counter[str] = Counter()
    for entry in plan.unplaced:
        claimed[entry.block] += exact(entry.months)  # type: ignore[assignment]
    for block in sorted(claimed.keys() | found.unplaced.keys()):
        said, is_so = Fraction(claimed[block]), found.unplaced.get(block, Fraction(0))
        if abs(said - is_so) > TOLERANCE:
            breach = _claim("wrong_unplaced", trainee.id, float(said), float(is_so))
            breach.params["block"] = block
            yield breach


def _month(month: int | None) -> str:
    return "" if month is None else month_text(month)


def _claim(code: BreachCode, trainee: str | None, said: str | float, found: str | float) -> Breach:
    return Breach("claim", code, trainee, params={"claimed": said, "found": found})


def _whole(problem: Problem, solution: Solution, cost: Fraction) -> Iterator[Breach]:
    bound = exact(solution.bound)
    if _far(solution.cost, cost):
        yield _claim("wrong_total", None, solution.cost, float(cost))
    if bound > cost + _slack(cost):
        yield _claim("bound_over_cost", None, solution.bound, float(cost))
    if abs(exact(solution.gap) - gap(cost, bound)) > TOLERANCE:
        yield _claim("wrong_gap", None, solution.gap, float(gap(cost, bound)))
    total = gap_total(cost, bound, planned_months(problem), problem.objective)
    if abs(exact(solution.gap_total) - total) > TOLERANCE:
        yield _claim("wrong_gap_total", None, solution.gap_total, float(total))
    if solution.status == "optimal" and _far(solution.bound, cost):
        yield _claim("not_optimal", None, solution.bound, float(cost))
