"""Lines of a table as values of a measure, or what is wrong with them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from borealis.improvement.actions.measures import faults_of
from borealis.improvement.rules import Observation, needs_size
from borealis.portfolio.activities.reading.lines import read_day
from borealis.portfolio.activities.reading.tables import Table

_GUESSES = {
    "date": ("dato", "dag", "date", "day", "uke"),
    "number": ("verdi", "antall", "tal", "value", "number", "count"),
    "size": ("av", "nevner", "totalt", "size", "n", "total"),
}


@dataclass(frozen=True)
class Fault:
    """What is wrong on a line, in words."""

    line: int
    words: tuple[str, ...]


@dataclass(frozen=True)
class Reading:
    """The values of a file in the order of their days, and the faults by line."""

    observations: tuple[Observation, ...]
    faults: tuple[Fault, ...]


def guessed(headings: Sequence[str], column: str) -> str:
    """The heading that most likely holds a column, or the one at its usual place."""
    lower = {heading.lower().strip(): heading for heading in headings}
    for word in _GUESSES[column]:
        if word in lower:
            return lower[word]
    place = ("date", "number", "size").index(column)
    return headings[place] if place < len(headings) else ""


def read_values(table: Table, columns: dict[str, str], kind: str, today: dt.date, twice: str) -> Reading:
    """What a table says under a choice of columns. ``twice`` are the words for a day that comes again."""
    at = {
        name: table.headings.index(heading) for name, heading in columns.items() if heading in table.headings
    }
    found: dict[dt.date, Observation] = {}
    faults = []
    for line, cells in table.lines:
        day, number = read_day(_cell(cells, at, "date").strip()), read_number(_cell(cells, at, "number"))
        size = read_number(_cell(cells, at, "size")) if needs_size(kind) else None
        wrong = list(faults_of(kind, day, number, size, today).values())
        wrong += [twice] if day in found else []
        if wrong or day is None or number is None:
            faults.append(Fault(line, tuple(wrong)))
        else:
            found[day] = Observation(day, number, size)
    return Reading(tuple(sorted(found.values(), key=lambda row: row.on)), tuple(faults))


def _cell(cells: Sequence[str], at: dict[str, int], name: str) -> str:
    return cells[at[name]] if name in at else ""


def read_number(text: str) -> float | None:
    """A number with a comma or a point; spaces between thousands are passed over."""
    plain = text.replace("\xa0", "").replace(" ", "").rstrip("%").replace(",", ".")
    if not plain or set(plain) - set("0123456789.-+eE"):
        return None
    try:
        return float(plain)
    except ValueError:
        return None
