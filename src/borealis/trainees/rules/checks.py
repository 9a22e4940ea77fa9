"""What must hold of dates and shares before a row is stored."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence

Span = tuple[dt.date, dt.date | None]
Share = tuple[dt.date, dt.date | None, int]

ONE_DAY = dt.timedelta(days=1)
UNDO_WINDOW = dt.timedelta(hours=24)


def may_be_undone(recorded_at: dt.datetime, now: dt.datetime) -> bool:
    """Whether a row is so new that a slip may still be taken back: entered within the last 24 hours."""
    return now - recorded_at <= UNDO_WINDOW


def overlap(one: Span, other: Span) -> bool:
    """Whether two periods share a day. Both days are included; None: open end."""
    return (one[1] is None or other[0] <= one[1]) and (other[1] is None or one[0] <= other[1])


def first_day_over(new: Share, others: Iterable[Share], limit: int = 100) -> tuple[dt.date, int] | None:
    """The first day on which the new share and the others exceed the limit, and the sum then."""
    first, last, percent = new
    near = [o for o in others if overlap((first, last), (o[0], o[1]))]
    for day in sorted({first, *(o[0] for o in near if o[0] > first)}):
        total = percent + sum(p for start, end, p in near if start <= day and (end is None or day <= end))
        if total > limit:
            return day, total
    return None


def first_day_outside(span: tuple[dt.date, dt.date], covers: Sequence[Span]) -> dt.date | None:
    """The first day of a period that none of the covering periods holds."""
    day = span[0]
    for start, end in sorted(covers, key=lambda c: c[0]):
        if start <= day and (end is None or end >= day):
            if end is None:
                return None
            day = end + ONE_DAY
    return day if day <= span[1] else None


def part1_is_settled(part1_completed_on: dt.date | None, started_on: dt.date, part1_exception: str) -> bool:
    """Whether a doctor may begin part 2 or 3: all part 1 goals are reached, or an exception (§ 18)."""
    reached = part1_completed_on is not None and part1_completed_on <= started_on
    return reached or bool(part1_exception.strip())
