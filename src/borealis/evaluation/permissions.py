"""Who opens surveys and reads them: who registers training (the head, a stand-in, the training lead). The trainees of
the department read the figures and what was done, never the words."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied
from django.db.models import Q, QuerySet
from django.http import Http404

from borealis.evaluation.models import Survey
from borealis.organisations.queries import within
from borealis.people.queries import Viewer
from borealis.trainees.permissions import registers_in
from borealis.trainees.queries import own_training


def surveys_visible(viewer: Viewer) -> QuerySet[Survey]:
    """The surveys of the departments that a person leads, and of the one that a person trains in."""
    seen = Q(department_id__in=within(viewer.places_with("register_training")))
    own = own_training(viewer)
    if own is not None and own.finished_on is None:
        seen |= Q(department_id=own.programme.department_id)
    return Survey.objects.filter(seen).select_related("department")


def leads(viewer: Viewer, survey: Survey) -> bool:
    """Whether the viewer reads the words and says what is done."""
    return registers_in(viewer, survey.department_id)


def check_may_see_survey(viewer: Viewer, survey_id: int) -> Survey:
    """The survey; Http404 for who neither leads nor trains there."""
    found = surveys_visible(viewer).filter(pk=survey_id).first()
    if found is None:
        raise Http404("survey")
    return found


def check_leads_survey(viewer: Viewer, survey_id: int) -> Survey:
    """The survey; PermissionDenied for the trainees."""
    found = check_may_see_survey(viewer, survey_id)
    if not leads(viewer, found):
        raise PermissionDenied("open_survey")
    return found


def check_department(viewer: Viewer) -> int:
    """The department that a person opens surveys in; Http404 when there is none."""
    places = viewer.places_with("register_training")
    if not places:
        raise Http404("survey")
    return min(places)
