"""A file of personnel, as lines that mean something, and what is wrong with each line that does not.

Any bytes are answered: encodings, separators, quotes and cells are judged here, and nothing is stored.
"""

from __future__ import annotations

import csv
import datetime as dt
import io
import re
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from typing import Any

from django.utils.translation import gettext as _

LARGEST = 5 * 1024 * 1024
LONGEST_CELL = 300
MOST_FAULTS = 200

# Each column by the headers that it is known by, folded to small letters without space and signs.
HEADERS: dict[str, tuple[str, ...]] = {
    "personnel_number": ("personnelnumber", "employeenumber", "ansattnummer", "tilsettnummer", "ansattnr"),
    "name": ("name", "navn", "namn"),
    "mail": ("mail", "email", "epost", "epostadresse"),
    "hpr_number": ("hprnumber", "hpr", "hprnummer", "hprnr"),
    "place": ("place", "placecode", "sted", "stad", "stedkode", "stadkode", "kode"),
    "role": ("role", "rolle"),
    "first": ("from", "fra", "frå", "fraogmed", "fråogmed", "førstedag"),
    "last": ("to", "til", "tilogmed", "sistedag"),
    "title": ("posttitle", "title", "stilling", "stillingstittel"),
    "specialist": ("specialistin", "specialist", "spesialisti", "spesialist"),
}
SPECIALIST = re.compile(r"([A-Za-zÆØÅæøå]{2,10})\s+(\S+)")
ISO, DOTTED = (
    re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})", re.ASCII),
    re.compile(r"(\d{1,2})\.(\d{1,2})\.(\d{4}|\d{2})", re.ASCII),
)


@dataclass(frozen=True)
class Fault:
    """What is wrong, where (line and column as in the file), and how to mend it."""

    line: int
    column: str
    message: str
    how: str


@dataclass(frozen=True)
class Row:
    """One line: a person, and what the line says of a place. Days as ISO text, empty when not said."""

    line: int
    personnel_number: str = ""
    name: str = ""
    mail: str = ""
    hpr_number: str = ""
    place: str = ""
    role: str = ""
    first: str = ""
    last: str = ""
    title: str = ""
    specialist: str = ""  # code of the field
    approved_on: str = ""

    def stored(self) -> dict[str, Any]:
        return asdict(self)


def read(data: bytes) -> tuple[list[Row], list[Fault]]:
    """The lines that can be read, and what is wrong with the others."""
    faults: list[Fault] = []
    text = _decoded(data, faults)
    if text is None:
        return [], faults
    lines = _cells(text, faults)
    header = next(lines, None)
    if header is None:
        faults = faults or [
            Fault(1, "", _("Filen er tom."), _("Velg en fil med en overskrift og minst én linje."))
        ]
        return [], faults
    columns = _columns(header[1], faults)
    rows = [] if faults else list(_rows(lines, columns, faults))
    if not rows and not faults:
        faults.append(Fault(2, "", _("Filen har ingen linjer under overskriften."), _("Velg en annen fil.")))
    return rows, faults[:MOST_FAULTS]


def _decoded(data: bytes, faults: list[Fault]) -> str | None:
    if len(data) > LARGEST:
        faults.append(Fault(1, "", _("Filen er større enn 5 MB."), _("Del den i flere filer.")))
        return None
    if data[:2] in (b"\xff\xfe", b"\xfe\xff") or b"\x00" in data:
        line = data[: data.find(b"\x00")].count(b"\n") + 1 if b"\x00" in data else 1
        how = _("Lagre filen som CSV med UTF-8.")
        faults.append(Fault(line, "", _("Filen har tegn som ikke hører hjemme i en CSV-fil."), how))
        return None
    for encoding in ("utf-8-sig", "cp1252"):
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    faults.append(Fault(1, "", _("Filens tegnsett er ukjent."), _("Lagre filen som CSV med UTF-8.")))
    return None


