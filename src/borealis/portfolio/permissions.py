"""Who sees a trainee's portfolio, and who may record, sign, recommend, decide and call together.

Three questions apart: who sees (``visible_to`` of the trainees' room, aspect PORTFOLIO), who may (here), and
in which state (the tables of the parts). The regulation's own limit stands first: nobody signs, assesses,
recommends or decides on own training (§ 26).
"""

from __future__ import annotations

import datetime as dt

from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import Http404
from django.utils import timezone

from borealis.organisations.queries import within
from borealis.people.queries import Viewer
from borealis.portfolio.models import Activity, Ask, Assessment, SignatureAnswer
from borealis.trainees.directory import Trainee
from borealis.trainees.permissions import PORTFOLIO, check_may_see, guided_ids, visible_to

GUIDE, SUPERVISOR = "guide", "supervisor"
CALLS = ("decide_goals", "register_training")  # the powers of who calls panels together


def check_may_see_portfolio(viewer: Viewer, trainee_id: int) -> Trainee:
    """The trainee; Http404 unless the viewer sees the portfolio."""
    return check_may_see(viewer, trainee_id, PORTFOLIO)


def activities_visible(viewer: Viewer) -> QuerySet[Activity]:
    """The activities of every portfolio that the viewer sees."""
    return Activity.objects.filter(trainee__in=visible_to(viewer, PORTFOLIO))


def is_own(viewer: Viewer, trainee: Trainee) -> bool:
    """Whether it is the viewer's own training."""
    return viewer.person_id is not None and viewer.person_id == trainee.person_id


def may_record(viewer: Viewer, trainee: Trainee) -> bool:
    """Whether the viewer records activities: the trainee, or who registers for the department."""
    return is_own(viewer, trainee) or _reaches(viewer, trainee, "register_training")


def check_may_record(viewer: Viewer, trainee_id: int) -> Trainee:
    """The trainee; Http404 for who does not see the portfolio, PermissionDenied for who may only look."""
    trainee = check_may_see_portfolio(viewer, trainee_id)
    if not may_record(viewer, trainee):
        raise PermissionDenied("record_activity")
    return trainee


def asks_of(viewer: Viewer) -> QuerySet[Ask]:
    """What the viewer is asked for, open or answered."""
    if viewer.person_id is None:
        return Ask.objects.none()
    return Ask.objects.filter(asked_id=viewer.person_id)


def check_asked(viewer: Viewer, ask_id: int) -> Ask:
    """The ask; Http404 unless it was put to the viewer."""
    ask = asks_of(viewer).select_related("trainee__person", "activity").filter(pk=ask_id).first()
    if ask is None:
        raise Http404("ask")
    return ask


def recommends_as(viewer: Viewer, trainee: Trainee, on: dt.date | None = None) -> str | None:
    """As what the viewer may recommend on a goal (§ 26): the guide in force, or one who took part in
    supervision: by a role as supervisor, or by having signed or assessed. None for anyone else."""
    person = viewer.person_id
    if person is None or is_own(viewer, trainee) or not viewer.employed:
        return None
    if guided_ids(person, on or timezone.localdate()).filter(trainee_id=trainee.pk).exists():
        return GUIDE
    if _reaches(viewer, trainee, "supervise") or took_part(person, trainee.pk):
        return SUPERVISOR
    return None


def took_part(person_id: int, trainee_id: int) -> bool:
    """Whether a person has signed or assessed work of the trainee."""
    signed = SignatureAnswer.objects.filter(ask__trainee_id=trainee_id, by_id=person_id, undone_at=None)
    assessed = Assessment.objects.filter(trainee_id=trainee_id, assessor_id=person_id)
    return assessed.exists() or signed.exists()


def may_decide(viewer: Viewer, trainee: Trainee) -> bool:
    """Whether the viewer decides on goals: the head, a stand-in or a delegate; never on own training."""
    return not is_own(viewer, trainee) and _reaches(viewer, trainee, "decide_goals")


def check_may_decide(viewer: Viewer, trainee_id: int) -> Trainee:
    """The trainee; Http404 for who does not see the portfolio, PermissionDenied for who may not decide."""
    trainee = check_may_see_portfolio(viewer, trainee_id)
    if not may_decide(viewer, trainee):
        raise PermissionDenied("decide_goals")
    return trainee


def may_call_panel(viewer: Viewer, trainee: Trainee) -> bool:
    """Whether the viewer calls an assessment panel together: who decides, or who registers for the department."""
    if is_own(viewer, trainee):
        return False
    held_alone = any(trainee.pk in viewer.trainees_with(power) for power in CALLS)
    return held_alone or calls_panels_in(viewer, trainee.programme.department_id)


def calls_panels_in(viewer: Viewer, department_id: int) -> bool:
    """Whether the viewer calls panels together on the trainees of a department, oneself apart."""
    places = [place for power in CALLS for place in viewer.places_with(power)]
    return bool(places) and department_id in within(places)


def _reaches(viewer: Viewer, trainee: Trainee, power: str) -> bool:
    """Whether the viewer has a power at the department of the training, or for this trainee alone."""
    if trainee.pk in viewer.trainees_with(power):
        return True
    places = viewer.places_with(power)
    return bool(places) and trainee.programme.department_id in within(places)
