"""One made-up plan of duties, written in the layouts that hospitals use."""

from __future__ import annotations

import datetime as dt
import io
import itertools
from collections.abc import Iterable, Iterator

from openpyxl import Workbook
from openpyxl.styles import PatternFill

ONE_DAY = dt.timedelta(days=1)
FIRST = dt.date(2026, 12, 28)
PEOPLE = (
    ("900001", "Randi", "Snøugle", "Overlege"),
    ("900002", "Nora", "Fjellrype", "LIS"),
    ("900003", "Åse", "Østvær", "LIS"),
)
# code, words, hours
LEGEND = (
    ("D", "Dagarbeid", "08:00", "15:30"),
    ("L", "Lang dag", "08:00", "18:00"),
    ("N", "Nattevakt", "20:00", "08:00"),
    ("H", "Hjemmevakt", "15:30", "08:00"),
    ("U", "Undervisning", "08:00", "15:30"),
    ("FO", "Fordypning", "08:00", "12:00"),
    ("F", "Fri", "", ""),
    ("FE", "Ferie", "", ""),
    ("S", "Syk", "", ""),
)
HOURS = {code: (start, end) for code, _words, start, end in LEGEND}
PATTERN = ["D", "D", "U", "FO", "N", "F", "F", "L", "D", "H", "D", "S", "FE", "F"]

Cell = tuple[int, dt.date, str]  # person's place, day, code


def plan(days: int = 56, people: int = len(PEOPLE), first: dt.date = FIRST) -> list[Cell]:
    """A code for each person and day."""
    return [
        (person, first + step * ONE_DAY, PATTERN[(step + 5 * person) % len(PATTERN)])
        for person in range(people)
        for step in range(days)
    ]


def person(place: int) -> tuple[str, str, str, str]:
    """The people of the plan, and as many more as are wanted."""
    return PEOPLE[place] if place < len(PEOPLE) else (str(900001 + place), f"Lege{place}", "Nummer", "LIS")


def list_file(
    cells: Iterable[Cell], encoding: str = "cp1252", separator: str = ";", form: str = "%d.%m.%Y"
) -> bytes:
    """A line per person and day, with the hours beside the code."""
    lines = [["Ansattnr", "Navn", "Stilling", "Dato", "Vaktkode", "Fra", "Til", "Timer"]]
    for place, day, code in cells:
        number, given, family, title = person(place)
        start, end = HOURS[code]
        lines.append([number, f"{given} {family}", title, day.strftime(form), code, start, end, "7,50"])
    return "\r\n".join(separator.join(line) for line in lines).encode(encoding)


def span_file(cells: Iterable[Cell]) -> bytes:
    """A line per duty with start and end as moments, and the name in two columns; no line for a day off."""
    lines = ["Etternavn;Fornavn;Vakt;Start;Slutt"]
    for place, day, code in cells:
        _number, given, family, _title = person(place)
        start, end = HOURS[code]
        if code == "F":
            continue
        if not start:
            lines.append(f"{family};{given};{code};{day:%d.%m.%Y};")
            continue
        last = day if end > start else day + ONE_DAY
        lines.append(f"{family};{given};{code};{day:%d.%m.%Y} {start};{last:%d.%m.%Y} {end}")
    return "\n".join(lines).encode("utf-8")


def months(cells: Iterable[Cell]) -> Iterator[tuple[tuple[int, int], list[Cell]]]:
    ordered = sorted(cells, key=lambda cell: (cell[1].year, cell[1].month))
    for month, group in itertools.groupby(ordered, key=lambda cell: (cell[1].year, cell[1].month)):
        yield month, list(group)


def grid_book(cells: Iterable[Cell]) -> Workbook:
    """A sheet per month, people down, days across, a merged title, colour for leave, the legend last."""
    book = Workbook()
    book.remove(book.active)
    for (year, month), group in months(cells):
        days = sorted({day for _place, day, _code in group})
        sheet = book.create_sheet(f"{month:02}-{year}")
        sheet.append(["Tjenesteplan PET-senteret"])
        sheet.merge_cells(start_row=1, start_column=1, end_row=1, end_column=2 + len(days))
        sheet.append(["Navn", "St.", *(day.day for day in days)])
        sheet.append(
            [None, None, *(["ma", "ti", "on", "to", "fr", "lø", "sø"][day.weekday()] for day in days)]
        )
        for place in sorted({place for place, _day, _code in group}):
            _number, given, family, title = person(place)
            codes = {day: code for at, day, code in group if at == place}
            sheet.append([f"{family}, {given}", title, *(codes[day] for day in days)])
            for column, day in enumerate(days, start=3):
                if codes[day] in ("FE", "S"):
                    sheet.cell(sheet.max_row, column).fill = PatternFill("solid", fgColor="FFFFCC00")
    legend = book.create_sheet("Koder")
    for row in LEGEND:
        legend.append([text or None for text in row])
    return book


def saved(book: Workbook) -> bytes:
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def turned_book(cells: Iterable[Cell]) -> Workbook:
    """One sheet, days down and people across, whole dates."""
    rows = list(cells)
    places = sorted({place for place, _day, _code in rows})
    codes = {(place, day): code for place, day, code in rows}
    book = Workbook()
    sheet = book.active
    sheet.append(["Navn", *(f"{person(place)[1]} {person(place)[2]}" for place in places)])
    for day in sorted({day for _place, day, _code in rows}):
        sheet.append([day, *(codes[place, day] for place in places)])
    legend = book.create_sheet("Forklaring")
    for code, words, start, end in LEGEND:
        legend.append([code, f"{words} {start}-{end}" if start else words])
    return book


def calendar_file(cells: Iterable[Cell], place: int) -> bytes:
    """One person's duties as a calendar."""
    _number, given, family, _title = person(place)
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//test//NONSGML//NO",
        f"X-WR-CALNAME:{given} {family}",
    ]
    for at, day, code in cells:
        if at != place or code == "F":
            continue
        start, end = HOURS[code]
        lines += ["BEGIN:VEVENT", f"UID:{day:%Y%m%d}@test", "DTSTAMP:20261101T080000Z", f"SUMMARY:{code}"]
        if start:
            last = day if end > start else day + ONE_DAY
            lines.append(f"DTSTART;TZID=Europe/Oslo:{day:%Y%m%d}T{start.replace(':', '')}00")
            lines.append(f"DTEND;TZID=Europe/Oslo:{last:%Y%m%d}T{end.replace(':', '')}00")
        else:
            lines.append(f"DTSTART;VALUE=DATE:{day:%Y%m%d}")
        lines.append("END:VEVENT")
    return "\r\n".join([*lines, "END:VCALENDAR", ""]).encode()
