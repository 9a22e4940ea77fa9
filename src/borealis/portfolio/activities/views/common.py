"""What the pages of activities share."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest

from borealis.people.queries import viewer_in
from borealis.portfolio.models import Activity
from borealis.portfolio.permissions import (
    activities_visible,
    check_may_record,
    is_own,
    may_record,
)
from borealis.trainees.directory import Trainee


def common(request: HttpRequest, trainee: Trainee) -> dict[str, Any]:
    """What every page of a portfolio needs."""
    viewer = viewer_in(request)
    return {"trainee": trainee, "own": is_own(viewer, trainee), "may_record": may_record(viewer, trainee)}


def seen(request: HttpRequest, trainee: int, pk: int) -> Activity:
    """The activity; Http404 unless the reader sees it."""
    rows = activities_visible(viewer_in(request)).filter(trainee_id=trainee, pk=pk)
    row = rows.select_related("arena", "by", "trainee__person", "trainee__programme").first()
    if row is None:
        raise Http404("activity")
    return row


def held(request: HttpRequest, trainee: int, pk: int) -> Activity:
    """The activity; Http404 for who does not see it, PermissionDenied for who may only look."""
    row = seen(request, trainee, pk)
    check_may_record(viewer_in(request), trainee)
    return row
