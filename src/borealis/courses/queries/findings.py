"""Courses that a goal needs and that come seldom, told in time for the plan."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from django.db.models import prefetch_related_objects
from django.urls import reverse
from django.utils.translation import gettext as _

from borealis.courses.models import Course, Registration
from borealis.courses.queries.goals import left
from borealis.courses.queries.rows import is_for, known_dates
from borealis.courses.rules import (
    APPROVED,
    COMPLETED,
    DEADLINE_NEAR,
    IN_DEMAND,
    RARE_MONTHS,
    WISHED,
    Chance,
    KnownDate,
    chance_of,
)
from borealis.courses.wording import recurrence_words, span_words
from borealis.organisations.queries import within
from borealis.people.queries import Viewer
from borealis.plans.queries import stored_plans
from borealis.plans.rules.months import last_day
from borealis.shell.findings import Finding
from borealis.shell.language import localised
from borealis.shell.prepared import KEYS, prepared
from borealis.shell.words import day_short, month_year
from borealis.trainees.directory import Trainee


def course_findings(trainees: Iterable[Trainee], today: dt.date) -> dict[int, list[Finding]]:
    """For each trainee the courses that come every second year or more seldom, help a goal that is not reached, and
    press: the planned end lies before the next time but one, or the deadline is near. Who has applied is left alone.

    A constant number of queries, however many trainees.
    """
    rows = list(trainees)
    found: dict[int, list[Finding]] = {row.pk: [] for row in rows}
    rare = Course.objects.filter(retired_at=None, recurrence_months__gte=RARE_MONTHS)
    courses = list(rare)
    training = [row for row in rows if row.finished_on is None]
    if not courses or not training:
        return found
    goals = left([row.pk for row in training], {code for course in courses for code in course.goals})
    courses = [course for course in courses if any(set(own) & set(course.goals) for own in goals.values())]
    if not courses:
        return found
    prefetch_related_objects(courses, "dates")
    states = _states([row.pk for row in training], courses)
    plans = stored_plans([row.pk for row in rows])
    specialties = _specialties(training)
    for row in training:
        plan = plans.get(row.pk)
        end = last_day(plan.content.planned_end) if plan else None
        for course in courses:
            fits = is_for(course, specialties[row.pk])
            needed = [code for code in goals[row.pk] if code in course.goals] if fits else []
            registration = states.get((row.pk, course.pk))
            if not needed or _is_under_way(registration):
                continue
            chance = chance_of(known_dates(course), course.recurrence_months, today, end)
            if chance is not None:
                found[row.pk].append(_finding(row, course, needed, chance, end, registration, today))
    return found


def department_findings(
    trainees: Iterable[Trainee], viewer: Viewer, today: dt.date
) -> dict[int, list[Finding]]:
    """What is told of courses on a department's page: for who answers about leave there, and for the plan.

    A wish that waits for the reader's own answer is told once.
    """
    rows = list(trainees)
    found, answers = course_findings(rows, today), within(viewer.places_with("agree_plan"))
    asked = asked_findings([row for row in rows if row.programme.department_id in answers], today)
    told = {one.url for own in asked.values() for one in own}
    return {pk: [*asked.get(pk, ()), *(one for one in found[pk] if one.url not in told)] for pk in found}


def asked_findings(trainees: Iterable[Trainee], today: dt.date) -> dict[int, list[Finding]]:
    """For who answers about leave: wishes that nobody has answered, each pressing when its deadline is near."""
    rows = Registration.objects.filter(
        trainee__in=[row.pk for row in trainees], state=WISHED, course_date__deadline__gte=today
    )
    found: dict[int, list[Finding]] = {}
    for row in rows.select_related("course_date__course").order_by("course_date__deadline", "pk"):
        found.setdefault(row.trainee_id, []).append(_asked(row, today))
    return found


def _asked(row: Registration, today: dt.date) -> Finding:
    date = row.course_date
    words = {
        "course": localised(date.course, "name"),
        "days": span_words(date.first_day, date.last_day),
        "deadline": day_short(date.deadline),
    }
    return Finding(
        rule="course_leave_asked",
        severity="attention" if date.deadline - today <= DEADLINE_NEAR else "information",
        about=f"courses.Registration:{row.pk}",
        title=_("Ber om fri til kurs %(days)s.") % words,
        detail=_("%(course)s, frist %(deadline)s.") % words,
        action=_("Svar"),
        url=reverse("course_registration", args=[row.pk]),
    )


_SPECIALTIES = prepared(
    lambda ids: Trainee.objects.filter(pk__in=ids).values_list("pk", "programme__specialty__code"), ids=KEYS
)


def _specialties(rows: Iterable[Trainee]) -> dict[int, str]:
    """The prefix of each trainee's specialty, in one query."""
    return dict(_SPECIALTIES(ids=[row.pk for row in rows]))


def _states(ids: list[int], courses: list[Course]) -> dict[tuple[int, int], Registration]:
    """The registration of each trainee for each course that is open or completed."""
    rows = Registration.objects.filter(trainee__in=ids, course_date__course__in=courses)
    rows = rows.filter(state__in=(WISHED, APPROVED, *IN_DEMAND, COMPLETED)).select_related("course_date")
    return {(row.trainee_id, row.course_date.course_id): row for row in rows}


def _is_under_way(registration: Registration | None) -> bool:
    """Whether nothing more is to be done than to wait, or to go."""
    return registration is not None and registration.state in (*IN_DEMAND, COMPLETED)


def _finding(
    row: Trainee,
    course: Course,
    needed: list[str],
    chance: Chance,
    end: dt.date | None,
    registration: Registration | None,
    today: dt.date,
) -> Finding:
    words = {
        "course": localised(course, "name"),
        "end": month_year(end) if end else "",
        "goals": ", ".join(needed),
        "often": recurrence_words(course.recurrence_months),
    }
    detail = [_when(chance), _("Hjelper %(goals)s.") % words]
    address = reverse("course", args=[course.code])
    action = _("Se kurset")
    if registration is not None:
        address, action = reverse("course_registration", args=[registration.pk]), _("Se påmeldingen")
    return Finding(
        rule=f"course_{chance.why}",
        severity="attention" if chance.presses(today) else "information",
        about=f"trainees.Trainee:{row.pk}",
        title=_TITLES[chance.why]() % words,
        detail=" ".join(part for part in detail if part),
        action=action,
        url=address,
        source=_("lokal norm"),
    )


_TITLES = {
    "missed": lambda: _("%(course)s går ikke før planen slutter i %(end)s. Avtal en likeverdig aktivitet."),
    "last_chance": lambda: _("%(course)s går for siste gang før planen slutter i %(end)s."),
    "deadline": lambda: _("%(course)s har snart frist, og går bare %(often)s."),
}


def _when(chance: Chance) -> str:
    """When it comes next, its deadline, and when it comes after that."""
    parts = []
    if chance.next is not None:
        parts.append(_time(chance.next))
    if chance.after is not None:
        when = {"month": month_year(chance.after.first_day)}
        parts.append(_("Deretter %(month)s.") % when)
    return " ".join(parts)


def _time(date: KnownDate) -> str:
    if date.deadline is None:
        return _("Ventes %(month)s, ikke kunngjort ennå.") % {"month": month_year(date.first_day)}
    words = {"day": span_words(date.first_day, date.first_day), "deadline": day_short(date.deadline)}
    return _("Begynner %(day)s, frist %(deadline)s.") % words
