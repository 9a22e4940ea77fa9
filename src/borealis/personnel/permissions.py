"""Who keeps whom: persons belong to the places where they have a role or a post.

A person with ``manage_people`` at a place sees and keeps those of the place and below; what their training
holds is not seen. Who gives a role where follows from ``people.rules``: the power that gives it, held at
the place or above. An account is changed only by who keeps every place where the person now works.
"""

from __future__ import annotations

from collections.abc import Iterable

from django.apps import apps
from django.core.exceptions import PermissionDenied
from django.db.models import Q, QuerySet
from django.http import Http404
from django.utils import timezone

from borealis.organisations.queries import line_ids, within
from borealis.people.directory import Person, RoleAssignment, assignments, belonging_to, persons, posts
from borealis.people.queries import Viewer
from borealis.people.rules import ROLES
from borealis.people.rules.roles import roles_given_with


def kept_places(viewer: Viewer) -> frozenset[int]:
    """The bodies whose people the viewer keeps."""
    return within(viewer.places_with("manage_people"))


def led_places(viewer: Viewer) -> frozenset[int]:
    """The bodies where the viewer appoints guides, supervisors, stand-ins and delegates."""
    return within(viewer.places_with("appoint"))


def check_may_manage(viewer: Viewer) -> frozenset[int]:
    """The places that the viewer keeps; Http404 when there are none."""
    places = kept_places(viewer)
    if not places:
        raise Http404("personnel")
    return places


def check_may_appoint(viewer: Viewer) -> frozenset[int]:
    """The places where the viewer appoints; Http404 when there are none."""
    places = led_places(viewer)
    if not places:
        raise Http404("appointments")
    return places


def visible_to(viewer: Viewer) -> QuerySet[Person]:
    """The persons that the viewer keeps: those who have, had or will have a role or post at the places."""
    return in_places(kept_places(viewer))


def in_places(places: Iterable[int]) -> QuerySet[Person]:
    """The persons who have, had or will have a role or post at these places."""
    places = frozenset(places)
    return persons().filter(belonging_to(places)) if places else persons().none()


def check_may_see(viewer: Viewer, person_id: int) -> Person:
    """The person; Http404 when there is none or the viewer does not keep it, without telling which."""
    found = visible_to(viewer).filter(pk=person_id).first()
    if found is None:
        raise Http404("person")
    return found


def may_change(viewer: Viewer, person_id: int) -> bool:
    """Whether the viewer may change the account: it is not the viewer's own, and no place is foreign."""
    places = kept_places(viewer)
    seen = visible_to(viewer).filter(pk=person_id).exists()
    return seen and viewer.person_id != person_id and not works_outside(person_id, places)


def works_outside(person_id: int, places: frozenset[int]) -> bool:
    """Whether a person now works, or will work, at a body outside these, or has a role there."""
    today = timezone.localdate()
    roles = assignments().filter(person_id=person_id, organisation_id__isnull=False)
    roles = roles.filter(Q(in_force_to=None) | Q(in_force_to__gte=today))
    open_posts = posts().filter(person_id=person_id).filter(Q(to_day=None) | Q(to_day__gte=today))
    return any(held.exclude(organisation_id__in=places).exists() for held in (roles, open_posts))


def check_may_change(viewer: Viewer, person_id: int) -> Person:
    """The person; Http404 when not seen, PermissionDenied when the account belongs to others too."""
    found = check_may_see(viewer, person_id)
    if not may_change(viewer, person_id):
        raise PermissionDenied("person")
    return found


def powers_at(viewer: Viewer, place_id: int) -> frozenset[str]:
    """What the viewer may do at a body, by roles held there or above."""
    line = set(line_ids(place_id))
    held = (ROLES[held.role].powers for held in viewer.roles if held.organisation_id in line)
    return frozenset().union(*held)


def place_of_trainee(trainee_id: int) -> int | None:
    """The department of a doctor's training, or None."""
    trainees = apps.get_model("trainees", "Trainee")._default_manager  # a room above, known by name alone
    found = trainees.filter(pk=trainee_id).values_list("programme__department_id", flat=True).first()
    return None if found is None else int(found)


def may_give(
    viewer: Viewer,
    role: str,
    *,
    person_id: int,
    organisation_id: int | None = None,
    trainee_id: int | None = None,
) -> bool:
    """Whether the viewer may give, change and end this role of this person there. Nobody does own roles."""
    place = organisation_id if trainee_id is None else place_of_trainee(trainee_id)
    if place is None or viewer.person_id in (None, person_id):
        return False
    return role in roles_given_with(powers_at(viewer, place))


def check_may_give(
    viewer: Viewer,
    role: str,
    *,
    person_id: int,
    organisation_id: int | None = None,
    trainee_id: int | None = None,
) -> None:
    """PermissionDenied when the viewer may not give this role."""
    if not may_give(
        viewer, role, person_id=person_id, organisation_id=organisation_id, trainee_id=trainee_id
    ):
        raise PermissionDenied("role")


def check_may_end(viewer: Viewer, assignment_id: int) -> RoleAssignment:
    """A role that the viewer may change and end; Http404 when the viewer neither keeps nor leads its place."""
    found = assignments().filter(pk=assignment_id).first()
    if found is None or not _reached(viewer, found):
        raise Http404("role")
    check_may_give(
        viewer,
        found.role,
        person_id=found.person_id,
        organisation_id=found.organisation_id,
        trainee_id=found.trainee_id,
    )
    return found


def _reached(viewer: Viewer, row: RoleAssignment) -> bool:
    place = row.organisation_id if row.trainee_id is None else place_of_trainee(row.trainee_id)
    return place in kept_places(viewer) | led_places(viewer)


def may_end(viewer: Viewer, row: RoleAssignment) -> bool:
    """Whether the viewer may change and end this role."""
    return may_give(
        viewer,
        row.role,
        person_id=row.person_id,
        organisation_id=row.organisation_id,
        trainee_id=row.trainee_id,
    )


def check_may_run(viewer: Viewer) -> frozenset[int]:
    """The places whose keys and files the viewer keeps: run_system and manage_people; Http404 when none."""
    places = within(viewer.places_with("run_system")) & kept_places(viewer)
    if not places:
        raise Http404("feeds")
    return places
