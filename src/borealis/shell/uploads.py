"""Files that people send us: known by what is in them, never by their name or what the browser says.

    text = checked_upload(form_file, kinds=("csv",), longest=2_000_000).text

Everything that is refused is refused in words that say what is wrong and how to mend it.
"""

from __future__ import annotations

import csv
import io
import json
import re
import struct
import unicodedata
import zipfile
import zlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import yaml
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _

from borealis.shell.located import LOADER

DEEPEST = 40  # levels of content in content
WIDEST_CELL = 131_072  # characters
LARGEST_UNPACKED = 50_000_000  # bytes
MOST_PARTS = 2_000  # files in an archive
LONGEST_NAME = 100

# What each kind is served as; a name decides nothing.
CONTENT_TYPES = {
    "csv": "text/csv; charset=utf-8",
    "jpeg": "image/jpeg",
    "json": "application/json",
    "pdf": "application/pdf",
    "png": "image/png",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "xml": "application/xml; charset=utf-8",
    "yaml": "application/yaml; charset=utf-8",
}
# The test string that virus scanners agree on, put together here so that none stops on this file.
_SCANNER_TEST = b"EICAR-STANDARD-" + b"ANTIVIRUS-TEST-FILE!"
_PNG = b"\x89PNG\r\n\x1a\n"
# How files of some kinds begin, however broken the rest is.
_BEGINNINGS = {"jpeg": b"\xff\xd8\xff", "pdf": b"%PDF-", "png": _PNG}
_JPEG_FRAMES = frozenset({*range(0xC0, 0xD0)} - {0xC4, 0xC8, 0xCC})  # marks that give an image its size
_JPEG_SCAN = 0xDA
_PROGRAMS = (b"MZ", b"\x7fELF", b"\xca\xfe\xba\xbe", b"\xcf\xfa\xed\xfe", b"#!")
_SANDBOX = "sandbox; default-src 'none'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'"
_UNSAFE_IN_NAMES = re.compile(r"[^\w.()+ -]+")


@dataclass(frozen=True)
class Upload:
    """A file that was found to be what it is said to be. ``text`` is set for kinds of text."""

    name: str
    kind: str
    data: bytes
    text: str = ""


def checked_upload(file: Any, *, kinds: Sequence[str] = ("csv", "yaml"), longest: int = 1_000_000) -> Upload:
    """The sent file as one of the kinds, at most ``longest`` bytes, or a ValidationError that says how to mend."""
    if (file.size or 0) > longest:
        raise _refuse("too_big", **_sizes(file.size, longest))
    file.seek(0)
    data = file.read(longest + 1)
    if len(data) > longest:
        raise _refuse("too_big", **_sizes(len(data), longest))
    if not data.strip():
        raise _refuse("empty")
    if _SCANNER_TEST in data or data.startswith(_PROGRAMS):
        raise _refuse("harmful")
    return _first_that_fits(clean_name(str(file.name or "")), data, kinds)


def _first_that_fits(name: str, data: bytes, kinds: Sequence[str]) -> Upload:
    """The kind that the content is; when none fits, what is wrong with the first that it could have been."""
    first_refusal: ValidationError | None = None
    for kind in kinds:
        if not data.startswith(_BEGINNINGS.get(kind, b"")):
            continue
        try:
            return Upload(name, kind, data, _CHECKS[kind](data))
        except ValidationError as refusal:
            first_refusal = first_refusal or refusal
    raise first_refusal or _refuse("other_kind", kinds=", ".join(kinds).upper())


def clean_name(given: str) -> str:
    """A file name without folders, control characters or signs that mean something to a machine."""
    last = re.split(r"[/\\]", unicodedata.normalize("NFC", given))[-1]
    plain = _UNSAFE_IN_NAMES.sub("_", last).strip(" .")
    return plain[-LONGEST_NAME:].strip(" .") or "fil"


def attachment(data: bytes | str, *, kind: str, name: str) -> HttpResponse:
    """A file to be saved and never opened in our name: fixed type, no guessing, no rights."""
    response = HttpResponse(data, content_type=CONTENT_TYPES[kind])
    response["Content-Disposition"] = content_disposition_header(True, clean_name(name))
    response["Content-Security-Policy"] = _SANDBOX
    response["X-Content-Type-Options"] = "nosniff"
    return response


