"""Rules of repetition (RFC 5545, 3.3.10), day by day within bounds: no rule can keep anybody waiting."""

from __future__ import annotations

import calendar
import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

KNOWN = frozenset({"FREQ", "INTERVAL", "COUNT", "UNTIL", "BYDAY", "BYMONTHDAY", "BYMONTH", "WKST"})
FREQUENCIES = ("DAILY", "WEEKLY", "MONTHLY", "YEARLY")
WEEKDAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
LONGEST_BACK = dt.timedelta(days=5 * 366)  # how long ago a rule that counts its times may have begun
MOST_TIMES = 3_000  # of one rule
MOST_DATES = 2_000  # written out one by one
ONE_DAY = dt.timedelta(days=1)


class Unsupported(Exception):
    """A rule that is not followed: the part of it that stands in the way."""


@dataclass(frozen=True)
class Rule:
    """What a rule says, as plain values. ``weekdays`` are (place in the month or 0, day of the week from 0)."""

    every: str
    interval: int
    count: int | None
    until: dt.date | None
    weekdays: tuple[tuple[int, int], ...]
    month_days: tuple[int, ...]
    months: tuple[int, ...]
    begins: dt.date
    week_start: int = 0

    def holds(self, day: dt.date) -> bool:
        """Whether the rule names the day."""
        if self.months and day.month not in self.months:
            return False
        last = calendar.monthrange(day.year, day.month)[1]
        if self.month_days and not {day.day, day.day - last - 1} & set(self.month_days):
            return False
        if self.weekdays and not any(
            _is_weekday(day, place, number, last) for place, number in self.weekdays
        ):
            return False
        return self._in_step(day) and self._by_default(day)

    def _in_step(self, day: dt.date) -> bool:
        first = self.begins
        steps = {
            "DAILY": (day - first).days,
            "WEEKLY": (_week(day, self.week_start) - _week(first, self.week_start)).days // 7,
            "MONTHLY": (day.year - first.year) * 12 + day.month - first.month,
            "YEARLY": day.year - first.year,
        }
        return steps[self.every] % self.interval == 0

    def _by_default(self, day: dt.date) -> bool:
        """What is not said follows from the first time."""
        if self.every == "WEEKLY" and not self.weekdays:
            return day.weekday() == self.begins.weekday()
        if self.every in ("MONTHLY", "YEARLY") and not self.weekdays and not self.month_days:
            same_month = self.every == "MONTHLY" or bool(self.months) or day.month == self.begins.month
            return same_month and day.day == self.begins.day
        return True


def _is_weekday(day: dt.date, place: int, number: int, last: int) -> bool:
    if day.weekday() != number:
        return False
    return place in (0, (day.day - 1) // 7 + 1, -((last - day.day) // 7 + 1))


def _week(day: dt.date, week_start: int) -> dt.date:
    return day - ((day.weekday() - week_start) % 7) * ONE_DAY


def days_of(event: Any, begins: dt.date, first: dt.date, last: dt.date) -> Iterator[dt.date]:
    """Each time an event happens between two days, as the first one is written: a day, or a time on the wall."""
    left_out = _dates(event, "EXDATE")
    if event.get("RRULE") is None:
        times = [begins]
    else:
        times = list(_times(rule_of(event["RRULE"], begins), begins, first, last))
    for at in [*times, *(at for at in _dates(event, "RDATE").values())]:
        if _key(at) not in left_out and first <= _day(at) <= last:
            yield at


def rule_of(told: Any, begins: dt.date) -> Rule:
    """The rule of an event. Raises Unsupported for what is not followed."""
    if isinstance(told, list):
        raise Unsupported("RRULE, RRULE")
    parts = {str(name).upper(): list(value) for name, value in told.items()}
    if others := sorted(set(parts) - KNOWN):
        raise Unsupported(", ".join(others))
    every = str(parts.get("FREQ", [""])[0]).upper()
    if every not in FREQUENCIES:
        raise Unsupported(f"FREQ={every}")
    if every == "YEARLY" and "BYDAY" in parts:
        raise Unsupported("YEARLY, BYDAY")
    weekdays = tuple(_weekday(str(text)) for text in parts.get("BYDAY", ()))
    interval = int(parts.get("INTERVAL", [1])[0])
    if interval < 1:
        raise Unsupported("INTERVAL")
    until = parts.get("UNTIL", [None])[0]
    return Rule(
        every=every,
        interval=interval,
        count=int(parts["COUNT"][0]) if "COUNT" in parts else None,
        until=_day(until) if until is not None else None,
        weekdays=weekdays,
        month_days=tuple(int(day) for day in parts.get("BYMONTHDAY", ())),
        months=tuple(int(month) for month in parts.get("BYMONTH", ())),
        begins=_day(begins),
        week_start=WEEKDAYS.index(str(parts.get("WKST", ["MO"])[0]).upper()),
    )


def _weekday(text: str) -> tuple[int, int]:
    place, name = text[:-2], text[-2:].upper()
    if name not in WEEKDAYS:
        raise Unsupported(f"BYDAY={text}")
    return int(place or 0), WEEKDAYS.index(name)


def _times(rule: Rule, begins: dt.date, first: dt.date, last: dt.date) -> Iterator[dt.date]:
    """The times of a rule, counted from its first."""
    if rule.count and rule.begins < first - LONGEST_BACK:
        raise Unsupported("DTSTART, COUNT")
    day, number = rule.begins if rule.count else max(rule.begins, first), 0
    end = min(rule.until or last, last)
    most = min(rule.count or MOST_TIMES, MOST_TIMES)
    while day <= end and number < most:
        if rule.holds(day):
            number += 1
            if day >= first:
                yield begins + (day - rule.begins)
        day += ONE_DAY


def _dates(event: Any, name: str) -> dict[str, dt.date]:
    rows = event.get(name)
    rows = rows if isinstance(rows, list) else [rows] if rows is not None else []
    dates = [item.dt for row in rows for item in row.dts][:MOST_DATES]
    return {_key(at): at for at in dates if isinstance(at, dt.date)}


def _key(at: dt.date) -> str:
    """A time to compare: the moment, or what the clock shows where no zone is told."""
    if isinstance(at, dt.datetime) and at.tzinfo is not None:
        return at.astimezone(dt.UTC).isoformat()
    return at.isoformat()


def _day(at: dt.date) -> dt.date:
    return at.date() if isinstance(at, dt.datetime) else at
