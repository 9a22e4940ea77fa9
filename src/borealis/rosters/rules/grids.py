"""Rosters with a row per person and a column per day, a sheet per month or more: cells hold codes."""

from __future__ import annotations

import calendar
import datetime as dt
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from borealis.rosters.rules.codes import LONGEST_CODE
from borealis.rosters.rules.faults import Faults, Where
from borealis.rosters.rules.headings import SUM_WORDS, column_of, known_uses, name_of_column
from borealis.rosters.rules.legend import legend_of
from borealis.rosters.rules.sheets import Entry, Sheet, heading_word, who_key
from borealis.rosters.rules.written import is_weekday, months_in, read_day

HEADER_WITHIN = 30  # rows
FEWEST_DAYS = 3
_BARE = re.compile(r"(\d{1,2})\.?", re.ASCII)
_WITH_WEEKDAY = re.compile(r"\D{2,8}\s*(\d{1,2})\.?", re.ASCII)
_DAY_MONTH = re.compile(r"(?:\D{2,8}\s*)?(\d{1,2})[./](\d{1,2})\.?", re.ASCII)


@dataclass(frozen=True)
class DayHead:
    """What a cell above a column says of its day: a whole day, or a day of a month that is said elsewhere."""

    day: int
    month: int | None = None
    year: int | None = None


@dataclass(frozen=True)
class Grid:
    """A sheet with its header found: where the days stand, and the headings beside them."""

    sheet: Sheet
    header: int  # place among the rows
    days: Mapping[int, DayHead]  # by column, from 0
    headings: tuple[str, ...]

    @property
    def below(self) -> tuple[tuple[int, tuple[str, ...]], ...]:
        return self.sheet.rows[self.header + 1 :]


def read_head(text: str, order: str = "dmy") -> DayHead | None:
    """A day above a column: "28", "ma 28.", "28.12", "28.12.2026"."""
    if match := _BARE.fullmatch(text) or _WITH_WEEKDAY.fullmatch(text):
        return DayHead(int(match[1])) if 1 <= int(match[1]) <= 31 else None
    if (match := _DAY_MONTH.fullmatch(text)) and 1 <= int(match[1]) <= 31 and 1 <= int(match[2]) <= 12:
        return DayHead(int(match[1]), int(match[2]))
    day = read_day(text, order)
    return DayHead(day.day, day.month, day.year) if day else None


def grid_in(sheet: Sheet, order: str = "dmy") -> Grid | None:
    """The sheet as a grid, when a row of it holds days; None for a legend or another table."""
    best: Grid | None = None
    for place, (_number, cells) in enumerate(sheet.rows[:HEADER_WITHIN]):
        heads = {
            column: head for column, text in enumerate(cells) if text and (head := read_head(text, order))
        }
        days = _run_of_days(heads)
        if len(days) >= FEWEST_DAYS and (best is None or len(days) > len(best.days)):
            best = Grid(
                sheet, place, days, tuple("" if at in days else text for at, text in enumerate(cells))
            )
    return best


def _run_of_days(heads: Mapping[int, DayHead]) -> dict[int, DayHead]:
    """Those that follow each other day by day, with at most a few steps that break the run (a new month)."""
    columns = sorted(heads)
    run: list[int] = []
    best: list[int] = []
    for column in columns:
        if run and (_follows(heads[run[-1]], heads[column])):
            run.append(column)
        else:
            run = [column]
        best = max(best, run, key=len)
    return {column: heads[column] for column in best}


def _follows(before: DayHead, after: DayHead) -> bool:
    return after.day == before.day + 1 or (after.day == 1 and before.day >= 28)


def grid_columns(grid: Grid) -> dict[str, str]:
    """A guess of which columns beside the days hold whom: by headings, else the first with words in it."""
    first_day = min(grid.days)
    found = {
        use: text
        for use, text in known_uses(grid.headings).items()
        if use in ("number", "name", "given_name", "title")
    }
    if "name" in found or "number" in found:
        return found
    for place in range(first_day):
        texts = [cells[place] for _number, cells in grid.below if place < len(cells) and cells[place]]
        if texts and sum(not text.isdecimal() for text in texts) > len(texts) / 2:
            return found | {"name": name_of_column(grid.headings, place)}
    return found


