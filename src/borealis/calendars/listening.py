"""What this room hears of others: a talk was stored, a person's account was closed.

Guidance knows nothing of calendars. A row that waits is written in the transaction that stores the talk, so that
nothing is forgotten when a process ends in between; what is sent is decided when that transaction is done.
"""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.db.models.signals import post_save
from django.utils import timezone

from borealis.calendars.actions import announce, end_feeds_of, note_talk


def begin() -> None:
    """Listen, once for each process."""
    post_save.connect(talk_stored, sender="guidance.Talk", dispatch_uid="calendars.talk_stored")
    post_save.connect(person_stored, sender="people.Person", dispatch_uid="calendars.person_stored")


def talk_stored(instance: Any, raw: bool = False, **_more: Any) -> None:
    """Note that a talk may have changed, and announce it once that is certain."""
    if not raw:
        note_talk(talk_id=instance.pk)
        transaction.on_commit(lambda: announce(now=timezone.now()), robust=True)


def person_stored(instance: Any, raw: bool = False, **_more: Any) -> None:
    """The address of a closed account ends for good: opening the account again does not open it."""
    if not raw and not instance.is_active:
        end_feeds_of(person_id=instance.pk, now=timezone.now())
