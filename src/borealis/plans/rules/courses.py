"""The courses that a trainee has left to attend, as the planner's problem has them.

A course is attended in one of its months, after some phases and before others. Of these only those count that are
left, and that have not begun. So few dates are kept that the planner can try them all: it tries so many ways to
choose, of options and of dates together, for each trainee.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence, Set
from dataclasses import dataclass, field, replace
from typing import Any

from borealis.planner.formats.variants import MOST_VARIANTS
from borealis.plans.rules.months import later

MOST_DATES = 4
"""Dates of one course among which a trainee's is chosen. Each is a plan more to try, and few differ in what they
allow."""
MOST_WAYS = 16
"""Ways to choose dates that one trainee has at most, where two dates of each course are not more than that already:
with many ways nothing is proven in the time that a department waits."""


@dataclass(frozen=True)
class CourseAhead:
    """A course that is to be attended once: after some phases, and before others.

    ``months`` are those in which it is held, as far as is known, in order. ``bound`` is the month of a date that the
    trainee has leave for, has applied for or has a place on ("" for none).
    """

    code: str
    months: tuple[str, ...] = ()
    after: tuple[str, ...] = ()
    before: tuple[str, ...] = ()
    bound: str = ""


@dataclass(frozen=True)
class Attending:
    """What the catalogue knows: for each course the months in which it comes, in order; who has attended which; and
    the month of the date that binds whom. Trainees and courses as (key, code)."""

    months: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    done: frozenset[tuple[int, str]] = frozenset()
    bound: Mapping[tuple[int, str], str] = field(default_factory=dict)


def courses_ahead(
    courses: Iterable[CourseAhead], known: Attending, first: str, trainee: int | None = None
) -> tuple[CourseAhead, ...]:
    """The courses that a trainee has not attended before the first month; None for somebody who is not there yet.

    A date before the first month that binds the trainee is presumed to be attended, as service is.
    """
    found = []
    for course in courses:
        key = trainee or 0, course.code
        bound = known.bound.get(key, "")
        if key not in known.done and (not bound or bound >= first):
            found.append(replace(course, months=known.months.get(course.code, ()), bound=bound))
    return tuple(found)


@dataclass(frozen=True)
class Ahead:
    """What lies ahead of a trainee.

    ``left`` are the months of phases, ``begun`` the phases that wait for no course, since they have begun or are to
    begin at once. ``over`` is the last month that some phases lead to, before ``first`` for none. ``away`` are months
    away, ``first`` and ``last`` the months that are planned, ``end`` is the agreed end; ``ways`` is in how many ways
    options can be taken.
    """

    left: Mapping[str, int]
    begun: Set[str]
    over: Callable[[Sequence[str]], str]
    away: Collection[str]
    first: str
    end: str
    last: str
    ways: int = 1


def course_rows(courses: Iterable[CourseAhead], ahead: Ahead) -> list[dict[str, Any]]:
    """The courses with a month to attend them in, each as the problem has it. What has none is left out."""
    narrowed = (_narrowed(course, ahead) for course in courses)
    return [
        {
            "id": course.code,
            "months": list(course.months),
            "after": list(course.after),
            "before": list(course.before),
        }
        for course in few_enough([course for course in narrowed if course.months], ahead.ways)
    ]


def _narrowed(course: CourseAhead, ahead: Ahead) -> CourseAhead:
    """The course with the phases and the months that count for the trainee.

    No date helps before the phases that come first can be over. Whoever is bound to such a date attends it all the
    same, and the order is given up; whoever is away then takes another date. Between phases those dates count after
    which the rest can be over at the agreed end, and the next one.
    """
    after = tuple(code for code in course.after if ahead.left.get(code))
    before = tuple(code for code in course.before if ahead.left.get(code) and code not in ahead.begun)
    over = ahead.over(after)
    if course.bound >= ahead.first and course.bound not in ahead.away:
        kept = after if course.bound > over else ()
        return CourseAhead(course.code, (course.bound,), kept, before, course.bound)
    months = tuple(m for m in course.months if over < m <= ahead.last and m not in ahead.away)
    if after and before:
        in_time = later(ahead.end, 1 - sum(ahead.left[code] for code in before))
        months = months[: max(2, 1 + sum(month <= in_time for month in months))]
    return CourseAhead(course.code, months, after, before)


def few_enough(courses: Sequence[CourseAhead], ways: int) -> list[CourseAhead]:
    """The courses with so few dates that a trainee has no more ways than the planner tries.

    ``ways`` is in how many ways options can be taken. A programme file has no more courses than that two dates of each
    can be kept (`programmes/reading/courses.py`). Dates are cut only where phases lie on both sides: of others the
    planner finds the one that allows most.
    """
    dates = [1 for _ in courses]
    while True:
        for n in sorted(range(len(courses)), key=lambda n: dates[n]):
            raised = [d + (k == n) for k, d in enumerate(dates)]
            if (
                _has_both(courses[n])
                and raised[n] <= len(courses[n].months)
                and _is_few(courses, raised, n, ways)
            ):
                dates = raised
                break
        else:
            return [
                replace(course, months=_spread(course.months, number)) if _has_both(course) else course
                for course, number in zip(courses, dates, strict=True)
            ]


def _is_few(courses: Sequence[CourseAhead], dates: Sequence[int], raised: int, ways: int) -> bool:
    """Whether there may be one date more of a course: so that it has two, or so many as can be tried in time."""
    if ways * math.prod(map(_many, courses, dates)) > MOST_VARIANTS:
        return False
    of_dates = math.prod(d + 1 for course, d in zip(courses, dates, strict=True) if _has_both(course))
    return dates[raised] <= 2 or (dates[raised] <= MOST_DATES and of_dates <= MOST_WAYS)


def _has_both(course: CourseAhead) -> bool:
    return bool(course.after and course.before)


def _many(course: CourseAhead, dates: int) -> int:
    """In how many ways a course with so many dates can be attended, or not attended, that differ in what they allow."""
    if _has_both(course):
        return dates + 1
    return 2 if course.after else 1


def _spread(months: tuple[str, ...], number: int) -> tuple[str, ...]:
    """So many of the months: the earliest, then ever farther apart, the last among them where there is room for two.

    However long the phases before the course wait for a place, a date is left.
    """
    last = len(months) - 1
    if number > last:
        return months
    if number == 1:
        return months[:1]
    return tuple(months[max(k, round(last * (k / (number - 1)) ** 2))] for k in range(number))
