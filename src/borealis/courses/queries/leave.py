"""Leave for courses against the imported duty roster: which duties are in the way."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from borealis.courses.models import Registration
from borealis.courses.queries.rows import RegistrationRow, registration_row
from borealis.courses.rules import LEAVE_GIVEN, WISHED, days_between
from borealis.rosters.queries import DutyView, covered, duties_of
from borealis.rosters.rules.codes import WORKING
from borealis.rosters.wording import SHORT_WORDS
from borealis.shell.findings import Finding
from borealis.shell.words import week_day


@dataclass(frozen=True)
class LeaveDays:
    """The days of a course against the roster. ``told``: whether a roster in use tells of any of them."""

    in_the_way: tuple[DutyView, ...]
    told: bool

    @property
    def words(self) -> tuple[str, ...]:
        """Each duty in the way: its day and its kind."""
        return tuple(
            f"{week_day(duty.day)}: {str(SHORT_WORDS[duty.meaning]).lower()}" for duty in self.in_the_way
        )


@dataclass(frozen=True)
class LeaveRow:
    """A course in the calendar of a department, with the duties that are in its way."""

    registration: RegistrationRow
    leave: LeaveDays
    week: str


def leave_days(registration: Registration) -> LeaveDays:
    """The duties that stand on the days of a course. Nights begun the evening before count too."""
    date, trainee = registration.course_date, registration.trainee
    duties = duties_of(trainee.person_id, date.first_day, date.last_day)
    told = covered(trainee.programme.department_id)
    days = days_between(date.first_day, date.last_day)
    return LeaveDays(
        tuple(duty for duty in duties if duty.meaning in WORKING),
        told is not None and any(told[0] <= day <= told[1] for day in days),
    )


def courses_ahead(bodies: Iterable[int], today: dt.date, *states: str) -> list[Registration]:
    """Registrations of those who train in some bodies, for courses that are not over, by day."""
    rows = Registration.objects.filter(
        trainee__programme__department__in=list(bodies), course_date__last_day__gte=today, state__in=states
    )
    rows = rows.select_related("course_date__course", "trainee__person", "trainee__programme")
    return list(rows.order_by("course_date__first_day", "pk"))


def leave_page(bodies: Iterable[int], today: dt.date) -> dict[str, Any]:
    """Courses for which leave is given, those with duties in the way first told as findings; and who asks for it."""
    rows = [
        LeaveRow(registration_row(row), leave_days(row), _week(row))
        for row in courses_ahead(bodies, today, *LEAVE_GIVEN)
    ]
    return {
        "findings": [_finding(row) for row in rows if row.leave.in_the_way],
        "rows": rows,
        "asked": [registration_row(row) for row in courses_ahead(bodies, today, WISHED)],
    }


def leave_findings(department_id: int, today: dt.date) -> list[Finding]:
    """For who keeps a department's roster: courses with leave where the roster has a duty."""
    rows = courses_ahead([department_id], today, *LEAVE_GIVEN)
    found = (LeaveRow(registration_row(row), leave_days(row), _week(row)) for row in rows)
    return [_finding(row) for row in found if row.leave.in_the_way]


def _week(row: Registration) -> str:
    """The address of the trainee's week in the roster."""
    year, week, _weekday = row.course_date.first_day.isocalendar()
    return f"{reverse('week', args=[row.trainee.person_id])}?uke={year}-{week:02}"


def _finding(row: LeaveRow) -> Finding:
    words = {"name": row.registration.name, "days": row.registration.days, "course": row.registration.course}
    return Finding(
        rule="duty_during_course",
        severity="attention",
        about=f"courses.Registration:{row.registration.pk}",
        title=_("%(name)s har fri til kurs %(days)s, men står på vakt.") % words,
        detail=f"{row.registration.course}. {', '.join(row.leave.words)}.",
        action=_("Se uken"),
        url=row.week,
    )
