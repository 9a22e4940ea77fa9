"""Who sees a trainee, and who may register, wish and correct."""

from __future__ import annotations

import datetime as dt

from django.core.exceptions import PermissionDenied
from django.db.models import Q, QuerySet
from django.http import Http404
from django.utils import timezone

from borealis.organisations.queries import within
from borealis.people.queries import Viewer
from borealis.trainees.models import GuideAppointment, Trainee


def visible_to(viewer: Viewer, on: dt.date | None = None) -> QuerySet[Trainee]:
    """The trainees whom a person sees: oneself, those one guides on the day, those of one's department."""
    if viewer.person_id is None:
        return Trainee.objects.none()
    seen = Q(person_id=viewer.person_id) | Q(pk__in=guided_ids(viewer.person_id, on or timezone.localdate()))
    if places := viewer.places_with("see_department"):
        seen |= Q(programme__department_id__in=within(places))
    return Trainee.objects.filter(seen)


def guided_ids(person_id: int, on: dt.date) -> QuerySet[GuideAppointment, int]:
    """The trainees whose guide's appointment is in force on a day (§ 25 d)."""
    in_force = GuideAppointment.objects.filter(guide_id=person_id, from_day__lte=on)
    return in_force.filter(Q(to_day=None) | Q(to_day__gte=on)).values_list("trainee_id", flat=True)


def may_see(viewer: Viewer, trainee: Trainee) -> bool:
    """Whether the viewer sees this trainee."""
    return visible_to(viewer).filter(pk=trainee.pk).exists()


def check_may_see(viewer: Viewer, trainee_id: int) -> Trainee:
    """The trainee; Http404 when there is none or the viewer does not see it, without telling which."""
    found = (
        visible_to(viewer)
        .filter(pk=trainee_id)
        .select_related("person", "programme__department", "programme__specialty")
        .first()
    )
    if found is None:
        raise Http404("trainee")
    return found


def may_register(viewer: Viewer, trainee: Trainee) -> bool:
    """Whether the viewer registers employment, service, absence and goals: for others, never for oneself."""
    places = viewer.places_with("register_training")
    if not places or viewer.person_id == trainee.person_id:
        return False
    return trainee.programme.department_id in within(places)


def check_may_register(viewer: Viewer, trainee: Trainee) -> None:
    """Raises PermissionDenied unless the viewer may register for this trainee."""
    if not may_register(viewer, trainee):
        raise PermissionDenied("register_training")


def may_wish(viewer: Viewer, trainee: Trainee) -> bool:
    """Whether the viewer writes wishes for the plan: the trainee, or who plans the department (§ 25 a)."""
    if viewer.person_id is not None and viewer.person_id == trainee.person_id:
        return True
    places = viewer.places_with("plan_department")
    return bool(places) and trainee.programme.department_id in within(places)


def check_may_wish(viewer: Viewer, trainee: Trainee) -> None:
    """Raises PermissionDenied unless the viewer may write wishes for this trainee."""
    if not may_wish(viewer, trainee):
        raise PermissionDenied("plan_department")
