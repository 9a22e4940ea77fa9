"""What plans and programmes ask of courses: their names, when they come, and who has been there or is on the way."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection

from django.urls import reverse

from borealis.courses.models import Course, Registration
from borealis.courses.queries.rows import known_dates
from borealis.courses.rules import BINDING, COMPLETED, binds, months_ahead
from borealis.plans.rules.courses import Attending
from borealis.plans.rules.months import first_day, month_of
from borealis.programmes.known_courses import KnownCourse
from borealis.shell.language import localised


def courses_called(codes: Collection[str]) -> dict[str, KnownCourse]:
    """The courses with some codes, also those taken out of the catalogue, in one query."""
    return {
        row.code: KnownCourse(
            localised(row, "name"), reverse("course", args=[row.code]), row.retired_at is None
        )
        for row in Course.objects.filter(code__in=codes)
    }


def attending(codes: Collection[str], trainees: Collection[int], first: str, today: dt.date) -> Attending:
    """When these courses can be attended from a month ("YYYY-MM") on, who has completed them, and whom a date binds.

    A course that was taken out of the catalogue comes no more. A trainee has one registration for a course that is open
    or completed (`actions/registrations.py`). Three queries, however many trainees.
    """
    courses = Course.objects.filter(code__in=codes, retired_at=None).prefetch_related("dates")
    months = {
        course.code: tuple(
            month_of(month)
            for month in months_ahead(known_dates(course), course.recurrence_months, first_day(first), today)
        )
        for course in courses
    }
    rows = Registration.objects.filter(
        trainee__in=trainees, course_date__course__code__in=codes, state__in=(*BINDING, COMPLETED)
    ).values_list(
        "trainee_id", "course_date__course__code", "state", "course_date__first_day", "course_date__deadline"
    )
    done, bound = set(), {}
    for trainee, code, state, day, deadline in rows:
        if state == COMPLETED:
            done.add((trainee, code))
        elif binds(state, day, deadline, today):
            bound[trainee, code] = month_of(day)
    return Attending(months, frozenset(done), bound)
