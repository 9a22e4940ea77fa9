"""A file from a spreadsheet as plain cells: CSV, or the first sheet with content of an XLSX."""

from __future__ import annotations

import csv
import datetime as dt
import io
import zipfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any
from xml.etree.ElementTree import ParseError

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from borealis.shell.uploads import Upload

TABLE_KINDS = ("csv", "xlsx")
LONGEST_TABLE = 5_000_000  # bytes
MOST_LINES = 2_000
MOST_COLUMNS = 40
LONGEST_CELL = 2_000  # characters
MOST_TEXT = 1_500_000  # characters of all cells, so that the table fits in the form that shows it


@dataclass(frozen=True)
class Table:
    """The headings, and each line that is not empty with its number in the file."""

    headings: tuple[str, ...]
    lines: tuple[tuple[int, tuple[str, ...]], ...]

    def as_json(self) -> list[Any]:
        return [list(self.headings), [[number, list(cells)] for number, cells in self.lines]]


def table_of(upload: Upload) -> Table:
    """The table in a file, or a ValidationError that says what is wrong with the whole of it."""
    rows = _sheet(upload.data) if upload.kind == "xlsx" else _csv(upload.text)
    return _table(rows)


def table_from_json(content: Any) -> Table | None:
    """The table that ``as_json`` wrote; None for anything else."""
    try:
        headings, lines = content
        table = Table(
            tuple(_text(cell) for cell in headings),
            tuple((int(number), tuple(_text(cell) for cell in cells)) for number, cells in lines),
        )
    except (TypeError, ValueError):
        return None
    small = len(table.lines) <= MOST_LINES and len(table.headings) <= MOST_COLUMNS
    return table if small and all(len(c) == len(table.headings) for _n, c in table.lines) else None


def _csv(text: str) -> Iterator[tuple[int, list[str]]]:
    heading = text.lstrip().split("\n", 1)[0]
    separator = max(";,\t", key=heading.count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator)
    before = 0
    for cells in reader:
        yield before + 1, cells
        before = reader.line_num


def _sheet(data: bytes) -> Iterator[tuple[int, list[str]]]:
    """The rows of the first sheet that has any, as the sheet shows them: days as days, no formulas."""
    from openpyxl import load_workbook

    try:
        book = load_workbook(io.BytesIO(data), read_only=True, data_only=True)
        for sheet in book.worksheets:
            rows = sheet.iter_rows(max_row=MOST_LINES + 2, max_col=MOST_COLUMNS + 1, values_only=True)
            found = [(number, [_text(cell) for cell in row]) for number, row in enumerate(rows, start=1)]
            if any(any(cells) for _n, cells in found):
                yield from found
                return
    except (
        zipfile.BadZipFile,
        ParseError,
        KeyError,
        ValueError,
        TypeError,
        AttributeError,
        IndexError,
        OSError,
    ):
        raise ValidationError(
            _("Arbeidsboken kan ikke leses. Lagre den på nytt, eller lagre arket som CSV.")
        ) from None


def _text(cell: Any) -> str:
    """A cell as text: days as 2026-12-03, whole numbers without a decimal point."""
    if cell is None:
        return ""
    if isinstance(cell, dt.datetime):
        return cell.date().isoformat()
    if isinstance(cell, dt.date):
        return cell.isoformat()
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return str(cell).strip()


def _table(rows: Iterable[tuple[int, list[str]]]) -> Table:
    filled = ((number, [cell.strip() for cell in cells]) for number, cells in rows)
    lines = [(number, cells) for number, cells in filled if any(cells)]
    if len(lines) < 2:
        raise ValidationError(_("Filen har ingen linjer under overskriftene."))
    width = max(len(_trimmed(cells)) for _n, cells in lines)
    if width > MOST_COLUMNS:
        raise ValidationError(_("Filen har mer enn %(most)d kolonner.") % {"most": MOST_COLUMNS})
    if len(lines) - 1 > MOST_LINES:
        raise ValidationError(
            _("Filen har mer enn %(most)d linjer. Del den i flere filer.") % {"most": MOST_LINES}
        )
    if sum(len(cell) for _n, cells in lines for cell in cells) > MOST_TEXT:
        raise ValidationError(_("Filen har mer tekst enn vi tar imot på en gang. Del den i flere filer."))
    for number, cells in lines:
        if any(len(cell) > LONGEST_CELL for cell in cells):
            raise ValidationError(
                _("Linje %(line)d har en celle på mer enn %(most)d tegn.")
                % {"line": number, "most": LONGEST_CELL}
            )
    (_first, headings), *rest = [(number, _to_width(cells, width)) for number, cells in lines]
    return Table(_distinct(headings), tuple((number, cells) for number, cells in rest))


def _trimmed(cells: list[str]) -> list[str]:
    """Without the empty cells at the end."""
    last = max((place for place, cell in enumerate(cells, start=1) if cell), default=0)
    return cells[:last]


def _to_width(cells: list[str], width: int) -> tuple[str, ...]:
    return tuple([*cells, *[""] * width][:width])


def _distinct(headings: tuple[str, ...]) -> tuple[str, ...]:
    """Headings that can be told apart: an empty one gets its number, one that comes again too."""
    found: list[str] = []
    for place, heading in enumerate(headings, start=1):
        name = heading or _("Kolonne %(number)d") % {"number": place}
        found.append(name if name not in found else f"{name} ({place})")
    return tuple(found)
