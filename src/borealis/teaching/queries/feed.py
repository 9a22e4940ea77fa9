"""The calendar of a series, as a partner elsewhere subscribes to it (RFC 5545)."""

from __future__ import annotations

import datetime as dt
import uuid

from icalendar import Calendar, Event

from borealis.teaching.models import Host, Session
from borealis.teaching.rules import CANCELLED

BACK = dt.timedelta(days=60)
NAMES = uuid.UUID("0b1de2b6-8a2c-4f46-9a53-3f1f3a4b9b52")


def feed_of(host: Host, now: dt.datetime) -> bytes:
    """The sessions of the series, with the partner's own marked. Moments are in UTC, right whatever clocks do."""
    calendar = Calendar()
    calendar.add("prodid", "-//Borealis//Teaching//NB")
    calendar.add("version", "2.0")
    for name in ("name", "x-wr-calname"):
        calendar.add(name, host.series.name)
    calendar.add("refresh-interval", dt.timedelta(hours=6), parameters={"VALUE": "DURATION"})
    rows = host.series.sessions.filter(start_at__gte=now - BACK).select_related("host", "topic")
    for row in rows:
        calendar.add_component(_entry(row, host, now))
    found: bytes = calendar.to_ical()
    return found


def _entry(row: Session, host: Host, now: dt.datetime) -> Event:
    entry = Event()
    own = row.host_id == host.pk
    about = row.topic.name if row.topic else host.series.name
    entry.add("uid", str(uuid.uuid5(NAMES, f"{row.series_id}/{row.pk}")))
    entry.add("dtstamp", now.astimezone(dt.UTC))
    entry.add("sequence", row.version)
    entry.add("dtstart", row.start_at.astimezone(dt.UTC))
    entry.add("dtend", row.end_at.astimezone(dt.UTC))
    entry.add("summary", f"★ {about}" if own else f"{about} ({row.host.name})" if row.host else about)
    entry.add("location", host.series.link or host.series.place)
    entry.add("status", "CANCELLED" if row.state == CANCELLED else "CONFIRMED")
    return entry
