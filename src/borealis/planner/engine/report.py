"""From a search to a solution: stints with names, costs as decimals, reasons for what is unplaced."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from itertools import pairwise

import numpy as np

from borealis.planner.engine.case import Case, Grains, Scale
from borealis.planner.engine.column import Column, fitting, work_left
from borealis.planner.engine.positions import in_order
from borealis.planner.engine.search import Search
from borealis.planner.engine.shared import couples_of, groups_of, shared_cost
from borealis.planner.formats.problem import FULL_TIME, Problem, Stint, Trainee
from borealis.planner.formats.solution import (
    Bottleneck,
    Solution,
    Status,
    TraineePlan,
    Unplaced,
    UnplacedReason,
)
from borealis.planner.formats.variants import date_of

MOST_BOTTLENECKS = 500


def solution_of(search: Search, seconds: float) -> Solution:
    """The best plan of a search as a solution."""
    scale = search.model.scale
    return compose(
        search.model.problem,
        tuple(_plan(search, column) for column in search.plan),
        scale.cost(max(0, min(scale.round_up(search.bound), search.cost))),
        bottlenecks_of(search.model.problem, scale, search.arena_prices),
        seconds,
        is_whole=search.is_whole,
    )


def compose(
    problem: Problem,
    plans: tuple[TraineePlan, ...],
    bound: Fraction,
    bottlenecks: Sequence[Bottleneck],
    seconds: float,
    *,
    is_whole: bool,
) -> Solution:
    """A solution of everyone's plan, in the order of the problem; `is_whole` where no agreement is broken."""
    plans = in_order(problem, plans)
    couples, groups = couples_of(problem, plans), groups_of(problem, plans)
    own = sum((Fraction(str(plan.cost)) for plan in plans), Fraction(0))
    cost = own + shared_cost(problem, couples, groups)
    bound = min(cost, bound)
    status: Status = "infeasible" if not is_whole else "optimal" if bound == cost else "feasible"
    months = sum((Fraction(trainee.least_need, FULL_TIME) for trainee in problem.trainees), Fraction(0))
    total = cost + Fraction(str(problem.objective.delay)) * months
    return Solution(
        status=status,
        cost=decimal(cost),
        bound=decimal(bound),
        gap=float((cost - bound) / cost) if cost else 0.0,
        gap_total=float((cost - bound) / total) if total else 0.0,
        seconds=round(seconds, 3),
        trainees=plans,
        bottlenecks=tuple(bottlenecks),
        couples=couples,
        groups=groups,
    )


def decimal(number: Fraction) -> float:
    """A number as JSON has it: whole where it is whole."""
    return int(number) if number.denominator == 1 else float(number)


def _cost(search: Search, column: Column) -> Fraction:
    """The cost of a plan without the price of agreements it breaks."""
    return search.model.scale.cost(column.cost % search.model.scale.breach)


def _plan(search: Search, column: Column) -> TraineePlan:
    problem, case = search.model.problem, search.model.cases[column.who]
    trainee = problem.trainees[column.who]
    stints = tuple(_stint(problem, trainee, case, column))
    end = stints[-1].last if stints else None
    sites = [case.home, *(case.alternatives[run.alternative].site for run in column.runs), case.home]
    return TraineePlan(
        id=trainee.id,
        cost=decimal(_cost(search, column)),
        end=end,
        delay_months=max(0, end - trainee.norm_end) if end is not None else 0,
        moves=sum(a != b for a, b in pairwise(sites)),
        changed_months=_changed(problem, trainee, case, column),
        stints=stints,
        unplaced=tuple(_unplaced(search, column, fitting(case, column.runs))),
        chosen=fitting(case, column.runs).chosen,
        courses={c.id: date_of(trainee, problem.calendar, c, stints) for c in trainee.courses},
    )


