"""Calendar files: each event a duty, rules of repetition followed within bounds, odd time zones told."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from typing import Any
from zoneinfo import ZoneInfo

from borealis.rosters.reading.repeating import Unsupported, days_of
from borealis.rosters.reading.unreadable import Unreadable
from borealis.rosters.rules.clock import OSLO, local_day
from borealis.rosters.rules.codes import LONGEST_CODE
from borealis.rosters.rules.faults import Faults, Where
from borealis.rosters.rules.sheets import EVERY_DAY, LONGEST_CELL, Entry, who_key

MOST_EVENTS = 20_000
LONGEST_EVENT = dt.timedelta(days=62)
ONE_DAY = dt.timedelta(days=1)
BACK, AHEAD = dt.timedelta(days=400), dt.timedelta(days=550)
_SPLITS = (" - ", " – ", ": ", ", ", "/")


def calendar_events(data: bytes) -> list[tuple[str, Any]]:
    """Every event with the name of its calendar; Unreadable when it is no calendar."""
    from icalendar import Calendar

    try:
        calendars = Calendar.from_ical(data, multiple=True)
        return [
            (str(calendar.get("X-WR-CALNAME", "")), event)
            for calendar in calendars
            for event in calendar.walk("VEVENT")
        ][: MOST_EVENTS + 1]
    except Exception:
        # The parser raises many kinds; whichever it is, the file is no calendar that can be read.
        raise Unreadable("broken") from None


def guessed_summary(events: Sequence[tuple[str, Any]]) -> str:
    """Whether headings hold the code alone, or a name too, and which comes first."""
    texts = [str(event.get("SUMMARY", "")) for _calendar, event in events[:500]]
    parts = [pair for text in texts if (pair := _split(text))]
    if not texts or len(parts) * 2 < len(texts):
        return "code"
    lefts, rights = {left for left, _right in parts}, {right for _left, right in parts}
    return (
        "name_code"
        if sum(map(len, lefts)) / len(lefts) > sum(map(len, rights)) / len(rights)
        else "code_name"
    )


def _split(text: str) -> tuple[str, str] | None:
    for sign in _SPLITS:
        left, found, right = text.partition(sign)
        if found and left.strip() and right.strip():
            return left.strip(), right.strip()
    return None


class CalendarReader:
    """Reads events between a year before and a year and a half after a day."""

    def __init__(self, summary: str, faults: Faults, today: dt.date) -> None:
        self.summary, self.faults = summary, faults
        self.first, self.last = today - BACK, today + AHEAD
        self.days: set[dt.date] = set()
        self.blocked: set[tuple[str, dt.date]] = set()

    def entries(self, events: Sequence[tuple[str, Any]]) -> Iterator[Entry]:
        moved = {
            (str(e.get("UID")), _stamp(e["RECURRENCE-ID"].dt)) for _c, e in events if _has(e, "RECURRENCE-ID")
        }
        for number, (calendar, event) in enumerate(events, start=1):
            if number > MOST_EVENTS:
                self.faults.add("cut", Where(row=number))
                return
            try:
                yield from self._event(number, calendar, event, moved)
            except Unsupported as reason:
                self._block(calendar, event)
                self.faults.add(
                    "unsupported_rule", Where(row=number), str(reason), str(event.get("SUMMARY", ""))
                )
            except (ValueError, TypeError, AttributeError, KeyError, OverflowError, LookupError):
                self._block(calendar, event)
                self.faults.add("bad_event", Where(row=number), str(event.get("SUMMARY", "")))

    def _event(self, number: int, calendar: str, event: Any, moved: set[tuple[str, str]]) -> Iterator[Entry]:
        if str(event.get("STATUS", "")).upper() == "CANCELLED":
            return
        begins, length = _times(event)
        zone_name = str(event["DTSTART"].params.get("TZID", ""))
        if zone_name and isinstance(begins, dt.datetime) and begins.tzinfo is None:
            self._block(calendar, event)
            self.faults.add("unknown_zone", Where(row=number), zone_name, str(event.get("SUMMARY", "")))
            return
        if length > LONGEST_EVENT:
            self.faults.add("too_long", Where(row=number), str(event.get("SUMMARY", "")))
            return
        name, code = self._said(calendar, event)
        if not name:
            self.faults.add("no_name", Where(row=number), code)
            return
        uid = str(event.get("UID"))
        own = _has(event, "RECURRENCE-ID")
        for start in days_of(event, begins, self.first, self.last):
            if own or (uid, _stamp(start)) not in moved:
                yield self._entry(number, name, code, start, length)

    def _block(self, calendar: str, event: Any) -> None:
        """What is stored of the person stands, since an event of theirs cannot be read."""
        self.blocked.add((who_key("", self._said(calendar, event)[0]), EVERY_DAY))

    def _entry(self, number: int, name: str, code: str, start: dt.date, length: dt.timedelta) -> Entry:
        if not isinstance(start, dt.datetime):
            through = start + length - ONE_DAY
            self.days |= {start, through}
            return Entry(
                "", number, 0, "", name, "", start, code, through=through if through > start else None
            )
        # On the wall the duty lasts as long as it says; what passes may be an hour more or less.
        end = start + length
        moments = _utc(start), _utc(end)
        day = local_day(moments[0])
        self.days.add(day)
        return Entry("", number, 0, "", name, "", day, code, moments=moments)

    def _said(self, calendar: str, event: Any) -> tuple[str, str]:
        """Who an event is for, and its code."""
        summary = " ".join(str(event.get("SUMMARY", "")).split())[:LONGEST_CELL]
        pair = _split(summary) if self.summary != "code" else None
        if pair is not None:
            name, code = pair if self.summary == "name_code" else pair[::-1]
        else:
            name, code = _invited(event) or calendar, summary
        return name.strip()[:LONGEST_CELL], code[:LONGEST_CODE]


def _times(event: Any) -> tuple[dt.date, dt.timedelta]:
    """When an event begins, and how long it lasts by the clock on the wall."""
    begins = event["DTSTART"].dt
    if _has(event, "DTEND"):
        ends = event["DTEND"].dt
        if isinstance(begins, dt.datetime) and isinstance(ends, dt.datetime):
            length = _wall(ends, begins) - _wall(begins, begins)
        else:
            length = ends - begins
    elif _has(event, "DURATION"):
        length = event["DURATION"].dt
    else:
        length = dt.timedelta(hours=1) if isinstance(begins, dt.datetime) else ONE_DAY
    if length <= dt.timedelta(0):
        raise ValueError("length")
    return begins, length


def _wall(at: dt.datetime, like: dt.datetime) -> dt.datetime:
    """A moment as the clock of another moment's zone shows it."""
    if at.tzinfo is not None and like.tzinfo is not None:
        at = at.astimezone(like.tzinfo)
    return at.replace(tzinfo=None)


def _utc(at: dt.datetime) -> dt.datetime:
    """A moment; what has no zone is meant as clocks in Norway show."""
    zone = at.tzinfo or OSLO
    return at.replace(tzinfo=zone).astimezone(ZoneInfo("UTC")).replace(tzinfo=dt.UTC)


def _invited(event: Any) -> str:
    """The one who is invited, by name; the first when there are more."""
    rows = event.get("ATTENDEE")
    first = rows[0] if isinstance(rows, list) and rows else rows
    return str(first.params.get("CN", "")) if first is not None else ""


def _has(event: Any, name: str) -> bool:
    return event.get(name) is not None


def _stamp(at: dt.date) -> str:
    return _utc(at).isoformat() if isinstance(at, dt.datetime) else at.isoformat()
