"""Who is admitted first: the longest seniority in the specialty when the course begins."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True)
class Applicant:
    """One who waits for a place. ``started_on``: the first day of part 2 or 3, so that part 1 does not count."""

    key: int
    started_on: dt.date
    applied_at: dt.datetime
    placed: bool = False


def seniority_days(started_on: dt.date, first_day: dt.date) -> int:
    """Calendar days in the specialty when the course begins; never below 0.

    Our reading of the regional centres' practice: time since the first day of part 2 or 3, whatever the share of
    full time, and leave is not taken out.
    """
    return max(0, (first_day - started_on).days)


def in_order(applicants: Iterable[Applicant], first_day: dt.date, places: int) -> tuple[list[int], list[int]]:
    """Whom to give a place, and who waits, both in order: the longest in the specialty first, then who applied
    first. Those who have a place keep it. ``places`` are all the places of the date."""
    rows = sorted(applicants, key=lambda a: (-seniority_days(a.started_on, first_day), a.applied_at, a.key))
    taken = sum(row.placed for row in rows)
    free = max(0, places - taken)
    waiting = [row.key for row in rows if not row.placed]
    return waiting[:free], waiting[free:]
