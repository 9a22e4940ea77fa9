"""Asking for an assessment, and offering one."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db import transaction
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from borealis.audit.actions import record_event
from borealis.people import mail
from borealis.people.actions.refusals import Refusals, refuse
from borealis.portfolio.assessment.actions.whom import checked_whom
from borealis.portfolio.assessment.library import Listed, form_in_use
from borealis.portfolio.models import Ask
from borealis.portfolio.signing.chain import Receiver, has_left, terms_for
from borealis.portfolio.signing.links import new_link
from borealis.portfolio.signing.rules import open_until, step
from borealis.shell.language import text_in
from borealis.trainees.actions.refusals import locked_trainee
from borealis.trainees.directory import Trainee


@transaction.atomic
def ask_assessment(
    *,
    by: int | None,
    trainee_id: int,
    form: str,
    now: dt.datetime,
    person_id: int | None = None,
    name: str = "",
    email: str = "",
    activity_id: int | None = None,
) -> Ask:
    """Ask somebody, with an account or by an address, to assess the trainee on a form; or offer to (by is asked).

    Whoever is asked gets a mail with a link; an offer waits on the assessor's own page.
    """
    trainee = locked_trainee(trainee_id)
    listed = form_in_use(form)
    if listed is None:
        raise refuse("form", _("Skjemaet er ikke i bruk lenger. Velg et annet."))
    receiver = _receiver(trainee, person_id, name, email, now)
    waiting = trainee.asks.filter(kind="assessment", form=form, state="open", expires_at__gt=now)
    activity = trainee.activities.filter(pk=activity_id).first() if activity_id else None
    if waiting.filter(asked_id=receiver.person_id, email=receiver.email, activity=activity).exists():
        raise refuse("person", _("Samme forespørsel venter alt på svar."))
    days = terms_for(trainee).link_days
    ask = Ask.objects.create(
        trainee=trainee,
        kind="assessment",
        form=form,
        activity=activity,
        asked_id=receiver.person_id,
        name=receiver.name,
        email=receiver.email,
        asked_at=now,
        by_id=by,
        expires_at=open_until(now, days),
    )
    if by is None or by != receiver.person_id:
        _mail(ask, receiver, listed, days, now)
    record_event(
        by=by,
        act="ask_assessment",
        subject=f"portfolio.Ask:{ask.pk}",
        now=now,
        about=trainee.person_id,
        detail={"form": form, "asked": receiver.person_id, "activity": ask.activity_id},
    )
    return ask


def _receiver(trainee: Trainee, person_id: int | None, name: str, email: str, now: dt.datetime) -> Receiver:
    """Who is asked: never the trainee, and nobody who has left."""
    refusals = Refusals()
    receiver = checked_whom(refusals, trainee, person_id, name, email)
    if receiver is not None and has_left(receiver, timezone.localdate(now)):
        refusals.add("person", _("%(name)s har sluttet. Velg en annen.") % {"name": receiver.name})
    refusals.stop()
    if receiver is None:
        raise LookupError("refused without a message")
    return receiver


@transaction.atomic
def close_ask(*, by: int | None, ask_id: int, act: str, now: dt.datetime) -> Ask:
    """Take an ask for an assessment back ("recall"), or decline it ("decline")."""
    ask = Ask.objects.select_for_update(of=("self",)).select_related("trainee").filter(pk=ask_id).first()
    known = step(ask.state, act, ask.closed_at, now) if ask and ask.kind == "assessment" else None
    if ask is None or known is None:
        raise refuse("ask", _("Forespørselen er besvart, trukket tilbake eller gått ut."))
    ask.state, ask.closed_at = known.to_state, now
    ask.save(update_fields=["state", "closed_at"])
    record_event(
        by=by,
        act=f"{act}_ask",
        subject=f"portfolio.Ask:{ask.pk}",
        now=now,
        about=ask.trainee.person_id,
        detail={"form": ask.form},
    )
    return ask


def form_words(code: str, language: str) -> str:
    """The name of a form in a language; of one that is not in use any more, its code."""
    listed = form_in_use(code)
    with translation.override(language):
        return text_in(listed.form.name) if listed else code


def _mail(ask: Ask, receiver: Receiver, listed: Listed, days: int, now: dt.datetime) -> None:
    """A link of its own for this ask, mailed when the ask is stored."""
    link, until = new_link(ask, days, now, "assessment_link")
    facts: dict[str, Any] = {
        "name": receiver.name,
        "trainee": ask.trainee.person.name,
        "form": form_words(listed.form.code, receiver.language),
        "link": link,
        "until": until,
    }
    path = "portfolio/assessment/mail/ask.txt"
    transaction.on_commit(lambda: mail.write_to_address(receiver.email, receiver.language, path, facts))
