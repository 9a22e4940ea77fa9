"""What a certificate tells, gathered from what is registered and what is written by hand."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.utils import timezone, translation

from borealis.audit.rules import canonical
from borealis.organisations.queries import arenas, name_by_id, name_of
from borealis.people.directory import SpecialistApproval
from borealis.shell.language import localised
from borealis.trainees.certificates import rules
from borealis.trainees.models import Service, ServiceCertificate
from borealis.trainees.queries import TrainingRecord, training_record
from borealis.trainees.wording import SERVICE_WORDS

WRITTEN = (
    "post_type",
    "guide_note",
    "teaching",
    "teaching_hours",
    "on_call",
    "service_content",
    "department_content",
    "satisfactory",
    "remarks",
)


def content_of(row: ServiceCertificate) -> dict[str, Any]:
    """The frozen content once somebody has signed; until then, what stands now. Words are in bokmål."""
    if row.digest:
        return dict(row.content)
    record = training_record(row.trainee_id)
    service = row.service
    period = (service.from_day, service.to_day)
    with translation.override("nb"):
        return {
            "format": rules.FORMAT,
            "doctor": {
                "name": row.trainee.person.name,
                "hpr_number": row.trainee.person.hpr_number,
                "specialty": localised(row.trainee.programme.specialty, "name"),
            },
            "service": _service(service, row.trainee.programme.department_id),
            "absences": [_days(span) for span in rules.certified_absence(record.absences, period)],
            "guides": guides_in(record, period),
            **{name: getattr(row, name) for name in WRITTEN},
            "teaching_by_hand": True,
            "replaces": _replaced(row),
        }


def digest_of(row: ServiceCertificate) -> str:
    """The digest of what a certificate tells now."""
    return rules.digest_of(content_of(row), canonical)


def _service(service: Service, department_id: int) -> dict[str, Any]:
    arena = arenas([service.arena.code])[service.arena.code] if service.arena else None
    department = name_of(arena.department) if arena else name_by_id(department_id)
    return {
        "kind": str(SERVICE_WORDS[service.kind]),
        "place": localised(arena, "name") if arena else service.place,
        "department": department if arena or service.kind == "specialty" else "",
        "from_day": service.from_day.isoformat(),
        "to_day": service.to_day.isoformat(),
        "percent": service.percent,
    }


def _days(span: rules.Span) -> dict[str, Any]:
    return {
        "from_day": span.from_day.isoformat(),
        "to_day": span.to_day.isoformat(),
        "percent": span.percent,
    }


def guides_in(record: TrainingRecord, period: tuple[dt.date, dt.date]) -> list[dict[str, Any]]:
    """The guides in a period, each with the days and the fields in which the guide was a specialist then."""
    found = []
    for guide in record.guides:
        part = rules.within(guide.from_day, guide.to_day, period)
        if part is None:
            continue
        approvals = SpecialistApproval.objects.filter(
            person_id=guide.person_id, approved_on__lte=part[1]
        ).select_related("specialty")
        found.append(
            {
                "name": guide.name,
                "specialty": ", ".join(localised(approval.specialty, "name") for approval in approvals),
                "from_day": part[0].isoformat(),
                "to_day": part[1].isoformat(),
            }
        )
    return found


def _replaced(row: ServiceCertificate) -> dict[str, Any] | None:
    """Which certificate this one replaces, and why."""
    if row.replaces is None or row.replaces.completed_at is None:
        return None
    return {
        "digest": row.replaces.digest,
        "completed_on": timezone.localdate(row.replaces.completed_at).isoformat(),
        "why": row.replaces_why,
    }


def first_words(trainee_id: int, service: Service) -> dict[str, Any]:
    """What a new certificate begins with: the words of the trainee's latest one, so that little is typed twice."""
    latest = ServiceCertificate.objects.filter(trainee_id=trainee_id).exclude(completed_at=None).last()
    if latest is None:
        return {"post_type": ""}
    kept = ("post_type", "on_call", "department_content") if _same_place(latest, service) else ("post_type",)
    return {name: getattr(latest, name) for name in kept}


def _same_place(latest: ServiceCertificate, service: Service) -> bool:
    return (latest.service.arena_id, latest.service.place) == (service.arena_id, service.place)
