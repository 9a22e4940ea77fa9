"""The same facts month by month, as the planner wants them. A month is written as its first day."""

from __future__ import annotations

import datetime as dt
import math
from calendar import monthrange
from collections import Counter
from collections.abc import Iterable
from functools import lru_cache

from borealis.trainees.rules.parameters import Parameters
from borealis.trainees.rules.record import AbsencePeriod, EmploymentPeriod
from borealis.trainees.rules.words import COUNTING_ABSENCE

ONE_DAY = dt.timedelta(days=1)


def month_of(day: dt.date) -> dt.date:
    """The first day of the day's month."""
    return day.replace(day=1)


def add_months(day: dt.date, months: int) -> dt.date:
    """The same day of the month so many months later, or that month's last day."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return dt.date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def month_fractions(employments: Iterable[EmploymentPeriod], first_month: dt.date, months: int) -> list[int]:
    """The share of full time in training, in whole per cent, for each of so many months.

    The mean over the month's days, research not included; 0 where there is no employment.
    """
    posts = [(e.percent, e.from_day, e.to_day) for e in employments]
    fractions = []
    for first, last in _months(month_of(first_month), months):
        length = last.day
        worked = sum(percent * _days_within(begins, ends, first, last) for percent, begins, ends in posts)
        fractions.append(min(100, (2 * worked + length) // (2 * length)))
    return fractions


@lru_cache(maxsize=32)
def _months(first_month: dt.date, months: int) -> tuple[tuple[dt.date, dt.date], ...]:
    """The first and last day of so many months; kept, since a plan asks for the same of everyone."""
    firsts = [add_months(first_month, number) for number in range(months)]
    return tuple((first, add_months(first, 1) - ONE_DAY) for first in firsts)


def _days_within(from_day: dt.date, to_day: dt.date | None, first: dt.date, last: dt.date) -> int:
    start, end = max(from_day, first), min(to_day or last, last)
    return max(0, (end - start).days + 1)


def away_months(absences: Iterable[AbsencePeriod], first_month: dt.date, months: int) -> dict[dt.date, str]:
    """The months in which the doctor is away altogether more than half of the days, with the main reason.

    Holiday and courses never make a month "away": they count as training time (§ 31 third paragraph).
    Shorter or partial absence is left to counted time.
    """
    absences = [a for a in absences if a.kind not in COUNTING_ABSENCE]
    away: dict[dt.date, str] = {}
    until = max((a.to_day for a in absences), default=dt.date.min)
    for number in range(months):
        first = add_months(month_of(first_month), number)
        if first > until:
            break
        last = add_months(first, 1) - ONE_DAY
        reasons = _reasons_away(
            [a for a in absences if a.from_day <= last and a.to_day >= first], first, last
        )
        if 2 * reasons.total() > (last - first).days + 1:
            away[first] = reasons.most_common()[0][0]
    return away


def _reasons_away(absences: list[AbsencePeriod], first: dt.date, last: dt.date) -> Counter[str]:
    """Days away altogether, by the reason that weighs most on the day."""
    reasons: Counter[str] = Counter()
    day = first
    while absences and day <= last:
        during = [a for a in absences if a.from_day <= day <= a.to_day]
        if sum(a.percent for a in during) >= 100:
            reasons[max(during, key=lambda a: (a.percent, a.kind)).kind] += 1
        day += ONE_DAY
    return reasons


def norm_end(started_on: dt.date, parameters: Parameters, counted_before_months: float = 0) -> dt.date:
    """The month in which training ends in the normal course: full time, no leave, no waiting.

    ``started_on`` is the first day after part 1; 78 - 18 = 60 months follow (§ 2), less what earlier
    service counts (another specialty, at most 39 months, § 31 sixth paragraph).
    """
    months = max(0.0, float(parameters.remaining_months) - counted_before_months)
    whole = math.floor(months + 1e-9)
    rest = round((months - whole) * float(parameters.days_per_month))
    end = add_months(started_on, whole) + rest * ONE_DAY
    return month_of(max(started_on, end - ONE_DAY))
