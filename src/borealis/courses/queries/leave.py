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
from borealis.courses.rules import LEAVE_GIVEN, WISHED
from borealis.rosters.queries import DutyView, covered
from borealis.rosters.queries.stored import between, views
from borealis.rosters.rules.clock import moment
from borealis.rosters.rules.codes import DAY, WORKING
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


def leave_of(registrations: Iterable[Registration]) -> dict[int, LeaveDays]:
    """The duties that stand on the days of each course, by registration; also nights begun the evening before.

    One query for the duties, and one for each department's rosters.
    """
    rows = list(registrations)
    if not rows:
        return {}
    first = min(row.course_date.first_day for row in rows)
    last = max(row.course_date.last_day for row in rows)
    people = {row.trainee.person_id for row in rows}
    duties = views(between(first, last).filter(person_id__in=people, meaning__in=WORKING))
    told = {pk: covered(pk) for pk in {row.trainee.programme.department_id for row in rows}}
    return {row.pk: _against(row, duties, told[row.trainee.programme.department_id]) for row in rows}


def _against(
    row: Registration, duties: Iterable[DutyView], told: tuple[dt.date, dt.date] | None
) -> LeaveDays:
    """One course against the duties of many."""
    date = row.course_date
    start, end = moment(date.first_day, 0), moment(date.last_day, DAY)
    own = (duty for duty in duties if duty.person_id == row.trainee.person_id)
    return LeaveDays(
        tuple(duty for duty in own if duty.start_at < end and duty.end_at > start),
        told is not None and told[0] <= date.last_day and date.first_day <= told[1],
    )


def courses_ahead(bodies: Iterable[int], today: dt.date, *states: str) -> list[Registration]:
    """Registrations of those who train in some bodies, for courses that are not over, by day."""
    rows = Registration.objects.filter(
        trainee__programme__department__in=list(bodies), course_date__last_day__gte=today, state__in=states
    )
    rows = rows.select_related("course_date__course", "trainee__person", "trainee__programme")
    return list(rows.order_by("course_date__first_day", "pk"))


def leave_page(bodies: Iterable[int], today: dt.date) -> dict[str, Any]:
    """Courses for which leave is given, those with duties in the way told first as findings; and who asks for it."""
    places = list(bodies)
    rows = _leave_rows(places, today)
    return {
        "findings": [_finding(row) for row in rows if row.leave.in_the_way],
        "rows": rows,
        "asked": [registration_row(row) for row in courses_ahead(places, today, WISHED)],
    }


def leave_findings(department_id: int, today: dt.date) -> list[Finding]:
    """For who keeps a department's roster: courses with leave where the roster has a duty."""
    return [_finding(row) for row in _leave_rows([department_id], today) if row.leave.in_the_way]


def _leave_rows(bodies: Iterable[int], today: dt.date) -> list[LeaveRow]:
    rows = courses_ahead(bodies, today, *LEAVE_GIVEN)
    leave = leave_of(rows)
    return [LeaveRow(registration_row(row), leave[row.pk], _week(row)) for row in rows]


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
        title=_("%(name)s har fri til kurs %(days)s, men er satt opp i tjenesteplanen.") % words,
        detail=f"{row.registration.course}. {'. '.join(row.leave.words)}.",
        action=_("Se uken"),
        url=row.week,
    )
