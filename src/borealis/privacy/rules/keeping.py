"""How long things are kept, and what holds them longer."""

from __future__ import annotations

import calendar
import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True)
class Hold:
    """A legal hold between two days, both included (``to_day`` None: until it is released)."""

    from_day: dt.date
    to_day: dt.date | None


def is_held(holds: Iterable[Hold], on: dt.date) -> bool:
    """Whether nothing may be erased on a day (GDPR art. 17 (3) e: legal claims)."""
    return any(hold.from_day <= on and (hold.to_day is None or hold.to_day >= on) for hold in holds)


def is_open(last_days: Iterable[dt.date | None], on: dt.date) -> bool:
    """Whether something goes on: none of the days that can end it lies before the day."""
    return all(last is None or last >= on for last in last_days)


def kept_from(months: int, now: dt.datetime) -> dt.datetime:
    """The moment so many months before now; what is older is past its time.

    A day that the earlier month does not have becomes that month's last.
    """
    total = now.year * 12 + now.month - 1 - months
    year, month = divmod(total, 12)
    last = calendar.monthrange(year, month + 1)[1]
    return now.replace(year=year, month=month + 1, day=min(now.day, last))
