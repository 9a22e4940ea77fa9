"""Duties as they are stored, for this room and for those above: no viewer, so whoever asks has checked."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Max, Min

from borealis.rosters.models import Duty, DutyQuerySet, RosterImport
from borealis.rosters.rules.absences import FoundAbsence, absences_found
from borealis.rosters.rules.clock import minutes_on, moment
from borealis.rosters.rules.codes import ABSENCE, DAY, PRESENT, WORKING
from borealis.rosters.rules.supervision import Met, joined, together
from borealis.trainees.queries import training_records

ONE_DAY = dt.timedelta(days=1)


@dataclass(frozen=True)
class DutyView:
    """A duty as other rooms see it. ``start_at`` and ``end_at`` are moments; ``day`` is the day in Norway."""

    pk: int
    person_id: int | None
    name: str
    department_id: int
    day: dt.date
    start_at: dt.datetime
    end_at: dt.datetime
    code: str
    meaning: str
    interruptible: bool
    supervises: bool

    @property
    def whole_day(self) -> bool:
        return minutes_on(self.day, self.start_at, self.end_at) == (0, DAY)


@dataclass(frozen=True)
class PresenceWindow:
    """A stretch of a day in which a person is at work: minutes after midnight as clocks in Norway show.

    ``interruptible``: it may be left for an hour of guidance. ``protected``: it is teaching or study time.
    """

    person_id: int
    day: dt.date
    start: int
    end: int
    interruptible: bool
    meaning: str

    @property
    def protected(self) -> bool:
        return self.meaning in ("teaching", "study")


_FIELDS = (
    "pk",
    "person_id",
    "name",
    "department_id",
    "day",
    "start_at",
    "end_at",
    "code",
    "meaning",
    "interruptible",
    "supervises",
)


def between(first: dt.date, last: dt.date) -> DutyQuerySet:
    """The duties that fall on any day from the first through the last, also those begun the evening before."""
    return Duty.objects.overlapping(moment(first, 0), moment(last, DAY))


def views(rows: DutyQuerySet) -> list[DutyView]:
    """Stored rows as values, in one query."""
    return [DutyView(*row) for row in rows.order_by("start_at", "pk").values_list(*_FIELDS)]


def duties_of(person_id: int, first: dt.date, last: dt.date) -> list[DutyView]:
    """A person's duties on the days from the first through the last, by time."""
    return views(between(first, last).filter(person_id=person_id))


def presence(person_ids: Iterable[int], first: dt.date, last: dt.date) -> list[PresenceWindow]:
    """When each of these people is at work and can be met, day by day, in one query.

    Nights are cut at midnight; what is at home, away or off is no presence. By person, day and time.
    """
    rows = between(first, last).filter(person_id__in=set(person_ids), meaning__in=PRESENT)
    found = []
    for duty in views(rows):
        for day in _days(duty, first, last):
            window = minutes_on(day, duty.start_at, duty.end_at)
            if window and duty.person_id is not None:
                found.append(PresenceWindow(duty.person_id, day, *window, duty.interruptible, duty.meaning))
    return sorted(found, key=lambda w: (w.person_id, w.day, w.start, w.end))


def _days(duty: DutyView, first: dt.date, last: dt.date) -> list[dt.date]:
    days = {duty.day + step * ONE_DAY for step in range((duty.end_at - duty.start_at).days + 2)}
    return [day for day in sorted(days) if first <= day <= last]


def who_worked_together(person_id: int, first: dt.date, last: dt.date) -> list[Met]:
    """With whom a person has been at work at the same department, the most often first."""
    own = presence([person_id], first, last)
    places = set(
        between(first, last).filter(person_id=person_id).order_by().values_list("department_id", flat=True)
    )
    others = between(first, last).filter(department_id__in=places, meaning__in=PRESENT)
    keys = set(others.exclude(person_id=person_id).order_by().values_list("person_id", flat=True)) - {None}
    theirs = presence([key for key in keys if key is not None], first, last)
    return together(
        [(w.day, (w.start, w.end)) for w in own], [(w.person_id, w.day, (w.start, w.end)) for w in theirs]
    )


def free_together(
    one: int, other: int, first: dt.date, last: dt.date, minutes: int = 60, most: int = 3
) -> list[tuple[dt.date, int, int]]:
    """The next times when two people are both at work and may be interrupted: day, first and last minute."""
    windows: dict[int, dict[dt.date, list[tuple[int, int]]]] = {one: {}, other: {}}
    for w in presence([one, other], first, last):
        if w.interruptible:
            windows[w.person_id].setdefault(w.day, []).append((w.start, w.end))
    found: list[tuple[dt.date, int, int]] = []
    for day in sorted(windows[one].keys() & windows[other].keys()):
        shared = [
            (max(a, c), min(b, d))
            for a, b in joined(windows[one][day])
            for c, d in joined(windows[other][day])
            if min(b, d) - max(a, c) >= minutes
        ]
        found += [(day, start, end) for start, end in shared[:1]]
        if len(found) >= most:
            break
    return found


def covered(department_id: int) -> tuple[dt.date, dt.date] | None:
    """The first and last day that a department's rosters in use tell of; None before there is any."""
    rows = RosterImport.objects.filter(department_id=department_id, state="applied")
    found = rows.aggregate(first=Min("first_day"), last=Max("last_day"))
    return (found["first"], found["last"]) if found["first"] and found["last"] else None


def brought_in_at(department_ids: Iterable[int]) -> dt.datetime | None:
    """When the newest roster in use was applied."""
    rows = RosterImport.objects.filter(department_id__in=set(department_ids), state="applied")
    return rows.order_by("-applied_at").values_list("applied_at", flat=True).first()


def absence_found(trainee_ids: Iterable[int], until: dt.date) -> dict[int, list[FoundAbsence]]:
    """Absence in rosters through a day that each trainee's service time lacks, to be confirmed by a person."""
    records = training_records(trainee_ids)
    people = {record.person_id: pk for pk, record in records.items()}
    away: dict[int, list[tuple[dt.date, str]]] = {pk: [] for pk in records}
    worked: dict[int, list[dt.date]] = {pk: [] for pk in records}
    rows = Duty.objects.filter(person_id__in=people, day__lte=until)
    for person_id, day, meaning in rows.values_list("person_id", "day", "meaning"):
        if meaning in ABSENCE:
            away[people[person_id]].append((day, meaning))
        elif meaning in WORKING:
            worked[people[person_id]].append(day)
    return {
        pk: absences_found(away[pk], worked[pk], [(a.from_day, a.to_day) for a in record.absences])
        for pk, record in records.items()
    }
