"""Who wishes what: demand against places, across the departments that the viewer sees."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from typing import Any

from borealis.courses.models import CourseDate, Registration
from borealis.courses.permissions import may_approve, may_keep, visible_to
from borealis.courses.queries.rows import registration_row
from borealis.courses.rules import ACTIVE, APPLIED, APPROVED, PLACED, WAITING, WISHED
from borealis.courses.wording import span_words
from borealis.people.queries import Viewer
from borealis.shell.language import localised


def demand_page(viewer: Viewer, today: dt.date) -> dict[str, Any]:
    """For each date that is not over and that somebody waits for, or that the viewer keeps: who, and how many."""
    rows = visible_to(viewer).filter(state__in=ACTIVE, course_date__last_day__gte=today)
    rows = rows.select_related("course_date__course", "trainee__person", "trainee__programme__department")
    by_date: dict[int, list[Registration]] = {}
    for row in rows.order_by("trainee__started_on", "pk"):
        by_date.setdefault(row.course_date_id, []).append(row)
    dates = CourseDate.objects.filter(last_day__gte=today, cancelled_at=None, course__retired_at=None)
    found = [
        _date(date, by_date.get(date.pk, []), viewer, today)
        for date in dates.select_related("course").order_by("first_day", "pk")
        if date.pk in by_date or may_keep(viewer, date.course)
    ]
    asked = [
        row for own in by_date.values() for row in own if row.state == WISHED and may_approve(viewer, row)
    ]
    return {
        "dates": found,
        "asked": [registration_row(row) for row in asked],
        "short": [one for one in found if one["over"]],
        "people": len({row.trainee_id for own in by_date.values() for row in own}),
    }


def _date(date: CourseDate, rows: list[Registration], viewer: Viewer, today: dt.date) -> dict[str, Any]:
    """One date: how many stand where, against its places."""
    counts = Counter(row.state for row in rows)
    wanted = sum(counts.values())
    return {
        "pk": date.pk,
        "course": localised(date.course, "name"),
        "code": date.course.code,
        "days": span_words(date.first_day, date.last_day),
        "deadline": date.deadline,
        "closed": date.deadline < today,
        "places": date.places,
        "wished": counts[WISHED] + counts[APPROVED],
        "applied": counts[APPLIED],
        "placed": counts[PLACED],
        "waiting": counts[WAITING],
        "wanted": wanted,
        "over": max(0, wanted - date.places),
        "rows": [
            {"row": registration_row(row), "department": localised(row.trainee.programme.department, "name")}
            for row in rows
        ],
        "keeps": may_keep(viewer, date.course),
    }
