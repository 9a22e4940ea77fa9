"""Which day or week an address asks for; today's when it says nothing that can be read."""

from __future__ import annotations

import datetime as dt
import re

from django.http import HttpRequest

from borealis.rosters.rules.clock import week_days
from borealis.rosters.rules.written import EARLIEST, LATEST


def day_asked(request: HttpRequest, today: dt.date) -> dt.date:
    """``?dag=2026-12-03``."""
    try:
        day = dt.date.fromisoformat(request.GET.get("dag", ""))
    except ValueError:
        return today
    return day if EARLIEST <= day < LATEST else today


def week_asked(request: HttpRequest, today: dt.date) -> tuple[dt.date, ...]:
    """``?uke=2026-49``: the seven days."""
    match = re.fullmatch(r"(20\d{2})-(\d{1,2})", request.GET.get("uke", ""), re.ASCII)
    year, week, _day = today.isocalendar()
    try:
        return week_days(int(match[1]), int(match[2])) if match else week_days(year, week)
    except ValueError:
        return week_days(year, week)


def week_word(day: dt.date) -> str:
    """The week of a day as addresses write it."""
    year, week, _weekday = day.isocalendar()
    return f"{year}-{week:02}"
