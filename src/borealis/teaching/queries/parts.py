"""Teaching as parts of other pages: what serves one goal, and what lies ahead in a plan."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet

from borealis.people.queries import Viewer
from borealis.teaching.models import Attendance, Session
from borealis.teaching.permissions import visible_to
from borealis.teaching.queries.pages import Line, lines
from borealis.teaching.rules import CANCELLED, HELD
from borealis.trainees.directory import Trainee
from borealis.trainees.queries import goals_with_state

NEXT = 3


def goal_part(trainee: Trainee, goal_id: int, viewer: Viewer, now: dt.datetime) -> dict[str, Any]:
    """The sessions on a goal that a trainee has given or been at, newest first, and those that come."""
    rows = _about([goal_id])
    there = Attendance.objects.filter(session=OuterRef("pk"), person=trainee.person_id)
    had = lines(
        rows.filter(Exists(there) | Q(state=HELD, presenter=trainee.person_id)).order_by("-start_at"), viewer
    )
    coming = lines(_coming(rows, trainee, now)[:NEXT], viewer)
    return {
        "had": had,
        "hours": sum((row.end_at - row.start_at).total_seconds() for row in had) / 3600,
        "coming": coming,
        "opens": _opens([*had, *coming], viewer),
    }


def plan_part(trainee: Trainee, viewer: Viewer, now: dt.datetime) -> dict[str, Any]:
    """What a trainee is to present, and the next sessions on goals that are not reached."""
    ahead = Session.objects.exclude(state=CANCELLED).filter(start_at__gt=now)
    presents = lines(ahead.filter(presenter=trainee.person_id).order_by("start_at")[:NEXT], viewer)
    coming = lines(_coming(_about(_left(trainee)), trainee, now)[:NEXT], viewer)
    return {"presents": presents, "coming": coming, "opens": _opens([*presents, *coming], viewer)}


def _left(trainee: Trainee) -> list[int]:
    """The goals that are not reached yet."""
    groups = goals_with_state(trainee.pk)
    return [one.goal.pk for group in groups for one in group.goals if one.shown != "approved"]


def _about(goals: list[int]) -> QuerySet[Session]:
    return Session.objects.filter(topic__goals__in=goals).exclude(state=CANCELLED).distinct()


def _coming(rows: QuerySet[Session], trainee: Trainee, now: dt.datetime) -> QuerySet[Session]:
    """Of these, the ones that come in the series that the trainee's department owns or takes part in."""
    department = trainee.programme.department_id
    takes_part = Q(series__department=department) | Q(series__hosts__department=department)
    return rows.filter(takes_part, start_at__gt=now).order_by("start_at")


def _opens(shown: list[Line], viewer: Viewer) -> frozenset[int]:
    """Those of the sessions that the viewer can open."""
    rows = Session.objects.filter(pk__in={row.pk for row in shown}, series__in=visible_to(viewer))
    return frozenset(rows.values_list("pk", flat=True))
