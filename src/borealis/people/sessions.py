"""The sessions of a person: beginning, refusing, holding to the two clocks, ending. One doorway for all ways in."""

from __future__ import annotations

import datetime as dt
import ipaddress

from allauth.usersessions.models import UserSession
from django.conf import settings
from django.contrib.auth import login, logout
from django.db import transaction
from django.http import HttpRequest

from borealis.audit.actions import record_event
from borealis.people.models import Person
from borealis.people.rules import session_over

BEGAN, USED, HOW = "began_at", "used_at", "signed_in_how"  # seconds since 1970 (UTC), and a word
WHY_OUT, HAD_TYPED = "why_signed_out", "had_typed"  # kept for the sign-in page of who was signed out
LONGEST_BROWSER_NAME = 200
TOUCH_AFTER_S = 60  # how often the time of last use is written down


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
        for note in (WHY_OUT, HAD_TYPED):
            request.session.pop(note, None)
        _list(request, person, now)


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


def end(request: HttpRequest, *, now: dt.datetime) -> None:
    """Sign out the person who asks, with one event. Nothing happens when nobody is signed in."""
    person_id = request.user.pk
    if person_id is None:
        return
    with transaction.atomic():
        record_event(
            by=person_id, act="sign_out", subject=f"people.Person:{person_id}", about=person_id, now=now
        )
        UserSession.objects.filter(session_key=request.session.session_key).delete()
        logout(request)


def hold_to_the_clocks(request: HttpRequest, *, now: dt.datetime) -> str:
    """End the session when its time is up, and say why as ``rules.session_over`` does; else note its use."""
    if not request.user.is_authenticated:
        return ""
    moment, session = now.timestamp(), request.session
    began, used = session.get(BEGAN, moment), session.get(USED, moment)
    why = session_over(began, used, moment, settings.SESSION_LONGEST_S, settings.SESSION_IDLE_S)
    if why:
        _end_by_clock(request, why, now)
    elif USED not in session or abs(moment - used) >= TOUCH_AFTER_S:
        session[BEGAN], session[USED] = began, moment
        UserSession.objects.filter(session_key=session.session_key).update(last_seen_at=now)
    return why


def _end_by_clock(request: HttpRequest, why: str, now: dt.datetime) -> None:
    person_id = request.user.pk
    with transaction.atomic():
        record_event(
            by=None,
            act="session_ended",
            subject=f"people.Person:{person_id}",
            about=person_id,
            now=now,
            detail={"why": why},
        )
        UserSession.objects.filter(session_key=request.session.session_key).delete()
        logout(request)


def address_of(request: HttpRequest) -> str:
    """The network address that the request came from; "" if unknown.

    What a proxy says of it is weighed by the server, which drops the word of machines that are not trusted.
    """
    try:
        return str(ipaddress.ip_address(request.META.get("REMOTE_ADDR", "")))
    except ValueError:
        return ""


def _machine(request: HttpRequest) -> dict[str, str]:
    """Where a sign-in came from, as erasable text."""
    return {"address": address_of(request), "browser": _browser(request)}


def _browser(request: HttpRequest) -> str:
    return "".join(c for c in request.META.get("HTTP_USER_AGENT", "") if c.isprintable())[
        :LONGEST_BROWSER_NAME
    ]


def _list(request: HttpRequest, person: Person, now: dt.datetime) -> None:
    """Put the session among those that the person can see and end."""
    if not request.session.session_key:
        request.session.save()
    UserSession.objects.update_or_create(
        session_key=request.session.session_key,
        defaults={
            "user": person,
            "ip": address_of(request) or "0.0.0.0",  # noqa: S104
            "user_agent": _browser(request),
            "created_at": now,
            "last_seen_at": now,
        },
    )
