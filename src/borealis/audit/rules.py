"""How an event is sealed, as pure functions."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from collections.abc import Iterable, Mapping
from typing import Any

FIRST_SEAL = "0" * 64


def event_body(
    number: int, at: dt.datetime, by: int | None, act: str, subject: str, detail: Mapping[str, Any]
) -> dict[str, Any]:
    """The sealed part of an event, as JSON values. Times are UTC to the microsecond."""
    return {
        "number": number,
        "at": at.astimezone(dt.UTC).isoformat(timespec="microseconds"),
        "by": by,
        "act": act,
        "subject": subject,
        "detail": dict(detail),
    }


def seal(previous: str, body: Mapping[str, Any]) -> str:
    """SHA-256, in hexadecimal, of the previous seal and the canonical JSON of this body."""
    text = json.dumps(body, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(f"{previous}\n{text}".encode()).hexdigest()


def first_broken(events: Iterable[tuple[Mapping[str, Any], str]]) -> int | None:
    """The number of the first event that does not hold, from (body, seal) pairs in order; else None."""
    previous = FIRST_SEAL
    for expected, (body, stored) in enumerate(events, start=1):
        if body["number"] != expected or seal(previous, body) != stored:
            return expected
        previous = stored
    return None
