"""Protected time as lines of a department's own roster file, by the mapping that its files are read by."""

from __future__ import annotations

import calendar
import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from borealis.rosters.rules.codes import DAY, PROTECTED, DutyCode, folded_code
from borealis.rosters.rules.mapping import COLUMNS, GRID_COLUMNS, Mapping
from borealis.rosters.rules.sheets import name_words

GUIDANCE = "guidance"
_GUIDANCE_WORDS = ("veiled", "rettlei", "guid")
_TITLES = (
    *("januar", "februar", "mars", "april", "mai", "juni"),
    *("juli", "august", "september", "oktober", "november", "desember"),
)
Table = tuple[str, list[list[str]]]  # a sheet's name and its rows


@dataclass(frozen=True)
class Protected:
    """Time that a person is to have in peace: minutes of a day in Norway. ``kind``: GUIDANCE, or a duty's meaning.

    ``who`` is the key by which the department's files know the person. ``code`` is that of the duty, if it is one.
    """

    who: str
    name: str
    day: dt.date
    start: int
    end: int
    kind: str
    code: str = ""


@dataclass(frozen=True)
class Left:
    """What could not be written, and why: "no_code", "no_hours" or "two_codes"."""

    time: Protected
    reason: str


Written = list[tuple[Protected, DutyCode]]


def has_times(mapping: Mapping) -> bool:
    """Whether a line of the files says from when until when."""
    return mapping.layout == "list" and {"start", "end"} <= set(mapping.columns)


def codes_for(mapping: Mapping, time: Protected) -> list[DutyCode]:
    """The codes that say what the time is for. Guidance: one called so, else teaching. A duty: its own."""
    if time.kind != GUIDANCE:
        found = mapping.by_code().get(folded_code(time.code))
        return [found] if found and found.meaning == time.kind else []
    called = [
        c
        for c in mapping.codes
        if c.meaning in PROTECTED and any(part in c.words.casefold() for part in _GUIDANCE_WORDS)
    ]
    return called or [c for c in mapping.codes if c.meaning == "teaching"]


def choose_codes(mapping: Mapping, times: Iterable[Protected]) -> tuple[Written, list[Left]]:
    """A code for each time, and what there is none for. Where lines say no hours, a code must have them itself."""
    written, left = Written(), list[Left]()
    taken: set[tuple[str, dt.date]] = set()
    for time in times:
        codes = codes_for(mapping, time)
        if not has_times(mapping):
            fitting = [c for c in codes if ((c.start or 0), (c.end or DAY)) == (time.start, time.end)]
        else:
            fitting = codes
        if not fitting:
            left.append(Left(time, "no_hours" if codes else "no_code"))
        elif mapping.layout != "list" and (time.who, time.day) in taken:
            left.append(Left(time, "two_codes"))
        else:
            taken.add((time.who, time.day))
            written.append((time, fitting[0]))
    return written, left


def tables(mapping: Mapping, written: Written, *, one_table: bool) -> list[Table]:
    """The sheets of the file: a list; or a grid, by the month, or as one table where a file has no sheets."""
    if mapping.layout == "list":
        return [("Fredet tid", [_headings(mapping, COLUMNS), *(_line(mapping, *row) for row in written)])]
    days = _days(written) if written else []
    parts = [days] if one_table else _months(days)
    grids = [(_title(part[0]), _grid(mapping, written, part, one_table)) for part in parts if part]
    if mapping.layout == "grid_down":
        return [(name, [list(row) for row in zip(*rows, strict=True)]) for name, rows in grids]
    return grids


def _places(mapping: Mapping, uses: Sequence[str]) -> dict[str, int]:
    """Where each column stands: where the mapping counts to, else the next free place."""
    counted = {u: int(h[1:]) - 1 for u, h in mapping.columns.items() if u in uses and h.startswith("#")}
    free = (place for place in range(len(mapping.columns) + max(counted.values(), default=0) + 1))
    open_places = (place for place in free if place not in counted.values())
    return counted | {u: next(open_places) for u in uses if mapping.columns.get(u) and u not in counted}


def _row(mapping: Mapping, uses: Sequence[str], said: dict[str, str]) -> list[str]:
    places = _places(mapping, uses)
    cells = [""] * (max(places.values(), default=-1) + 1)
    for use, place in places.items():
        cells[place] = said.get(use, "")
    return cells


def _headings(mapping: Mapping, uses: Sequence[str]) -> list[str]:
    return _row(mapping, uses, {u: "" if h.startswith("#") else h for u, h in mapping.columns.items()})


def _whom(mapping: Mapping, time: Protected) -> dict[str, str]:
    """Number and name as the files have them; the given name apart where they do so."""
    number = time.who[1:] if time.who.startswith("#") else ""
    given, _space, last = time.name.rpartition(" ")
    if "given_name" in mapping.columns and "," not in time.name:
        return {"number": number, "name": last, "given_name": given}
    return {"number": number, "name": time.name}


def _line(mapping: Mapping, time: Protected, code: DutyCode) -> list[str]:
    day = _day(mapping, time.day)
    last = _day(mapping, time.day + dt.timedelta(days=time.end // DAY if time.end > DAY else 0))
    start, end = _clock(time.start), _clock(time.end if time.end <= DAY else time.end % DAY)
    said = {**_whom(mapping, time), "date": day, "code": code.code, "end_date": last}
    if has_times(mapping):
        alone = "date" not in mapping.columns
        said |= {"start": f"{day} {start}" if alone else start, "end": f"{last} {end}" if alone else end}
    elif "start" in mapping.columns and "date" not in mapping.columns:
        said["start"] = day
    return _row(mapping, COLUMNS, said)


def _day(mapping: Mapping, day: dt.date) -> str:
    return f"{day:%m/%d/%Y}" if mapping.order == "mdy" else f"{day:%d.%m.%Y}"


def _clock(minute: int) -> str:
    return f"{minute // 60:02d}:{minute % 60:02d}"


def _days(written: Written) -> list[dt.date]:
    """Every day of the months that anything falls in."""
    days = [time.day for time, _code in written]
    first, last = min(days).replace(day=1), max(days)
    end = last.replace(day=calendar.monthrange(last.year, last.month)[1])
    return [first + dt.timedelta(days=step) for step in range((end - first).days + 1)]


def _months(days: Sequence[dt.date]) -> list[list[dt.date]]:
    months: dict[tuple[int, int], list[dt.date]] = {}
    for day in days:
        months.setdefault((day.year, day.month), []).append(day)
    return list(months.values())


def _title(day: dt.date) -> str:
    return f"{_TITLES[day.month - 1].capitalize()} {day.year}"


def _grid(mapping: Mapping, written: Written, days: Sequence[dt.date], whole: bool) -> list[list[str]]:
    """People down, days across, those alone who have anything."""
    cells = {(time.who, time.day): code.code for time, code in written}
    people = {time.who: time for time, _code in written if time.day in set(days)}
    heads = [day.isoformat() if whole else str(day.day) for day in days]
    rows = [[*_headings(mapping, GRID_COLUMNS), *heads]]
    for who in sorted(people, key=lambda key: name_words(people[key].name)):
        whom = _row(mapping, GRID_COLUMNS, _whom(mapping, people[who]))
        rows.append([*whom, *(cells.get((who, day), "") for day in days)])
    return rows
