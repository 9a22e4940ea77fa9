"""Rosters with a line per duty: who, which day, which code, and sometimes from when until when."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator, Mapping, Sequence

from borealis.rosters.rules.codes import DAY, LONGEST_CODE
from borealis.rosters.rules.faults import Faults, Where
from borealis.rosters.rules.headings import LIST_NEEDS, column_of, known_uses
from borealis.rosters.rules.legend import legend_of
from borealis.rosters.rules.sheets import EVERY_DAY, Entry, Sheet, who_key
from borealis.rosters.rules.written import believable, read_minute, read_moment

HEADER_WITHIN = 20
LONGEST_DAYS = 400  # of one line that goes over many days
_BAD = -1  # a minute that cannot be read

Said = Callable[[str], str]  # what stands in a line's column of a use
At = Callable[[str], Where]


def header_of(sheet: Sheet) -> int | None:
    """The place of the row with headings: the first with three that are known, else None."""
    for place, (_number, cells) in enumerate(sheet.rows[:HEADER_WITHIN]):
        if len(known_uses(cells)) >= LIST_NEEDS:
            return place
    return None


class ListReader:
    """Reads lines by the columns of a mapping."""

    def __init__(self, columns: Mapping[str, str], faults: Faults, order: str = "dmy") -> None:
        self.columns, self.faults, self.order = columns, faults, order
        self.days: set[dt.date] = set()
        self.blocked: set[tuple[str, dt.date]] = set()

    def entries(self, sheets: Sequence[Sheet]) -> Iterator[Entry]:
        for sheet in sheets:
            place = self._header(sheet)
            if place is None:
                if sheet.rows and not legend_of(sheet):
                    self.faults.add("sheet_skipped", Where(sheet.name))
                continue
            headings = sheet.rows[place][1]
            places = {use: column_of(headings, heading) for use, heading in self.columns.items() if heading}
            for row, cells in sheet.rows[place + 1 :]:
                if entry := self._line(sheet.name, row, cells, places):
                    yield entry

    def _header(self, sheet: Sheet) -> int | None:
        """The row that holds every heading of the mapping."""
        wanted = {text for text in self.columns.values() if text and not text.startswith("#")}
        for place, (_number, cells) in enumerate(sheet.rows[:HEADER_WITHIN]):
            if wanted and wanted <= set(cells):
                return place
        return None

    def _line(
        self, sheet: str, row: int, cells: tuple[str, ...], places: Mapping[str, int | None]
    ) -> Entry | None:
        def said(use: str) -> str:
            place = places.get(use)
            return cells[place] if place is not None and place < len(cells) else ""

        def where(use: str) -> Where:
            place = places.get(use)
            return Where(sheet, row, 0 if place is None else place + 1)

        number = said("number")
        name = " ".join(part for part in (said("given_name"), said("name")) if part)
        if not any(said(use) for use in ("date", "code", "start")):
            return None
        if not (name or number):
            self.faults.add("no_name", where("name"), said("code"))
            return None
        times = self._times(said, where)
        if times is None:
            day_only = read_moment(said("date") or said("start"), self.order)
            self.blocked.add((who_key(number, name), day_only[0] if day_only else EVERY_DAY))
            return None
        day, start, end, through = times
        self.days.add(day)
        code = said("code")
        entry = Entry(
            sheet, row, where("code").column, number, name, said("title"), day, code, start, end, through
        )
        if not code or len(code) > LONGEST_CODE:
            self.faults.add("text_in_cell" if code else "unknown_code", where("code"), code)
            self.blocked.add((entry.who, day))
            return None
        return entry

    def _times(self, said: Said, where: At) -> tuple[dt.date, int | None, int | None, dt.date | None] | None:
        """The day, and from when until when; None when it cannot be read, which is told."""
        begins = read_moment(said("date") or said("start"), self.order)
        if begins is None:
            self.faults.add(
                "bad_day", where("date" if said("date") else "start"), said("date") or said("start")
            )
            return None
        day, minute = begins
        if not believable(day):
            self.faults.add("far_day", where("date"), said("date"))
            return None
        start = minute if minute is not None else self._minute(said("start"), where("start"))
        end, last = self._end(day, said, where)
        if start == _BAD or end == _BAD:
            return None
        through = last if last and last > day and start is None else None
        if through and (through - day).days > LONGEST_DAYS:
            self.faults.add("too_long", where("end"), said("end") or said("end_date"))
            return None
        if end is not None and last and last > day:
            end += (last - day).days * DAY
        return (day, start, end, through) if (start is None) == (end is None) else (day, None, None, through)

    def _end(self, day: dt.date, said: Said, where: At) -> tuple[int | None, dt.date | None]:
        """The minute of the end on its own day, and that day when it is told."""
        text = said("end")
        if moment := read_moment(text, self.order):
            return moment[1], moment[0]
        last = read_moment(said("end_date"), self.order)
        minute = self._minute(text, where("end"))
        if minute is None and last is not None:
            minute = last[1]
        return minute, last[0] if last else None

    def _minute(self, text: str, where: Where) -> int | None:
        """Minutes, None where nothing stands; ``_BAD`` when it cannot be read, which is told."""
        if not text:
            return None
        if moment := read_moment(text, self.order):
            return moment[1]
        minute = read_minute(text)
        if minute is None:
            self.faults.add("bad_time", where, text)
            return _BAD
        return minute