class GridReader:
    """Reads grids by the columns of a mapping; sheets that are none are passed by, and said."""

    def __init__(self, columns: Mapping[str, str], faults: Faults, order: str = "dmy") -> None:
        self.columns, self.faults, self.order = columns, faults, order
        self.days: set[dt.date] = set()
        self.blocked: set[tuple[str, dt.date]] = set()

    def entries(self, sheets: Sequence[Sheet]) -> Iterator[Entry]:
        year = _year_in(sheets)
        for sheet in sheets:
            grid = grid_in(sheet, self.order)
            if grid is not None:
                yield from self._sheet(grid, year)
            elif sheet.rows and not legend_of(sheet):
                self.faults.add("sheet_skipped", Where(sheet.name))

    def _sheet(self, grid: Grid, year: int | None) -> Iterator[Entry]:
        days = self._days(grid, year)
        rows = list(self._people(grid, days))
        many = Counter(who_key(number, name) for _row, _cells, number, name, _title in rows)
        for row, cells, number, name, title in rows:
            key = who_key(number, name)
            if many[key] > 1:
                self.faults.add("duplicate_person", Where(grid.sheet.name, row), name or number)
                self.blocked |= {(key, day) for day in days.values()}
                continue
            for column, day in days.items():
                text = cells[column] if column < len(cells) else ""
                if text and self._is_code(text, Where(grid.sheet.name, row, column + 1), key, day):
                    yield Entry(grid.sheet.name, row, column + 1, number, name, title, day, text)

    def _is_code(self, text: str, where: Where, who: str, day: dt.date) -> bool:
        if len(text) <= LONGEST_CODE and text.count(" ") < 2:
            return True
        self.faults.add("text_in_cell", where, text)
        self.blocked.add((who, day))
        return False

    def _people(
        self, grid: Grid, days: Mapping[int, dt.date]
    ) -> Iterator[tuple[int, tuple[str, ...], str, str, str]]:
        places = {use: column_of(grid.headings, heading) for use, heading in self.columns.items()}

        def said(cells: tuple[str, ...], use: str) -> str:
            place = places.get(use)
            return cells[place] if place is not None and place < len(cells) else ""

        for row, cells in grid.below:
            filled = [cells[column] for column in days if column < len(cells) and cells[column]]
            number, title = said(cells, "number"), said(cells, "title")
            name = " ".join(part for part in (said(cells, "given_name"), said(cells, "name")) if part)
            if not filled or heading_word(name) in SUM_WORDS or all(map(is_weekday, filled)):
                continue
            if name or number:
                yield row, cells, number, name, title
            elif not all(text.isdecimal() for text in filled):
                self.faults.add("no_name", Where(grid.sheet.name, row), filled[0])

    def _days(self, grid: Grid, year: int | None) -> dict[int, dt.date]:
        """The day of each column. A month that is not said in the head is that of the sheet, and goes on."""
        said_year, month = self._month(grid)
        found: dict[int, dt.date] = {}
        at_year, at_month, before = said_year or year, month, 0
        for column, head in grid.days.items():
            at_month, at_year = head.month or at_month, head.year or at_year
            if at_month is None or at_year is None:
                self.faults.add("month_unknown", Where(grid.sheet.name), grid.sheet.name)
                return {}
            if head.month is None and head.day < before:
                at_year, at_month = (at_year + 1, 1) if at_month == 12 else (at_year, at_month + 1)
            elif head.month == 1 and head.year is None and before == 31 and column > min(grid.days):
                at_year = at_year if found and max(found.values()).month != 12 else at_year + 1
            before = head.day
            self._day(grid, column, at_year, at_month, head.day, found)
        return found

    def _day(
        self, grid: Grid, column: int, year: int, month: int, day: int, found: dict[int, dt.date]
    ) -> None:
        if not 2000 <= year < 2100:
            self.faults.add(
                "far_day", Where(grid.sheet.name, grid.sheet.rows[grid.header][0], column + 1), str(year)
            )
        elif day <= calendar.monthrange(year, month)[1]:
            found[column] = dt.date(year, month, day)
            self.days.add(found[column])
        elif any(
            column < len(cells) and cells[column] and not is_weekday(cells[column])
            for _n, cells in grid.below
        ):
            where = Where(grid.sheet.name, grid.sheet.rows[grid.header][0], column + 1)
            self.faults.add("no_such_day", where, f"{day}.{month}.{year}")

    def _month(self, grid: Grid) -> tuple[int | None, int | None]:
        """The year and month that the sheet's name or the lines above the days tell."""
        above = [text for _number, cells in grid.sheet.rows[: grid.header] for text in cells if text]
        year: int | None = None
        month: int | None = None
        for text in (grid.sheet.name, *above, *grid.headings):
            said_year, said_month = months_in(text)
            year, month = year or said_year, month or said_month
        return year, month


def _year_in(sheets: Iterable[Sheet]) -> int | None:
    """A year that any sheet tells in its name or first lines, for those that tell none."""
    for sheet in sheets:
        for text in (sheet.name, *(text for _number, cells in sheet.rows[:3] for text in cells)):
            if (year := months_in(text)[0]) is not None:
                return year
    return None
