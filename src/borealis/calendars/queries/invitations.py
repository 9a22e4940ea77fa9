"""The calendar of an invitation by mail (iTIP, RFC 5546)."""

from __future__ import annotations

import datetime as dt

from borealis.calendars.models import Revision
from borealis.calendars.queries.entries import add_people, empty_calendar, talk_entry
from borealis.calendars.rules import CANCEL, CANCELLED, STATUS_OF
from borealis.guidance.queries import Booked, Seat


def invitation(talk: Booked, revision: Revision, reader: Seat, method: str, now: dt.datetime) -> str:
    """One talk as a REQUEST or a CANCEL to ``reader``.

    Who is no longer in a talk that stands is told so alone, without a status: the talk itself is not cancelled
    (3.2.5).
    """
    calendar = empty_calendar()
    calendar.add("method", method)
    entry = talk_entry(talk, revision, reader.person_id, now)
    stands = STATUS_OF[talk.state] != CANCELLED
    if method == CANCEL and stands:
        del entry["status"], entry["description"]
        add_people(entry, (reader,))
    else:
        add_people(entry, talk.seats)
    calendar.add_component(entry)
    return bytes(calendar.to_ical()).decode()
