"""What is wrong with the sense of a course or a date, as values; who asks says it in words."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from borealis.courses.rules.dates import LONGEST_COURSE, announced_by_default, deadline_by_default

EARLIEST, LATEST = dt.date(2000, 1, 1), dt.date(2100, 1, 1)


@dataclass(frozen=True)
class Fault:
    """A fault at a place in a list of courses: path, a stable code, and the value that stands there."""

    path: tuple[str | int, ...]
    code: str
    value: str


@dataclass(frozen=True)
class Days:
    """The four days of a course date; those that were not said are as practice has them."""

    first_day: dt.date
    last_day: dt.date
    announced_on: dt.date
    deadline: dt.date


def days_of(
    first_day: dt.date,
    last_day: dt.date | None,
    announced_on: dt.date | None,
    deadline: dt.date | None,
) -> Days:
    """A date's four days: one day long, announced six months and closed three months before, unless said."""
    closes = deadline or deadline_by_default(first_day)
    announced = announced_on or min(announced_by_default(first_day), closes)
    return Days(first_day, last_day or first_day, announced, closes)


def day_faults(days: Days) -> list[tuple[str, str]]:
    """What is wrong with the days: field and code."""
    found = []
    if not all(EARLIEST <= day < LATEST for day in (days.first_day, days.last_day)):
        found.append(("first_day", "unlikely_year"))
    if days.last_day < days.first_day:
        found.append(("last_day", "ends_before"))
    elif (days.last_day - days.first_day).days >= LONGEST_COURSE:
        found.append(("last_day", "too_long"))
    if days.deadline > days.first_day:
        found.append(("deadline", "closes_after"))
    if days.announced_on > days.deadline:
        found.append(("announced_on", "announced_late"))
    return found


def day_in(text: object) -> dt.date | None:
    """A day written as 2027-03-14, or None."""
    try:
        return dt.date.fromisoformat(text) if isinstance(text, str) and len(text) == 10 else None
    except ValueError:
        return None


def faults_in(
    courses: Iterable[Mapping[str, Any]],
    specialties: Collection[str],
    goals: Collection[str],
    elsewhere: Collection[str],
) -> list[Fault]:
    """Everything wrong with a list that has the right shape. ``elsewhere``: codes that another body keeps."""
    found: list[Fault] = []
    codes: set[str] = set()
    for n, course in enumerate(courses):
        path: tuple[str | int, ...] = ("courses", n)
        code = str(course["code"])
        if code in codes:
            found.append(Fault((*path, "code"), "said_twice", code))
        elif code in elsewhere:
            found.append(Fault((*path, "code"), "kept_elsewhere", code))
        codes.add(code)
        found += _unknown(course, path, "specialties", specialties)
        found += _unknown(course, path, "goals", goals)
        found += _dates(course.get("dates") or (), (*path, "dates"))
    return found


def _unknown(
    course: Mapping[str, Any], path: tuple[str | int, ...], key: str, known: Collection[str]
) -> list[Fault]:
    said = enumerate(course.get(key) or ())
    return [Fault((*path, key, n), f"unknown_{key}", str(one)) for n, one in said if one not in known]


def _dates(dates: Iterable[Mapping[str, Any]], path: tuple[str | int, ...]) -> list[Fault]:
    found: list[Fault] = []
    firsts: set[str] = set()
    for n, date in enumerate(dates):
        here = (*path, n)
        wrong = [key for key in ("first_day", "last_day", "announced_on", "deadline") if _no_day(date, key)]
        found += [Fault((*here, key), "no_day", str(date[key])) for key in wrong]
        if wrong:
            continue
        if date["first_day"] in firsts:
            found.append(Fault((*here, "first_day"), "said_twice", date["first_day"]))
        firsts.add(date["first_day"])
        for key, code in day_faults(entry_days(date)):
            at = (*here, key) if key in date else here
            found.append(Fault(at, code, str(date.get(key, date["first_day"]))))
    return found


def _no_day(date: Mapping[str, Any], key: str) -> bool:
    return date.get(key) is not None and day_in(date[key]) is None


def entry_days(date: Mapping[str, Any]) -> Days:
    """The days of an entry whose days can be read."""
    first = day_in(date["first_day"])
    assert first is not None  # noqa: S101
    return days_of(first, *(day_in(date.get(key)) for key in ("last_day", "announced_on", "deadline")))
