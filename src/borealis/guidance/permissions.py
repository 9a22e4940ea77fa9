"""Who makes appointments, who reads what was said (those who were there, nobody else), and who sees the figures.

No role opens a talk: not the head, not an auditor, not who runs the system. A leader reads it while employed here;
a trainee always reads the own. The guide after a change reads what both handed over.
"""

from __future__ import annotations

import datetime as dt

from django.core.exceptions import PermissionDenied
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.http import Http404
from django.utils import timezone

from borealis.guidance.models import Participant, Talk
from borealis.people.queries import Viewer
from borealis.trainees.directory import Trainee
from borealis.trainees.permissions import check_may_see, guided_ids, registers_in


def talks_of(viewer: Viewer, on: dt.date | None = None) -> QuerySet[Talk]:
    """The talks that the viewer may read."""
    person = viewer.person_id
    if person is None:
        return Talk.objects.none()
    places = Participant.objects.filter(talk=OuterRef("pk"))
    seen = Q(Exists(places.filter(trainee__person_id=person)))
    if viewer.employed:
        handed = Q(handed_by_leader_at__isnull=False, handed_by_trainee_at__isnull=False)
        guided = places.filter(trainee__in=guided_ids(person, on or timezone.localdate()))
        seen |= Q(leader_id=person) | (handed & Q(Exists(guided)))
    return Talk.objects.filter(seen)


def check_may_read(viewer: Viewer, talk_id: int) -> Talk:
    """The talk; Http404 for everyone who is not in it, without telling whether it is there."""
    rows = talks_of(viewer).select_related("leader", "department")
    found = rows.filter(pk=talk_id).prefetch_related("participants__trainee__person").first()
    if found is None:
        raise Http404("talk")
    return found


def is_in(viewer: Viewer, talk: Talk) -> bool:
    """Whether the viewer is one of those who talk, and not the guide after a change."""
    return viewer.person_id in people_in(talk)


def people_in(talk: Talk) -> set[int]:
    """The leader and the trainees of a talk, as persons."""
    return {talk.leader_id, *(place.trainee.person_id for place in talk.participants.all())}


def check_may_write(viewer: Viewer, talk_id: int) -> Talk:
    """The talk; PermissionDenied for who reads what was handed over."""
    talk = check_may_read(viewer, talk_id)
    if not is_in(viewer, talk):
        raise PermissionDenied("write_talk")
    return talk


def check_may_finalise(viewer: Viewer, talk_id: int) -> Talk:
    """The talk; PermissionDenied for all but its leader."""
    talk = check_may_read(viewer, talk_id)
    if viewer.person_id != talk.leader_id:
        raise PermissionDenied("finalise_talk")
    return talk


def may_propose(viewer: Viewer, trainee: Trainee, on: dt.date | None = None) -> bool:
    """Whether the viewer makes appointments for a trainee's own talks: the trainee, or the guide in force."""
    person = viewer.person_id
    if person is None:
        return False
    guides = guided_ids(person, on or timezone.localdate()).filter(trainee=trainee)
    return person == trainee.person_id or (viewer.employed and guides.exists())


def check_may_propose(viewer: Viewer, trainee_id: int) -> Trainee:
    """The trainee; Http404 for who does not see the training, PermissionDenied for who is neither of the two."""
    trainee = check_may_see(viewer, trainee_id)
    if not may_propose(viewer, trainee):
        raise PermissionDenied("propose_talk")
    return trainee


def sees_topics(viewer: Viewer, trainee: Trainee) -> bool:
    """Whether the viewer sees which topics were touched: the two, and who leads the department."""
    return may_propose(viewer, trainee) or registers_in(viewer, trainee.programme.department_id)


def check_leads_groups(viewer: Viewer) -> set[int]:
    """The departments where the viewer calls groups together and sees the figures; Http404 when there is none."""
    places = viewer.places_with("register_training")
    if not places:
        raise Http404("guidance")
    return set(places)
