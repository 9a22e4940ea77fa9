"""Who may see and change programmes. The public page is for everyone; the work behind it is not."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied
from django.http import Http404

from borealis.organisations import queries as organisations
from borealis.people.queries import Viewer
from borealis.programmes.queries import CurrentProgramme, programmes, programmes_in

EDIT = "edit_programme"
SEE = "see_department"


class MayNotEditProgramme(PermissionDenied):
    """The viewer may read what lies behind a programme, but not change it."""


def may_see_department(viewer: Viewer, programme: CurrentProgramme) -> bool:
    """Whether the viewer holds a role with insight at the programme's department or above it."""
    return _holds(viewer, SEE, programme) or _holds(viewer, EDIT, programme)


def may_edit_programme(viewer: Viewer, programme: CurrentProgramme) -> bool:
    """Whether the viewer may put a new version in force: head or training lead there or above."""
    return _holds(viewer, EDIT, programme)


def check_may_see_department(viewer: Viewer, programme: CurrentProgramme | None) -> CurrentProgramme:
    """The programme, if the viewer may see what lies behind it; otherwise it does not exist."""
    if programme is None or not may_see_department(viewer, programme):
        raise Http404
    return programme


def check_may_edit_programme(viewer: Viewer, programme: CurrentProgramme | None) -> CurrentProgramme:
    """The programme, if the viewer may change it; who may only see it is told so."""
    found = check_may_see_department(viewer, programme)
    if not may_edit_programme(viewer, found):
        raise MayNotEditProgramme
    return found


def visible_to(viewer: Viewer) -> list[CurrentProgramme]:
    """The programmes whose inside the viewer may see: one place for lists and pages alike."""
    places = viewer.places_with(SEE) | viewer.places_with(EDIT)
    return programmes_in(organisations.within(places)) if places else []


def public() -> list[CurrentProgramme]:
    """The programmes with a public page: all of them."""
    return programmes()


def _holds(viewer: Viewer, power: str, programme: CurrentProgramme) -> bool:
    places = viewer.places_with(power)
    return bool(places) and not places.isdisjoint(organisations.line_ids(programme.department_id))
