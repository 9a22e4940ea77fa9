"""Adding to the record. Called inside the transaction of the act that it tells of."""

from __future__ import annotations

import datetime as dt
import secrets
from typing import Any

from django.db import transaction

from borealis.audit import rules
from borealis.audit.context import acting
from borealis.audit.models import Event, EventText
from borealis.audit.registry import check_said


@transaction.atomic
def record_event(
    *,
    by: int | None,
    act: str,
    subject: str,
    now: dt.datetime,
    about: int | None = None,
    version: str = "",
    detail: dict[str, Any] | None = None,
    private: dict[str, str] | None = None,
) -> int:
    """Add one event and give its number. ``by`` is the person's key, or None when the system acts by itself.

    ``subject`` is "room.Model:key"; ``about`` is the key of the person whom it concerns; ``detail`` holds
    JSON values and no personal free text; ``private`` holds personal text by name, such as "why", which
    can be erased later without breaking the record. Raises UnsaidAct for an act that no room says.
    """
    check_said(act)
    last = Event.objects.select_for_update().order_by("-number").first()
    number = last.number + 1 if last else 1
    previous = last.seal if last else rules.FIRST_SEAL
    salt = secrets.token_hex(16) if private else ""
    context = acting()
    event = Event(
        number=number,
        at=now,
        by_id=by,
        role=context.role,
        place_id=context.place_id,
        way=context.way,
        about_id=about,
        act=act,
        subject=subject,
        version=version,
        detail=detail or {},
        commitment=rules.commitment(salt, private) if private else "",
    )
    event.seal = rules.seal(previous, rules.event_body(event))
    event.save(force_insert=True)
    if private:
        EventText.objects.create(event=event, salt=salt, text=private)
    return number
