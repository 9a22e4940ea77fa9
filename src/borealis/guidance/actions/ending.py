"""Finalising a talk, by its leader alone, and handing it over when the guide changes."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection

from django.db import transaction
from django.utils.translation import gettext as _

from borealis.guidance.actions.held import check_in, held_talk, move_on, record
from borealis.guidance.models import Talk
from borealis.guidance.rules import GROUP
from borealis.people.actions.refusals import refuse


@transaction.atomic
def finalise_talk(
    *, by: int, talk_id: int, version: int, now: dt.datetime, present: Collection[int] = ()
) -> Talk:
    """End a talk that was held: nothing is written in it any more. In a group, ``present`` are the trainees there.

    From here on the head sees that it was held, when, and which topics were touched.
    """
    talk = held_talk(talk_id)
    if by != talk.leader_id:
        raise refuse("talk", _("Bare veilederen ferdigstiller samtalen."))
    if now < talk.start_at:
        raise refuse("talk", _("Samtalen har ikke begynt ennå. Flytt den hvis dere møttes en annen dag."))
    if talk.version != version:
        raise refuse("talk", _("Referatet er endret siden du leste det. Les det igjen før du ferdigstiller."))
    places = list(talk.participants.all())
    if talk.kind == GROUP and not {place.trainee_id for place in places} & set(present):
        raise refuse("present", _("Kryss av for dem som var der. Var ingen der, falt samtalen bort."))
    move_on(talk, "finalise")
    for place in places:
        place.present = talk.kind != GROUP or place.trainee_id in present
        place.save(update_fields=["present"])
    noted = talk.notes.filter(kind="minutes").values_list("topic", flat=True)
    points = talk.points.values_list("topic", flat=True)
    talk.touched = sorted({*noted, *points, *talk.points_closed.values_list("topic", flat=True)})
    talk.closed_at = now
    talk.save()
    record(by, "finalise_talk", talk, now, topics=talk.touched)
    return talk


@transaction.atomic
def hand_over_talk(*, by: int, talk_id: int, now: dt.datetime) -> Talk:
    """One of the two lets the next guide read this talk; once both have, the guide in force does."""
    talk = held_talk(talk_id)
    check_in(talk, by)
    if talk.kind == GROUP or talk.state != "finalised":
        raise refuse("talk", _("Bare en ferdigstilt samtale mellom to kan gis videre."))
    field = "handed_by_leader_at" if by == talk.leader_id else "handed_by_trainee_at"
    if getattr(talk, field) is None:
        setattr(talk, field, now)
        talk.save(update_fields=[field])
        record(by, "hand_over_talk", talk, now)
    return talk
