"""A roster's file, of whichever kind it is: what it holds, a first mapping for it, and its duties under a mapping."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from borealis.rosters.reading.calendars import CalendarReader, calendar_events, guessed_summary
from borealis.rosters.reading.csv_files import csv_sheet
from borealis.rosters.reading.unreadable import LARGEST, Unreadable
from borealis.rosters.reading.workbooks import workbook_sheets
from borealis.rosters.rules.duties import Reading, read_duties
from borealis.rosters.rules.faults import Fault, Faults
from borealis.rosters.rules.guessing import columns_for, entries_of, guess, guess_calendar, headings_in
from borealis.rosters.rules.mapping import Mapping
from borealis.rosters.rules.sheets import Sheet

KINDS = ("xlsx", "csv", "ics")
_PROGRAMS = (b"MZ", b"\x7fELF", b"\xca\xfe\xba\xbe", b"\xcf\xfa\xed\xfe", b"#!")
_OLD_WORKBOOK = b"\xd0\xcf\x11\xe0"


@dataclass(frozen=True)
class Content:
    """What a file holds before a mapping says what it means."""

    kind: str
    digest: str
    sheets: tuple[Sheet, ...] = ()
    events: Sequence[tuple[str, Any]] = field(default=(), repr=False)
    faults: tuple[Fault, ...] = ()

    def headings(self, layout: str) -> tuple[str, ...]:
        return headings_in(self.sheets, layout)

    def columns(self, layout: str) -> dict[str, str]:
        """A guess of the columns under a layout that somebody has chosen."""
        return columns_for(self.sheets, layout)


def open_file(data: bytes) -> Content:
    """The content of a file, known by what is in it. Raises Unreadable."""
    if len(data) > LARGEST:
        raise Unreadable("too_big")
    if not data.strip():
        raise Unreadable("empty")
    if data.startswith(_PROGRAMS):
        raise Unreadable("program")
    if data.startswith(_OLD_WORKBOOK):
        raise Unreadable("old_workbook")
    faults, digest = Faults(), hashlib.sha256(data).hexdigest()
    if data.startswith(b"PK"):
        sheets = tuple(workbook_sheets(data, faults))
        return Content("xlsx", digest, _filled(sheets), faults=tuple(faults.kept))
    if b"BEGIN:VCALENDAR" in data[:400].upper():
        return Content("ics", digest, events=calendar_events(data))
    sheets = (csv_sheet(data, faults),)
    return Content("csv", digest, _filled(sheets), faults=tuple(faults.kept))


def _filled(sheets: tuple[Sheet, ...]) -> tuple[Sheet, ...]:
    if not any(sheet.rows for sheet in sheets):
        raise Unreadable("empty")
    return sheets


def guess_mapping(content: Content, remembered: Mapping | None, today: dt.date) -> Mapping:
    """A first mapping for a file, with what is remembered where it fits."""
    if content.kind != "ics":
        return guess(content.sheets, remembered)
    summary = guessed_summary(content.events)
    if remembered and remembered.layout == "calendar":
        summary = remembered.summary
    entries = list(CalendarReader(summary, Faults(), today).entries(content.events))
    return guess_calendar(entries, summary, remembered)


def read_content(content: Content, mapping: Mapping, today: dt.date) -> Reading:
    """The duties of a file under a mapping, with all that is wrong."""
    faults = Faults()
    faults.extend(content.faults)
    if content.kind == "ics":
        calendars = CalendarReader(mapping.summary, faults, today)
        entries = list(calendars.entries(content.events))
        return read_duties(entries, mapping, faults, calendars.days, calendars.blocked)
    found, reader = entries_of(content.sheets, mapping, faults)
    return read_duties(list(found), mapping, faults, reader.days, reader.blocked)
