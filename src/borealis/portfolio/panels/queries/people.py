"""Who can sit in a panel on a trainee, and as what."""

from __future__ import annotations

import datetime as dt

from django.db.models import Q

from borealis.organisations.queries import line_ids
from borealis.people.directory import assignments
from borealis.people.queries import is_employed
from borealis.portfolio.models import Assessment, SignatureAnswer
from borealis.trainees.directory import Trainee

# The seat that a role gives; the guide's seat follows from the appointment in force (§ 25 d).
SEAT_BY_ROLE = {
    "head": "head",
    "stand_in": "head",
    "training_lead": "training_lead",
    "supervisor": "supervisor",
    "guide": "supervisor",
    "delegate": "supervisor",
}
SEATS = ("head", "guide", "training_lead", "supervisor")


def seats_of(trainee: Trainee, on: dt.date) -> dict[int, str]:
    """Who may be a member on a day, and as what: head, guide, training lead, or supervisor.

    Supervisors are those with a role here, and those who have signed or assessed work of the trainee. Nobody sits
    in a panel on own training.
    """
    found: dict[int, set[str]] = {}
    places = line_ids(trainee.programme.department_id)
    here = Q(organisation_id__in=places) | Q(trainee_id=trainee.pk)
    roles = assignments().in_force(on).filter(here, role__in=SEAT_BY_ROLE)
    for person, role in roles.values_list("person_id", "role"):
        found.setdefault(person, set()).add(SEAT_BY_ROLE[role])
    for person in took_part_in(trainee):
        found.setdefault(person, set()).add("supervisor")
    guide = guide_on(trainee, on)
    if guide is not None:
        found[guide] = {"guide"}
    found.pop(trainee.person_id, None)
    return {person: min(seats, key=SEATS.index) for person, seats in found.items() if is_employed(person, on)}


def guide_on(trainee: Trainee, on: dt.date) -> int | None:
    """The guide in force on a day."""
    rows = trainee.guide_appointments.filter(Q(to_day=None) | Q(to_day__gte=on), from_day__lte=on)
    return rows.order_by("-from_day", "-pk").values_list("guide_id", flat=True).first()


def took_part_in(trainee: Trainee) -> set[int]:
    """Those who have signed or assessed work of the trainee."""
    signed = SignatureAnswer.objects.filter(ask__trainee=trainee, undone_at=None).values_list(
        "by_id", flat=True
    )
    assessed = Assessment.objects.filter(trainee=trainee).values_list("assessor_id", flat=True)
    return {person for person in (*signed, *assessed) if person is not None}
