"""A talk held for a change: its state, its people, and the event of what was done."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.utils.translation import gettext as _

from borealis.audit.actions import record_event
from borealis.guidance.models import Talk
from borealis.guidance.permissions import people_in
from borealis.guidance.rules import INDIVIDUAL, step
from borealis.people.actions.refusals import refuse


def held_talk(talk_id: int) -> Talk:
    """The talk, held until the transaction ends."""
    rows = Talk.objects.select_for_update(of=("self",)).select_related("leader")
    found = rows.prefetch_related("participants__trainee__person").filter(pk=talk_id).first()
    if found is None:
        raise refuse("talk", _("Samtalen finnes ikke lenger. Last siden på nytt."))
    return found


def check_in(talk: Talk, by: int | None) -> None:
    """Only those who talk write, move and accept."""
    if by not in people_in(talk):
        raise refuse("talk", _("Bare de som er med i samtalen, kan gjøre dette."))


def move_on(talk: Talk, act: str) -> None:
    """Take a step of the table, or refuse in words."""
    known = step(talk.state, act)
    if known is None:
        raise refuse("state", _closed_words(talk.state))
    talk.state = known.to_state


def _closed_words(state: str) -> str:
    return {
        "proposed": _("Tiden er ikke godtatt av begge ennå."),
        "agreed": _("Tiden er alt avtalt."),
        "finalised": _("Samtalen er ferdigstilt og endres ikke."),
        "lost": _("Samtalen falt bort. Foreslå en ny tid."),
    }[state]


def record(by: int | None, act: str, talk: Talk, now: dt.datetime, **detail: Any) -> None:
    """The event of an act: who and when, never what was said. About the trainee, or the leader of a group."""
    subject = f"guidance.Talk:{talk.pk}"
    record_event(by=by, act=act, subject=subject, now=now, about=about(talk, talk.leader_id), detail=detail)


def about(talk: Talk, otherwise: int) -> int:
    """The trainee of a talk of two, as a person; somebody else for a group."""
    places = list(talk.participants.all())
    return places[0].trainee.person_id if talk.kind == INDIVIDUAL and places else otherwise
