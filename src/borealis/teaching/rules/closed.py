"""Public holidays, on which no series meets."""

from __future__ import annotations

import datetime as dt

import holidays

COUNTRY = "NO"
"""By the acts on holidays and holy peace (LOV-1995-02-24-12) and on 1 and 17 May (LOV-1947-04-26-1)."""


def public_holidays(first: dt.date, last: dt.date) -> frozenset[dt.date]:
    """The public holidays of the years from the first through the last day; Sundays are not among them as such."""
    return frozenset(holidays.country_holidays(COUNTRY, years=range(first.year, last.year + 1)))
