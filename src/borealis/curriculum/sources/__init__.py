"""Where goal sets are read from: our own YAML, an act as XML, the whole regulation as markdown."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from pathlib import Path

from django.utils.translation import gettext as _

from borealis.curriculum.rules import SetText
from borealis.curriculum.sources import catalogue
from borealis.curriculum.sources.act import read_act
from borealis.curriculum.sources.problem import SourceProblem
from borealis.curriculum.sources.regulation import read_regulation

LARGEST = 20_000_000
__all__ = ["Source", "SourceProblem", "read_bytes", "read_file", "read_legal_text"]


@dataclass(frozen=True)
class Source:
    """A file that was read: its goal sets, and what was left out on purpose or not understood."""

    name: str
    digest: str
    sets: tuple[SetText, ...]
    unread: tuple[tuple[int, str], ...] = ()
    repealed: int = 0


def read_file(path: Path) -> Source:
    """Read a file, whatever of the known kinds it is. Raises ``SourceProblem``."""
    try:
        if path.stat().st_size > LARGEST:
            message = _("Filen er større enn %(limit)s MB og leses ikke.") % {"limit": LARGEST // 1_000_000}
            raise SourceProblem(path.name, 1, message)
        return read_bytes(path.read_bytes(), path.name)
    except OSError as error:
        message = _("Filen kan ikke åpnes: %(problem)s.") % {"problem": error.strerror}
        raise SourceProblem(path.name, 1, message) from None


def read_legal_text(path: Path) -> Source:
    """Read a file from Lovdata; our own goal sets are not imported, they come with Borealis."""
    source = read_file(path)
    if any(text.code for text in source.sets):
        message = _(
            "Filen er et læringsmålsett i vårt eget format. Slike følger med Borealis og importeres ikke."
        )
        raise SourceProblem(path.name, 1, message)
    return source


def read_bytes(content: bytes, name: str) -> Source:
    """Read the content of a file; the kind is seen from how it begins. Raises ``SourceProblem``."""
    text = _decoded(content, name)
    digest = hashlib.sha256(content).hexdigest()
    start = text.lstrip()
    if not start:
        raise SourceProblem(name, 1, _("Filen er tom."))
    if start.startswith("<"):
        return Source(name, digest, read_act(text, name))
    if start.startswith("---"):
        sets, unread, repealed = read_regulation(text, name)
        return Source(name, digest, sets, unread, repealed)
    if "format:" in text[:2000]:
        read = catalogue.read(text, name)
        if isinstance(read, SetText):
            return Source(name, digest, (read,))
    message = _(
        "Filen er verken en kunngjøring fra Lovdata (XML), forskriften (markdown) eller et læringsmålsett."
    )
    raise SourceProblem(name, 1, message)


def _decoded(content: bytes, name: str) -> str:
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise SourceProblem(name, line, _("Filen er ikke lagret som UTF-8.")) from None
    if "\0" in text:
        line = text.count("\n", 0, text.index("\0")) + 1
        raise SourceProblem(name, line, _("Filen inneholder tegn som ikke hører til i en tekst."))
    return text
