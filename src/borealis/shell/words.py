"""Numbers and days in words, in the reader's language.

Norwegian writes a decimal comma, English a point. Months are short in charts and tables ("feb. 2029"),
whole in sentences ("februar 2029"). A true minus sign goes before negative numbers.
"""

from __future__ import annotations

import datetime as dt
from decimal import ROUND_HALF_UP, Decimal

from django.utils import formats, timezone
from django.utils.dateformat import format as format_day
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

MINUS = "−"
NO_BREAK = "\u00a0"

SHORT_MONTHS = {
    "nb": ("jan.", "feb.", "mars", "april", "mai", "juni", "juli", "aug.", "sep.", "okt.", "nov.", "des."),
    "nn": ("jan.", "feb.", "mars", "april", "mai", "juni", "juli", "aug.", "sep.", "okt.", "nov.", "des."),
    "en": ("Jan.", "Feb.", "March", "April", "May", "June", "July", "Aug.", "Sept.", "Oct.", "Nov.", "Dec."),
}


def _language() -> str:
    return (get_language() or "nb")[:2]


def _day(moment: dt.date) -> dt.date:
    """The day in Norway of a moment; a day is itself."""
    if isinstance(moment, dt.datetime) and timezone.is_aware(moment):
        return timezone.localdate(moment)
    return moment


def _written(day: dt.date, norwegian: str, english: str) -> str:
    """A day by a pattern; Norwegian names of days and months have no capital."""
    if _language() == "en":
        return format_day(_day(day), english)
    return format_day(_day(day), norwegian).lower()


def number(value: float | Decimal, decimals: int = 1) -> str:
    """A number with at most so many decimals, trailing zeros left out: 7.60 -> "7,6", 18.0 -> "18"."""
    if isinstance(value, int):
        return f"{MINUS}{-value}" if value < 0 else str(value)
    step = Decimal(1).scaleb(-decimals)
    rounded = Decimal(str(value)).quantize(step, rounding=ROUND_HALF_UP)
    text = f"{abs(rounded):f}"
    if "." in text:
        text = text.rstrip("0").rstrip(".")
    sign = MINUS if rounded < 0 else ""
    return sign + text.replace(".", str(formats.get_format("DECIMAL_SEPARATOR")))


def months_words(value: float | Decimal, decimals: int = 1) -> str:
    """A length of time, short: 7.6 -> "7,6 md"."""
    return _("%(number)s md") % {"number": number(value, decimals)}


def months_long(value: float | Decimal, decimals: int = 1) -> str:
    """A length of time in a sentence: 1 -> "1 måned", 7.6 -> "7,6 måneder"."""
    text = number(value, decimals)
    return ngettext("%(number)s måned", "%(number)s måneder", 1 if text == "1" else 2) % {"number": text}


def months_difference(value: float | Decimal) -> str:
    """A change of time with its sign: 19 -> "+19 md", -2 -> "−2 md", 0 -> "0 md"."""
    words = months_words(value)
    return words if words.startswith((MINUS, "0 ")) else f"+{words}"


def month_year(day: dt.date) -> str:
    """A month in a sentence: "juni 2029"."""
    return _written(day, "F Y", "F Y")


def month_short(day: dt.date) -> str:
    """A month where space is scarce: "feb. 2029"."""
    return f"{month_name(day)} {_day(day).year}"


def month_name(day: dt.date) -> str:
    """The month alone, short: "feb."."""
    return SHORT_MONTHS.get(_language(), SHORT_MONTHS["nb"])[_day(day).month - 1]


def day_month(day: dt.date) -> str:
    """A day in a year that is understood: "3. desember"."""
    return _written(day, "j. F", "j F")


def day_short(day: dt.date) -> str:
    """A day in a table: "3.12.2026"; in English "3 Dec. 2026", which no reader can turn around."""
    day = _day(day)
    if _language() == "en":
        return f"{day.day} {month_short(day)}"
    return f"{day.day}.{day.month}.{day.year}"


def long_day(day: dt.date) -> str:
    """A day in full: "onsdag 25. november 2026"."""
    return _written(day, "l j. F Y", "l j F Y")


def week_day(day: dt.date) -> str:
    """A day in a week that is understood: "Mandag 30. nov."."""
    name = _written(day, "l", "l").capitalize()
    return f"{name} {_day(day).day}{'' if _language() == 'en' else '.'} {month_name(day)}"


def month_span(first: dt.date, last: dt.date) -> str:
    """From a month through a month: "mars – okt. 2025", "sep. 2021 – feb. 2023", "juni 2027"."""
    first, last = _day(first), _day(last)
    if (first.year, first.month) == (last.year, last.month):
        return month_short(first)
    start = month_name(first) if first.year == last.year else month_short(first)
    return f"{start} – {month_short(last)}"
