"""Who may see and change programmes. The public page is for everyone; the work behind it is not."""

from __future__ import annotations

from typing import Protocol, TypeVar

from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import Http404

from borealis.organisations import queries as organisations
from borealis.people.queries import Viewer
from borealis.programmes.models import Programme

EDIT = "edit_programme"
SEE = "see_department"


class OfDepartment(Protocol):
    """A programme, by the department that runs it."""

    @property
    def department_id(self) -> int: ...


class MayNotEditProgramme(PermissionDenied):
    """The viewer may read what lies behind a programme, but not change it."""


def may_see_department(viewer: Viewer, programme: OfDepartment) -> bool:
    """Whether the viewer holds a role with insight at the programme's department or above it."""
    return _holds(viewer, (SEE, EDIT), programme)


def may_edit_programme(viewer: Viewer, programme: OfDepartment) -> bool:
    """Whether the viewer may put a new version in force: head or training lead there or above."""
    return _holds(viewer, (EDIT,), programme)


P = TypeVar("P", bound=OfDepartment)


def check_may_see_department(viewer: Viewer, programme: P | None) -> P:
    """The programme; one whose inside the viewer may not see does not exist."""
    if programme is None or not may_see_department(viewer, programme):
        raise Http404
    return programme


def check_may_edit_programme(viewer: Viewer, programme: P | None) -> P:
    """The programme, as for seeing; who may see but not change is told so."""
    found = check_may_see_department(viewer, programme)
    if not may_edit_programme(viewer, found):
        raise MayNotEditProgramme
    return found


def visible_to(viewer: Viewer) -> QuerySet[Programme]:
    """The programmes whose inside the viewer may see: one place for lists and pages alike."""
    places = viewer.places_with(SEE) | viewer.places_with(EDIT)
    return Programme.objects.filter(department_id__in=organisations.within(places) if places else ())


def _holds(viewer: Viewer, powers: tuple[str, ...], programme: OfDepartment) -> bool:
    places = frozenset(place for power in powers for place in viewer.places_with(power))
    return bool(places) and not places.isdisjoint(organisations.line_ids(programme.department_id))
