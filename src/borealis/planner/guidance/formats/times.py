"""Days, times and times of day in a file, read with their faults."""

import datetime as dt

from borealis.planner.formats.cursor import Cursor, kind_of
from borealis.planner.guidance.formats.clock import (
    Moment,
    NoSuchTimeError,
    parse_clock,
    parse_day,
    parse_moment,
)


def _text(cursor: Cursor, key: str, required: bool) -> str | None:
    if not required and not cursor.has(key):
        return None
    if key not in cursor.value:
        cursor.fault("missing_key", key=key)
        return None
    found = cursor.value[key]
    if not isinstance(found, str):
        cursor.fault("wrong_type", key, expected="string", found=kind_of(found))
        return None
    return found


def day(cursor: Cursor, key: str, *, required: bool = True) -> dt.date | None:
    """A day "YYYY-MM-DD"; None when it is open (null or absent) or wrong."""
    text = _text(cursor, key, required)
    found = None if text is None else parse_day(text)
    if text is not None and (found is None or not 1971 <= found.year <= 9000):
        cursor.fault("bad_day", key, found=text)
        return None
    return found


def day_in_list(cursor: Cursor) -> dt.date | None:
    """A day that is an item of a list; None when it is wrong."""
    found = parse_day(cursor.value) if isinstance(cursor.value, str) else None
    if found is None and isinstance(cursor.value, str):
        cursor.fault("bad_day", found=cursor.value)
    elif found is None:
        cursor.fault("wrong_type", expected="string", found=kind_of(cursor.value))
    return found


def moment(cursor: Cursor, key: str, *, later: bool = False) -> Moment | None:
    """A time "YYYY-MM-DDTHH:MM" that must be there; None when it is wrong."""
    text = _text(cursor, key, True)
    if text is None:
        return None
    try:
        found = parse_moment(text, later=later)
    except NoSuchTimeError:
        cursor.fault("no_such_time", key, found=text)
        return None
    if found is None:
        cursor.fault("bad_time", key, found=text)
    return found


def clock(cursor: Cursor, key: str) -> int | None:
    """A time of day "HH:MM" that must be there, in minutes; None when it is wrong."""
    text = _text(cursor, key, True)
    found = None if text is None else parse_clock(text)
    if text is not None and found is None:
        cursor.fault("bad_clock", key, found=text)
    return found


def ordered(cursor: Cursor, first: dt.date, last: dt.date) -> bool:
    """Whether a period does not end before it begins; a fault where it does."""
    if first > last:
        cursor.fault("ends_before_start", "through", start=str(first), end=str(last))
    return first <= last
