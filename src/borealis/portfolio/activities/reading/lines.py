"""What the lines of a table say, by the columns that the reader of the page chose; faults are told by line."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from django.utils.translation import gettext as _

from borealis.portfolio.activities.actions.content import Content
from borealis.portfolio.activities.reading.tables import Table
from borealis.portfolio.activities.rules import MOST_AT_ONCE
from borealis.portfolio.activities.terms import Terms
from borealis.portfolio.activities.wording import KIND_WORDS

COLUMNS = ("date", "title", "activity", "count", "goals", "place", "note")
MOST_FAULTS = 200

# Headings that each column is known by, folded to small letters and figures.
HEADINGS: Mapping[str, tuple[str, ...]] = {
    "date": ("dato", "dag", "date", "utført", "utførtdato", "gjennomført"),
    "title": ("tittel", "hva", "kva", "title", "undersøkelse", "undersøking", "beskrivelse", "kurs"),
    "activity": ("aktivitet", "læringsaktivitet", "activity", "type", "slag", "kategori", "prosedyre"),
    "count": ("antall", "tal", "antal", "count", "number", "n"),
    "goals": ("mål", "læringsmål", "goals", "goal", "målkode", "læringsmålkode"),
    "place": ("sted", "stad", "place", "avdeling", "sykehus", "arena", "læringsarena"),
    "note": ("notat", "merknad", "kommentar", "note", "comment"),
}
_ISO = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})(?:[T ].*)?", re.ASCII)
_DOTTED = re.compile(r"(\d{1,2})[./](\d{1,2})[./](\d{4}|\d{2})", re.ASCII)
_SERIAL = re.compile(r"\d{5}(?:\.\d+)?", re.ASCII)
_EXCEL_BEGINS = dt.date(1899, 12, 30)


@dataclass(frozen=True)
class Fault:
    """What is wrong with a line, in which column, and how to mend it."""

    line: int
    column: str
    message: str
    how: str


@dataclass(frozen=True)
class Line:
    """A line that can be recorded. ``same_as`` names the line, or says "stored", where it stands already."""

    number: int
    content: Content
    same_as: str = ""


@dataclass(frozen=True)
class Reading:
    """All that a table says under one choice of columns."""

    lines: tuple[Line, ...]
    faults: tuple[Fault, ...]

    @property
    def new(self) -> tuple[Line, ...]:
        return tuple(line for line in self.lines if not line.same_as)

    @property
    def same(self) -> tuple[Line, ...]:
        return tuple(line for line in self.lines if line.same_as)


def guessed_columns(headings: Sequence[str], remembered: Mapping[str, Any]) -> dict[str, str]:
    """Which heading holds what: as chosen the last time where that heading is here, else by its words."""
    by_words = {_folded(heading): heading for heading in reversed(headings)}
    chosen: dict[str, str] = {}
    for column in COLUMNS:
        last = remembered.get(column)
        known = [by_words[word] for word in HEADINGS[column] if word in by_words]
        found = last if last in headings else next((h for h in known if h not in chosen.values()), "")
        chosen[column] = str(found or "")
    return chosen


def read_lines(
    table: Table,
    columns: Mapping[str, str],
    default_kind: str,
    terms: Terms,
    stored: Collection[tuple[Any, ...]],
) -> Reading:
    """The lines as activities. ``stored`` holds the marks (``mark_of``) of what is in the portfolio already."""
    places = {column: table.headings.index(columns[column]) for column in COLUMNS if columns.get(column)}
    reader = _Reader(terms, default_kind)
    seen: dict[tuple[Any, ...], int] = {}
    lines: list[Line] = []
    for number, cells in table.lines:
        said = {column: cells[place] for column, place in places.items()}
        content = reader.content(number, said)
        if content is None:
            continue
        mark = mark_of(
            content.from_day, content.template or content.kind, content.title, content.place, content.count
        )
        same = "stored" if mark in stored else str(seen[mark]) if mark in seen else ""
        seen.setdefault(mark, number)
        lines.append(Line(number, content, same))
    return Reading(tuple(lines), tuple(reader.faults[:MOST_FAULTS]))


def mark_of(day: dt.date | None, activity: str, title: str, place: str, count: int) -> tuple[Any, ...]:
    """What two activities share when they are taken to be the same."""
    return (day, activity, _folded(title), _folded(place), count)


def read_day(text: str) -> dt.date | None:
    """A day from 3.12.2026, 2026-12-03 or a spreadsheet's number of days; None for anything else."""
    parts: tuple[int, int, int] | None = None
    if iso := _ISO.fullmatch(text):
        parts = int(iso[1]), int(iso[2]), int(iso[3])
    elif dotted := _DOTTED.fullmatch(text):
        year = int(dotted[3])
        parts = (2000 + year if len(dotted[3]) == 2 else year), int(dotted[2]), int(dotted[1])
    elif _SERIAL.fullmatch(text):
        return _EXCEL_BEGINS + dt.timedelta(days=int(float(text)))
    try:
        return dt.date(*parts) if parts else None
    except ValueError:
        return None


