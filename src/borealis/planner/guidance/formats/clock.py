"""Time in Europe/Oslo: files say what the clock on the wall says, the planner counts whole minutes in UTC.

A minute is then a minute also in the night when the clock is turned: a session of 60 minutes lasts an hour,
nobody is free in the hour that does not exist, and the hour that comes twice is two hours.
"""

import datetime as dt
import re
from functools import lru_cache
from zoneinfo import ZoneInfo

Moment = int
"""Whole minutes since 1970-01-01 00:00 UTC."""

ZONE = ZoneInfo("Europe/Oslo")
DAY = 24 * 60
_EPOCH = dt.date(1970, 1, 1).toordinal()
_DAY = re.compile(r"([0-9]{4})-([0-9]{2})-([0-9]{2})")
_CLOCK = re.compile(r"([0-9]{2}):([0-9]{2})")
_WALL = re.compile(r"([0-9]{4}-[0-9]{2}-[0-9]{2})T([0-9]{2}:[0-9]{2})(\+0[12]:00)?")


class NoSuchTimeError(ValueError):
    """The clock never shows this time on this day: it is skipped in spring."""


@lru_cache(maxsize=4096)
def parse_day(text: str) -> dt.date | None:
    """The day of "YYYY-MM-DD", or None when there is no such day (31 November)."""
    match = _DAY.fullmatch(text)
    try:
        return dt.date(int(match[1]), int(match[2]), int(match[3])) if match else None
    except ValueError:
        return None


@lru_cache(maxsize=2048)
def parse_clock(text: str) -> int | None:
    """Minutes after midnight of "HH:MM", up to "24:00"; None when it is no time of day."""
    match = _CLOCK.fullmatch(text)
    if match is None:
        return None
    minutes = int(match[1]) * 60 + int(match[2])
    return minutes if int(match[2]) < 60 and minutes <= DAY else None


def parse_moment(text: str, *, later: bool = False) -> Moment | None:
    """The moment of "YYYY-MM-DDTHH:MM"; None when the text is not one.

    In the hour that comes twice in autumn, `later` chooses the second; "+02:00" or "+01:00" after the time
    says which outright. Raises `NoSuchTimeError` in the hour that spring skips, and where an offset is wrong.
    """
    match = _WALL.fullmatch(text)
    day = parse_day(match[1]) if match else None
    minutes = parse_clock(match[2]) if match else None
    if match is None or day is None or minutes is None or minutes == DAY or not 1971 <= day.year <= 9000:
        return None
    choices = _moments(day, minutes)
    if match[3]:
        choices = [m for m in choices if offset(m) == int(match[3][2]) * 60]
    if not choices:
        raise NoSuchTimeError(text)
    return choices[-1 if later else 0]


def _moments(day: dt.date, minutes: int) -> list[Moment]:
    """The moments at which the clock shows a time: one, in spring perhaps none, in autumn perhaps two."""
    wall = (day.toordinal() - _EPOCH) * DAY + minutes
    early, late = _offsets(day)
    if early == late:
        return [wall - early]
    return [moment for moment in sorted({wall - early, wall - late}) if wall - moment == offset(moment)]


@lru_cache(maxsize=4096)
def _offsets(day: dt.date) -> tuple[int, int]:
    """Minutes ahead of UTC when the day begins and when it ends."""
    begins = dt.datetime.combine(day, dt.time(), ZONE)
    ends = dt.datetime.combine(day + dt.timedelta(1), dt.time(), ZONE)
    return _minutes(begins.utcoffset()), _minutes(ends.utcoffset())


def _minutes(delta: dt.timedelta | None) -> int:
    return int(delta.total_seconds()) // 60 if delta else 0


def offset(moment: Moment) -> int:
    """Minutes that the clock in Oslo is ahead of UTC."""
    return _minutes(local(moment).utcoffset())


def midnight(day: dt.date) -> Moment:
    """The moment when a day begins."""
    return (day.toordinal() - _EPOCH) * DAY - _offsets(day)[0]


def local(moment: Moment) -> dt.datetime:
    """The moment as an aware time in Oslo."""
    return dt.datetime.fromtimestamp(moment * 60, ZONE)


def moment_of(time: dt.datetime) -> Moment:
    """The moment of an aware time, seconds cut off."""
    if time.tzinfo is None:
        raise ValueError("a time without a zone is no moment")
    return int(time.timestamp()) // 60


def day_of(moment: Moment) -> dt.date:
    """The day on which a moment falls, in Oslo."""
    return local(moment).date()


def clock_of(moment: Moment) -> int:
    """Minutes after midnight on the wall."""
    time = local(moment)
    return time.hour * 60 + time.minute


def moment_text(moment: Moment) -> str:
    """The moment as a file has it; with the offset only where the time comes twice."""
    time = local(moment)
    text = time.strftime("%Y-%m-%dT%H:%M")
    twice = len(_moments(time.date(), time.hour * 60 + time.minute)) > 1
    return f"{text}+{offset(moment) // 60:02d}:00" if twice else text
