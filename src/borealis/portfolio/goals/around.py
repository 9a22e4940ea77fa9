"""Who recommends and who decides for a doctor, by name, so that a page can say whom to ask."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.db.models import Q

from borealis.organisations.queries import line_ids
from borealis.people.directory import assignments, persons
from borealis.people.queries import is_employed
from borealis.people.rules import ROLES
from borealis.trainees.directory import Trainee

DECIDING_ROLES = tuple(code for code, role in ROLES.items() if "decide_goals" in role.powers)
SUPERVISING_ROLES = tuple(code for code, role in ROLES.items() if "supervise" in role.powers)


@dataclass(frozen=True)
class Around:
    """Names: the guide in force, others who may recommend, and those who decide."""

    guide: str
    supervisors: tuple[str, ...]
    deciders: tuple[str, ...]


def around(trainee: Trainee, on: dt.date) -> Around:
    """Who can do what for a doctor on a day."""
    guides = trainee.guide_appointments.filter(Q(to_day=None) | Q(to_day__gte=on), from_day__lte=on)
    guide = guides.order_by("-from_day", "-pk").values_list("guide_id", "guide__name").first()
    guide_id, guide_name = guide or (None, "")
    signed = Q(pk__in=_signers(trainee)) | Q(pk__in=_holders(trainee, SUPERVISING_ROLES, on))
    supervisors = persons().filter(signed).exclude(pk__in=[trainee.person_id, guide_id or 0])
    deciders = persons().filter(pk__in=_holders(trainee, DECIDING_ROLES, on)).exclude(pk=trainee.person_id)
    return Around(
        guide_name if guide_id and is_employed(guide_id, on) else "",
        tuple(p.name for p in supervisors.order_by("name", "pk") if is_employed(p.pk, on)),
        tuple(p.name for p in deciders.order_by("name", "pk") if is_employed(p.pk, on)),
    )


def _holders(trainee: Trainee, roles: tuple[str, ...], on: dt.date) -> list[int]:
    """Those who hold one of the roles for the doctor: at the department or above it, or for the doctor alone."""
    places = Q(organisation_id__in=line_ids(trainee.programme.department_id)) | Q(trainee_id=trainee.pk)
    return list(assignments().in_force(on).filter(places, role__in=roles).values_list("person_id", flat=True))


def _signers(trainee: Trainee) -> list[int]:
    """Those who have signed or assessed work of the doctor."""
    signed = trainee.asks.filter(answers__undone_at=None).values_list("answers__by_id", flat=True)
    assessed = trainee.assessments.values_list("assessor_id", flat=True)
    return [key for key in {*signed, *assessed} if key is not None]
