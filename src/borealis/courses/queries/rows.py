"""Courses and dates as pages show them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from borealis.courses.models import Course, CourseDate, Registration
from borealis.courses.rules import ACTIVE, DEADLINE_NEAR, PLACED, KnownDate
from borealis.courses.wording import STATE_COLOURS, STATE_ICONS, STATE_WORDS, recurrence_words, span_words
from borealis.curriculum.queries import GoalView
from borealis.shell.language import localised


@dataclass(frozen=True)
class DateRow:
    """A course date in a list. ``closed``: its deadline has passed; ``near``: it passes within four weeks."""

    pk: int
    days: str
    first_day: dt.date
    place: str
    deadline: dt.date
    announced_on: dt.date
    places: int
    placed: int
    closed: bool
    near: bool
    cancelled: bool


@dataclass(frozen=True)
class RegistrationRow:
    """A registration in a list."""

    pk: int
    name: str
    course: str
    code: str
    days: str
    place: str
    first_day: dt.date
    deadline: dt.date
    state: str
    words: str
    icon: str
    colour: str
    version: int
    open: bool


@dataclass(frozen=True)
class CourseRow:
    """A course in a list, with the goals of the reader that it helps, those left to reach first."""

    code: str
    name: str
    provider: str
    often: str
    hours: int
    specialties: tuple[str, ...]
    goals: tuple[GoalView, ...]
    reached: int
    dates: tuple[DateRow, ...]
    registration: RegistrationRow | None


def date_row(date: CourseDate, today: dt.date) -> DateRow:
    placed = sum(row.state == PLACED for row in date.registrations.all())
    return DateRow(
        pk=date.pk,
        days=span_words(date.first_day, date.last_day),
        first_day=date.first_day,
        place=date.place,
        deadline=date.deadline,
        announced_on=date.announced_on,
        places=date.places,
        placed=placed,
        closed=date.deadline < today,
        near=today <= date.deadline <= today + DEADLINE_NEAR,
        cancelled=date.cancelled_at is not None,
    )


def date_rows(course: Course, today: dt.date, *, all_of_them: bool = False) -> tuple[DateRow, ...]:
    """The dates that lie ahead, as they come; with ``all_of_them`` also those that have been and were called off."""
    rows = [date_row(date, today) for date in course.dates.all()]
    ahead = (row for row in rows if row.first_day > today and not row.cancelled)
    return tuple(rows if all_of_them else ahead)


def registration_row(row: Registration) -> RegistrationRow:
    date = row.course_date
    return RegistrationRow(
        pk=row.pk,
        name=row.trainee.person.name,
        course=localised(date.course, "name"),
        code=date.course.code,
        days=span_words(date.first_day, date.last_day),
        place=date.place,
        first_day=date.first_day,
        deadline=date.deadline,
        state=row.state,
        words=str(STATE_WORDS[row.state]),
        icon=STATE_ICONS[row.state],
        colour=STATE_COLOURS.get(row.state, "info"),
        version=row.version,
        open=row.state in ACTIVE,
    )


def course_row(
    course: Course,
    today: dt.date,
    goals: Iterable[GoalView] = (),
    reached: frozenset[int] = frozenset(),
    registration: Registration | None = None,
) -> CourseRow:
    """A course, with the goals among those given that it helps."""
    helps = sorted((g for g in goals if g.code in course.goals), key=lambda g: g.pk in reached)
    return CourseRow(
        code=course.code,
        name=localised(course, "name"),
        provider=course.provider,
        often=recurrence_words(course.recurrence_months),
        hours=course.hours,
        specialties=tuple(course.specialties),
        goals=tuple(helps),
        reached=sum(goal.pk in reached for goal in helps),
        dates=date_rows(course, today),
        registration=registration_row(registration) if registration else None,
    )


def known_dates(course: Course) -> list[KnownDate]:
    """The dates of a course that are not called off, for the rules."""
    rows = (date for date in course.dates.all() if date.cancelled_at is None)
    return [KnownDate(date.first_day, date.deadline, date.pk) for date in rows]


def is_for(course: Course, specialty: str) -> bool:
    """Whether a course is for those of a specialty: named, or for all."""
    return not course.specialties or specialty in course.specialties
