"""A person's own address and choices."""

from __future__ import annotations

import datetime as dt
import secrets

from django.db import transaction
from django.utils.translation import gettext as _

from borealis.audit.actions import record_event
from borealis.calendars.models import Feed, Preference
from borealis.calendars.rules import CONTENTS
from borealis.people.actions.refusals import refuse
from borealis.people.rules import word_digest

FETCH_IS_NOTED = dt.timedelta(minutes=5)  # so that a calendar that asks often does not write often


@transaction.atomic
def make_feed(*, by: int, now: dt.datetime) -> str:
    """Make the person a private address, and give its secret word (256 bits). One that is in use ends."""
    _end(by, now)
    word = secrets.token_urlsafe(32)
    feed = Feed.objects.create(person_id=by, digest=word_digest(word), made_at=now)
    _record(by, "make_calendar_address", feed, now)
    return word


@transaction.atomic
def end_feed(*, by: int, now: dt.datetime) -> bool:
    """End the address in use; whether there was any."""
    return _end(by, now)


def _end(by: int, now: dt.datetime) -> bool:
    feed = Feed.objects.select_for_update().filter(person_id=by, ended_at=None).first()
    if feed is None:
        return False
    feed.ended_at = now
    feed.save(update_fields=["ended_at"])
    _record(by, "end_calendar_address", feed, now)
    return True


def end_feeds_of(*, person_id: int, now: dt.datetime) -> None:
    """The address ends with the account; closing that is the event."""
    Feed.objects.filter(person_id=person_id, ended_at=None).update(ended_at=now)


def note_fetch(*, feed: Feed, now: dt.datetime) -> None:
    """Remember when the calendar was fetched last, to five minutes."""
    if feed.last_fetched_at is None or now - feed.last_fetched_at >= FETCH_IS_NOTED:
        Feed.objects.filter(pk=feed.pk).update(last_fetched_at=now)


@transaction.atomic
def choose_calendar(*, by: int, contents: str, invitations: bool, now: dt.datetime) -> Preference:
    """What the calendar holds, and whether talks come by mail."""
    if contents not in CONTENTS:
        raise refuse("contents", _("Velg ett av alternativene i listen."))
    chosen = {"contents": contents, "invitations": invitations}
    row, _made = Preference.objects.update_or_create(person_id=by, defaults=chosen)
    subject = f"calendars.Preference:{row.pk}"
    record_event(by=by, act="choose_calendar", subject=subject, about=by, now=now, detail=chosen)
    return row


def _record(by: int, act: str, feed: Feed, now: dt.datetime) -> None:
    record_event(by=by, act=act, subject=f"calendars.Feed:{feed.pk}", about=by, now=now)
