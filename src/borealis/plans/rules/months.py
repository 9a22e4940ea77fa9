"""Calendar months as the planner writes them: "YYYY-MM"."""

from __future__ import annotations

import datetime as dt

DAYS_PER_MONTH = 30.4375  # a year of 365.25 days in twelve


def month_of(day: dt.date) -> str:
    """The month that a day lies in."""
    return f"{day.year:04d}-{day.month:02d}"


def first_day(month: str) -> dt.date:
    """The first day of a month."""
    return dt.date.fromisoformat(f"{month}-01")


def last_day(month: str) -> dt.date:
    """The last day of a month."""
    return first_day(later(month, 1)) - dt.timedelta(days=1)


def number(month: str) -> int:
    """Months since year 0, so that months can be subtracted."""
    first = first_day(month)
    return first.year * 12 + first.month - 1


def month_text(months: int) -> str:
    """The month that is so many months after the beginning of year 0."""
    year, rest = divmod(months, 12)
    return f"{year:04d}-{rest + 1:02d}"


def later(month: str, months: int) -> str:
    """The month so many months later (earlier when negative)."""
    return month_text(number(month) + months)


def span(first: str, through: str) -> list[str]:
    """All months from one through another."""
    return [later(first, step) for step in range(number(through) - number(first) + 1)]
