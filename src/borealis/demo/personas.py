"""The people that a visitor of the demonstration can look as."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from django.utils import timezone

from borealis.people import sessions
from borealis.people.queries import people_with_roles, roles_of
from borealis.shell.menus import role_name

ORDER = (
    "head",
    "stand_in",
    "training_lead",
    "training_coordinator",
    "guide",
    "supervisor",
    "delegate",
    "trainee",
    "research_lead",
    "regional_training_centre",
    "administrator",
    "auditor",
)


@dataclass(frozen=True)
class Persona:
    """A person of the demonstration with the first of the roles held."""

    pk: int
    name: str
    initials: str
    role: str
    path: str


def personas(today: dt.date) -> list[Persona]:
    """Everyone in the demonstration who has a page to begin at, those who lead first."""
    people = {person.pk: person for person in people_with_roles(today).filter(is_active=True)}
    found = []
    for pk, roles in roles_of(people, today).items():
        person, held = people[pk], roles[0]
        words = f"{role_name(held.role)}, {held.organisation}"
        found.append((ORDER.index(held.role), Persona(pk, person.name, person.initials, words, held.path)))
    return [persona for _, persona in sorted(found, key=lambda pair: (pair[0], pair[1].name))]


def become(request: HttpRequest, person_id: int, now: dt.datetime) -> Persona | None:
    """Sign in as a persona, without a password: in the demonstration only."""
    if not settings.DEMO:
        raise PermissionDenied("demo")
    today = timezone.localdate(now)
    person = people_with_roles(today).filter(pk=person_id).first()
    if person is None:
        return None
    sessions.begin(request, person, how="demo", now=now)
    return next(p for p in personas(today) if p.pk == person_id)
