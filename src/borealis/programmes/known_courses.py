"""What the courses of a programme are called. The catalogue is kept by a room above, which says so when it starts."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass


@dataclass(frozen=True)
class KnownCourse:
    """A course of the catalogue: its name in the reader's language, and its page. ``in_use``: not taken out."""

    name: str
    url: str
    in_use: bool


Catalogue = Callable[[Collection[str]], Mapping[str, KnownCourse]]
"""The courses with some codes, those taken out of the catalogue too, in one query."""

_CATALOGUES: list[Catalogue] = []


def keep_catalogue(catalogue: Catalogue) -> None:
    """Say where the names of courses are found; whoever says so last is asked."""
    _CATALOGUES[:] = [catalogue]


def known_courses(codes: Collection[str]) -> Mapping[str, KnownCourse]:
    """Those of some courses that the catalogue has, by code; none where no catalogue is kept."""
    return _CATALOGUES[0](codes) if _CATALOGUES and codes else {}


def is_catalogue_kept() -> bool:
    """Whether some room keeps a catalogue of courses at all."""
    return bool(_CATALOGUES)


def in_use(codes: Collection[str]) -> frozenset[str] | None:
    """Those of some courses that are in the catalogue; None where none is kept."""
    if not is_catalogue_kept():
        return None
    return frozenset(code for code, course in known_courses(codes).items() if course.in_use)


def course_name(code: str, known: Mapping[str, KnownCourse]) -> str:
    """What a course is called; its code where the catalogue does not have it."""
    return known[code].name if code in known else code
