"""Text files with cells: any encoding that programs in Norway write, any separator."""

from __future__ import annotations

import codecs
import csv
import io
import re

from borealis.rosters.reading.unreadable import Unreadable
from borealis.rosters.rules.faults import Faults, Where
from borealis.rosters.rules.sheets import LONGEST_CELL, MOST_CELLS, MOST_COLUMNS, MOST_ROWS, Sheet

_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_OLD = ("cp1252", "cp865", "mac_roman", "cp850")
_LETTERS = frozenset("æøåÆØÅéèêóòôöäüÉÖÄÜáčđŋšŧžÁČĐŠŽ")
_STRANGE = re.compile(r"[^\x00-\x7f]")
_NO_TEXT = re.compile(r"[\x00-\x08\x0b\x0e-\x1f]")


def decoded(data: bytes) -> str:
    """The text of a file: by its mark, as UTF-8, as UTF-16 without a mark, or as the old set with most letters."""
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return _decode(data, encoding)
    if b"\x00" in data[:2000]:
        return _decode(data, "utf-16-le" if data[1:2] == b"\x00" else "utf-16-be")
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        texts = [data.decode(encoding, "replace") for encoding in _OLD]
        return max(texts, key=_likeness)


def _decode(data: bytes, encoding: str) -> str:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError:
        raise Unreadable("not_text") from None


def _likeness(text: str) -> int:
    """How much a text looks like Norwegian: letters of ours count for it, other signs against it."""
    return sum(1 if sign in _LETTERS else -2 for sign in _STRANGE.findall(text, 0, 200_000))


def csv_sheet(data: bytes, faults: Faults) -> Sheet:
    """The cells of a text file."""
    text = decoded(data)
    if _NO_TEXT.search(text, 0, 100_000):
        raise Unreadable("not_text")
    sample = [line for line in text.splitlines()[:40] if line.strip()]
    separator = max(
        ";,\t|",
        key=lambda sign: (
            min((line.count(sign) for line in sample), default=0) * 1000
            + sum(line.count(sign) for line in sample)
        ),
    )
    if not any(separator in line for line in sample):
        raise Unreadable("not_a_table")
    rows: list[tuple[int, tuple[str, ...]]] = []
    cells_so_far, before = 0, 0
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator)
    try:
        for cells in reader:
            number, before = before + 1, reader.line_num
            if not any(cell.strip() for cell in cells):
                continue
            cells_so_far += len(cells)
            if len(rows) >= MOST_ROWS or cells_so_far > MOST_CELLS:
                faults.add("cut", Where(row=number))
                break
            rows.append((number, tuple(cell.strip()[:LONGEST_CELL] for cell in cells[:MOST_COLUMNS])))
    except csv.Error:
        raise Unreadable("broken") from None
    return Sheet("", tuple(rows))
