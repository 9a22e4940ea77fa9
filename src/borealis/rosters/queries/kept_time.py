"""Teaching and study time in the roster: what was had, what comes, and what was taken away."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace

from borealis.rosters.models import Duty, RosterImport
from borealis.rosters.queries.stored import DutyView, between, views
from borealis.rosters.rules.clock import hours
from borealis.rosters.rules.codes import ABSENCE, PRESENT, PROTECTED, WORKING

Key = tuple[int, dt.date, str]  # person, day, meaning
Period = tuple[dt.date, dt.date]  # from the first through the last day


@dataclass(frozen=True)
class Kept:
    """Hours of one kind in a period: had by now, still to come, and lost to other duties."""

    held: float = 0.0
    coming: float = 0.0
    lost: float = 0.0


@dataclass(frozen=True)
class LostTime:
    """Protected time of a day that a newer roster took for a duty, and the duties that stand there now."""

    person_id: int
    day: dt.date
    meaning: str
    hours: float
    instead: tuple[DutyView, ...]


@dataclass(frozen=True)
class PersonTime:
    """A person's teaching and study time in a period.

    ``weeks``: in how many the roster has the person at work. ``taught``: hours of teaching had, by day.
    """

    weeks: int = 0
    teaching: Kept = field(default_factory=Kept)
    study: Kept = field(default_factory=Kept)
    taught: Mapping[dt.date, float] = field(default_factory=dict)


def time_kept(periods: Mapping[int, Period], now: dt.datetime) -> dict[int, PersonTime]:
    """Each person's protected time in a period, in three queries and one through the rosters that changed it.

    What stands in the roster and is over was had. What is lost, ``lost_time`` says.
    """
    if not periods:
        return {}
    first, last = min(p[0] for p in periods.values()), max(p[1] for p in periods.values())
    found = {person: PersonTime(weeks) for person, weeks in _weeks(periods, first, last).items()}
    taught: dict[int, dict[dt.date, float]] = {person: defaultdict(float) for person in periods}
    rows = views(Duty.objects.filter(person_id__in=periods, meaning__in=PROTECTED, day__range=(first, last)))
    for duty in rows:
        if _within(duty.person_id, duty.day, periods):
            length = hours(duty.start_at, duty.end_at)
            part = {"held": length} if duty.end_at <= now else {"coming": length}
            found[duty.person_id or 0] = _added(found[duty.person_id or 0], duty.meaning, **part)
            if duty.meaning == "teaching" and "held" in part:
                taught[duty.person_id or 0][duty.day] += length
    for lost in lost_time(periods, first, last):
        if _within(lost.person_id, lost.day, periods):
            found[lost.person_id] = _added(found[lost.person_id], lost.meaning, lost=lost.hours)
    return {person: replace(time, taught=dict(taught[person])) for person, time in found.items()}


def _within(person: int | None, day: dt.date, periods: Mapping[int, Period]) -> bool:
    period = periods.get(person or 0)
    return period is not None and period[0] <= day <= period[1]


def _added(time: PersonTime, meaning: str, **more: float) -> PersonTime:
    kept: Kept = getattr(time, meaning)
    kept = replace(kept, **{name: getattr(kept, name) + value for name, value in more.items()})
    return replace(time, teaching=kept) if meaning == "teaching" else replace(time, study=kept)


def _weeks(periods: Mapping[int, Period], first: dt.date, last: dt.date) -> dict[int, int]:
    """In how many weeks of a period each person is at work."""
    rows = Duty.objects.filter(person_id__in=periods, meaning__in=PRESENT, day__range=(first, last))
    weeks: dict[int, set[tuple[int, int]]] = {person: set() for person in periods}
    for person, day in rows.order_by().values_list("person_id", "day").distinct():
        if _within(person, day, periods):
            weeks[person].add(day.isocalendar()[:2])
    return {person: len(found) for person, found in weeks.items()}


def lost_time(people: Iterable[int], first: dt.date, last: dt.date) -> list[LostTime]:
    """Protected time on the days from the first through the last that a duty has taken, by day.

    It is lost where an applied roster took it away and a duty stands on the day now. Where nothing stands, the time
    was moved or given up; where the person is away, leave took it, and no duty. Of time that was moved within a week
    to make room for a duty, the day it was taken from is counted all the same.
    """
    keys = set(people)
    stood = _taken_away(keys, first, last)
    if not stood:
        return []
    days = {day for _person, day, _meaning in stood}
    on_day: dict[tuple[int, dt.date], list[DutyView]] = defaultdict(list)
    for duty in views(between(min(days), max(days)).filter(person_id__in={key[0] for key in stood})):
        on_day[duty.person_id or 0, duty.day].append(duty)
    found = []
    for (person, day, meaning), before in stood.items():
        now = on_day[person, day]
        left = before - sum(hours(one.start_at, one.end_at) for one in now if one.meaning == meaning)
        instead = tuple(one for one in now if one.meaning in WORKING)
        if left > 0 and instead and not any(one.meaning in ABSENCE for one in now):
            found.append(LostTime(person, day, meaning, left, instead))
    return sorted(found, key=lambda lost: (lost.day, lost.person_id, lost.meaning))


def _taken_away(people: set[int], first: dt.date, last: dt.date) -> dict[Key, float]:
    """The most hours of protected time that one roster took away, by person, day and kind."""
    changes = RosterImport.objects.filter(state="applied", first_day__lte=last, last_day__gte=first)
    most: dict[Key, float] = {}
    for removed in changes.order_by("applied_at").values_list("removed", flat=True):
        once: dict[Key, float] = defaultdict(float)
        for row in removed:
            day = dt.date.fromisoformat(row["day"])
            if row["person"] in people and row["meaning"] in PROTECTED and first <= day <= last:
                start, end = (dt.datetime.fromisoformat(row[name]) for name in ("start_at", "end_at"))
                once[row["person"], day, row["meaning"]] += hours(start, end)
        for key, length in once.items():
            most[key] = max(most.get(key, 0.0), length)
    return most
