"""What is wrong in a roster's file: told by sheet, row and column, and never an exception."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

MOST_SHOWN = 40  # of each kind; the rest are counted

# An error leaves out what it stands at; a note says how something was read.
ERRORS = frozenset(
    {
        "bad_day",
        "bad_event",
        "bad_time",
        "duplicate_person",
        "far_day",
        "formula_without_value",
        "month_unknown",
        "no_duties",
        "no_name",
        "no_such_day",
        "no_times",
        "text_in_cell",
        "too_long",
        "two_names",
        "unknown_code",
        "unknown_zone",
        "unsupported_rule",
    }
)
NOTES = frozenset({"formula_value", "merged", "overlap", "repeated", "sheet_skipped", "cut"})


@dataclass(frozen=True, order=True)
class Where:
    """A place in a file: the sheet's name (empty in a file that has none), row and column from 1; 0: all of it."""

    sheet: str = ""
    row: int = 0
    column: int = 0

    @property
    def cell(self) -> str:
        """As a spreadsheet calls it: "AG7", or "7" for a whole row."""
        return f"{column_letters(self.column)}{self.row or ''}"


def column_letters(number: int) -> str:
    """1 -> "A", 27 -> "AA", 0 -> ""."""
    letters = ""
    while number > 0:
        number, rest = divmod(number - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters


@dataclass(frozen=True)
class Fault:
    """What is wrong (``code``, worded elsewhere), where, and what stands there."""

    code: str
    where: Where
    text: str = ""
    other: str = ""

    @property
    def is_error(self) -> bool:
        return self.code in ERRORS


@dataclass
class Faults:
    """Faults as they are found: the first of each kind are kept, all are counted."""

    kept: list[Fault] = field(default_factory=list)
    counts: dict[str, int] = field(default_factory=dict)

    def add(self, code: str, where: Where, text: str = "", other: str = "") -> None:
        if code not in ERRORS and code not in NOTES:
            raise ValueError(code)
        number = self.counts.get(code, 0)
        self.counts[code] = number + 1
        if number < MOST_SHOWN:
            self.kept.append(Fault(code, where, text[:60], other[:60]))

    def extend(self, others: Iterable[Fault]) -> None:
        for fault in others:
            self.add(fault.code, fault.where, fault.text, fault.other)

    @property
    def errors(self) -> int:
        return sum(number for code, number in self.counts.items() if code in ERRORS)
