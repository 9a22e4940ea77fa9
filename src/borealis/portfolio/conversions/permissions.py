"""Who proposes and judges a conversion, and who decides it."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied
from django.http import Http404

from borealis.people.queries import Viewer
from borealis.portfolio.models import Conversion
from borealis.portfolio.permissions import check_may_decide, check_may_see_portfolio, may_call_panel
from borealis.trainees.directory import Trainee


def check_may_propose(viewer: Viewer, trainee_id: int) -> Trainee:
    """The trainee; those who decide on goals or register for the department propose, never for oneself."""
    trainee = check_may_see_portfolio(viewer, trainee_id)
    if not may_call_panel(viewer, trainee):
        raise PermissionDenied("propose_conversion")
    return trainee


def check_may_judge(viewer: Viewer, trainee_id: int, pk: int) -> Conversion:
    """The conversion, for who proposes."""
    return conversion_of(check_may_propose(viewer, trainee_id), pk)


def check_may_decide_on(viewer: Viewer, trainee_id: int, pk: int) -> Conversion:
    """The conversion, for who decides on goals."""
    return conversion_of(check_may_decide(viewer, trainee_id), pk)


def conversion_of(trainee: Trainee, pk: int) -> Conversion:
    """One conversion of a trainee; Http404."""
    rows = Conversion.objects.select_related("trainee__person", "from_set", "to_set", "decided_by", "by")
    row = rows.filter(trainee=trainee, pk=pk).first()
    if row is None:
        raise Http404("conversion")
    return row
