"""A first mapping, guessed from the file: its layout, which columns hold what, and what its legend says of codes."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence

from borealis.rosters.rules.codes import DAY, LONGEST_CODE, MOST_CODES, DutyCode, folded_code, usual_flags
from borealis.rosters.rules.faults import Faults
from borealis.rosters.rules.grids import FEWEST_DAYS, Grid, GridReader, grid_columns, grid_in
from borealis.rosters.rules.headings import LIST_NEEDS, known_uses
from borealis.rosters.rules.legend import Legend, legend_of
from borealis.rosters.rules.lists import ListReader, header_of
from borealis.rosters.rules.mapping import Mapping as RosterMapping
from borealis.rosters.rules.sheets import Entry, Sheet
from borealis.rosters.rules.written import day_order

# What words in a legend mean, the more certain first.
MEANT: tuple[tuple[str, str], ...] = (
    ("parental_leave", r"foreldre|svangerskap|fødsel|pappaperm|mammaperm|parental|maternity"),
    ("sick_leave", r"\bsy[kh]|sjuk|sick|egenmelding"),
    ("holiday", r"ferie|holiday|vacation"),
    ("study", r"fordyp|fordjup|studie|lesedag|study"),
    ("teaching", r"undervis|intern.?und|møte.?und|teaching"),
    ("course", r"kurs|kongress|konferanse|course"),
    ("research", r"forsk|ph\.?d|research"),
    ("on_call", r"hjemme|heime|bakvakt|beredskap|on.?call|home"),
    ("night", r"natt|night"),
    ("other_leave", r"permisjon|omsorg|leave|fravær|fråvær|velferd"),
    ("off", r"\bfri|avspas|\boff\b|frid"),
    ("on_site", r"dag|vakt|kveld|arbeid|tolk|klinikk|poli|day|work|tjeneste|mellom|sen"),
)
# Codes that most rosters write, where no legend says more.
USUAL: Mapping[str, str] = {
    "D": "on_site",
    "DAG": "on_site",
    "L": "on_site",
    "A": "on_site",
    "K": "on_site",
    "N": "night",
    "NATT": "night",
    "H": "on_call",
    "HV": "on_call",
    "BV": "on_call",
    "U": "teaching",
    "FO": "study",
    "FORD": "study",
    "F": "off",
    "FRI": "off",
    "X": "off",
    "-": "off",
    "FE": "holiday",
    "FERIE": "holiday",
    "S": "sick_leave",
    "SYK": "sick_leave",
    "SM": "sick_leave",
    "EM": "sick_leave",
    "P": "parental_leave",
    "FP": "parental_leave",
    "PERM": "other_leave",
    "KU": "course",
    "KURS": "course",
    "PHD": "research",
    "FOR": "research",
}
SHORTEST_WORD = 4  # letters of a code that is a word in itself, as "Nattevakt"
_USUAL_TIMES = {
    "on_site": (8 * 60, 15 * 60 + 30),
    "night": (20 * 60, 8 * 60),
    "on_call": (15 * 60 + 30, 8 * 60),
}


def meaning_of(code: str, words: str = "") -> str:
    """The likely meaning of a code by the words of a legend, else by the code itself; "" when it is not known."""
    usual = USUAL.get(folded_code(code), "")
    told = words or (code if not usual and len(code) >= SHORTEST_WORD and code.isalpha() else "")
    found = (meaning for meaning, pattern in MEANT if told and re.search(pattern, told.casefold()))
    return next(found, usual)


def guess(sheets: Sequence[Sheet], remembered: RosterMapping | None = None) -> RosterMapping:
    """A mapping for tables; what a department has decided before counts where the file still looks like that."""
    layout, columns = _layout(sheets)
    order = _order(sheets)
    if remembered and remembered.layout == layout and _fits(remembered, sheets):
        columns, order = dict(remembered.columns), remembered.order
    bare = RosterMapping(layout, columns, (), order)
    entries = list(entries_of(sheets, bare, Faults())[0])
    codes = _codes(sheets, entries, remembered)
    return RosterMapping(layout, columns, codes, order, complete=remembered.complete if remembered else True)


def guess_calendar(entries: Sequence[Entry], summary: str, remembered: RosterMapping | None) -> RosterMapping:
    """A mapping for calendars, which rarely hold everybody."""
    codes = _codes((), entries, remembered)
    complete = bool(remembered and remembered.layout == "calendar" and remembered.complete)
    return RosterMapping("calendar", {}, codes, summary=summary, complete=complete)


def entries_of(
    sheets: Sequence[Sheet], mapping: RosterMapping, faults: Faults
) -> tuple[Iterator[Entry], GridReader | ListReader]:
    """What the tables say by a mapping, and the reader that knows the days and what it could not read."""
    if mapping.layout == "list":
        lines = ListReader(mapping.columns, faults, mapping.order)
        return lines.entries(sheets), lines
    down = mapping.layout == "grid_down"
    turned = [sheet.turned() for sheet in sheets if not legend_of(sheet)] if down else sheets
    grids = GridReader(mapping.columns, faults, mapping.order)
    return grids.entries(turned), grids


def headings_in(sheets: Sequence[Sheet], layout: str) -> tuple[str, ...]:
    """The headings that a column can be chosen by."""
    found: list[str] = []
    for sheet in sheets:
        found += [text for text in _headings(sheet, layout) if text and text not in found]
    return tuple(found)


def _headings(sheet: Sheet, layout: str) -> Sequence[str]:
    if layout == "list":
        place = header_of(sheet)
        if place is None:  # headings in words of their own: the first row with as many cells as lines need
            wide = (
                n for n, (_row, cells) in enumerate(sheet.rows[:20]) if sum(map(bool, cells)) >= LIST_NEEDS
            )
            place = next(wide, None)
        return sheet.rows[place][1] if place is not None else ()
    grid = grid_in(sheet.turned() if layout == "grid_down" else sheet)
    return grid.headings if grid else ()


def columns_for(sheets: Sequence[Sheet], layout: str) -> dict[str, str]:
    """A guess of the columns when somebody has chosen the layout."""
    if layout == "list":
        return known_uses(headings_in(sheets, layout))
    turned = [sheet.turned() if layout == "grid_down" else sheet for sheet in sheets]
    return next((grid_columns(grid) for sheet in turned if (grid := grid_in(sheet))), {})


def _layout(sheets: Sequence[Sheet]) -> tuple[str, dict[str, str]]:
    """Lines when headings of lines are there; else days across or down, whichever is more."""
    for sheet in sheets:
        place = header_of(sheet)
        uses = known_uses(sheet.rows[place][1]) if place is not None else {}
        tells_duties = bool({"code", "start"} & uses.keys() and {"date", "start"} & uses.keys())
        if tells_duties and grid_in(sheet) is None:
            return "list", uses
    across = [grid for sheet in sheets if (grid := grid_in(sheet))]
    down = [grid for sheet in sheets if (grid := grid_in(sheet.turned()))]
    if _days(down) > _days(across):
        return "grid_down", grid_columns(down[0])
    if across:
        return "grid", grid_columns(across[0])
    return "list", {}


def _days(grids: Iterable[Grid]) -> int:
    return sum(len(grid.days) for grid in grids if len(grid.days) >= FEWEST_DAYS)


def _order(sheets: Sequence[Sheet]) -> str:
    return day_order(text for sheet in sheets for _number, cells in sheet.rows[:5000] for text in cells[:12])


def _fits(remembered: RosterMapping, sheets: Sequence[Sheet]) -> bool:
    """Whether every heading that a mapping names is in the file."""
    headings = set(headings_in(sheets, remembered.layout))
    named = [text for text in remembered.columns.values() if text and not text.startswith("#")]
    return bool(remembered.columns) and all(text in headings for text in named)


def _codes(
    sheets: Sequence[Sheet], entries: Iterable[Entry], remembered: RosterMapping | None
) -> tuple[DutyCode, ...]:
    """What each code means: as decided before, else by the legend, else by what most rosters write."""
    known = remembered.by_code() if remembered else {}
    legend = legend_in(sheets)
    used: dict[str, str] = {}
    hours: dict[str, Counter[Hours]] = defaultdict(Counter)
    for entry in entries:
        folded = folded_code(entry.code)
        used.setdefault(folded, " ".join(entry.code.split()))
        hours[folded][(entry.start, entry.end)] += 1
    said = dict(known)
    for folded, shown in {**{code: row[0] for code, row in legend.items()}, **used}.items():
        mostly = hours[folded].most_common(1)[0][0] if hours[folded] else (None, None)
        code = _code(shown, legend.get(folded), mostly)
        if folded and folded not in said and len(said) < MOST_CODES and code:
            said[folded] = code
    return tuple(said[folded] for folded in sorted(said))


Hours = tuple[int | None, int | None]


def _code(shown: str, row: Legend | None, mostly: Hours) -> DutyCode | None:
    """A code with its hours: of the legend, else as the lines mostly say, else as is usual."""
    words = row[1] if row else ""
    meaning = meaning_of(shown, words)
    if not meaning or len(shown) > LONGEST_CODE:
        return None
    choices = ((row[2], row[3]) if row else (None, None), mostly, _USUAL_TIMES.get(meaning, (None, None)))
    start, end = next((pair for pair in choices if _is_of_a_day(pair)), (None, None))
    interruptible, supervises = usual_flags(meaning, start)
    return DutyCode(shown, meaning, start, end, interruptible, supervises, words[:60])


def _is_of_a_day(hours: Hours) -> bool:
    start, end = hours
    return start is not None and end is not None and 0 <= start < DAY and 0 <= end <= DAY


def legend_in(sheets: Sequence[Sheet]) -> dict[str, Legend]:
    """What the sheets that hold neither days nor lines explain."""
    found: dict[str, Legend] = {}
    for sheet in sheets:
        if grid_in(sheet) is None and header_of(sheet) is None:
            found = legend_of(sheet) | found
    return found
