"""Days of a course date: when it is announced, when registration closes, and how often it comes."""

from __future__ import annotations

import datetime as dt

from borealis.trainees.rules import add_months

ANNOUNCED_MONTHS = 6
"""A date is announced so many months before its first day, unless said (practice of the regional centres)."""
DEADLINE_MONTHS = 3
"""Registration closes so many months before the first day, unless said (practice of the regional centres)."""
RARE_MONTHS = 24
"""A course that comes this seldom must be fitted into the plan."""
LONGEST_COURSE = 60
"""Days from the first through the last."""


def months_before(day: dt.date, months: int) -> dt.date:
    """The same day of the month so many months earlier, or that month's last day."""
    return add_months(day, -months)


def announced_by_default(first_day: dt.date) -> dt.date:
    return months_before(first_day, ANNOUNCED_MONTHS)


def deadline_by_default(first_day: dt.date) -> dt.date:
    return months_before(first_day, DEADLINE_MONTHS)
