"""What was done that concerns one person."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from borealis.audit.models import Event


@dataclass(frozen=True)
class EventAbout:
    """One event, with its erasable text; empty when that was erased."""

    number: int
    at: dt.datetime
    by_id: int | None
    role: str
    way: str
    act: str
    subject: str
    detail: dict[str, Any]
    private: dict[str, str] = field(default_factory=dict)


def events_about(
    person_id: int, acts: Iterable[str] | None = None, before: int | None = None, limit: int = 50
) -> list[EventAbout]:
    """The events about a person, newest first; only these acts, and only those before a number, when given."""
    found = Event.objects.filter(about_id=person_id).select_related("text")
    if acts is not None:
        found = found.filter(act__in=list(acts))
    if before is not None:
        found = found.filter(number__lt=before)
    return [
        EventAbout(
            number=event.number,
            at=event.at,
            by_id=event.by_id,
            role=event.role,
            way=event.way,
            act=event.act,
            subject=event.subject,
            detail=event.detail,
            private=dict(event.text.text) if hasattr(event, "text") else {},
        )
        for event in found.order_by("-number")[:limit]
    ]
