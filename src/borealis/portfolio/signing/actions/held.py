"""An ask held for a change: its state, who may answer, and the event of what was done."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.utils.translation import gettext as _

from borealis.audit.actions import record_event
from borealis.people.actions.refusals import Refusals, check_text, refuse
from borealis.portfolio.models import Ask, SignatureAnswer
from borealis.portfolio.signing.chain import asked_of, refusal, terms_for
from borealis.portfolio.signing.rules import LONGEST_COMMENT, step
from borealis.portfolio.signing.wording import refusal_words

ACCOUNT, LINK = "account", "link"


def held_ask(ask_id: int) -> Ask:
    """The ask, held until the transaction ends."""
    rows = Ask.objects.select_for_update(of=("self",)).select_related(
        "asked", "activity__arena", "trainee__person", "trainee__programme"
    )
    found = rows.filter(pk=ask_id, kind="signature").first()
    if found is None:
        raise refuse("ask", _("Forespørselen finnes ikke. Gå tilbake til listen."))
    return found


def move(ask: Ask, act: str, now: dt.datetime) -> None:
    """Take a step of the table, or refuse in words."""
    known = step(ask.state, act, ask.closed_at, now)
    if known is None:
        raise refuse("state", closed_words(ask.state, act))
    ask.state = known.to_state
    ask.closed_at = None if known.to_state == "open" else now
    ask.save(update_fields=["state", "closed_at"])


def closed_words(state: str, act: str) -> str:
    """Why an act is too late, and what stands."""
    if act == "undo":
        return _("Signaturen er eldre enn ti minutter og kan ikke angres. Be om en ny hvis den er feil.")
    return {
        "open": _("Forespørselen venter fortsatt."),
        "answered": _("Forespørselen er alt besvart: signert."),
        "returned": _("Forespørselen er alt besvart: returnert."),
        "declined": _("Forespørselen er alt besvart: avslått."),
        "passed_on": _("Forespørselen er gitt videre til en annen."),
        "recalled": _("Forespørselen er trukket tilbake."),
        "expired": _("Forespørselen har gått ut."),
    }[state]


def check_answers(ask: Ask, by: int | None, way: str, now: dt.datetime) -> None:
    """Only who was asked answers: signed in, or by the link; never on own work, never after leaving."""
    if by != ask.asked_id or (way == ACCOUNT and by is None):
        raise refuse("ask", _("Forespørselen er til en annen."))
    receiver = asked_of(ask)
    reason = refusal(ask.trainee, receiver, ask.role, terms_for(ask.trainee), now)
    if reason in ("own", "left", "not_guide"):
        raise refuse("ask", refusal_words(reason, receiver.name))


def checked_comment(comment: str, *, needed: str = "") -> str:
    """A comment on one line."""
    refusals = Refusals()
    text = check_text(refusals, "comment", comment, LONGEST_COMMENT, needed=needed)
    refusals.stop()
    return text


def standing(ask: Ask) -> SignatureAnswer | None:
    """The answer that stands, if any."""
    return ask.answers.exclude(outcome="comment").filter(undone_at=None).first()


def record(by: int | None, act: str, ask: Ask, now: dt.datetime, *, comment: str = "", **detail: Any) -> None:
    """The event of an act with an ask. A comment is personal, and can be erased later."""
    record_event(
        by=by,
        act=act,
        subject=f"portfolio.Activity:{ask.activity_id}",
        now=now,
        about=ask.trainee.person_id,
        detail={"ask": ask.pk, **detail},
        private={"why": comment} if comment else None,
    )
