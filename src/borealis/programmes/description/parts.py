"""What a description is made of. All texts are in the reader's language already."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Figure:
    """A figure beside a claim: the number, what it counts, and what it is measured against."""

    value: str
    text: str
    note: str = ""


@dataclass(frozen=True)
class Cell:
    """A cell of a table. ``tone``: "main", "part" or "none" in a table of goals and arenas, else empty."""

    text: str
    tone: str = ""


@dataclass(frozen=True)
class Row:
    """A row with its heading, a quiet word beside it, and its cells."""

    heading: str
    aside: str
    cells: tuple[Cell, ...]


@dataclass(frozen=True)
class Table:
    """A table with a caption; ``kind`` is "heat" (goals by arena) or "plain"."""

    kind: str
    caption: str
    columns: tuple[str, ...]
    rows: tuple[Row, ...]

    @property
    def labelled(self) -> list[tuple[Row, list[tuple[str, Cell]]]]:
        """Each row with its cells beside their column's words, for tables that become cards."""
        return [(row, list(zip(self.columns[1:], row.cells, strict=True))) for row in self.rows]


@dataclass(frozen=True)
class Item:
    """A line of a list: what it is in a few words, and what is said of it. ``url``: a page about it, for who is
    signed in."""

    text: str
    name: str = ""
    url: str = ""


@dataclass(frozen=True)
class Section:
    """A heading of the description. ``number`` is its place in § 22 e, 0 for those beside the nine."""

    key: str
    number: int
    heading: str
    paragraphs: tuple[str, ...]
    items: tuple[Item, ...] = ()
    table: Table | None = None
    after: tuple[str, ...] = ()
    figure: Figure | None = None


@dataclass(frozen=True)
class Fact:
    """One of the facts on top."""

    label: str
    value: str
    word: str


@dataclass(frozen=True)
class Description:
    """The whole public description of a programme, in one language, on one day."""

    code: str
    title: str
    place: str
    lede: str
    facts: tuple[Fact, ...]
    sections: tuple[Section, ...]
    version: str
    contact_name: str
