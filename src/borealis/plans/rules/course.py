"""A whole course of training as a row of stretches: what is done, what goes on, what is planned."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Literal

from borealis.plans.rules.content import Stint
from borealis.plans.rules.months import first_day, last_day

ONE_DAY = dt.timedelta(days=1)
SHORTEST = 14  # days; a shorter gap or remnant is not drawn

StretchKind = Literal["done", "now", "planned", "leave", "research", "waiting", "ghost"]


@dataclass(frozen=True)
class Stretch:
    """A run of days of one kind. ``place`` is an arena's code or, for part 1 and elsewhere, its kind;
    ``percent`` the share of full time; ``beside`` tells that research goes on at the same time."""

    kind: StretchKind
    place: str
    from_day: dt.date
    to_day: dt.date
    percent: int = 100
    phase: str = ""
    beside: bool = False

    @property
    def days(self) -> int:
        return (self.to_day - self.from_day).days + 1


@dataclass(frozen=True)
class Period:
    """A period with a name, from one day through another, at a share of full time."""

    place: str
    from_day: dt.date
    to_day: dt.date
    percent: int = 100


def course(
    services: Iterable[Period],
    absences: Iterable[Period],
    research: Iterable[Period],
    stints: Iterable[Stint],
    today: dt.date,
    *,
    waits: bool = True,
) -> tuple[Stretch, ...]:
    """All stretches of a course, in order: service done, leave, planned stints, research beside them.

    Leave cuts what it falls in; service in one place without a break is one stretch; months in which
    nothing is planned between two stints are waiting, or (``waits`` False) free, when the plan as a whole
    ends no later for them. Only leave at full time is drawn.
    """
    leaves = _merged([p for p in absences if p.percent == 100])
    away = [Stretch("leave", p.place, p.from_day, p.to_day) for p in leaves]
    studies = _merged(research)
    done = [
        Stretch("now" if p.to_day >= today else "done", p.place, p.from_day, p.to_day, p.percent)
        for p in _merged(services)
    ]
    ahead = [
        Stretch("planned", stint.arena, first_day(stint.first), last_day(stint.through), phase=stint.phase)
        for stint in stints
    ]
    parts = [part for stretch in (*done, *ahead) for part in _cut(stretch, leaves)]
    parts = [part for stretch in parts for part in _split(stretch, studies)]
    beside = [Stretch("research", "research", p.from_day, p.to_day, p.percent, beside=True) for p in studies]
    row = sorted([*parts, *away], key=lambda s: (s.from_day, s.to_day))
    return tuple(sorted([*row, *_gaps(row, ahead, waits), *beside], key=lambda s: (s.from_day, s.beside)))


def _merged(periods: Iterable[Period]) -> list[Period]:
    """Periods in order, those of one place and share that follow each other at once made one."""
    merged: list[Period] = []
    for period in sorted(periods, key=lambda p: p.from_day):
        last = merged[-1] if merged else None
        if (
            last is not None
            and (last.place, last.percent) == (period.place, period.percent)
            and period.from_day <= last.to_day + ONE_DAY
        ):
            merged[-1] = Period(last.place, last.from_day, max(last.to_day, period.to_day), last.percent)
        else:
            merged.append(period)
    return merged


def _cut(stretch: Stretch, leaves: Sequence[Period]) -> list[Stretch]:
    """What is left of a stretch outside leave; remnants of a few days, or of none, are dropped."""
    pieces, start = [], stretch.from_day
    for leave in leaves:
        if leave.from_day <= stretch.to_day:
            pieces.append((start, leave.from_day - ONE_DAY))
            start = max(start, leave.to_day + ONE_DAY)
    pieces.append((start, stretch.to_day))
    return [
        _between(stretch, first, last)
        for first, last in pieces
        if (last - first).days + 1 >= min(SHORTEST, stretch.days)
    ]


def _between(stretch: Stretch, first: dt.date, last: dt.date, *, beside: bool = False) -> Stretch:
    return Stretch(stretch.kind, stretch.place, first, last, stretch.percent, stretch.phase, beside)


def _split(stretch: Stretch, studies: Sequence[Period]) -> list[Stretch]:
    """A stretch, parted where research begins or ends beside it."""
    cuts = {stretch.from_day, stretch.to_day + ONE_DAY}
    for study in studies:
        cuts |= {
            day
            for day in (study.from_day, study.to_day + ONE_DAY)
            if stretch.from_day < day <= stretch.to_day
        }
    return [
        _between(
            stretch,
            first,
            after - ONE_DAY,
            beside=any(s.from_day <= first <= s.to_day for s in studies),
        )
        for first, after in pairwise(sorted(cuts))
    ]


def _gaps(row: Sequence[Stretch], ahead: Sequence[Stretch], waits: bool) -> list[Stretch]:
    """Months between planned stints with nothing in them."""
    if not ahead:
        return []
    gaps, covered = [], min(stretch.from_day for stretch in ahead)
    for stretch in row:
        if stretch.from_day > covered + SHORTEST * ONE_DAY:
            kind: StretchKind = "waiting" if waits else "ghost"
            place = "waiting" if waits else "free"
            gaps.append(Stretch(kind, place, covered, stretch.from_day - ONE_DAY))
        covered = max(covered, stretch.to_day + ONE_DAY)
    return gaps
