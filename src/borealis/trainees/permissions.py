"""Who sees what of a trainee, until when, and who may register, wish and correct.

What a viewer sees follows from four relations: one's own training; an appointment as guide in force; a
role with a power at the department of the training, or for the trainee alone; and, when such a relation
has ended, the record as it stood on its last day.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.core.exceptions import PermissionDenied
from django.db.models import Exists, F, OuterRef, Q, QuerySet
from django.http import Http404
from django.utils import timezone

from borealis.organisations.queries import within
from borealis.people.queries import Viewer, last_day_employed
from borealis.shell.once import read_once
from borealis.trainees.models import Employment, Enrolment, GuideAppointment, Trainee

# What can be seen of a trainee, and the powers that show it. Who trains, and the guide, see all four.
TRAINING, PLAN, GOALS, PORTFOLIO = "training", "plan", "goals", "portfolio"
SHOWN_BY: dict[str, tuple[str, ...]] = {
    TRAINING: ("see_department",),
    PLAN: ("see_department",),
    GOALS: ("see_department", "decide_goals", "supervise"),
    PORTFOLIO: ("register_training", "decide_goals", "supervise"),
}


def visible_to(viewer: Viewer, aspect: str = TRAINING, on: dt.date | None = None) -> QuerySet[Trainee]:
    """The trainees of whom a person sees an aspect on a day.

    Guides and departments see those in training; one's own training is seen for good. Who follows
    research sees the plans of those with a share of research.
    """
    if viewer.person_id is None:
        return Trainee.objects.none()
    on = on or timezone.localdate()
    seen = Q(pk__in=guided_ids(viewer.person_id, on)) if viewer.employed else Q(pk__in=())
    for power in SHOWN_BY[aspect]:
        seen |= _reached(viewer, power)
    if aspect == PLAN:
        research = Employment.objects.filter(trainee=OuterRef("pk"), research_percent__gt=0)
        seen |= _reached(viewer, "follow_research") & Q(Exists(research))
    return Trainee.objects.filter(Q(person_id=viewer.person_id) | (seen & in_training(on)))


def _reached(viewer: Viewer, power: str) -> Q:
    """Those at the places where the viewer has a power, and those for whom it is held alone."""
    reached = Q(pk__in=viewer.trainees_with(power))
    if places := viewer.places_with(power):
        reached |= Q(programme__department_id__in=within(places))
    return reached


def in_training(on: dt.date) -> Q:
    """Not finished before the day, and not with every post ended before it."""
    posts = Employment.objects.filter(trainee=OuterRef("pk"))
    open_posts = posts.filter(Q(to_day=None) | Q(to_day__gte=on))
    not_finished = Q(finished_on=None) | Q(finished_on__gte=on)
    return not_finished & (Q(~Exists(posts)) | Q(Exists(open_posts)))


def guided_ids(person_id: int, on: dt.date) -> QuerySet[GuideAppointment, int]:
    """The trainees whose guide's appointment is in force on a day (§ 25 d)."""
    in_force = GuideAppointment.objects.filter(guide_id=person_id, from_day__lte=on)
    return in_force.filter(Q(to_day=None) | Q(to_day__gte=on)).values_list("trainee_id", flat=True)


def may_see(viewer: Viewer, trainee: Trainee, aspect: str = TRAINING) -> bool:
    """Whether the viewer sees this aspect of this trainee. One's own training needs no asking (``visible_to``)."""
    own = viewer.person_id is not None and viewer.person_id == trainee.person_id
    return own or visible_to(viewer, aspect).filter(pk=trainee.pk).exists()


@read_once
def check_may_see(viewer: Viewer, trainee_id: int, aspect: str = TRAINING) -> Trainee:
    """The trainee; Http404 when there is none or the viewer does not see it, without telling which."""
    rows = Trainee.objects.select_related("person", "programme__department", "programme__specialty")
    found = rows.filter(pk=trainee_id).first()
    if found is None or not may_see(viewer, found, aspect):
        raise Http404("trainee")
    return found


