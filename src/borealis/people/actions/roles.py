"""Giving persons roles."""

from __future__ import annotations

import datetime as dt

from django.db import transaction

from borealis.audit.actions import record_event
from borealis.people.models import Person, RoleAssignment


@transaction.atomic
def assign_role(
    *,
    by: int | None,
    person: Person,
    role: str,
    organisation_id: int,
    in_force_from: dt.date,
    now: dt.datetime,
    in_force_to: dt.date | None = None,
) -> RoleAssignment:
    """Give a person a role at a place between two days."""
    assignment = RoleAssignment(
        person=person,
        role=role,
        organisation_id=organisation_id,
        in_force_from=in_force_from,
        in_force_to=in_force_to,
    )
    assignment.full_clean()
    assignment.save()
    record_event(
        by=by,
        act="assign_role",
        subject=f"people.RoleAssignment:{assignment.pk}",
        now=now,
        detail={"person": person.pk, "role": role, "organisation": organisation_id},
    )
    return assignment
