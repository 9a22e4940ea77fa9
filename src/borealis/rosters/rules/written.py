"""Days, times and months as people and programs write them."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable

EARLIEST, LATEST = dt.date(2000, 1, 1), dt.date(2100, 1, 1)
_EXCEL_BEGINS = dt.date(1899, 12, 30)
_ISO = re.compile(r"(\d{4})[-./](\d{1,2})[-./](\d{1,2})", re.ASCII)
_PACKED = re.compile(r"(20\d{2})(\d{2})(\d{2})", re.ASCII)
_DAY_FIRST = re.compile(r"(\d{1,2})\s*[./-]\s*(\d{1,2})\s*[./-]\s*(\d{4}|\d{2})\.?", re.ASCII)
_WORDED = re.compile(r"(\d{1,2})\.?\s*([a-zæøå]{3,10})\.?,?\s*(\d{4}|\d{2})", re.IGNORECASE)
_SERIAL = re.compile(r"(\d{5})(?:[.,]\d+)?", re.ASCII)
_WEEKDAY = re.compile(
    r"^(?:man|tir|tirs|tys|ons|tor|tors|fre|lør|lau|søn|sun|mon|tue|wed|thu|fri|sat|ma|ti|ty|on|to|fr|lø|la|sø|su)"
    r"(?:dag|day|sday|nesday|rsday|urday)?\.?,?\s+(?=\d)",
    re.IGNORECASE,
)
_TIME = re.compile(
    r"(?:kl\.?\s*)?(\d{1,2})(?:[:.](\d{2})(?:[:.]\d{2}(?:\.\d+)?)?)?", re.ASCII | re.IGNORECASE
)
_FOUR = re.compile(r"(\d{2})(\d{2})", re.ASCII)
_SHARE = re.compile(r"0?[.,]\d+", re.ASCII)
_MONTH_FIRST = re.compile(r"(?<!\d)(\d{1,2})\s*[-./ ]\s*(20\d{2})(?!\d)", re.ASCII)
_YEAR_FIRST = re.compile(r"(?<!\d)(20\d{2})\s*[-./ ]\s*(\d{1,2})(?!\d)", re.ASCII)
_YEAR = re.compile(r"(?<!\d)(20\d{2})(?!\d)", re.ASCII)

_MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "jan januar january",
            "feb februar february",
            "mar mars march",
            "apr april",
            "mai may",
            "jun juni june",
            "jul juli july",
            "aug august",
            "sep sept september",
            "okt oktober oct october",
            "nov november",
            "des desember dec december",
        ),
        start=1,
    )
    for name in names.split()
}


def _date(year: str, month: int, day: str) -> dt.date | None:
    whole = int(year) + (2000 if len(year) <= 2 else 0)
    try:
        return dt.date(whole, month, int(day))
    except ValueError:
        return None


def read_day(text: str, order: str = "dmy") -> dt.date | None:
    """A day from 28.12.2026, 28/12-26, 2026-12-28, 20261228, "ma 28. desember 2026" or a spreadsheet's number.

    ``order`` says what comes first where both can: "dmy" (Norway) or "mdy".
    """
    text = _WEEKDAY.sub("", text.strip())
    if match := _ISO.fullmatch(text) or _PACKED.fullmatch(text):
        return _date(match[1], int(match[2]), match[3])
    if match := _DAY_FIRST.fullmatch(text):
        day, month = (match[2], match[1]) if order == "mdy" else (match[1], match[2])
        return _date(match[3], int(month), day)
    if match := _WORDED.fullmatch(text):
        month_number = _MONTHS.get(match[2].lower())
        return _date(match[3], month_number, match[1]) if month_number else None
    if match := _SERIAL.fullmatch(text):
        return _EXCEL_BEGINS + dt.timedelta(days=int(match[1]))
    return None


def day_order(texts: Iterable[str]) -> str:
    """ "mdy" when the days of a column can only be read with the month first; otherwise "dmy"."""
    month_first = False
    for text in texts:
        match = re.match(r"(\d{1,2})/(\d{1,2})/\d{2,4}", text.strip(), re.ASCII)
        if match and int(match[1]) > 12:
            return "dmy"
        month_first = month_first or bool(match and int(match[2]) > 12)
    return "mdy" if month_first else "dmy"


def read_minute(text: str) -> int | None:
    """Minutes after midnight from 08:00, 8.00, 0800, "kl. 8", 24:00, or a spreadsheet's share of a day."""
    text = text.strip()
    if match := _FOUR.fullmatch(text):
        return _minute(match[1], match[2])
    if match := _TIME.fullmatch(text):
        return _minute(match[1], match[2] or "0")
    if _SHARE.fullmatch(text):
        return round(float(text.replace(",", ".")) * 1440)
    return None


def _minute(hour: str, minute: str) -> int | None:
    whole = int(hour) * 60 + int(minute)
    return whole if int(minute) < 60 and whole <= 1440 else None


def read_moment(text: str, order: str = "dmy") -> tuple[dt.date, int | None] | None:
    """A day with or without a time: "28.12.2026 08:00", "2026-12-28T08:00:00"; None for anything else."""
    text = text.strip()
    if (day := read_day(text, order)) is not None:
        return day, None
    match = re.fullmatch(r"(.+?)(?:T|\s+(?:kl\.?\s*)?)([\d:.]{1,12})", text)
    if match is None:
        return None
    found, minute = read_day(match[1].strip(" ,"), order), read_minute(match[2])
    return (found, minute) if found is not None and minute is not None else None


def months_in(text: str) -> tuple[int | None, int | None]:
    """The year and the month that a title speaks of; None for what it does not say."""
    if (match := _YEAR_FIRST.search(text)) and 1 <= int(match[2]) <= 12:
        return int(match[1]), int(match[2])
    if (match := _MONTH_FIRST.search(text)) and 1 <= int(match[1]) <= 12:
        return int(match[2]), int(match[1])
    year = _YEAR.search(text)
    words = re.findall(r"[a-zæøå]+", text.lower())
    month = next((_MONTHS[word] for word in words if word in _MONTHS), None)
    return int(year[1]) if year else None, month


def is_weekday(text: str) -> bool:
    """Whether a cell is the name of a day of the week, short or long."""
    return bool(_WEEKDAY.match(f"{text.strip()} 1"))


def believable(day: dt.date) -> bool:
    """Whether a roster can hold the day."""
    return EARLIEST <= day < LATEST
