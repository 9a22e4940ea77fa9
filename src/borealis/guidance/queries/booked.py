"""Talks as a calendar needs them: who, when, where and in which state; never the subject or what was said."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.db.models import Q, QuerySet

from borealis.guidance.models import Participant, Talk
from borealis.people.queries import Viewer
from borealis.people.rules import LANGUAGES
from borealis.shell.language import localised


@dataclass(frozen=True)
class Seat:
    """Somebody in a talk. ``accepted``: has said yes to the time that stands."""

    person_id: int
    name: str
    email: str
    accepted: bool


@dataclass(frozen=True)
class Booked:
    """A talk without its contents. ``place`` is the department's name by language."""

    pk: int
    kind: str
    state: str
    start_at: dt.datetime
    end_at: dt.datetime
    made_at: dt.datetime
    department_id: int
    place: Mapping[str, str]
    leader: Seat
    trainees: tuple[Seat, ...]

    @property
    def seats(self) -> tuple[Seat, ...]:
        """Everyone in it, the leader first."""
        return (self.leader, *self.trainees)


def booked(talk_ids: Iterable[int]) -> list[Booked]:
    """These talks, by time."""
    return _values(Talk.objects.filter(pk__in=set(talk_ids)))


def booked_for(viewer: Viewer, since: dt.datetime, until: dt.datetime) -> list[Booked]:
    """The talks that the viewer is in, in every state, by time. Who is no longer employed leads none."""
    if viewer.person_id is None:
        return []
    places = Participant.objects.filter(trainee__person_id=viewer.person_id)
    mine = Q(pk__in=places.values("talk_id"))
    if viewer.employed:
        mine |= Q(leader_id=viewer.person_id)
    return _values(Talk.objects.filter(mine, end_at__gt=since, start_at__lt=until))


def agreed_in(department_id: int, since: dt.datetime, until: dt.datetime) -> list[Booked]:
    """The talks of a department that are agreed on, by time."""
    rows = Talk.objects.filter(department_id=department_id, state="agreed")
    return _values(rows.filter(end_at__gt=since, start_at__lt=until))


def _values(rows: QuerySet[Talk]) -> list[Booked]:
    found = rows.select_related("leader", "department").prefetch_related("participants__trainee__person")
    return [_booked(talk) for talk in found.defer("sealed_key", "subject", "touched")]


def _booked(talk: Talk) -> Booked:
    leader, places = talk.leader, talk.participants.all()
    return Booked(
        pk=talk.pk,
        kind=talk.kind,
        state=talk.state,
        start_at=talk.start_at,
        end_at=talk.end_at,
        made_at=talk.made_at,
        department_id=talk.department_id,
        place={language: localised(talk.department, "name", language) for language in LANGUAGES},
        leader=Seat(leader.pk, leader.name, leader.email, talk.leader_accepted_at is not None),
        trainees=tuple(
            Seat(
                p.trainee.person_id, p.trainee.person.name, p.trainee.person.email, p.accepted_at is not None
            )
            for p in places
        ),
    )
