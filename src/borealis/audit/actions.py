"""Adding to the record. Called inside the transaction of the act that it tells of."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db import transaction

from borealis.audit import rules
from borealis.audit.models import Event


@transaction.atomic
def record_event(
    *,
    by: int | None,
    act: str,
    subject: str,
    now: dt.datetime,
    detail: dict[str, Any] | None = None,
) -> None:
    """Add one event. ``by`` is the person's key, or None when the system acts by itself;
    ``subject`` is "room.Model:key"; ``detail`` holds JSON values and no personal free text."""
    last = Event.objects.select_for_update().order_by("-number").first()
    number = last.number + 1 if last else 1
    previous = last.seal if last else rules.FIRST_SEAL
    detail = detail or {}
    seal = rules.seal(previous, rules.event_body(number, now, by, act, subject, detail))
    Event.objects.create(number=number, at=now, by_id=by, act=act, subject=subject, detail=detail, seal=seal)
