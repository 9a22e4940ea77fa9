"""The package as a file: a zip archive that is the same bytes for the same content."""

from __future__ import annotations

import hashlib
import io
import json
import zipfile
import zlib
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

FORMAT = "borealis/dossier/1"
DOSSIER, PDF, CREDENTIAL, SCHEMA, README = (
    *("dossier.json", "dossier.pdf", "credential.json"),
    *("dossier-1.schema.json", "LESMEG.txt"),
)
FILES = "vedlegg/"
MEDIA_TYPES = {
    "json": "application/json",
    "pdf": "application/pdf",
    "png": "image/png",
    "jpeg": "image/jpeg",
    "txt": "text/plain",
}
MOST_MEMBERS = 5_000
LARGEST_UNPACKED = 300_000_000  # bytes
DEEPEST = 40  # levels of content in content


class Unreadable(ValueError):
    """A file cannot be read as what it says it is. ``code``: not_zip, twice, huge, damaged, not_json."""

    def __init__(self, code: str, name: str = "") -> None:
        super().__init__(f"{code} {name}".strip())
        self.code, self.name = code, name


@dataclass(frozen=True)
class Member:
    """One file of a package."""

    name: str
    data: bytes

    @property
    def digest(self) -> str:
        return hashlib.sha256(self.data).hexdigest()

    @property
    def media_type(self) -> str:
        return MEDIA_TYPES.get(self.name.rpartition(".")[2], "application/octet-stream")


def pack(members: Iterable[Member]) -> bytes:
    """The members as one zip archive, without times, so that the same members are the same bytes."""
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w") as archive:
        for member in members:
            entry = zipfile.ZipInfo(member.name, (1980, 1, 1, 0, 0, 0))
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.external_attr = 0o644 << 16
            archive.writestr(entry, member.data)
    return written.getvalue()


def unpack(data: bytes, largest: int = LARGEST_UNPACKED) -> dict[str, Member]:
    """The members of an archive by name. Raises Unreadable; nothing is unpacked beyond what we can bear."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            parts = archive.infolist()
            if len(parts) > MOST_MEMBERS or sum(part.file_size for part in parts) > largest:
                raise Unreadable("huge")
            found: dict[str, Member] = {}
            for part in parts:
                if part.filename in found:
                    raise Unreadable("twice", part.filename)
                found[part.filename] = Member(part.filename, _read(archive, part))
            return found
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError, EOFError, RuntimeError) as error:
        if isinstance(error, Unreadable):
            raise
        raise Unreadable("not_zip") from None


def _read(archive: zipfile.ZipFile, part: zipfile.ZipInfo) -> bytes:
    """The bytes of a member, at most as many as it says that it has."""
    try:
        with archive.open(part) as file:
            data = file.read(part.file_size + 1)
    except (zipfile.BadZipFile, zlib.error, OSError, NotImplementedError, EOFError, RuntimeError):
        raise Unreadable("damaged", part.filename) from None
    if len(data) != part.file_size:
        raise Unreadable("damaged", part.filename)
    return data


def parse(data: bytes, name: str = "") -> dict[str, Any]:
    """A JSON object in which no key stands twice. Raises Unreadable."""
    try:
        found = json.loads(data.decode("utf-8"), object_pairs_hook=_once, parse_constant=_no_constant)
    except (ValueError, RecursionError):
        raise Unreadable("not_json", name) from None
    if not isinstance(found, dict):
        raise Unreadable("not_json", name)
    return found


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    content = dict(pairs)
    if len(content) != len(pairs):
        raise ValueError("a key stands twice")
    return content


def _no_constant(word: str) -> Any:
    raise ValueError(word)
