"""What time does with asks: reminders, once a day for each receiver, and an end."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby

from django.db import transaction
from django.utils import timezone

from borealis.portfolio.activities.actions import move_activity
from borealis.portfolio.models import Ask
from borealis.portfolio.signing.actions.asking import activity_key
from borealis.portfolio.signing.actions.held import held_ask, move, record
from borealis.portfolio.signing.chain import asked_of, has_left, terms_for
from borealis.portfolio.signing.links import send_link, send_news, send_reminder
from borealis.portfolio.signing.rules import age_in_days, reminder_due, reminders_by


@dataclass(frozen=True)
class Run:
    """What a run did: mails to receivers, asks that were reminded of, asks that went out."""

    mails: int
    reminded: int
    expired: int


def remind(*, now: dt.datetime) -> Run:
    """The day's run: end what is over, then send each receiver with something due one mail with all of it.

    Run again on the same day, it sends nothing more. Each receiver is a transaction of its own.
    """
    expired = sum(_expire(ask, now) for ask in _waiting())
    sent = [_remind(list(asks), now) for _email, asks in groupby(_waiting(), lambda a: a.email.casefold())]
    return Run(mails=sum(count > 0 for count in sent), reminded=sum(sent), expired=expired)


def _waiting() -> Iterable[Ask]:
    """Asks for signatures that wait, by receiver, oldest first."""
    rows = Ask.objects.filter(state="open", kind="signature").select_related(
        "asked", "activity__arena", "trainee__person", "trainee__programme"
    )
    return sorted(rows, key=lambda ask: (ask.email.casefold(), ask.asked_at, ask.pk))


@transaction.atomic
def _expire(seen: Ask, now: dt.datetime) -> bool:
    """End an ask that is too old, or whose receiver has left; the trainee is told to ask another."""
    left = has_left(asked_of(seen), timezone.localdate(now))
    if not left and now < seen.expires_at:
        return False
    ask = held_ask(seen.pk)
    if ask.state != "open":
        return False
    move(ask, "expire", now)
    move_activity(activity_id=activity_key(ask), to="recorded", now=now)
    record(None, "expire_ask", ask, now, left=left)
    send_news(ask, "left" if left else "expired")
    return True


@transaction.atomic
def _remind(asks: list[Ask], now: dt.datetime) -> int:
    """Mail one receiver everything that waits, if something is due and nothing was sent today."""
    today = timezone.localdate(now)
    held = [ask for ask in (held_ask(seen.pk) for seen in asks) if ask.state == "open"]
    due = [ask for ask in held if reminder_due(ask.asked_at, ask.reminders, now)]
    if not due or any(ask.reminded_at and timezone.localdate(ask.reminded_at) == today for ask in held):
        return 0
    send_reminder(held, terms_for(held[0].trainee).link_days, now)
    for ask in due:
        ask.reminders = reminders_by(age_in_days(ask.asked_at, now))
        ask.reminded_at = now
        ask.save(update_fields=["reminders", "reminded_at"])
        record(None, "remind_asked", ask, now, reminder=ask.reminders)
    return len(due)


@transaction.atomic
def send_new_link(*, ask_id: int, now: dt.datetime) -> bool:
    """Mail a fresh link to the address of an ask that still waits: for who holds one that is too old."""
    ask = held_ask(ask_id)
    if ask.state != "open":
        return False
    send_link(ask, terms_for(ask.trainee).link_days, now)
    return True
