"""Who brings in a department's rosters, and who sees whose duties.

A roster hangs on the wall of a department: who works there sees who is on duty, and what kind of duty, but
not why a colleague is away. Who keeps the roster sees all of it. A person's own duties are always seen; a
guide sees those of the doctors guided. Everybody else finds nothing (404).
"""

from __future__ import annotations

import datetime as dt

from django.http import Http404
from django.utils import timezone

from borealis.organisations.queries import organisation, within
from borealis.people.directory import Person, persons
from borealis.people.queries import Viewer, employers_of
from borealis.rosters.models import Duty, RosterImport
from borealis.trainees.directory import Trainee
from borealis.trainees.permissions import guided_ids, in_training

NEAR = dt.timedelta(days=31)  # a duty this near makes somebody one of the department


def kept_departments(viewer: Viewer) -> frozenset[int]:
    """The bodies whose rosters the viewer keeps."""
    return within(viewer.places_with("keep_roster"))


def may_keep(viewer: Viewer, department_id: int) -> bool:
    """Whether the viewer brings in this department's rosters, and sees why people are away."""
    return department_id in kept_departments(viewer)


def check_may_keep(viewer: Viewer, code: str) -> int:
    """The key of the department with a code; Http404 when there is none or the viewer does not keep it."""
    found = _department(code)
    if found is None or not may_keep(viewer, found):
        raise Http404("department")
    return found


def check_may_keep_import(viewer: Viewer, code: str, import_id: int) -> RosterImport:
    """A file brought in for a department that the viewer keeps; Http404 otherwise."""
    department = check_may_keep(viewer, code)
    found = RosterImport.objects.filter(pk=import_id, department_id=department).first()
    if found is None:
        raise Http404("import")
    return found


def may_see_department(viewer: Viewer, department_id: int, day: dt.date) -> bool:
    """Whether the viewer sees who is on duty at a department on a day: keeps it, or works there at that time."""
    if viewer.person_id is None:
        return False
    return may_keep(viewer, department_id) or department_id in workplaces(viewer, day)


def workplaces(viewer: Viewer, day: dt.date) -> frozenset[int]:
    """Where the viewer works about a day: by a role held today, a post, training, or a duty within a month."""
    if viewer.person_id is None or not viewer.employed:
        return frozenset()
    places = {held.organisation_id for held in viewer.roles if held.organisation_id is not None}
    places |= set(employers_of(viewer.person_id, day))
    trained = Trainee.objects.filter(in_training(timezone.localdate()), person_id=viewer.person_id)
    places |= set(trained.values_list("programme__department_id", flat=True))
    near = Duty.objects.filter(person_id=viewer.person_id, day__gte=day - NEAR, day__lte=day + NEAR)
    return frozenset(places) | set(near.order_by().values_list("department_id", flat=True).distinct())


def check_may_see_department(viewer: Viewer, code: str, day: dt.date) -> int:
    """The key of the department; Http404 when there is none or the viewer may not see its day."""
    found = _department(code)
    if found is None or not may_see_department(viewer, found, day):
        raise Http404("department")
    return found


def departments_seen(viewer: Viewer, day: dt.date) -> list[int]:
    """The departments that have a roster and whose day the viewer sees, one's own first."""
    own = workplaces(viewer, day)
    known = RosterImport.objects.order_by().values_list("department_id", flat=True).distinct()
    seen = (own | kept_departments(viewer)) & set(known)
    return sorted(seen, key=lambda pk: (pk not in own, pk))


def check_may_see_person(
    viewer: Viewer, person_id: int, day: dt.date
) -> tuple[Person, frozenset[int] | None]:
    """A person, and the departments whose duties of theirs the viewer sees (None: all); Http404 for nothing."""
    found = persons().filter(pk=person_id).first()
    if found is None or viewer.person_id is None:
        raise Http404("person")
    if viewer.person_id == person_id or _guides(viewer, person_id, day):
        return found, None
    at = (
        Duty.objects.filter(person_id=person_id).order_by().values_list("department_id", flat=True).distinct()
    )
    seen = kept_departments(viewer) & set(at)
    if not seen:
        raise Http404("person")
    return found, seen


def _guides(viewer: Viewer, person_id: int, day: dt.date) -> bool:
    """Whether the viewer is the guide in force of this person's training today."""
    if viewer.person_id is None or not viewer.employed:
        return False
    today = timezone.localdate()
    guided = Trainee.objects.filter(in_training(today), pk__in=guided_ids(viewer.person_id, today))
    return guided.filter(person_id=person_id).exists()


def _department(code: str) -> int | None:
    from django.core.exceptions import ObjectDoesNotExist

    try:
        return organisation(code).pk
    except ObjectDoesNotExist:
        return None
