"""Whether a course that comes seldom can still be taken before the planned end of the training."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from borealis.trainees.rules import add_months

DEADLINE_NEAR = dt.timedelta(days=28)
"""So long before a deadline somebody must act (the same four weeks as elsewhere)."""

Why = Literal["deadline", "last_chance", "missed"]


@dataclass(frozen=True)
class KnownDate:
    """A course date as it is announced. ``key`` None: only expected, by the recurrence."""

    first_day: dt.date
    deadline: dt.date | None = None
    key: int | None = None


@dataclass(frozen=True)
class Chance:
    """What a trainee should know: the next time (None: none before the planned end), and the one after it."""

    why: Why
    next: KnownDate | None
    after: KnownDate | None

    def presses(self, today: dt.date) -> bool:
        """Whether somebody must act within four weeks, or it is too late already."""
        if self.why == "missed" or self.next is None:
            return True
        return self.next.deadline is not None and self.next.deadline - today <= DEADLINE_NEAR


def coming(dates: Iterable[KnownDate], recurrence: int, today: dt.date, number: int = 2) -> list[KnownDate]:
    """The next times that can still be applied for: those announced, then as the recurrence has it.

    A date whose deadline has passed is gone. ``recurrence`` in months; 0: nothing more is expected.
    """
    known = sorted(dates, key=lambda date: date.first_day)
    open_ones = (date for date in known if date.deadline is None or date.deadline >= today)
    found = [date for date in open_ones if date.first_day > today][:number]
    last = known[-1].first_day if known else None
    while recurrence > 0 and last is not None and len(found) < number:
        last = add_months(last, recurrence)
        if last > today:
            found.append(KnownDate(last))
    return found


def chance_of(
    dates: Iterable[KnownDate], recurrence: int, today: dt.date, planned_end: dt.date | None
) -> Chance | None:
    """What presses about a course that comes seldom, or None when there is time enough.

    ``last_chance``: the planned end lies before the next time but one. ``missed``: no time is left before it.
    ``deadline``: the next deadline is near. Without a plan only the deadline counts.
    """
    found = coming(dates, recurrence, today)
    upcoming = found[0] if found else None
    after = found[1] if len(found) > 1 else None
    if planned_end is not None and planned_end >= today:
        if upcoming is None or upcoming.first_day > planned_end:
            return Chance("missed", None, upcoming)
        if after is None or after.first_day > planned_end:
            return Chance("last_chance", upcoming, after)
    if upcoming and upcoming.deadline and upcoming.deadline - today <= DEADLINE_NEAR:
        return Chance("deadline", upcoming, after)
    return None
