"""A trainee's service and counted time, put together for pages."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Q, QuerySet

from borealis.organisations.queries import within
from borealis.people.queries import Viewer
from borealis.shell.prepared import DAY, KEYS, prepared
from borealis.trainees.models import GuideAppointment, Trainee
from borealis.trainees.permissions import GOALS, PLAN, guided_ids, visible_to
from borealis.trainees.queries.record import TrainingRecord, training_record, training_records
from borealis.trainees.rules import (
    CountedTime,
    ExpectedEnd,
    ServiceNeeded,
    as_employed,
    counted_time,
    expected_end,
    norm_end,
    parameters_on,
    service_needed,
)


@dataclass(frozen=True)
class Reading:
    """Counted time and forecast by one reading of the 10 per cent (A: of service, B: of 60 months)."""

    counted: CountedTime
    needed: ServiceNeeded
    end: ExpectedEnd


@dataclass(frozen=True)
class ServiceOverview:
    """The record with counted time in both readings, and the month in which the normal course ends."""

    record: TrainingRecord
    a: Reading
    b: Reading
    norm_month: dt.date


def service_overview(trainee_id: int, on: dt.date) -> ServiceOverview:
    """Counted time on a day, and when the requirement is met if the employment goes on as registered."""
    record = training_record(trainee_id)
    parameters = parameters_on(on)
    elsewhere = counted_time(record.services, record.absences, on).regime("other_specialty")
    return ServiceOverview(
        record=record,
        a=_read(record, on, "served"),
        b=_read(record, on, "required"),
        norm_month=norm_end(record.started_on, parameters, elsewhere.counted_months),
    )


def _read(record: TrainingRecord, on: dt.date, base: str) -> Reading:
    parameters = parameters_on(on).read_as("required" if base == "required" else "served")
    done = (record.services, record.absences, on)
    return Reading(
        counted=counted_time(*done, parameters),
        needed=service_needed(*done, parameters),
        end=expected_end(*done, as_employed(record.employments), parameters),
    )


def trainees_of(programme_code: str, viewer: Viewer) -> QuerySet[Trainee]:
    """The trainees of a programme whom the viewer sees, by name."""
    return (
        visible_to(viewer)
        .filter(programme__code=programme_code)
        .select_related("person", "programme")
        .order_by("person__name", "pk")
    )


_GUIDES_ON = prepared(
    lambda ids, on: (
        GuideAppointment.objects.filter(Q(to_day=None) | Q(to_day__gte=on), trainee__in=ids, from_day__lte=on)
        .order_by("from_day", "pk")
        .values_list("trainee_id", "guide_id")
    ),
    ids=KEYS,
    on=DAY,
)


def guides_on(trainee_ids: Iterable[int], on: dt.date) -> dict[int, int]:
    """The key of the guide who was appointed last of those in force on a day (§ 25 d), by trainee."""
    return dict(_GUIDES_ON(ids=trainee_ids, on=on))


def person_of(trainee_id: int) -> int:
    """The key of the person who trains; raises Trainee.DoesNotExist."""
    return Trainee.objects.values_list("person_id", flat=True).get(pk=trainee_id)


def own_training(viewer: Viewer) -> Trainee | None:
    """The viewer's own course of training, the newest if there are several."""
    if viewer.person_id is None:
        return None
    return Trainee.objects.filter(person_id=viewer.person_id).order_by("-started_on", "-pk").first()


def guided_by(viewer: Viewer, on: dt.date) -> dict[int, TrainingRecord]:
    """The records of those whom the viewer guides on a day, by name."""
    if viewer.person_id is None:
        return {}
    guided = visible_to(viewer, on=on).filter(pk__in=guided_ids(viewer.person_id, on))
    return training_records(guided.order_by("person__name", "pk").values_list("pk", flat=True))


def supervised_by(viewer: Viewer, power: str, on: dt.date) -> dict[int, TrainingRecord]:
    """The records of those for whom the viewer has a power over goals, by name; never one's own."""
    places = within(viewer.places_with(power))
    reached = Q(programme__department_id__in=places) | Q(pk__in=viewer.trainees_with(power))
    rows = visible_to(viewer, GOALS, on).filter(reached).exclude(person_id=viewer.person_id or 0)
    return training_records(rows.order_by("person__name", "pk").values_list("pk", flat=True))


def in_research(viewer: Viewer, on: dt.date) -> dict[int, TrainingRecord]:
    """The records of those with a share of research at the places where the viewer follows research."""
    places = within(viewer.places_with("follow_research"))
    rows = visible_to(viewer, PLAN, on).filter(
        programme__department_id__in=places, employments__research_percent__gt=0
    )
    ids = (
        rows.exclude(person_id=viewer.person_id or 0)
        .order_by("person__name", "pk")
        .values_list("pk", flat=True)
    )
    return training_records(ids)