def _folded(text: str) -> str:
    return re.sub(r"[\W_]", "", text.casefold())


class _Reader:
    """Reads line after line, and gathers what is wrong."""

    def __init__(self, terms: Terms, default_kind: str) -> None:
        self.faults: list[Fault] = []
        self.default_kind = default_kind
        self.goals = {goal.code.casefold(): goal.pk for goal in terms.goals}
        self.templates = {_folded(name): t for t in terms.templates for name in (t.name, t.id)}
        if terms.document is not None:
            for template in terms.document.portfolio.activities:
                view = terms.template(template.id)
                self.templates |= {_folded(name): view for name in template.name.values() if view}
        self.kinds = {_folded(str(words)): kind for kind, words in KIND_WORDS.items()}
        self.kinds |= {_folded(kind): kind for kind in KIND_WORDS}

    def fault(self, line: int, column: str, message: str, how: str) -> None:
        self.faults.append(Fault(line, column, message, how))

    def content(self, line: int, said: Mapping[str, str]) -> Content | None:
        """What a line says; None when it holds a fault."""
        before = len(self.faults)
        found = self._activity(line, said.get("activity", ""), said.get("title", ""))
        content = Content(
            from_day=self._day(line, said.get("date", "")),
            count=self._count(line, said.get("count", "")),
            goals=self._goals(line, said.get("goals", "")),
            place=said.get("place", ""),
            note=said.get("note", ""),
        )
        return replace(content, **found) if len(self.faults) == before else None

    def _day(self, line: int, text: str) -> dt.date | None:
        day = read_day(text)
        if day is None:
            message = _("«%(text)s» er ikke en dato.") % {"text": text[:30]} if text else _("Datoen mangler.")
            self.fault(line, "date", message, _("Skriv den som 3.12.2026 eller 2026-12-03."))
        return day

    def _activity(self, line: int, text: str, title: str) -> dict[str, Any]:
        """Template, kind and title: by the column of activities, or by a title that is a template's name."""
        template = self.templates.get(_folded(text)) or self.templates.get(_folded(title))
        if template is not None:
            return {"template": template.id, "kind": template.kind, "title": title or template.name}
        kind = self.kinds.get(_folded(text), "") if text else self.default_kind
        if not kind:
            message = _("«%(text)s» er verken en aktivitet i programmet eller et slag.") % {"text": text[:60]}
            self.fault(
                line,
                "activity",
                message,
                _("Skriv navnet slik det står i programmet, eller for eksempel Kurs."),
            )
        elif not title:
            self.fault(
                line, "title", _("Linjen sier ikke hva som er gjort."), _("Skriv det med noen få ord.")
            )
        return {"template": "", "kind": kind, "title": title}

    def _count(self, line: int, text: str) -> int:
        if not text:
            return 1
        if text.isascii() and text.isdecimal() and 1 <= int(text[:9]) <= MOST_AT_ONCE:
            return int(text)
        message = _("«%(text)s» er ikke et antall.") % {"text": text[:30]}
        self.fault(
            line, "count", message, _("Skriv et helt tall fra 1 til %(most)d.") % {"most": MOST_AT_ONCE}
        )
        return 1

    def _goals(self, line: int, text: str) -> tuple[int, ...] | None:
        codes = [code for code in re.split(r"[\s,;]+", text.casefold()) if code]
        unknown = [code.upper() for code in codes if code not in self.goals]
        if unknown:
            message = _("Læringsmålet «%(code)s» er ikke blant målene legen følger.") % {
                "code": "», «".join(unknown)[:100]
            }
            self.fault(
                line, "goals", message, _("Skriv koden, for eksempel %(code)s.") % {"code": self._example()}
            )
        return tuple(self.goals[code] for code in codes if code in self.goals) if codes else None

    def _example(self) -> str:
        return next(iter(self.goals), "nuk-103").upper()
