"""Hours of duty in Norway as moments: right over both days on which the clock is moved."""

from __future__ import annotations

import datetime as dt
from functools import lru_cache
from zoneinfo import ZoneInfo

OSLO = ZoneInfo("Europe/Oslo")
DAY = 24 * 60


@lru_cache(maxsize=4096)  # a roster asks again and again for the same hours of the same days
def moment(day: dt.date, minute: int) -> dt.datetime:
    """The moment (UTC) when clocks in Norway show so many minutes after midnight of the day.

    Past 1440 it is of a later day. An hour that the clock skips in March is the hour after it; of an hour
    that comes twice in October, the first is meant.
    """
    later, rest = divmod(minute, DAY)
    local = dt.datetime.combine(day + dt.timedelta(days=later), dt.time(rest // 60, rest % 60), OSLO)
    return local.astimezone(dt.UTC)


def span(day: dt.date, start: int | None, end: int | None) -> tuple[dt.datetime, dt.datetime]:
    """A duty's first and last moment. No times: the whole day; a last minute not after the first: next day."""
    if start is None or end is None:
        return moment(day, 0), moment(day, DAY)
    return moment(day, start), moment(day, end if end > start else end + DAY)


def local(at: dt.datetime) -> dt.datetime:
    """What clocks in Norway show at a moment."""
    return at.astimezone(OSLO)


def local_day(at: dt.datetime) -> dt.date:
    """The day in Norway of a moment."""
    return local(at).date()


def minutes_on(day: dt.date, start: dt.datetime, end: dt.datetime) -> tuple[int, int] | None:
    """What of a duty falls on a day, as minutes after midnight by the clock on the wall; None: nothing."""
    first, last = moment(day, 0), moment(day, DAY)
    if end <= first or start >= last:
        return None
    begins, ends = local(max(start, first)), local(min(end, last))
    until = DAY if end >= last else ends.hour * 60 + ends.minute
    return begins.hour * 60 + begins.minute, until


def days_touched(start: dt.datetime, end: dt.datetime) -> list[dt.date]:
    """The days in Norway that a duty falls on."""
    first, last = local_day(start), local_day(end - dt.timedelta(microseconds=1))
    return [first + dt.timedelta(days=step) for step in range((last - first).days + 1)]


def hours(start: dt.datetime, end: dt.datetime) -> float:
    """How long a duty lasts, in hours that pass."""
    return (end - start).total_seconds() / 3600


def week_days(year: int, week: int) -> tuple[dt.date, ...]:
    """The seven days of a week by ISO 8601, Monday first. Raises ValueError when there is no such week."""
    monday = dt.date.fromisocalendar(year, week, 1)
    return tuple(monday + dt.timedelta(days=step) for step in range(7))
