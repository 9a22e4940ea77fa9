"""Who keeps a series, who sees it, and who may say that they were there.

Who keeps the duty roster of the owning department keeps its teaching. A series is seen by those who work in the
owning department or in one that takes part; everybody else finds nothing (404). Partners elsewhere have a calendar.
"""

from __future__ import annotations

import datetime as dt

from django.core.exceptions import PermissionDenied
from django.db.models import Q, QuerySet
from django.http import Http404
from django.utils import timezone

from borealis.people.queries import Viewer
from borealis.rosters.permissions import kept_departments, workplaces
from borealis.teaching.models import Host, Series, Session


def visible_to(viewer: Viewer, on: dt.date | None = None) -> QuerySet[Series]:
    """The series that the viewer sees."""
    if viewer.person_id is None:
        return Series.objects.none()
    places = workplaces(viewer, on or timezone.localdate()) | kept_departments(viewer)
    taking_part = Host.objects.filter(department__in=places).values("series")
    return Series.objects.filter(Q(department__in=places) | Q(pk__in=taking_part))


def may_keep(viewer: Viewer, series: Series) -> bool:
    """Whether the viewer plans the series, and says which sessions were held."""
    return series.department_id in kept_departments(viewer)


def check_may_see(viewer: Viewer, code: str) -> Series:
    """The series; Http404 for who does not see it."""
    found = visible_to(viewer).filter(code=code).select_related("department").first()
    if found is None:
        raise Http404("series")
    return found


def check_may_keep(viewer: Viewer, code: str) -> Series:
    """The series; PermissionDenied for who sees it and does not keep it."""
    series = check_may_see(viewer, code)
    if not may_keep(viewer, series):
        raise PermissionDenied("keep_series")
    return series


def check_may_see_session(viewer: Viewer, pk: int) -> Session:
    """A session of a series that the viewer sees; Http404 otherwise."""
    rows = Session.objects.select_related("series__department", "host", "topic", "presenter")
    found = rows.filter(pk=pk, series__in=visible_to(viewer)).first()
    if found is None:
        raise Http404("session")
    return found


def check_may_keep_session(viewer: Viewer, pk: int) -> Session:
    """A session; PermissionDenied for who sees it, and neither keeps the series nor presents it."""
    session = check_may_see_session(viewer, pk)
    if not (may_keep(viewer, session.series) or viewer.person_id == session.presenter_id):
        raise PermissionDenied("keep_session")
    return session
