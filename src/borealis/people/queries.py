"""Who a person is today: the roles held, and where."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from django.utils import timezone

from borealis.people.models import Person, RoleAssignment
from borealis.people.rules import ROLES, has_power


@dataclass(frozen=True)
class HeldRole:
    """A role held today at one organisation, or for one trainee (then ``organisation_id`` is None)."""

    role: str
    organisation_id: int | None
    organisation: str
    trainee_id: int | None = None

    @property
    def path(self) -> str:
        return ROLES[self.role].path


@dataclass(frozen=True)
class Viewer:
    """The person who asks, with the roles held on the day of asking. ``person_id`` None: signed out."""

    person_id: int | None
    name: str
    initials: str
    language: str
    roles: tuple[HeldRole, ...]

    def places_with(self, power: str) -> frozenset[int]:
        """The organisations where the viewer holds a role with this power."""
        return frozenset(
            held.organisation_id
            for held in self.roles
            if held.organisation_id is not None and has_power(held.role, power)
        )

    def trainees_with(self, power: str) -> frozenset[int]:
        """The single trainees for whom the viewer holds a role with this power."""
        return frozenset(
            held.trainee_id
            for held in self.roles
            if held.trainee_id is not None and has_power(held.role, power)
        )

    def has(self, power: str) -> bool:
        """Whether the viewer holds a role with this power anywhere."""
        return any(has_power(held.role, power) for held in self.roles)

    def holds(self, *roles: str) -> bool:
        return any(held.role in roles for held in self.roles)


NOBODY = Viewer(None, "", "", "nb", ())


def viewer_of(user: Any, on: dt.date | None = None) -> Viewer:
    """The viewer for a signed-in person, or NOBODY."""
    if not isinstance(user, Person) and not getattr(user, "is_authenticated", False):
        return NOBODY
    on = on or timezone.localdate()
    held = (
        RoleAssignment.objects.filter(person_id=user.pk)
        .in_force(on)
        .select_related("organisation", "trainee__person")
        .order_by("pk")
    )
    roles = tuple(
        HeldRole(
            row.role,
            row.organisation_id,
            row.organisation.name_nb if row.organisation else str(row.trainee),
            row.trainee_id,
        )
        for row in held
    )
    return Viewer(user.pk, user.name, user.initials, user.language, roles)


def holders(role: str, organisation_id: int, on: dt.date) -> QuerySet[Person]:
    """The persons who hold a role at a place on a day."""
    in_force = RoleAssignment.objects.filter(role=role, organisation_id=organisation_id).in_force(on)
    return Person.objects.filter(pk__in=in_force.values("person_id"))


def people_with_roles(on: dt.date) -> QuerySet[Person]:
    """Everyone who holds a role on a day."""
    return Person.objects.filter(pk__in=RoleAssignment.objects.in_force(on).values("person_id"))


def person_by_email(email: str) -> Person | None:
    """The person with an address, or None."""
    return Person.objects.filter(email=email).first()