def read_json(data: bytes | str, deepest: int = DEEPEST) -> Any:
    """JSON that is not too deep, has no key twice, and no number that is none; otherwise ValidationError."""
    text = data if isinstance(data, str) else _utf8(data)
    if _depth(text) > deepest:
        raise _refuse("too_deep", depth=deepest)
    try:
        return json.loads(text, object_pairs_hook=_once, parse_constant=_no_constant)
    except (ValueError, RecursionError):
        raise _refuse("broken", kind="JSON") from None


def _depth(text: str) -> int:
    """How deep brackets lie in each other, without those in strings; no recursion."""
    level = deepest = 0
    for mark in re.finditer(r'"(?:[^"\\]|\\.)*"?|[\[{]|[\]}]', text):
        if mark[0] in "[{":
            level += 1
            deepest = max(deepest, level)
        elif mark[0] in "]}":
            level -= 1
    return deepest


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    content = dict(pairs)
    if len(content) != len(pairs):
        raise ValueError("key")
    return content


def _no_constant(word: str) -> Any:
    raise ValueError(word)


def _json(data: bytes) -> str:
    text = _utf8(data)
    read_json(text)
    return text


def _utf8(data: bytes) -> str:
    try:
        return _plain(data.decode("utf-8-sig"))
    except UnicodeDecodeError:
        raise _refuse("not_utf8") from None


def _plain(text: str) -> str:
    """Text holds no control characters but line breaks and tabs."""
    if any(ord(sign) < 32 and sign not in "\t\n\r\f" for sign in text):
        raise _refuse("not_text")
    return text


def _csv(data: bytes) -> str:
    """Rows of cells. Spreadsheets in Norway write Windows-1252 when UTF-8 is not asked for."""
    _not_packed(data)
    try:
        text = _plain(data.decode("utf-8-sig"))
    except UnicodeDecodeError:
        text = _plain(data.decode("cp1252", "replace"))
    heading = text.lstrip().split("\n", 1)[0]
    separator = max(";,\t", key=heading.count)
    if not heading.count(separator):
        raise _refuse("not_a_table")
    try:
        rows = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
        if any(len(cell) > WIDEST_CELL for row in rows for cell in row):
            raise _refuse("broken", kind="CSV")
    except csv.Error:
        raise _refuse("broken", kind="CSV") from None
    return text


def _not_packed(data: bytes) -> None:
    if data.startswith((b"PK\x03\x04", b"\xd0\xcf\x11\xe0")):
        raise _refuse("spreadsheet")


def _yaml(data: bytes) -> str:
    """Text whose anchors and depth can do no harm. Where a fault stands is said by the one who reads it."""
    text = _utf8(data)
    level = 0
    try:
        for event in yaml.parse(text, Loader=LOADER):
            level += isinstance(event, yaml.CollectionStartEvent)
            level -= isinstance(event, yaml.CollectionEndEvent)
            if isinstance(event, yaml.AliasEvent):
                raise _refuse("alias")
            if level > DEEPEST:
                raise _refuse("too_deep", depth=DEEPEST)
    except (yaml.YAMLError, RecursionError):
        pass
    return text


def _xml(data: bytes) -> str:
    """XML without entities and without fetching anything."""
    from xml.etree.ElementTree import ParseError

    from defusedxml import DefusedXmlException  # type: ignore[import-untyped]
    from defusedxml.ElementTree import fromstring  # type: ignore[import-untyped]

    try:
        fromstring(data, forbid_dtd=True)
    except (DefusedXmlException, ParseError, ValueError, LookupError):
        raise _refuse("broken", kind="XML") from None
    return data.decode("utf-8", "replace")


def _pdf(data: bytes) -> str:
    if b"%%EOF" not in data[-1024:]:
        raise _refuse("broken", kind="PDF")
    if any(word in data for word in (b"/JavaScript", b"/Launch", b"/EmbeddedFile")):
        raise _refuse("harmful")
    return ""


