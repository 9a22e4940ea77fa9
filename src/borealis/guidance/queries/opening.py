"""Opening what is sealed, for a talk that the reader may read (``permissions``)."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.db.models import QuerySet

from borealis.guidance.models import Point, Talk
from borealis.guidance.permissions import people_in
from borealis.guidance.sealing import key_from


@dataclass(frozen=True)
class OpenNote:
    """A text as it reads."""

    kind: str
    topic: str
    author_id: int
    author: str
    text: str
    written_at: dt.datetime


@dataclass(frozen=True)
class OpenPoint:
    """A point to follow up as it reads. ``since``: when it was made; ``here``: it was made in this talk."""

    pk: int
    topic: str
    text: str
    since: dt.datetime
    here: bool
    closed: bool


def place_of(talk: Talk, kind: str, topic: str) -> str:
    """What a sealed text is bound to: it opens nowhere else."""
    return f"{talk.pk}/{kind}/{topic}"


def opened(talk: Talk) -> list[OpenNote]:
    """Everything that was written in a talk."""
    key = key_from(talk.sealed_key)
    return [
        OpenNote(
            note.kind,
            note.topic,
            note.author_id,
            note.author.name,
            key.open(note.sealed, place_of(talk, note.kind, note.topic)),
            note.written_at,
        )
        for note in talk.notes.select_related("author")
    ]


def carried(talk: Talk) -> QuerySet[Point]:
    """Points of this talk and of earlier ones that are open.

    Earlier ones are those in which everybody in this talk was, or which both have handed over to the next guide.
    """
    rows = Point.objects.filter(closed_at=None, talk__in=earlier(talk)) | Point.objects.filter(talk=talk)
    return rows.filter(closed_at=None).select_related("talk").order_by("made_at", "pk")


def earlier(talk: Talk) -> list[int]:
    """The talks before this one whose points go on here."""
    trainees = {place.trainee_id for place in talk.participants.all()}
    rows = Talk.objects.filter(kind=talk.kind, state="finalised", start_at__lt=talk.start_at)
    rows = rows.filter(participants__trainee_id__in=trainees).distinct()
    wanted, found = people_in(talk), []
    for row in rows.prefetch_related("participants__trainee"):
        people = people_in(row)
        if row.handed_by_leader_at and row.handed_by_trainee_at:
            people |= {talk.leader_id}
        if wanted <= people:
            found.append(row.pk)
    return found


def points_in(talk: Talk) -> list[OpenPoint]:
    """What is to be followed up, opened, with what this talk has closed."""
    rows = [*carried(talk), *talk.points_closed.select_related("talk")]
    keys = {row.talk_id: key_from(row.talk.sealed_key) for row in rows}
    return [
        OpenPoint(
            row.pk,
            row.topic,
            keys[row.talk_id].open(row.sealed, place_of(row.talk, "point", row.topic)),
            row.talk.start_at,
            row.talk_id == talk.pk,
            row.closed_at is not None,
        )
        for row in sorted(rows, key=lambda row: (row.made_at, row.pk))
    ]
