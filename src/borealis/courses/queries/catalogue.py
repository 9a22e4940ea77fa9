"""The catalogue and one course: for a trainee with own goals and registration, for who keeps it with its dates."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import ngettext

from borealis.courses.models import Course, CourseImport, Registration
from borealis.courses.permissions import kept_bodies, may_keep, own_training
from borealis.courses.queries.findings import course_findings
from borealis.courses.queries.goals import followed
from borealis.courses.queries.rows import CourseRow, course_row, date_rows, is_for, registration_row
from borealis.courses.rules import ACTIVE, COMPLETED
from borealis.curriculum.queries import GoalView, goal_sets_of, goals_of
from borealis.organisations.queries import within
from borealis.people.queries import Viewer
from borealis.shell.findings import Finding
from borealis.shell.language import localised
from borealis.trainees.directory import Trainee
from borealis.trainees.queries import approved_among

LISTS = 20


def catalogue() -> QuerySet[Course]:
    """The courses in the catalogue, with their dates."""
    rows = Course.objects.filter(retired_at=None).select_related("owner")
    return rows.prefetch_related("dates__registrations")


def registrations_of(trainee_id: int) -> list[Registration]:
    """A trainee's registrations, the newest first."""
    rows = Registration.objects.filter(trainee=trainee_id).order_by("-wished_at", "-pk")
    return list(rows.select_related("course_date__course", "trainee__person"))


def catalogue_page(viewer: Viewer, today: dt.date) -> dict[str, Any]:
    """Courses of one's specialty and the common goals first, or the whole catalogue for who is in no training."""
    trainee = own_training(viewer)
    page: dict[str, Any] = {
        "keeps": bool(kept_bodies(viewer)),
        "follows": bool(within(viewer.places_with("see_department"))),
        "roster": bool(within(viewer.places_with("keep_roster"))),
        "trainee": trainee,
    }
    if trainee is None:
        return {**page, "courses": [course_row(course, today) for course in catalogue()], "findings": []}
    return {**page, **_of_trainee(trainee, today)}


def _of_trainee(trainee: Trainee, today: dt.date) -> dict[str, Any]:
    goals, reached = _goals(trainee)
    mine = registrations_of(trainee.pk)
    by_course = {
        row.course_date.course_id: row for row in reversed(mine) if row.state in (*ACTIVE, COMPLETED)
    }
    rows: list[CourseRow] = []
    others: list[CourseRow] = []
    for course in catalogue():
        fits = is_for(course, trainee.programme.specialty.code)
        row = course_row(course, today, goals, reached, by_course.get(course.pk))
        (rows if fits else others).append(row)
    findings: list[Finding] = course_findings([trainee], today)[trainee.pk]
    return {
        "sentence": _sentence(rows),
        "courses": sorted(rows, key=lambda row: (-(len(row.goals) - row.reached), row.name)),
        "others": others,
        "mine": [registration_row(row) for row in mine],
        "findings": findings,
    }


def _sentence(rows: list[CourseRow]) -> str:
    """How many courses there are for the reader, and how many help a goal that is not reached."""
    helping = sum(len(row.goals) > row.reached for row in rows)
    words = ngettext("%(n)s kurs er for deg.", "%(n)s kurs er for deg.", len(rows)) % {"n": len(rows)}
    more = ngettext("%(n)s hjelper mål du ikke har nådd.", "%(n)s hjelper mål du ikke har nådd.", helping) % {
        "n": helping
    }
    return f"{words} {more}"


def _goals(trainee: Trainee) -> tuple[list[GoalView], frozenset[int]]:
    """The goals that a trainee follows, and the keys of those reached."""
    goals = followed([trainee.pk])[trainee.pk]
    return goals, frozenset(approved_among([trainee.pk], [goal.code for goal in goals])[trainee.pk])


def course_page(course: Course, viewer: Viewer, today: dt.date) -> dict[str, Any]:
    """One course: what it is, which goals it helps, its dates, and where the reader stands with it."""
    course = Course.objects.select_related("owner").prefetch_related("dates__registrations").get(pk=course.pk)
    trainee = own_training(viewer)
    goals, reached = _goals(trainee) if trainee else (goals_named(course), frozenset[int]())
    rows = registrations_of(trainee.pk) if trainee else []
    mine = [row for row in rows if row.course_date.course_id == course.pk]
    current = next((row for row in mine if row.state in (*ACTIVE, COMPLETED)), None)
    keeps = may_keep(viewer, course)
    return {
        "course": course,
        "row": course_row(course, today, goals, reached, current),
        "reached": reached,
        "dates": date_rows(course, today, all_of_them=keeps),
        "owner": localised(course.owner, "name"),
        "keeps": keeps,
        "may_wish": trainee is not None and current is None and course.retired_at is None,
        "today": today,
    }


def goals_named(course: Course) -> list[GoalView]:
    """The goals that a course names, each in the newest version of its set."""
    prefixes = sorted({code.rsplit("-", 1)[0] for code in course.goals})
    sets = [newest.code for prefix in prefixes if (newest := goal_sets_of(prefix).first())]
    return [goal for goal in goals_of(sets) if goal.code in course.goals]


def keeping_page(viewer: Viewer, today: dt.date) -> dict[str, Any]:
    """The courses that the viewer keeps, and the lists taken in."""
    bodies = kept_bodies(viewer)
    lists = CourseImport.objects.filter(owner__in=bodies).select_related("owner", "applied_by")[:LISTS]
    return {
        "courses": [course_row(row, today) for row in catalogue().filter(owner__in=bodies)],
        "lists": [
            {
                "pk": row.pk,
                "owner": localised(row.owner, "name"),
                "courses": [content["name"]["nb"] for content in row.after.values()],
                "applied_at": row.applied_at,
                "undone_at": row.undone_at,
            }
            for row in lists
        ],
    }
