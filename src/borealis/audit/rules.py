"""How an event is sealed, as pure functions."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from collections.abc import Iterable, Mapping
from typing import Any, Protocol

FIRST_SEAL = "0" * 64


class SealedEvent(Protocol):
    """What an event says, as it is sealed."""

    number: Any
    at: Any
    by_id: Any
    role: Any
    place_id: Any
    way: Any
    about_id: Any
    act: Any
    subject: Any
    version: Any
    detail: Any
    commitment: Any


def event_body(event: SealedEvent) -> dict[str, Any]:
    """The sealed part of an event, as JSON values. Times are UTC to the microsecond."""
    return {
        "number": event.number,
        "at": event.at.astimezone(dt.UTC).isoformat(timespec="microseconds"),
        "by": event.by_id,
        "role": event.role,
        "place": event.place_id,
        "way": event.way,
        "about": event.about_id,
        "act": event.act,
        "subject": event.subject,
        "version": event.version,
        "detail": dict(event.detail),
        "commitment": event.commitment,
    }


def _canonical(body: Mapping[str, Any]) -> str:
    return json.dumps(body, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def commitment(salt: str, text: Mapping[str, str]) -> str:
    """The digest, in hexadecimal, that binds an event to its erasable text."""
    return hashlib.sha256(f"{salt}\n{_canonical(text)}".encode()).hexdigest()


def seal(previous: str, body: Mapping[str, Any]) -> str:
    """SHA-256, in hexadecimal, of the previous seal and the canonical JSON of this body."""
    return hashlib.sha256(f"{previous}\n{_canonical(body)}".encode()).hexdigest()


def first_broken(events: Iterable[tuple[Mapping[str, Any], str]]) -> int | None:
    """The number of the first event that does not hold, from (body, seal) pairs in order; else None."""
    previous = FIRST_SEAL
    for expected, (body, stored) in enumerate(events, start=1):
        if body["number"] != expected or seal(previous, body) != stored:
            return expected
        previous = stored
    return None
