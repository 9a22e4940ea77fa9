"""Persons with their posts and roles, as querysets for the room that keeps them."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import Exists, OuterRef, Q, QuerySet

from borealis.people.models import (
    Person,
    Post,
    RoleAssignment,
    RoleAssignmentQuerySet,
    SpecialistApproval,
)

__all__ = ["Person", "Post", "RoleAssignment", "SpecialistApproval"]


def person_with_key(person_id: int) -> Person:
    """The person with a key; raises Person.DoesNotExist."""
    return Person.objects.get(pk=person_id)


def persons() -> QuerySet[Person]:
    """Everyone, by name."""
    return Person.objects.all()


def assignments() -> RoleAssignmentQuerySet:
    """Every role that was, is or will be held."""
    rows: RoleAssignmentQuerySet = RoleAssignment.objects.select_related(
        "person", "organisation", "trainee__person", "post"
    )
    return rows


def posts() -> QuerySet[Post]:
    """Every post that was, is or will be held."""
    return Post.objects.select_related("person", "organisation")


def belonging_to(places: Iterable[int]) -> Q:
    """Persons who have, had or will have a role or a post at one of these bodies."""
    wanted = set(places)
    roles = RoleAssignment.objects.filter(person=OuterRef("pk"), organisation__in=wanted)
    held = Post.objects.filter(person=OuterRef("pk"), organisation__in=wanted)
    return Q(Exists(roles)) | Q(Exists(held))
