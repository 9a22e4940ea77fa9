"""Writing protected time as a roster's file, and reading it again: what does not come back as it was is told."""

from __future__ import annotations

import csv
import datetime as dt
import io
from collections.abc import Iterable
from dataclasses import dataclass

from borealis.rosters.reading.files import open_file, read_content
from borealis.rosters.reading.unreadable import Unreadable
from borealis.rosters.rules.clock import moment
from borealis.rosters.rules.codes import DutyCode
from borealis.rosters.rules.mapping import Mapping
from borealis.rosters.rules.protected import Left, Protected, Table, Written, choose_codes, tables


@dataclass(frozen=True)
class ProtectedFile:
    """The file, what it says, and what it could not say. ``data`` is empty when there is nothing to say."""

    data: bytes
    written: tuple[Protected, ...]
    left: tuple[Left, ...]


def write_protected(mapping: Mapping, kind: str, times: Iterable[Protected], today: dt.date) -> ProtectedFile:
    """Protected time in the form that ``mapping`` reads, as ``kind`` (xlsx, csv)."""
    written, left = choose_codes(mapping, times)
    data = _file(mapping, kind, written)
    back = _read_back(mapping, data, today) if written else set()
    kept = [row for row in written if _key(*row) in back]
    lost = [Left(time, "no_form") for time, code in written if _key(time, code) not in back]
    if lost:  # so that the file says nothing else than what is told of it
        data = _file(mapping, kind, kept)
    return ProtectedFile(data if kept else b"", tuple(time for time, _code in kept), (*left, *lost))


def _key(time: Protected, code: DutyCode) -> tuple[object, ...]:
    return time.who, moment(time.day, time.start), moment(time.day, time.end), code.code


def _read_back(mapping: Mapping, data: bytes, today: dt.date) -> set[tuple[object, ...]]:
    try:
        reading = read_content(open_file(data), mapping, today)
    except Unreadable:
        return set()
    return {(duty.who, duty.start_at, duty.end_at, duty.code) for duty in reading.duties}


def _file(mapping: Mapping, kind: str, written: Written) -> bytes:
    found = tables(mapping, written, one_table=kind == "csv")
    return _csv(found) if kind == "csv" else _workbook(found)


def _csv(found: list[Table]) -> bytes:
    """Semicolons, and the mark of UTF-8 that spreadsheets in Norway need."""
    text = io.StringIO(newline="")
    for _name, rows in found:
        csv.writer(text, delimiter=";").writerows(rows)
    return text.getvalue().encode("utf-8-sig")


def _workbook(found: list[Table]) -> bytes:
    """Every cell as text, so that nothing is taken for a formula."""
    from openpyxl import Workbook  # type: ignore[import-untyped,unused-ignore]

    book = Workbook()
    book.remove(book.active)
    for name, rows in found or [("Fredet tid", [])]:
        sheet = book.create_sheet(name)
        for at, row in enumerate(rows, start=1):
            for column, text in enumerate(row, start=1):
                if text:
                    cell = sheet.cell(row=at, column=column)
                    cell.value, cell.data_type = text, "s"
    stored = io.BytesIO()
    book.save(stored)
    return stored.getvalue()