@dataclass(frozen=True)
class Insight:
    """A trainee's record as somebody may still see it: as it stood on ``until``, and nothing after."""

    trainee: Trainee
    until: dt.date


def check_may_see_former(viewer: Viewer, trainee_id: int, on: dt.date | None = None) -> Insight:
    """What a former guide or department may still see of a trainee; Http404 when nothing."""
    on = on or timezone.localdate()
    trainee = (
        Trainee.objects.select_related("person", "programme__department", "programme__specialty")
        .filter(pk=trainee_id)
        .first()
    )
    until = seen_until(viewer, trainee, on) if trainee is not None else None
    if trainee is None or until is None:
        raise Http404("trainee")
    return Insight(trainee, until)


def seen_until(viewer: Viewer, trainee: Trainee, on: dt.date) -> dt.date | None:
    """The last day of the latest relation that has ended, or None when there was none.

    A guide's relation ends with the appointment, the guide's own post, or the training. A department's
    ends when the trainee moves, finishes, or holds no post any more.
    """
    if viewer.person_id is None:
        return None
    left = _left_on(trainee, on)
    days = [
        _earliest(row.to_day, left, None if viewer.employed else last_day_employed(viewer.person_id, on))
        for row in GuideAppointment.objects.filter(trainee=trainee, guide_id=viewer.person_id)
    ]
    if places := viewer.places_with("see_department"):
        departments = within(places)
        rows = Enrolment.objects.filter(trainee=trainee, programme__department_id__in=departments)
        days += [_earliest(row.to_day, left) for row in rows]
    ended = [day for day in days if day is not None and day < on]
    return max(ended, default=None)


def _earliest(*days: dt.date | None) -> dt.date | None:
    known = [day for day in days if day is not None]
    return min(known, default=None)


def _left_on(trainee: Trainee, on: dt.date) -> dt.date | None:
    """The last day of the training, when it is over on the day."""
    if Trainee.objects.filter(in_training(on), pk=trainee.pk).exists():
        return None
    ends = trainee.employments.order_by(F("to_day").desc(nulls_first=True)).values_list("to_day", flat=True)
    return _earliest(trainee.finished_on, ends.first())


def may_register(viewer: Viewer, trainee: Trainee) -> bool:
    """Whether the viewer registers employment, service, absence and goals: for others, never for oneself."""
    return viewer.person_id != trainee.person_id and registers_in(viewer, trainee.programme.department_id)


def registers_in(viewer: Viewer, department_id: int) -> bool:
    """Whether the viewer registers for the trainees of a department, oneself apart."""
    places = viewer.places_with("register_training")
    return bool(places) and department_id in within(places)


def check_may_register(viewer: Viewer, trainee: Trainee) -> None:
    """Raises PermissionDenied unless the viewer may register for this trainee."""
    if not may_register(viewer, trainee):
        raise PermissionDenied("register_training")


def check_may_register_post(viewer: Viewer, trainee_id: int) -> Trainee:
    """The trainee, for a new post: also of one whose posts have all ended, so that a late paper is no trap."""
    if visible_to(viewer).filter(pk=trainee_id).exists():
        trainee = check_may_see(viewer, trainee_id)
    else:
        trainee = check_may_see_former(viewer, trainee_id).trainee
    if trainee.finished_on is not None:
        raise Http404("trainee")
    check_may_register(viewer, trainee)
    return trainee


def may_wish(viewer: Viewer, trainee: Trainee) -> bool:
    """Whether the viewer writes wishes for the plan: the trainee, or who plans the department (§ 25 a)."""
    if viewer.person_id is not None and viewer.person_id == trainee.person_id:
        return True
    places = viewer.places_with("plan_department")
    return bool(places) and trainee.programme.department_id in within(places)


def check_may_wish(viewer: Viewer, trainee: Trainee) -> None:
    """Raises PermissionDenied unless the viewer may write wishes for this trainee."""
    if not may_wish(viewer, trainee):
        raise PermissionDenied("plan_department")
