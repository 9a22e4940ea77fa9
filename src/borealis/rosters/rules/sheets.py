"""A file as plain cells, and what a line or a cell of it says before its codes are looked up."""

from __future__ import annotations

import datetime as dt
import re
import unicodedata
from dataclasses import dataclass

MOST_ROWS = 60_000
MOST_COLUMNS = 400
MOST_CELLS = 900_000
MOST_ENTRIES = 60_000
LONGEST_CELL = 200  # characters; more is cut
LONGEST_NAME = 120
EVERY_DAY = dt.date.min  # of a person of whom a line cannot be read: all that is stored stands


@dataclass(frozen=True)
class Sheet:
    """A table of text: rows with their number in the file, each as wide as the widest."""

    name: str
    rows: tuple[tuple[int, tuple[str, ...]], ...]

    def turned(self) -> Sheet:
        """The same with rows and columns changed about; numbers are then of columns."""
        width = max((len(cells) for _number, cells in self.rows), default=0)
        top = self.rows[-1][0] if self.rows else 0
        known = dict(self.rows)
        columns = [
            (
                place + 1,
                tuple(
                    known[row][place] if row in known and place < len(known[row]) else ""
                    for row in range(1, top + 1)
                ),
            )
            for place in range(width)
        ]
        return Sheet(self.name, tuple(columns))


@dataclass(frozen=True)
class Entry:
    """What a file says of one person's duty. Times are minutes after midnight of ``day``; an end may be days later.

    ``moments`` are set where the file gives exact moments (a calendar): then they are the duty's.
    """

    sheet: str
    row: int
    column: int
    number: str
    name: str
    title: str
    day: dt.date
    code: str
    start: int | None = None
    end: int | None = None
    through: dt.date | None = None
    moments: tuple[dt.datetime, dt.datetime] | None = None

    @property
    def who(self) -> str:
        return who_key(self.number, self.name)


def who_key(number: str, name: str) -> str:
    """Who a line is about, as far as the file tells: the employee number, else the name whatever its order."""
    return f"#{number.strip().casefold()}" if number.strip() else " ".join(name_words(name))


def name_words(name: str) -> tuple[str, ...]:
    """The words of a name, folded and in order of the alphabet: "Mønsterud, Dagny" is "Dagny Mønsterud"."""
    plain = "".join(
        sign
        for sign in unicodedata.normalize("NFKD", name.casefold())
        if not unicodedata.combining(sign) or sign == "\u030a"
    )
    return tuple(sorted(re.findall(r"[^\W_]+", unicodedata.normalize("NFC", plain))))


def heading_word(text: str) -> str:
    """A heading as it is compared: small letters and figures alone."""
    return re.sub(r"[\W_]", "", text.casefold())
