"""Who supervises whom on a day (S11): trainees at work, and the specialists who are there for them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from borealis.rosters.rules.codes import CLINICAL

GAP_MINUTES = 60  # shorter is no finding: people come and go
Window = tuple[int, int]  # minutes of a day


@dataclass(frozen=True)
class Shift:
    """What of a person's duty falls on a day."""

    person_id: int
    start: int
    end: int
    meaning: str
    supervises: bool = False


@dataclass(frozen=True)
class Supervised:
    """A trainee's clinical work on a day, with who is there, and when nobody is."""

    person_id: int
    windows: tuple[Window, ...]
    supervisors: tuple[int, ...]
    gaps: tuple[Window, ...]

    @property
    def alone(self) -> bool:
        """Whether nobody is there at any time."""
        return not self.supervisors

    @property
    def gap_minutes(self) -> int:
        return sum(end - start for start, end in self.gaps)

    @property
    def is_finding(self) -> bool:
        return self.gap_minutes >= GAP_MINUTES


def supervision_on(
    shifts: Iterable[Shift], trainees: frozenset[int], specialists: frozenset[int]
) -> list[Supervised]:
    """Each trainee with clinical work, in the order of the shifts. Only specialists count (§ 25, S11)."""
    rows = list(shifts)
    there = [s for s in rows if s.supervises and s.person_id in specialists]
    found: dict[int, list[Window]] = {}
    for shift in rows:
        if shift.person_id in trainees and shift.meaning in CLINICAL:
            found.setdefault(shift.person_id, []).append((shift.start, shift.end))
    return [_supervised(person, joined(windows), there) for person, windows in found.items()]


def _supervised(person: int, windows: Sequence[Window], there: Sequence[Shift]) -> Supervised:
    others = [s for s in there if s.person_id != person]
    meets = [s for s in others if any(s.start < end and start < s.end for start, end in windows)]
    gaps = uncovered(windows, [(s.start, s.end) for s in meets])
    return Supervised(person, tuple(windows), tuple(dict.fromkeys(s.person_id for s in meets)), tuple(gaps))


def joined(windows: Iterable[Window]) -> list[Window]:
    """The same time, with what touches or overlaps made one."""
    found: list[Window] = []
    for start, end in sorted(windows):
        if found and start <= found[-1][1]:
            found[-1] = (found[-1][0], max(end, found[-1][1]))
        elif end > start:
            found.append((start, end))
    return found


def uncovered(windows: Iterable[Window], covers: Iterable[Window]) -> list[Window]:
    """What of the windows no cover reaches."""
    left = joined(windows)
    for start, end in joined(covers):
        left = [part for a, b in left for part in ((a, min(b, start)), (max(a, end), b)) if part[0] < part[1]]
    return left


def common(one: Iterable[Window], other: Iterable[Window]) -> list[Window]:
    """The time that lies in both."""
    return [(max(a, c), min(b, d)) for a, b in joined(one) for c, d in joined(other) if max(a, c) < min(b, d)]


@dataclass(frozen=True)
class Met:
    """How often two people were at work at the same time: days, minutes in all, first and last day."""

    person_id: int
    days: int
    minutes: int
    first: dt.date
    last: dt.date


def together(
    own: Iterable[tuple[dt.date, Window]], others: Iterable[tuple[int, dt.date, Window]]
) -> list[Met]:
    """With whom somebody was at work, the most often first. Less than half an hour is no day together."""
    mine: dict[dt.date, list[Window]] = {}
    for day, window in own:
        mine.setdefault(day, []).append(window)
    theirs: dict[tuple[int, dt.date], list[Window]] = {}
    for person, day, window in others:
        if day in mine:
            theirs.setdefault((person, day), []).append(window)
    shared: dict[int, dict[dt.date, int]] = {}
    for (person, day), windows in theirs.items():
        minutes = sum(end - start for start, end in common(mine[day], windows))
        if minutes >= 30:
            shared.setdefault(person, {})[day] = minutes
    met = [Met(p, len(days), sum(days.values()), min(days), max(days)) for p, days in shared.items()]
    return sorted(met, key=lambda row: (-row.days, -row.minutes, row.person_id))