def _stint(problem: Problem, trainee: Trainee, case: Case, column: Column) -> list[Stint]:
    first = problem.calendar.first
    return [
        Stint(
            trainee.blocks[case.alternatives[run.alternative].block].id,
            problem.arenas[case.alternatives[run.alternative].arena].id,
            first + int(case.months[run.start]),
            first + int(case.months[run.end - 1]),
        )
        for run in column.runs
    ]


def _changed(problem: Problem, trainee: Trainee, case: Case, column: Column) -> int:
    if trainee.current is None:
        return 0
    doing: list[tuple[str, str] | None] = [None] * len(case.months)
    for run, stint in zip(column.runs, _stint(problem, trainee, case, column), strict=True):
        doing[run.start : run.end] = [(stint.block, stint.arena)] * (run.end - run.start)
    before: list[tuple[str, str] | None] = [None] * len(case.months)
    for stint in trainee.current:
        for t, month in enumerate(case.months.tolist()):
            if stint.first <= problem.calendar.first + month <= stint.last:
                before[t] = (stint.block, stint.arena)
    return sum(a != b for a, b in zip(doing, before, strict=True))


def _unplaced(search: Search, column: Column, case: Case) -> list[Unplaced]:
    trainee = search.model.problem.trainees[column.who]
    left = work_left(case, column.runs)
    return [
        Unplaced(
            trainee.blocks[b].id, decimal(Fraction(amount, FULL_TIME)), _reason(search, column, case, b, left)
        )
        for b, amount in enumerate(left)
        if amount
    ]


def _reason(search: Search, column: Column, case: Case, block: int, left: list[int]) -> UnplacedReason:
    """Why months of a block found no place: the first of these that is so."""
    mine = [a for a in case.alternatives if a.block == block]
    if not mine:
        return "no_arena"
    window = search.model.problem.trainees[column.who].blocks[block].window
    first = search.model.problem.calendar.first
    open_months = np.array([window.holds(first + month) for month in case.months.tolist()], dtype=bool)
    offered = np.zeros(len(case.months), dtype=bool)
    for alternative in mine:
        offered |= search.model.places[alternative.arena, case.months] > 0
    need = case.blocks[block].need
    allowed = (case.base[[a.block == block for a in case.alternatives]] < case.forbidden).any(axis=0)
    if int(case.percent[open_months].sum()) < need:
        return "window" if int(case.percent.sum()) >= need else "after_calendar"
    if int(case.percent[allowed].sum()) < need:
        return "course"
    if int(case.percent[open_months & offered].sum()) < need:
        return "no_places"
    if any(left[before] for before in case.blocks[block].after):
        return "predecessor_unplaced"
    if sum(shape.need for shape in case.blocks) > int(case.percent.sum()):
        return "after_calendar"
    taken = search.taken(other for other in search.plan if other.who != column.who)
    free = np.zeros(len(case.months), dtype=bool)
    months = search.model.places.shape[1]
    for alternative in mine:
        cells = alternative.arena * months + case.months
        free |= taken[cells] + search.model.load(column.who, cells) <= search.places[cells]
    if int(case.percent[open_months & free].sum()) < need:
        return "no_places"
    price = search.model.problem.objective.unplaced
    return "stints" if price >= search.model.problem.objective.delay else "price"


def bottlenecks_of(problem: Problem, scale: Scale, prices: Grains) -> tuple[Bottleneck, ...]:
    """The arena-months with a price above a thousandth, dearest first; `prices` (arenas, months) grains."""
    found = [
        Bottleneck(
            problem.arenas[arena].id,
            problem.calendar.first + month,
            round(float(scale.cost(int(prices[arena, month]) * problem.arenas[arena].unit)), 3),
        )
        for arena, month in np.argwhere(prices > 0).tolist()
    ]
    found = [place for place in found if place.price >= 0.001]
    found.sort(key=lambda place: (-place.price, place.arena, place.month))
    return tuple(found[:MOST_BOTTLENECKS])