def _png(data: bytes) -> str:
    """A picture whose parts follow each other from the head to the end, each with its right checksum."""
    at, names = len(_PNG), list[bytes]()
    while at + 12 <= len(data) and names[-1:] != [b"IEND"]:
        size, name = struct.unpack(">I4s", data[at : at + 8])
        body, at = data[at + 4 : at + 8 + size], at + 12 + size
        if at > len(data) or struct.pack(">I", zlib.crc32(body)) != data[at - 4 : at]:
            raise _refuse("broken", kind="PNG")
        names.append(name)
    if at != len(data) or names[:1] != [b"IHDR"] or names[-1] != b"IEND" or b"IDAT" not in names:
        raise _refuse("broken", kind="PNG")
    return ""


def _jpeg(data: bytes) -> str:
    """A picture whose parts follow each other to where the image begins, and which has an end."""
    at, sized = 2, False
    while data[at : at + 1] == b"\xff" and at + 4 <= len(data):
        mark, size = data[at + 1], int.from_bytes(data[at + 2 : at + 4], "big")
        sized = sized or mark in _JPEG_FRAMES
        at += 2 + size
        if mark == _JPEG_SCAN and sized and size >= 2 and at < len(data) and b"\xff\xd9" in data[at:]:
            return ""
        if mark == _JPEG_SCAN or size < 2:
            break
    raise _refuse("broken", kind="JPEG")


def _xlsx(data: bytes) -> str:
    """A workbook without programs, that unpacks to a size we can bear."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            parts = archive.infolist()
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError):
        raise _refuse("broken", kind="XLSX") from None
    names = [part.filename for part in parts]
    if len(parts) > MOST_PARTS or sum(part.file_size for part in parts) > LARGEST_UNPACKED:
        raise _refuse("bomb")
    if any(name.startswith(("/", "\\")) or ".." in name.split("/") for name in names):
        raise _refuse("harmful")
    if any(_is_program(name.lower()) for name in names):
        raise _refuse("harmful")
    if not {"[Content_Types].xml", "xl/workbook.xml"} <= set(names):
        raise _refuse("broken", kind="XLSX")
    return ""


def _is_program(name: str) -> bool:
    """Programs in a workbook. What a printer was set to is none, and stands in most that Excel has written."""
    return name.endswith((".bin", ".exe", ".dll")) and not name.startswith("xl/printersettings/")


_CHECKS: dict[str, Callable[[bytes], str]] = {
    "csv": _csv,
    "jpeg": _jpeg,
    "json": _json,
    "pdf": _pdf,
    "png": _png,
    "xlsx": _xlsx,
    "xml": _xml,
    "yaml": _yaml,
}


def _sizes(size: int, longest: int) -> dict[str, str]:
    return {"size": f"{size / 1_000_000:.1f}", "most": f"{longest / 1_000_000:.1f}"}


def _refuse(code: str, **words: object) -> ValidationError:
    texts = {
        "too_big": _("Filen er på %(size)s MB. Grensen er %(most)s MB. Del innholdet i flere filer."),
        "empty": _("Filen er tom. Velg en fil med innhold."),
        "harmful": _(
            "Filen er, eller inneholder, et program. Lagre innholdet på nytt uten det, og send den."
        ),
        "other_kind": _("Filen er av et annet slag enn vi tar imot her. Vi tar imot: %(kinds)s."),
        "not_utf8": _("Filen er ikke lagret som UTF-8. Lagre den på nytt med tegnsettet UTF-8."),
        "not_text": _("Filen er ikke ren tekst. Lagre innholdet som tekst, og velg filen på nytt."),
        "spreadsheet": _("Filen er en arbeidsbok fra et regneark. Lagre arket som CSV, og velg den filen."),
        "not_a_table": _("Filen er ikke en tabell. Den første linjen skal være overskrifter med ; mellom."),
        "broken": _("Filen er ikke hel %(kind)s. Lagre den på nytt fra programmet den kommer fra."),
        "alias": _("Filen bruker anker eller alias (& eller *). Skriv innholdet ut i stedet."),
        "too_deep": _("Innholdet ligger dypere enn %(depth)s nivåer. Gjør det flatere."),
        "bomb": _("Filen pakker ut mer enn vi tar imot. Ta bort det som ikke hører til."),
    }
    return ValidationError(texts[code], code=code, params=words)
