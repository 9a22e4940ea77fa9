"""Beginning a session for a person, and telling of one that was refused: the one doorway for every way in."""

from __future__ import annotations

import datetime as dt

from django.conf import settings
from django.contrib.auth import login
from django.db import transaction
from django.http import HttpRequest

from borealis.audit.actions import record_event
from borealis.people.models import Person

BEGAN, USED, HOW = "began_at", "used_at", "signed_in_how"  # seconds since 1970 (UTC), and a word
LONGEST_BROWSER_NAME = 300


def begin(request: HttpRequest, person: Person, *, how: str, now: dt.datetime) -> None:
    """Sign a person in: a new session key, the session's two clocks, and one event.

    ``how`` is "password", "passkey", "code", "demo", or the id of another provider of sign-in. Who may
    come in is decided before this is called.
    """
    with transaction.atomic():
        record_event(
            by=person.pk,
            act="sign_in",
            subject=f"people.Person:{person.pk}",
            about=person.pk,
            now=now,
            detail={"how": how},
            private=_machine(request),
        )
        login(request, person, backend=settings.AUTHENTICATION_BACKENDS[0])
        request.session[BEGAN] = request.session[USED] = now.timestamp()
        request.session[HOW] = how


def refuse(request: HttpRequest, person_id: int | None, *, how: str, reason: str, now: dt.datetime) -> None:
    """Tell in the record that somebody was not let in. ``person_id`` None: as nobody that we know.

    ``reason`` is a code, such as "password", "code", "brake" or "inactive"; never what was typed.
    """
    record_event(
        by=None,
        act="sign_in_refused",
        subject=f"people.Person:{person_id or 0}",
        about=person_id,
        now=now,
        detail={"how": how, "reason": reason},
        private=_machine(request),
    )


def address_of(request: HttpRequest) -> str:
    """The network address that the request came from."""
    return str(request.META.get("REMOTE_ADDR", ""))


def _machine(request: HttpRequest) -> dict[str, str]:
    """Where a sign-in came from, as erasable text."""
    browser = request.META.get("HTTP_USER_AGENT", "")[:LONGEST_BROWSER_NAME]
    return {"address": address_of(request), "browser": browser}
