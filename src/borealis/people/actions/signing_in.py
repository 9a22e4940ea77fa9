"""What changes a person's ways to sign in, and ends sessions."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping

from allauth.usersessions.models import UserSession
from django.db import transaction
from django.db.models import F

from borealis.audit.actions import record_event
from borealis.people.models import Person


@transaction.atomic
def end_sessions(*, by: int | None, person_id: int, now: dt.datetime) -> None:
    """End every session of a person at once, such as when a role is taken away."""
    Person.objects.filter(pk=person_id).update(session_epoch=F("session_epoch") + 1)
    UserSession.objects.filter(user_id=person_id).delete()
    _record(by, "end_sessions", person_id, now)


@transaction.atomic
def end_own_sessions(*, by: int, sessions: Iterable[UserSession], now: dt.datetime) -> int:
    """End some of one's own sessions, with one event however many, and give how many."""
    ended = 0
    for session in sessions:
        if session.user_id == by:
            session.end()
            ended += 1
    if ended:
        _record(by, "end_own_sessions", by, now, {"sessions": ended})
    return ended


def record_change(
    *,
    act: str,
    person_id: int,
    now: dt.datetime,
    by_person: bool = True,
    detail: dict[str, str] | None = None,
) -> None:
    """Tell that a way to sign in was changed by the library that keeps it, or asked to be."""
    _record(person_id if by_person else None, act, person_id, now, detail)


def _record(
    by: int | None,
    act: str,
    person_id: int,
    now: dt.datetime,
    detail: Mapping[str, object] | None = None,
) -> None:
    record_event(
        by=by,
        act=act,
        subject=f"people.Person:{person_id}",
        about=person_id,
        now=now,
        detail=dict(detail or {}),
    )
