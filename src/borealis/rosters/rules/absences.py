"""Absence that a roster shows: days made into periods, less what is registered already."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

ONE_DAY = dt.timedelta(days=1)
Period = tuple[dt.date, dt.date]


@dataclass(frozen=True)
class FoundAbsence:
    """Absence in the roster that service time lacks. ``days`` are the rostered days in it."""

    kind: str
    from_day: dt.date
    to_day: dt.date
    days: int


def absences_found(
    away: Iterable[tuple[dt.date, str]], worked: Iterable[dt.date], registered: Sequence[Period]
) -> list[FoundAbsence]:
    """Periods of one kind. Days off between two days of the same absence belong to it; a day at work ends it."""
    at_work = set(worked)
    known = sorted(registered)
    periods: list[FoundAbsence] = []
    for day, kind in sorted(set(away)):
        if day in at_work or _holds(known, day):
            continue
        before = periods[-1] if periods else None
        if before and before.kind == kind and _goes_on(before.to_day, day, at_work, known):
            periods[-1] = FoundAbsence(kind, before.from_day, day, before.days + 1)
        elif before is None or day > before.to_day:
            periods.append(FoundAbsence(kind, day, day, 1))
    return periods


def _goes_on(last: dt.date, day: dt.date, at_work: set[dt.date], known: Sequence[Period]) -> bool:
    """Whether only days off lie between: no work, nothing registered, and no more than a long weekend."""
    between = [last + step * ONE_DAY for step in range(1, (day - last).days)]
    return len(between) <= 4 and not any(d in at_work or _holds(known, d) for d in between)


def _holds(periods: Sequence[Period], day: dt.date) -> bool:
    return any(first <= day <= last for first, last in periods)
