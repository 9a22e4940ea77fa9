"""Who takes out a package, and who brings one in."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied
from django.http import Http404

from borealis.organisations.queries import within
from borealis.people.queries import Viewer
from borealis.portfolio.models import Dossier
from borealis.portfolio.permissions import check_may_see_portfolio
from borealis.trainees.directory import Trainee
from borealis.trainees.permissions import check_may_register, check_may_see


def check_may_apply(viewer: Viewer, trainee_id: int) -> Trainee:
    """The trainee, for whoever sees both the whole training and the portfolio: the doctor, the guide, and who
    leads or registers for the department. Http404 for everyone else: a package holds all of it."""
    check_may_see(viewer, trainee_id)
    return check_may_see_portfolio(viewer, trainee_id)


def check_may_register_goals(viewer: Viewer, trainee_id: int) -> Trainee:
    """The trainee, for who registers for the department; PermissionDenied for who may only look."""
    trainee = check_may_apply(viewer, trainee_id)
    check_may_register(viewer, trainee)
    return trainee


def check_may_bring_in(viewer: Viewer) -> frozenset[int]:
    """The departments for which the viewer brings a doctor's training in: where the viewer registers training.
    Http404 for who does so nowhere."""
    places = viewer.places_with("register_training")
    if not places:
        raise Http404("import")
    return within(places)


def check_may_undo(viewer: Viewer, dossier_id: int) -> Dossier:
    """A package that was brought in to one of the viewer's departments; Http404 for any other."""
    reach = check_may_bring_in(viewer)
    rows = Dossier.objects.filter(direction="in", trainee__programme__department_id__in=reach)
    found = rows.select_related("trainee__person").filter(pk=dossier_id).first()
    if found is None:
        raise Http404("dossier")
    if found.trainee.person_id == viewer.person_id:
        raise PermissionDenied("own")
    return found
