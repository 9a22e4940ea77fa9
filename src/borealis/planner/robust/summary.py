"""From futures that are played to what is said of trainees, arenas and the whole."""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

from borealis.planner.formats.problem import FULL_TIME, Problem, Trainee
from borealis.planner.formats.solution import Solution, TraineePlan
from borealis.planner.robust.kernel import QUIT
from borealis.planner.robust.outlook import ArenaOutlook, Outlook, TraineeOutlook
from borealis.planner.robust.policy import Played, play
from borealis.planner.robust.rates import Rates

FUTURES = 1000
EARLY, MIDDLE, LATE = 0.1, 0.5, 0.9
FINISH, LAST, LEFT, MOVES, PREFERENCE, HIT, DROPPED, TOO_LATE = range(8)

Values = NDArray[np.float64]


def simulate_plan(problem: Problem, solution: Solution, rates: Rates, futures: int, seed: int) -> Outlook:
    """What so many futures do to a plan."""
    played = play(problem, solution, rates, futures, seed)
    planned = {plan.id: plan.end for plan in solution.trainees}
    people = enumerate(problem.trainees)
    return Outlook(
        futures=futures,
        seed=seed,
        rates=rates,
        cost=solution.cost,
        expected_cost=round(_expected_cost(problem, solution, played), 6),
        late_months=round(float(_lateness(problem, played).sum(axis=1).mean()), 6),
        trainees=tuple(_trainee(problem, t, planned.get(t.id), played.found[:, n]) for n, t in people),
        arenas=tuple(_arena(problem, number, played, futures) for number in range(len(problem.arenas))),
    )


def _trainee(problem: Problem, trainee: Trainee, planned: int | None, found: Values) -> TraineeOutlook:
    stays = np.sort(found[found[:, FINISH] != QUIT, FINISH])
    first, months = problem.calendar.first, problem.calendar.months
    norm = trainee.norm_end - first
    unfinished = stays >= months
    return TraineeOutlook(
        trainee=trainee.id,
        norm_end=trainee.norm_end,
        planned=planned,
        early=_reached(stays, EARLY, first, months),
        middle=_reached(stays, MIDDLE, first, months),
        late=_reached(stays, LATE, first, months),
        late_risk=_share((stays > norm) | unfinished),
        unfinished=_share(unfinished),
        resigns=_share(found[:, FINISH] == QUIT),
        moved=_share(found[:, HIT] > 0),
        agreement_lost=_share(found[:, DROPPED] > 0),
        follows_late=_share(found[:, TOO_LATE] > 0),
    )


def _reached(stays: Values, share: float, first: int, months: int) -> int | None:
    """The month by which a share of the futures is finished; None beyond the calendar, or where nothing is planned."""
    if not stays.size:
        return None
    step = int(stays[max(0, int(np.ceil(share * stays.size)) - 1)])
    return first + step if 0 <= step < months else None


def _share(flags: NDArray[np.bool_]) -> float:
    return round(float(flags.mean()), 6) if flags.size else 0.0


def _arena(problem: Problem, number: int, played: Played, futures: int) -> ArenaOutlook:
    counts = played.arenas[:, number]
    waits = counts[0]
    worst = int(waits.argmax())
    return ArenaOutlook(
        arena=problem.arenas[number].id,
        waited=_mean(counts[3, 0], futures),
        waited_months=_mean(waits.sum(), futures),
        empty=_mean(counts[4, 0], futures),
        empty_months=_mean(counts[1].sum(), futures),
        too_few=_mean(counts[2].sum(), futures),
        worst=problem.calendar.first + worst if waits.any() else None,
        worst_share=_mean(waits[worst], futures),
    )


def _mean(count: int, futures: int) -> float:
    return round(float(count) / futures, 6)


def _lateness(problem: Problem, played: Played) -> Values:
    """Months after the norm (future, trainee), 0 for those who resign."""
    finish = played.found[:, :, FINISH]
    norm = np.array([t.norm_end - problem.calendar.first for t in problem.trainees])
    return np.where(finish == QUIT, 0, np.maximum(0, finish - norm))


def _expected_cost(problem: Problem, solution: Solution, played: Played) -> float:
    """The mean of what the plans cost as `rules/cost.py` counts, D to the last month of service.

    What the plan itself leaves without a place, the courses it misses, and its changes against the plan in force count
    as they are. Couples and groups count in every future: who resigns is apart from nobody and late by nothing.
    """
    found, price = played.found, problem.objective
    norm = np.array([t.norm_end - problem.calendar.first for t in problem.trainees])
    weight = np.array([math.prod(price.weight_of(t)) for t in problem.trainees])
    plans = {plan.id: plan for plan in solution.trainees}
    own = [plans.get(t.id) for t in problem.trainees]
    changed = np.array([plan.changed_months if plan else 0 for plan in own])
    missing = np.array([sum(part.months for part in plan.unplaced) if plan else 0 for plan in own])
    missing = missing + [_missed(t, plans.get(t.id)) for t in problem.trainees]
    delay = np.where(found[:, :, LAST] < 0, 0, np.maximum(0, found[:, :, LAST] - norm))
    cost = price.delay * delay + price.delay_squared * delay**2 + price.move * found[:, :, MOVES]
    cost += price.preference * found[:, :, PREFERENCE] + price.change * changed
    cost += price.unplaced * (missing + found[:, :, LEFT] / FULL_TIME)
    stays = found[:, :, FINISH] != QUIT
    shared = price.apart * played.apart.sum(axis=1) + price.fairness * _worst(problem, delay * stays)
    return float(((cost * weight * stays).sum(axis=1) + shared).mean()) if cost.size else 0.0


def _missed(trainee: Trainee, plan: TraineePlan | None) -> int:
    """The courses that a plan does not attend."""
    return sum(plan.courses.get(course.id) is None for course in trainee.courses) if plan else 0


def _worst(problem: Problem, delay: Values) -> Values:
    """By future, the largest mean delay of a group."""
    means = [delay[:, list(members)].mean(axis=1) for members in problem.groups.values()]
    worst: Values = np.max(means, axis=0) if means else np.zeros(len(delay))
    return worst