def _cells(text: str, faults: list[Fault]) -> Iterator[tuple[int, list[str]]]:
    """Each line that is not empty, with the number that it begins at."""
    first = text.lstrip().split("\n", 1)[0]
    separator = max(";,\t", key=first.count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    number = 1
    while True:
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error:
            how = _("Se etter et anførselstegn som mangler, eller en celle som er svært lang.")
            faults.append(Fault(number, "", _("Linjen kan ikke leses."), how))
            return
        if any(cell.strip() for cell in cells):
            yield number, [cell.strip() for cell in cells]
        number = reader.line_num + 1


def _columns(header: list[str], faults: list[Fault]) -> list[str]:
    known = {word: column for column, words in HEADERS.items() for word in words}
    columns = []
    for cell in header:
        column = known.get(re.sub(r"[\W_]", "", cell.casefold()), "")
        if not column:
            how = _("Bruk overskriftene fra malen.")
            faults.append(Fault(1, cell[:60], _("Overskriften er ukjent."), how))
        elif column in columns:
            faults.append(
                Fault(1, cell[:60], _("Overskriften står to ganger."), _("Fjern den ene kolonnen."))
            )
        columns.append(column)
    if not faults and not {"mail", "personnel_number"} & set(columns):
        how = _("Legg til kolonnen e-post eller ansattnummer.")
        faults.append(Fault(1, "", _("Filen sier ikke hvem linjene gjelder."), how))
    return columns


def _rows(lines: Iterator[tuple[int, list[str]]], columns: list[str], faults: list[Fault]) -> Iterator[Row]:
    seen: dict[tuple[str, ...], int] = {}
    for line, cells in lines:
        if len(cells) != len(columns):
            message = _("Linjen har %(cells)d felt, og overskriften har %(columns)d.")
            told = message % {"cells": len(cells), "columns": len(columns)}
            faults.append(Fault(line, "", told, _("Legg til eller fjern skilletegn.")))
            continue
        if earlier := seen.get(tuple(cells)):
            told = _("Linjen er den samme som linje %(line)d.") % {"line": earlier}
            faults.append(Fault(line, "", told, _("Fjern den ene.")))
            continue
        seen[tuple(cells)] = line
        before = len(faults)
        said = _said(line, dict(zip(columns, cells, strict=True)), faults)
        if len(faults) == before:
            yield Row(line, **said)


def _said(line: int, cells: dict[str, str], faults: list[Fault]) -> dict[str, str]:
    for column, cell in cells.items():
        if cell[:1] in "=+-@" and cell:
            how = _("Skriv verdien uten formel.")
            faults.append(Fault(line, column, _("Cellen begynner som en formel."), how))
        elif len(cell) > LONGEST_CELL:
            told = _("Cellen er lengre enn %(longest)d tegn.") % {"longest": LONGEST_CELL}
            faults.append(Fault(line, column, told, _("Forkort teksten.")))
        elif any(ord(sign) < 32 or ord(sign) == 127 for sign in cell):
            faults.append(
                Fault(line, column, _("Cellen har linjeskift eller styretegn."), _("Skriv teksten på nytt."))
            )
    if not cells.get("mail") and not cells.get("personnel_number"):
        how = _("Skriv e-post eller ansattnummer.")
        faults.append(Fault(line, "mail", _("Linjen sier ikke hvem den gjelder."), how))
    for column in ("first", "last"):
        cells[column] = _day(line, column, cells.get(column, ""), faults)
    approval = cells.pop("specialist", "")
    if approval:
        match = SPECIALIST.fullmatch(approval)
        cells["specialist"] = match[1].upper() if match else ""
        cells["approved_on"] = _day(line, "specialist", match[2], faults) if match else ""
        if not match:
            how = _("Skriv koden og dagen, for eksempel NUK 2019-05-01.")
            faults.append(Fault(line, "specialist", _("Spesialiteten kan ikke leses."), how))
    return cells


def _day(line: int, column: str, text: str, faults: list[Fault]) -> str:
    """A day as ISO text, from 2026-12-03, 3.12.2026 or 03.12.26."""
    if not text:
        return ""
    parts: tuple[int, int, int] | None = None
    if iso := ISO.fullmatch(text):
        parts = int(iso[1]), int(iso[2]), int(iso[3])
    elif dotted := DOTTED.fullmatch(text):
        year = int(dotted[3])
        parts = (2000 + year if len(dotted[3]) == 2 else year), int(dotted[2]), int(dotted[1])
    try:
        if parts and 1950 <= parts[0] <= 2100:
            return dt.date(*parts).isoformat()
    except ValueError:
        pass
    how = _("Skriv den som 2026-12-03, 3.12.2026 eller 03.12.26.")
    faults.append(Fault(line, column, _("«%(text)s» er ikke en dato.") % {"text": text[:30]}, how))
    return ""
