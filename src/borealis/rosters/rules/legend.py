"""A legend in a roster: short codes, each with words and maybe the hours."""

from __future__ import annotations

import re
from collections.abc import Sequence

from borealis.rosters.rules.codes import DAY, MOST_CODES, folded_code
from borealis.rosters.rules.sheets import Sheet
from borealis.rosters.rules.written import read_minute

LONGEST = 8  # characters of a code in a legend
FEWEST = 2  # rows that make a legend
_HOURS = re.compile(r"(\d{1,2}[:.]\d{2})\s*[-–]\s*(\d{1,2}[:.]\d{2})")

Legend = tuple[str, str, int | None, int | None]  # code, words, first and last minute


def legend_of(sheet: Sheet) -> dict[str, Legend]:
    """The codes that a sheet explains, folded; empty when the sheet is no legend."""
    found: dict[str, Legend] = {}
    for _number, cells in sheet.rows[:MOST_CODES]:
        row = _row([text for text in cells if text][:6])
        if row is not None:
            found.setdefault(folded_code(row[0]), row)
    return found if len(found) >= FEWEST and len(found) * 2 >= len(sheet.rows[:MOST_CODES]) else {}


def _row(cells: Sequence[str]) -> Legend | None:
    if len(cells) < 2 or len(cells[0]) > LONGEST:
        return None
    minutes = [minute for text in cells[2:] if (minute := read_minute(text)) is not None]
    if len(minutes) < 2 and (match := _HOURS.search(" ".join(cells[1:]))):
        minutes = [minute for text in match.groups() if (minute := read_minute(text)) is not None]
    if len(minutes) >= 2 and minutes[0] < DAY:
        return cells[0], cells[1], minutes[0], minutes[1]
    return cells[0], cells[1], None, None
