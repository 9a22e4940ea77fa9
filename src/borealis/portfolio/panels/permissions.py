"""Who sees a panel, who writes in it, and who concludes. Nobody is a member of a panel on own training."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied
from django.db.models import Q, QuerySet
from django.http import Http404
from django.utils import timezone

from borealis.people.queries import Viewer
from borealis.portfolio.models import Panel
from borealis.portfolio.permissions import check_may_see_portfolio, is_own, may_call_panel
from borealis.trainees.directory import Trainee
from borealis.trainees.permissions import guided_ids


def panels_visible(viewer: Viewer, trainee: Trainee) -> QuerySet[Panel]:
    """The panels on a trainee that the viewer may read, for whom the portfolio is open already.

    Who calls them together sees all; members see theirs from the call on; the trainee and the guide in force see
    what is concluded.
    """
    rows = Panel.objects.filter(trainee=trainee)
    if may_call_panel(viewer, trainee):
        return rows
    person = viewer.person_id or 0
    seen = Q(pk__in=()) if is_own(viewer, trainee) else Q(members__person_id=person)
    guided = guided_ids(person, timezone.localdate()).filter(trainee=trainee).exists()
    if is_own(viewer, trainee) or guided:
        seen |= Q(concluded_at__isnull=False)
    return rows.filter(seen).distinct()


def check_may_call(viewer: Viewer, trainee_id: int) -> Trainee:
    """The trainee; Http404 for who does not see the portfolio, PermissionDenied for who may not call together."""
    trainee = check_may_see_portfolio(viewer, trainee_id)
    if not may_call_panel(viewer, trainee):
        raise PermissionDenied("call_panel")
    return trainee


def check_may_read(viewer: Viewer, trainee_id: int, pk: int) -> Panel:
    """The panel; Http404 unless the viewer may read it."""
    trainee = check_may_see_portfolio(viewer, trainee_id)
    found = panels_visible(viewer, trainee).select_related("trainee__person", "by").filter(pk=pk).first()
    if found is None:
        raise Http404("panel")
    return found


def may_write(viewer: Viewer, panel: Panel) -> bool:
    """Whether the viewer writes in a panel that is not concluded: who calls together, and its members."""
    if viewer.person_id is None or is_own(viewer, panel.trainee) or not viewer.employed:
        return False
    member = panel.members.filter(person_id=viewer.person_id).exists()
    return member or may_call_panel(viewer, panel.trainee)


def check_may_write(viewer: Viewer, trainee_id: int, pk: int) -> Panel:
    """The panel; Http404 for who may not read it, PermissionDenied for who may only read."""
    panel = check_may_read(viewer, trainee_id, pk)
    if not may_write(viewer, panel):
        raise PermissionDenied("change_panel")
    return panel


def check_may_conclude(viewer: Viewer, trainee_id: int, pk: int) -> Panel:
    """The panel; PermissionDenied for members who did not call it together."""
    panel = check_may_read(viewer, trainee_id, pk)
    if not may_call_panel(viewer, panel.trainee):
        raise PermissionDenied("conclude_panel")
    return panel
