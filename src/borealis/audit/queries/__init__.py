"""Reading the record: what was done, and whether it holds."""

from borealis.audit.queries.events import (
    EventFilters,
    EventTold,
    act_choices,
    events,
    events_about,
    events_by,
)
from borealis.audit.queries.heads import NoSuchEvent, newest_head, receipt_of
from borealis.audit.queries.verification import (
    Broken,
    HeadsRefused,
    KnownHead,
    Verdict,
    first_broken_event,
    read_heads,
    verify,
)

__all__ = [
    "Broken",
    "EventFilters",
    "EventTold",
    "HeadsRefused",
    "KnownHead",
    "NoSuchEvent",
    "Verdict",
    "act_choices",
    "events",
    "events_about",
    "events_by",
    "first_broken_event",
    "newest_head",
    "read_heads",
    "receipt_of",
    "verify",
]
