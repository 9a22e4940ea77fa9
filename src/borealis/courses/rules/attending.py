"""When a course can be attended, for the plan: the months it comes in, and the dates that bind a trainee."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from borealis.courses.rules.states import APPLIED, APPROVED, PLACED
from borealis.courses.rules.timing import KnownDate, coming
from borealis.plans.rules.problem import HORIZON_MONTHS

BINDING = (APPROVED, APPLIED, PLACED)
"""States in which a trainee is on the way to a certain date."""


def months_ahead(
    dates: Iterable[KnownDate], recurrence: int, first: dt.date, today: dt.date
) -> list[dt.date]:
    """The first days of the months in which a course begins that can still be applied for, from a month on, in order.

    What is announced counts, and after that what the recurrence (in months) lets one expect.
    """
    found = coming(dates, recurrence, today, HORIZON_MONTHS)
    months = {date.first_day.replace(day=1) for date in found}
    return sorted(month for month in months if month >= first)


def binds(state: str, first_day: dt.date, deadline: dt.date, today: dt.date) -> bool:
    """Whether a registration binds a trainee to its date.

    A place does, also on a date that has been: it is presumed to be attended. An application does while the date lies
    ahead, a leave that is given while one can apply. A wish and a waiting list bind nobody.
    """
    if state == PLACED:
        return True
    return (state == APPLIED and first_day >= today) or (state == APPROVED and deadline >= today)
