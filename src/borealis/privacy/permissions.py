"""Who may see what is stored: everyone their own; who checks the record, their places and those below."""

from __future__ import annotations

from django.http import Http404

from borealis.organisations.queries import within
from borealis.people.queries import Viewer


def check_signed_in(viewer: Viewer) -> int:
    """The viewer's own key. Raises Http404 for who is not signed in."""
    if viewer.person_id is None:
        raise Http404("own")
    return viewer.person_id


def may_read_record(viewer: Viewer) -> bool:
    """Whether the viewer may read the record anywhere."""
    return bool(viewer.places_with("read_record"))


def check_may_read_record(viewer: Viewer) -> frozenset[int]:
    """The places whose events the viewer may read. Raises Http404 when there are none."""
    if not may_read_record(viewer):
        raise Http404("record")
    return within(viewer.places_with("read_record"))
