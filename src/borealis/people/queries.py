"""Who a person is today: the roles held, and where."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Q, QuerySet
from django.http import HttpRequest
from django.utils import timezone

from borealis.people.models import Person, Post, RoleAssignment, SpecialistApproval
from borealis.people.rules import ROLES, has_power
from borealis.shell.prepared import DAY, KEYS, prepared


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
    """The person who asks, with the roles held on the day of asking. ``person_id`` None: signed out.

    ``employed`` is False once every post that is known of the person has ended: then the roles are gone
    too, but for one's own training, which follows the doctor.
    """

    person_id: int | None
    name: str
    initials: str
    language: str
    roles: tuple[HeldRole, ...]
    employed: bool = True

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


_POSTS = prepared(
    lambda people: Post.objects.filter(person_id__in=people).values_list("person_id", "from_day", "to_day"),
    people=KEYS,
)
_ROLES = prepared(
    lambda people, on: (
        RoleAssignment.objects.filter(person_id__in=people)
        .in_force(on)
        .order_by("pk")
        .values_list(
            "person_id",
            "role",
            "organisation_id",
            "organisation__name_nb",
            "trainee_id",
            "trainee__person__name",
        )
    ),
    people=KEYS,
    on=DAY,
)

NOBODY = Viewer(None, "", "", "nb", ())


def viewer_of(user: Any, on: dt.date | None = None) -> Viewer:
    """The viewer for a signed-in person, or NOBODY."""
    if not isinstance(user, Person) or not user.is_active:
        return NOBODY
    on = on or timezone.localdate()
    employed = employed_among([user.pk], on)
    roles = _roles_of([user.pk], employed, on).get(user.pk, ())
    return Viewer(user.pk, user.name, user.initials, user.language, roles, user.pk in employed)


def roles_of(person_ids: Iterable[int], on: dt.date) -> dict[int, tuple[HeldRole, ...]]:
    """The roles that each of some persons holds on a day, in the order they were given, for those who hold any.

    In two queries, however many persons.
    """
    asked = list(person_ids)
    return _roles_of(asked, employed_among(asked, on), on)


def _roles_of(asked: list[int], employed: set[int], on: dt.date) -> dict[int, tuple[HeldRole, ...]]:
    """The same; of whom is not employed, only one's own training is left."""
    found: dict[int, tuple[HeldRole, ...]] = {}
    for pk, role, organisation, place, trainee, trainee_name in _ROLES(people=asked, on=on):
        if pk in employed or role == "trainee":
            one = HeldRole(role, organisation, place or trainee_name, trainee)
            found[pk] = (*found.get(pk, ()), one)
    return found


def viewer_in(request: HttpRequest) -> Viewer:
    """Who asks for a page."""
    viewer: Viewer = request.viewer  # type: ignore[attr-defined]
    return viewer


def is_employed(person_id: int, on: dt.date) -> bool:
    """Whether a post is in force on the day; of whom no post is known is taken to be employed."""
    return person_id in employed_among([person_id], on)


def employed_among(person_ids: Iterable[int], on: dt.date) -> set[int]:
    """Those of some persons who are employed on a day, in one query."""
    asked = set(person_ids)
    known, in_force = set[int](), set[int]()
    for pk, first, last in _POSTS(people=asked):
        known.add(pk)
        if first <= on and (last is None or on <= last):
            in_force.add(pk)
    return (asked - known) | in_force


def last_day_employed(person_id: int, before: dt.date) -> dt.date | None:
    """The last day of the post that ended latest before a day, or None."""
    ended = Post.objects.filter(person_id=person_id, to_day__lt=before).order_by("-to_day")
    return ended.values_list("to_day", flat=True).first()


def employers_of(person_id: int, on: dt.date) -> list[int]:
    """The bodies where a person holds a post on a day."""
    posts = Post.objects.filter(person_id=person_id, from_day__lte=on)
    in_force = posts.filter(Q(to_day=None) | Q(to_day__gte=on))
    return list(in_force.values_list("organisation_id", flat=True))


def is_specialist(person_id: int, specialty_id: int, on: dt.date) -> bool:
    """Whether a person is approved as a specialist in the field by a day (§ 29)."""
    approvals = SpecialistApproval.objects.filter(person_id=person_id, specialty_id=specialty_id)
    return approvals.filter(approved_on__lte=on).exists()


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
