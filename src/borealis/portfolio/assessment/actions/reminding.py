"""What time does with asks for assessments: reminders that back off, one mail a day for each, and an end."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from itertools import groupby

from django.db import transaction
from django.utils import timezone

from borealis.audit.actions import record_event
from borealis.people import mail
from borealis.portfolio.assessment.actions.asks import form_words
from borealis.portfolio.models import Ask
from borealis.portfolio.signing.actions import Run
from borealis.portfolio.signing.chain import Receiver, asked_of, has_left, terms_for
from borealis.portfolio.signing.links import new_link
from borealis.portfolio.signing.rules import age_in_days, reminder_due, reminders_by, step


def remind_assessors(*, now: dt.datetime) -> Run:
    """The day's run: end what is over, then mail each who is asked all that waits, if something is due.

    Nobody who got a reminder of any kind today gets another. Each receiver is a transaction of its own.
    """
    expired = sum(_expire(ask.pk, now) for ask in _waiting())
    sent = [_remind([ask.pk for ask in asks], now) for _email, asks in groupby(_waiting(), _address)]
    return Run(mails=sum(count > 0 for count in sent), reminded=sum(sent), expired=expired)


def _address(ask: Ask) -> str:
    return ask.email.casefold()


def _waiting() -> Iterable[Ask]:
    """Asks for assessments that wait, by receiver, oldest first."""
    rows = Ask.objects.filter(state="open", kind="assessment")
    return sorted(rows, key=lambda ask: (_address(ask), ask.asked_at, ask.pk))


def _held(keys: list[int]) -> list[Ask]:
    """Those that still wait, held until the transaction ends."""
    rows = Ask.objects.select_for_update(of=("self",)).filter(pk__in=keys, state="open")
    return list(rows.select_related("asked", "trainee__person", "trainee__programme"))


@transaction.atomic
def _expire(key: int, now: dt.datetime) -> bool:
    """End an ask that is too old, or whose receiver has left; the trainee is told to ask another."""
    for ask in _held([key]):
        left = has_left(asked_of(ask), timezone.localdate(now))
        known = step(ask.state, "expire", ask.asked_at, now)
        if known is None or not (left or now >= ask.expires_at):
            continue
        ask.state, ask.closed_at = known.to_state, now
        ask.save(update_fields=["state", "closed_at"])
        _record("expire_ask", ask, now, left=left)
        person = ask.trainee.person
        to = Receiver(person.name, person.email, person.pk, person.language)
        _send(to, "ended", {"form": form_words(ask.form, to.language), "asked": ask.name, "left": left})
        return True
    return False


@transaction.atomic
def _remind(keys: list[int], now: dt.datetime) -> int:
    """Mail one receiver everything that waits, if something is due and nothing was sent today."""
    held = _held(keys)
    due = [ask for ask in held if reminder_due(ask.asked_at, ask.reminders, now)]
    if not due or _mailed_today(held[0].email, now):
        return 0
    to = asked_of(held[0])
    link, until = new_link(held[0], terms_for(held[0].trainee).link_days, now, "assessment_link")
    asks = [
        (ask.trainee.person.name, form_words(ask.form, to.language), age_in_days(ask.asked_at, now))
        for ask in held
    ]
    _send(to, "reminder", {"asks": asks, "link": link, "until": until})
    for ask in due:
        ask.reminders, ask.reminded_at = reminders_by(age_in_days(ask.asked_at, now)), now
        ask.save(update_fields=["reminders", "reminded_at"])
        _record("remind_asked", ask, now, reminder=ask.reminders)
    return len(due)


def _mailed_today(email: str, now: dt.datetime) -> bool:
    today = timezone.localdate(now)
    last = Ask.objects.filter(email__iexact=email).exclude(reminded_at=None).order_by("-reminded_at").first()
    return last is not None and timezone.localdate(last.reminded_at) == today


def _send(to: Receiver, template: str, facts: dict[str, object]) -> None:
    path = f"portfolio/assessment/mail/{template}.txt"
    transaction.on_commit(
        lambda: mail.write_to_address(to.email, to.language, path, facts | {"name": to.name})
    )


def _record(act: str, ask: Ask, now: dt.datetime, **detail: object) -> None:
    record_event(
        by=None,
        act=act,
        subject=f"portfolio.Ask:{ask.pk}",
        now=now,
        about=ask.trainee.person_id,
        detail={"form": ask.form, **detail},
    )
