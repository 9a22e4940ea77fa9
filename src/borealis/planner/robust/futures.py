"""What happens, drawn: the same seed gives the same futures, whoever else is in the problem and whatever the plan.

Every month of every trainee has a number between 0 and 1 of its own for each kind of event; the event comes when the
number is below the month's chance. So a higher rate has the events of the lower one, and more.
"""

from __future__ import annotations

import zlib
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from borealis.planner.formats.problem import FULL_TIME, Problem, Trainee
from borealis.planner.formats.solution import Solution, TraineePlan
from borealis.planner.robust.rates import Leave, Rates

MONTHS_A_YEAR = 12


@dataclass(frozen=True, slots=True)
class Futures:
    """Months lost (future, trainee, month), the month in which each resigns (the calendar's length for never), and
    the months before each block is signed off (future, block, in the board's order)."""

    lost: NDArray[np.bool_]
    quits: NDArray[np.int32]
    lags: NDArray[np.int32]


def chance_a_month(a_year: float) -> float:
    """The chance in a month that gives this chance in a year of twelve."""
    return float(1 - (1 - a_year) ** (1 / MONTHS_A_YEAR))


def draw(
    problem: Problem,
    solution: Solution,
    blocks: tuple[tuple[str, str], ...],
    rates: Rates,
    futures: int,
    seed: int,
) -> Futures:
    """So many futures. `blocks` are (trainee, block) as the board numbers them."""
    months, plans = problem.calendar.months, {plan.id: plan for plan in solution.trainees}
    lost = np.zeros((futures, len(problem.trainees), months), np.bool_)
    quits = np.full((futures, len(problem.trainees)), months, np.int32)
    for number, trainee in enumerate(problem.trainees):
        serves = _serves(problem, trainee)
        for kind, leave in (("parental_leave", rates.parental_leave), ("sick_leave", rates.sick_leave)):
            lost[:, number] |= _leaves(_dice(seed, kind, trainee.id), leave, futures, serves)
        allowed = _allowed(problem, trainee, plans.get(trainee.id), rates.allowance.share)
        lost[:, number] = _beyond(lost[:, number] & serves, allowed)
        dice = _dice(seed, "resignation", trainee.id)
        quits[:, number] = _first(dice, chance_a_month(rates.resignation.a_year), futures, serves)
    lags = np.empty((futures, len(blocks)), np.int32)
    for number, (person, block) in enumerate(blocks):
        lags[:, number] = _lags(_dice(seed, f"sign_off/{block}", person), rates.sign_off.shares, futures)
    return Futures(lost, quits, lags)


def _dice(seed: int, kind: str, person: str) -> np.random.Generator:
    return np.random.default_rng([seed, zlib.crc32(kind.encode()), zlib.crc32(person.encode())])


def _serves(problem: Problem, trainee: Trainee) -> NDArray[np.bool_]:
    calendar = problem.calendar
    months = range(calendar.first, calendar.first + calendar.months)
    return np.array([trainee.serves_in(month) for month in months], np.bool_)


def _leaves(
    dice: np.random.Generator, leave: Leave, futures: int, serves: NDArray[np.bool_]
) -> NDArray[np.bool_]:
    """Months of leaves that begin in a month of service; where two overlap, they are one longer."""
    shape = (futures, serves.size)
    begins = (dice.random(shape, np.float32) < chance_a_month(leave.a_year)) & serves
    lengths = dice.integers(leave.shortest, leave.longest, shape, np.int32, endpoint=True)
    gone = np.zeros(shape, np.bool_)
    for future, month in zip(*np.nonzero(begins), strict=True):
        gone[future, month : month + lengths[future, month]] = True
    return gone


def _allowed(problem: Problem, trainee: Trainee, plan: TraineePlan | None, share: float) -> int:
    """Whole months of absence that need not be made up: a share of the service left, less agreed leave ahead."""
    if plan is None or plan.end is None:
        return 0
    work = sum(trainee.percent_in(m) for stint in plan.stints for m in trainee.served(stint))
    begin = max(problem.calendar.first, trainee.start)
    agreed = sum(trainee.is_away(month) for month in range(begin, plan.end + 1))
    return max(0, int(share * work / FULL_TIME - agreed + 1e-9))


def _beyond(lost: NDArray[np.bool_], allowed: int) -> NDArray[np.bool_]:
    """The months lost without the first so many."""
    return lost & (np.cumsum(lost, axis=1) > allowed)


def _first(
    dice: np.random.Generator, chance: float, futures: int, serves: NDArray[np.bool_]
) -> NDArray[np.int32]:
    """The first month of service in which it happens; the calendar's length where it never does."""
    happens = (dice.random((futures, serves.size)) < chance) & serves
    first = np.where(happens.any(axis=1), happens.argmax(axis=1), serves.size)
    return first.astype(np.int32)


def _lags(dice: np.random.Generator, shares: tuple[float, ...], futures: int) -> NDArray[np.int32]:
    steps = np.cumsum(shares)[:-1]
    return np.searchsorted(steps, dice.random(futures), side="right").astype(np.int32)
