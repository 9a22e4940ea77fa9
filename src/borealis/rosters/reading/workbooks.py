"""Workbooks: every sheet as text, merged cells spread out, formulas never computed."""

from __future__ import annotations

import datetime as dt
import io
import re
import zipfile
from collections.abc import Iterator
from typing import Any
from xml.etree.ElementTree import ParseError

from borealis.rosters.reading.unreadable import LARGEST_UNPACKED, Unreadable
from borealis.rosters.rules.faults import Faults, Where
from borealis.rosters.rules.sheets import LONGEST_CELL, MOST_COLUMNS, Sheet

MOST_SHEETS = 60
MOST_PARTS = 1_000
MOST_SHEET_ROWS = 20_000
MOST_CELLS = 300_000
MOST_MERGED = 5_000
WIDEST_SPREAD = 62  # cells that one merged cell is spread over
_MERGED = re.compile(rb"<(?:\w+:)?mergeCell\s[^>]*?ref=\"([A-Z]{1,3})(\d{1,7}):([A-Z]{1,3})(\d{1,7})\"")
_BROKEN = (
    zipfile.BadZipFile,
    ParseError,
    KeyError,
    ValueError,
    TypeError,
    AttributeError,
    IndexError,
    OSError,
    EOFError,
)


def workbook_sheets(data: bytes, faults: Faults) -> list[Sheet]:
    """The sheets that hold anything, as they are shown. Values that formulas gave are used, and said."""
    _check_size(data)
    try:
        return list(_sheets(data, faults))
    except Unreadable:
        raise
    except _BROKEN:
        raise Unreadable("broken") from None


def _check_size(data: bytes) -> None:
    """What the archive says that it unpacks to; a part is never read beyond what is said of it."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            parts = archive.infolist()
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError):
        raise Unreadable("broken") from None
    if len(parts) > MOST_PARTS or sum(part.file_size for part in parts) > LARGEST_UNPACKED:
        raise Unreadable("bomb")
    if "xl/workbook.xml" not in {part.filename for part in parts}:
        raise Unreadable("broken")


def _sheets(data: bytes, faults: Faults) -> Iterator[Sheet]:
    from openpyxl import load_workbook  # type: ignore[import-untyped,unused-ignore]

    book = load_workbook(io.BytesIO(data), read_only=True, keep_links=False)
    values: Any = None
    room = MOST_CELLS
    for sheet in book.worksheets[:MOST_SHEETS]:
        rows, formulas = _rows(sheet, room)
        room -= sum(len(cells) for cells in rows.values())
        if formulas:
            values = values or load_workbook(
                io.BytesIO(data), read_only=True, data_only=True, keep_links=False
            )
            _put_values(values[sheet.title], rows, formulas, faults)
        _spread(data, sheet, rows, faults)
        if rows:
            yield Sheet(sheet.title, tuple((number, tuple(rows[number])) for number in sorted(rows)))


Rows = dict[int, list[str]]


def _rows(sheet: Any, room: int) -> tuple[Rows, list[tuple[int, int]]]:
    """The rows with anything in them, and where formulas stand; Unreadable when there is no room for them."""
    rows: Rows = {}
    formulas: list[tuple[int, int]] = []
    for number, row in enumerate(sheet.iter_rows(max_row=MOST_SHEET_ROWS, max_col=MOST_COLUMNS), start=1):
        cells = []
        for place, cell in enumerate(row):
            if cell.value is not None and getattr(cell, "data_type", "") == "f":
                formulas.append((number, place))
                cells.append("=")
            else:
                cells.append(text_of(cell.value))
        while cells and not cells[-1]:
            cells.pop()
        room -= len(cells)
        if room < 0:
            raise Unreadable("too_many_cells")
        if cells:
            rows[number] = cells
    return rows, formulas


def _put_values(sheet: Any, rows: Rows, formulas: list[tuple[int, int]], faults: Faults) -> None:
    """The values that the file keeps beside its formulas; a formula without one is left empty."""
    wanted = set(formulas)
    last = max(row for row, _place in formulas)
    values = sheet.iter_rows(max_row=last, max_col=MOST_COLUMNS, values_only=True)
    found = {
        (number, place): text_of(value)
        for number, row in enumerate(values, start=1)
        for place, value in enumerate(row)
        if (number, place) in wanted
    }
    for number, place in formulas:
        text = found.get((number, place), "")
        rows[number][place] = text
        where = Where(sheet.title, number, place + 1)
        faults.add("formula_value" if text else "formula_without_value", where, text)


def _spread(data: bytes, sheet: Any, rows: Rows, faults: Faults) -> None:
    """What stands in cells that are merged along a row is said of each of them: leave drawn as one bar."""
    for left, top, right, bottom in _merged(data, sheet):
        cells = rows.get(top, [])
        text = cells[left - 1] if left <= len(cells) else ""
        if top != bottom or not text or right - left >= WIDEST_SPREAD or " " in text:
            continue
        cells.extend([""] * (right - len(cells)))
        cells[left - 1 : right] = [text] * (right - left + 1)
        faults.add("merged", Where(sheet.title, top, left), text)


def _merged(data: bytes, sheet: Any) -> list[tuple[int, int, int, int]]:
    """The merged ranges of a sheet, which stand after its rows."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        xml = archive.read(sheet._worksheet_path)
    tail = xml[max(xml.rfind(b"</sheetData>"), 0) :]
    found = []
    for number, match in enumerate(_MERGED.finditer(tail)):
        if number >= MOST_MERGED:
            break
        left, right = _column(match[1]), _column(match[3])
        if right <= MOST_COLUMNS:
            found.append((left, int(match[2]), right, int(match[4])))
    return found


def _column(letters: bytes) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + letter - ord("A") + 1
    return number


def text_of(cell: Any) -> str:
    """A cell as text: days as 2026-12-03, moments as 2026-12-03T08:00, times as 08:00, whole numbers plain."""
    if cell is None:
        return ""
    if isinstance(cell, dt.datetime):
        midnight = cell.time() == dt.time()
        return cell.date().isoformat() if midnight else cell.strftime("%Y-%m-%dT%H:%M")
    if isinstance(cell, dt.date):
        return cell.isoformat()
    if isinstance(cell, dt.time):
        return cell.strftime("%H:%M")
    if isinstance(cell, dt.timedelta):
        minutes = round(cell.total_seconds() / 60)
        return f"{minutes // 60:02}:{minutes % 60:02}" if 0 <= minutes <= 1440 else ""
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return " ".join(str(cell).split())[:LONGEST_CELL]
