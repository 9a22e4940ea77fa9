"""A trainee's record as a former guide or department may still see it: up to a day, and nothing after.

Absence is left out: it is needed to plan and to count, not to look back.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, replace

from django.db.models import Q
from django.utils import timezone

from borealis.organisations.queries import within
from borealis.people.queries import Viewer
from borealis.trainees.models import Enrolment, GoalStatus, GuideAppointment, Service, Trainee
from borealis.trainees.permissions import Insight, seen_until, visible_to
from borealis.trainees.queries.record import TrainingRecord, training_record
from borealis.trainees.rules import GoalState, ServicePeriod


@dataclass(frozen=True)
class Former:
    """Somebody whom the viewer followed until a day."""

    trainee_id: int
    name: str
    until: dt.date


def former_of(viewer: Viewer, on: dt.date, most: int = 100) -> list[Former]:
    """Those whom the viewer, or a department that the viewer follows, had in training; the latest first."""
    if viewer.person_id is None:
        return []
    guided = GuideAppointment.objects.filter(guide_id=viewer.person_id).values("trainee_id")
    had = Q(pk__in=guided)
    if places := viewer.places_with("see_department"):
        enrolled = Enrolment.objects.filter(programme__department_id__in=within(places))
        had |= Q(pk__in=enrolled.values("trainee_id"))
    seen_now = visible_to(viewer, on=on).values("pk")
    rows = Trainee.objects.filter(had).exclude(pk__in=seen_now).select_related("person").order_by("-pk")
    found = [
        Former(row.pk, row.person.name, day) for row in rows[:most] if (day := seen_until(viewer, row, on))
    ]
    return sorted(found, key=lambda former: former.until, reverse=True)


def record_until(insight: Insight) -> TrainingRecord:
    """The record with what was registered by the day that the insight ends on."""
    until = insight.until
    record = training_record(insight.trainee.pk)
    known = set(
        Service.objects.filter(trainee=insight.trainee, recorded_at__date__lte=until).values_list(
            "pk", flat=True
        )
    )
    services = tuple(_cut(row, until) for row in record.services if row.pk in known and row.from_day <= until)
    return replace(
        record,
        finished_on=record.finished_on if record.finished_on and record.finished_on <= until else None,
        guides=tuple(
            replace(row, to_day=min(row.to_day or until, until))
            for row in record.guides
            if row.from_day <= until
        ),
        employments=tuple(
            replace(row, to_day=min(row.to_day or until, until))
            for row in record.employments
            if row.from_day <= until
        ),
        services=services,
        absences=(),
        phase_credits=tuple(row for row in record.phase_credits if row.decided_on <= until),
        wishes=(),
    )


def _cut(row: ServicePeriod, until: dt.date) -> ServicePeriod:
    confirmed = row.confirmed_on if row.confirmed_on is not None and row.confirmed_on <= until else None
    return replace(row, to_day=min(row.to_day, until), confirmed_on=confirmed)


def states_until(insight: Insight) -> dict[int, GoalState]:
    """The state of each goal as it was recorded by the last day."""
    rows = GoalStatus.objects.filter(trainee=insight.trainee, on__lte=insight.until).order_by("pk")
    return {
        row.goal_id: GoalState(row.state, row.on)
        for row in rows
        if timezone.localdate(row.recorded_at) <= insight.until
    }
