"""Who gives assessments, who reads them, and who takes part in a round of feedback."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import Http404

from borealis.organisations.queries import within
from borealis.people.queries import Viewer
from borealis.people.rules import word_digest
from borealis.portfolio.models import Ask, AskLink, Assessment, FeedbackRound
from borealis.portfolio.permissions import check_asked, check_may_see_portfolio, is_own, recommends_as
from borealis.portfolio.signing.chain import is_guide
from borealis.trainees.directory import Trainee
from borealis.trainees.permissions import PORTFOLIO, visible_to


def may_give(viewer: Viewer, trainee: Trainee) -> bool:
    """Whether the viewer assesses: the guide, or one who takes part in supervision; never oneself (§ 26)."""
    return recommends_as(viewer, trainee) is not None


def check_may_give(viewer: Viewer, trainee_id: int) -> Trainee:
    """The trainee; Http404 for who does not see the portfolio, PermissionDenied for who may only look."""
    trainee = check_may_see_portfolio(viewer, trainee_id)
    if not may_give(viewer, trainee):
        raise PermissionDenied("assess")
    return trainee


def check_may_ask(viewer: Viewer, trainee_id: int) -> Trainee:
    """The trainee, for who wishes an assessment (the trainee) or offers one (who may give it)."""
    trainee = check_may_see_portfolio(viewer, trainee_id)
    if not (is_own(viewer, trainee) or may_give(viewer, trainee)):
        raise PermissionDenied("ask_assessment")
    return trainee


def check_assessment(viewer: Viewer, trainee_id: int, pk: int) -> Assessment:
    """An assessment; Http404 unless the viewer sees the portfolio, or gave it."""
    rows = Assessment.objects.filter(pk=pk, trainee_id=trainee_id)
    if viewer.person_id is None:
        raise Http404("assessment")
    seen = rows.filter(trainee__in=visible_to(viewer, PORTFOLIO)) | rows.filter(assessor_id=viewer.person_id)
    found = seen.select_related("trainee__person", "trainee__programme", "activity").first()
    if found is None:
        raise Http404("assessment")
    return found


def check_open_ask(viewer: Viewer, ask_id: int, now: dt.datetime) -> Ask:
    """An ask for an assessment that was put to the viewer and waits; Http404 otherwise."""
    ask = check_asked(viewer, ask_id)
    if ask.kind != "assessment" or ask.state != "open" or now > ask.expires_at:
        raise Http404("ask")
    return ask


def ask_behind(word: str, now: dt.datetime) -> Ask | None:
    """The ask that a mailed link opens, or None when it is unknown, answered or too old."""
    rows = AskLink.objects.select_related("ask__trainee__person", "ask__activity")
    link = rows.filter(digest=word_digest(word), ask__kind="assessment", ask__state="open").first()
    return link.ask if link is not None and now < link.expires_at else None


@dataclass(frozen=True)
class Seat:
    """The trainee of a round, and as what the viewer reads it."""

    trainee: Trainee
    own: bool


def check_seat(viewer: Viewer, trainee_id: int, on: dt.date) -> Seat:
    """Rounds of feedback are the trainee's and the guide's alone; Http404 for anyone else."""
    trainee = check_may_see_portfolio(viewer, trainee_id)
    own = is_own(viewer, trainee)
    if not own and not is_guide(viewer.person_id, trainee, on):
        raise Http404("feedback")
    return Seat(trainee, own)


def check_round(seat: Seat, pk: int) -> FeedbackRound:
    """A round of the trainee that was not laid away; Http404 otherwise."""
    rows = FeedbackRound.objects.exclude(state="dropped").select_related("by", "agreed_by")
    found = rows.filter(pk=pk, trainee=seat.trainee).first()
    if found is None:
        raise Http404("feedback")
    found.trainee = seat.trainee
    return found


def led_trainees(viewer: Viewer) -> QuerySet[Trainee]:
    """The trainees of the departments where the viewer decides on goals; Http404 when there is none."""
    places = viewer.places_with("decide_goals")
    if not places:
        raise Http404("department")
    return Trainee.objects.filter(programme__department_id__in=within(places))
