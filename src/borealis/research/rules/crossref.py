"""Publications from a Crossref file: one work, a message around one, or a list of works.

What is read is a work's DOI, title, authors, journal and year (Crossref REST API, format of works). Works without
a DOI or a title are told as faults; nothing is guessed.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from typing import Any

MOST = 500
DOI = re.compile(r"10\.\d{4,9}/\S{1,180}")
TAGS = re.compile(r"<[^>]{0,80}>")
FIRST_YEAR, LAST_YEAR = 1600, 2200


class NotCrossref(Exception):
    """The file is JSON, but holds no works."""


class TooMany(Exception):
    """The file holds more works than are read at once."""


@dataclass(frozen=True)
class Work:
    """A work as it will stand."""

    doi: str
    title: str
    authors: str
    journal: str
    year: int

    def as_json(self) -> dict[str, Any]:
        return asdict(self)


@dataclass(frozen=True)
class Fault:
    """A work that could not be read: its number in the file, from 1, and why (no_doi, no_title, no_year, no_work)."""

    number: int
    why: str


@dataclass(frozen=True)
class Read:
    """What a file says."""

    works: tuple[Work, ...]
    faults: tuple[Fault, ...]


def read_works(content: Any) -> Read:
    """The works in a file's content. Raises NotCrossref or TooMany."""
    works: list[Work] = []
    faults: list[Fault] = []
    for number, raw in enumerate(_raw_works(content), 1):
        found = _work(raw)
        if isinstance(found, Work):
            works.append(found)
        else:
            faults.append(Fault(number, found))
    return Read(tuple(works), tuple(faults))


def _raw_works(content: Any) -> list[Any]:
    if isinstance(content, Mapping) and "message" in content:
        content = content["message"]
    if isinstance(content, Mapping) and isinstance(content.get("items"), list):
        content = content["items"]
    if isinstance(content, Mapping) and ("DOI" in content or "title" in content):
        content = [content]
    if not isinstance(content, list) or not content:
        raise NotCrossref
    if len(content) > MOST:
        raise TooMany(len(content))
    return [_unwrapped(raw) for raw in content]


def _unwrapped(raw: Any) -> Any:
    """A work in a list may itself be an answer with a message around it."""
    return raw["message"] if isinstance(raw, Mapping) and "message" in raw else raw


def _work(raw: Any) -> Work | str:
    if not isinstance(raw, Mapping):
        return "no_work"
    doi, title, year = clean_doi(raw.get("DOI")), _first_text(raw.get("title")), _year(raw)
    if not doi:
        return "no_doi"
    if not title:
        return "no_title"
    if year is None:
        return "no_year"
    return Work(
        doi, title[:500], _authors(raw.get("author")), _first_text(raw.get("container-title"))[:300], year
    )


def clean_doi(text: Any) -> str:
    """A DOI in small letters without what stands before it, or "" when it is none."""
    if not isinstance(text, str):
        return ""
    found = DOI.search(text.strip().lower())
    return found[0].rstrip(".,;") if found else ""


def _first_text(value: Any) -> str:
    """The first text of a list, or a text, in one line and without mark-up."""
    if isinstance(value, list):
        value = next((item for item in value if isinstance(item, str) and item.strip()), "")
    return " ".join(TAGS.sub("", value).split()) if isinstance(value, str) else ""


def _year(raw: Mapping[str, Any]) -> int | None:
    """The year it was issued, else published in print or on line."""
    for key in ("issued", "published", "published-print", "published-online"):
        parts = raw[key].get("date-parts") if isinstance(raw.get(key), Mapping) else None
        first = parts[0] if isinstance(parts, list) and parts and isinstance(parts[0], list) else []
        year = first[0] if first else None
        if isinstance(year, int) and not isinstance(year, bool) and FIRST_YEAR <= year <= LAST_YEAR:
            return year
    return None


def _authors(value: Any) -> str:
    names = [_name(author) for author in value] if isinstance(value, list) else []
    text = ", ".join(name for name in names if name)
    return text if len(text) <= 1000 else text[:996].rsplit(", ", 1)[0] + " …"


def _name(author: Any) -> str:
    if not isinstance(author, Mapping):
        return ""
    parts = [author.get("family"), author.get("given")] if author.get("family") else [author.get("name")]
    return " ".join(" ".join(part.split()) for part in parts if isinstance(part, str))


def parted(works: Iterable[Work], known: set[str]) -> tuple[list[Work], list[Work]]:
    """New works, and those that are known already or stand twice in the file."""
    new: list[Work] = []
    twice: list[Work] = []
    seen = set(known)
    for work in works:
        (twice if work.doi in seen else new).append(work)
        seen.add(work.doi)
    return new, twice
