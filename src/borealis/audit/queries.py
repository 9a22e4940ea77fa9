"""Reading the record."""

from __future__ import annotations

from borealis.audit import rules
from borealis.audit.models import Event


def first_broken_event() -> int | None:
    """The number of the first event whose seal does not hold, or None when the whole record holds."""
    events = Event.objects.order_by("number").iterator(chunk_size=2000)
    return rules.first_broken((rules.event_body(event), event.seal) for event in events)
