"""What the server's session remembers of attempts to sign in, each taken out once; and the brake on them."""

from __future__ import annotations

import datetime as dt
from dataclasses import asdict, dataclass
from typing import Any

from django.core.cache import cache
from django.http import HttpRequest
from django.utils.http import url_has_allowed_host_and_scheme

from borealis.people import sessions
from borealis.people.providers.rules import Attempt, Refused

KEPT = "provider_attempts"
MOST_A_MINUTE = 120  # from one address; a whole hospital may share one at the change of shift
MOST = 5  # in one browser at a time; the oldest gives way


@dataclass(frozen=True)
class Purpose:
    """Why an attempt was begun: to sign in and go to ``onward``, or to tie an account to ``person_id``."""

    onward: str
    person_id: int | None


def brake(request: HttpRequest, *, now: dt.datetime) -> None:
    """Refuse what comes too often from one address, so that nobody fills the record or tires a provider."""
    key = f"provider:{sessions.address_of(request)}:{int(now.timestamp()) // 60}"
    count = cache.get(key, 0) + 1
    if count > MOST_A_MINUTE:
        raise Refused("brake")
    cache.set(key, count, 120)


def remember(request: HttpRequest, attempt: Attempt, purpose: Purpose) -> None:
    """Keep an attempt in the server's session."""
    kept = [one for one in request.session.get(KEPT, []) if isinstance(one, dict)]
    request.session[KEPT] = [*kept, {"attempt": asdict(attempt), "purpose": asdict(purpose)}][-MOST:]


def take(request: HttpRequest, state: str) -> tuple[Attempt, Purpose]:
    """The attempt with a state, which is forgotten by this, so that an answer counts once."""
    kept = request.session.get(KEPT, [])
    found = next((one for one in kept if state and one["attempt"]["state"] == state), None)
    if found is None:
        raise Refused("attempt_unknown")
    request.session[KEPT] = [one for one in kept if one is not found]
    attempt: dict[str, Any] = found["attempt"]
    return Attempt(**attempt), Purpose(**found["purpose"])


def safe_onward(request: HttpRequest, address: str) -> str:
    """An address within Borealis, else the front page."""
    safe = url_has_allowed_host_and_scheme(
        address, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    )
    return address if safe else "/"
