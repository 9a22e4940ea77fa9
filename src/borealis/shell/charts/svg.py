"""Writing SVG: elements with escaped text, lengths in per cent, and a guess at how wide a word is."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from functools import cache, lru_cache
from html import escape

ESCAPES = str.maketrans({sign: escape(sign) for sign in "&<>\"'"})


@cache
def _written(name: str) -> str:
    """How SVG writes the name of an attribute."""
    return name.rstrip("_").replace("_", "-")


def element(tag: str, content: str = "", **attributes: object) -> str:
    """An element. ``class_`` stands for class, ``text_anchor`` for text-anchor; None is left out.

    ``content`` is markup: pass words through :func:`words` first. Attribute values are escaped here.
    """
    written = "".join(
        [
            f' {_written(name)}="{str(value).translate(ESCAPES)}"'
            for name, value in attributes.items()
            if value is not None and value != ""
        ]
    )
    return f"<{tag}{written}>{content}</{tag}>" if content else f"<{tag}{written}/>"


def words(text: object) -> str:
    """Text as markup."""
    return str(text).translate(ESCAPES)


def percent(share: float) -> str:
    """A share of the width as SVG reads it: 0.5 -> "50.00%"."""
    return f"{100 * share:.2f}%"


NARROW, WIDE = frozenset("ijl.,:;|'!ftr()[]I -·–"), frozenset("mwMW%@—æÆ")


@lru_cache(maxsize=8192)
def text_width(text: str, size: float = 12.5) -> float:
    """About how many pixels a text takes in Inter, a little on the wide side. The same words stand in many charts."""
    ems = sum(
        0.36 if c in NARROW else 0.92 if c in WIDE else 0.72 if c.isupper() else 0.66 if c.isdigit() else 0.59
        for c in text
    )
    return ems * size


@dataclass(frozen=True)
class Axis:
    """Days laid out along the width, from the first to the last."""

    first: dt.date
    last: dt.date

    def at(self, day: dt.date) -> float:
        """Where a day lies, as a share of the width; days outside lie at the edge."""
        whole = max((self.last - self.first).days, 1)
        return min(max((day - self.first).days / whole, 0.0), 1.0)

    def holds(self, day: dt.date) -> bool:
        return self.first <= day <= self.last

    def new_years(self) -> list[dt.date]:
        """The first of January in every year within."""
        days = (dt.date(year, 1, 1) for year in range(self.first.year, self.last.year + 1))
        return [day for day in days if self.holds(day)]


@dataclass(frozen=True)
class Room:
    """How many pixels a chart has in windows of four widths: 1280, 960, 640 and 390."""

    wide: float
    middle: float
    narrow: float
    phone: float


PANEL = Room(1100, 850, 530, 320)
BESIDE_NAMES = Room(860, 550, 290, 240)

RANGES = ("wide", "middle", "narrow", "phone")


def fitting_labels(
    variants: tuple[str, ...], share: float, room: Room, margin: float = 10
) -> list[tuple[str, str]]:
    """The labels to draw in a block, each with the classes that say in which windows it shows.

    ``variants`` are the same words, longest first. For each width of window the longest that fits is
    chosen; no class means everywhere.
    """
    chosen: dict[str, list[str]] = {}
    for name in RANGES:
        pixels = share * getattr(room, name) - margin
        fits = next((text for text in variants if text and text_width(text) <= pixels), None)
        if fits:
            chosen.setdefault(fits, []).append(name)
    return [
        (text, "" if len(names) == len(RANGES) else " ".join(["at", *(f"at-{n}" for n in names)]))
        for text, names in chosen.items()
    ]
