"""The department's rosters, norms and appointments as a problem for the planner, and its answer as values."""

from __future__ import annotations

import datetime as dt
import math
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils import timezone

from borealis.guidance.models import Participant, Talk
from borealis.guidance.queries.appointments import quotas_of, terms_of
from borealis.guidance.rules import INDIVIDUAL, Count, Year
from borealis.rosters.queries import PresenceWindow, covered, presence
from borealis.trainees.directory import Trainee
from borealis.trainees.queries import training_records

LONGEST_PERIOD = dt.timedelta(days=399)
ONE_DAY = dt.timedelta(days=1)
PREFERRED = ("12:00", "15:30")  # after the morning's lists and meetings (local norm)


@dataclass(frozen=True)
class Material:
    """What is placed: the planner's problem, the talks to come by trainee, and those that cannot be held any more."""

    problem: dict[str, Any]
    trainees: dict[int, Trainee]
    talks: dict[int, list[Talk]]
    unkept: list[Talk]


def material_for(trainees: Iterable[Trainee], now: dt.datetime) -> Material | None:
    """What can be placed from tomorrow to where the roster ends; None when no roster tells of the time to come.

    Of each one's norm as much is asked for as falls in the time that the roster tells of.
    """
    rows = {row.pk: row for row in trainees}
    first = timezone.localdate(now) + ONE_DAY
    last = last_day({row.programme.department_id for row in rows.values()}, first)
    if last is None:
        return None
    talks = _coming(rows, now)
    asked = {pk: _asked(rows[pk], quota.count, quota.year, first, last) for pk, quota in _quotas(rows, now)}
    guides = {pk: _guides(record, first, last) for pk, record in training_records(rows).items()}
    people = {row.person_id for row in rows.values()}
    people |= {int(guide["person"]) for found in guides.values() for guide in found}
    windows, held = presence(people, first, last), _held(rows, now)
    minutes = {pk: _minutes(pk) for pk in {row.programme_id for row in rows.values()}}
    problem = {
        "format": "borealis/guidance-problem/1",
        "period": {"from": first.isoformat(), "through": last.isoformat()},
        "people": people_of(people, windows, taken_by(talks, now)),
        "trainees": [
            _series(
                rows[pk],
                asked[pk],
                guides[pk],
                last,
                minutes=minutes[rows[pk].programme_id],
                held=held.get(pk, ()),
            )
            for pk in asked
        ],
        "sessions": [
            {
                "of": str(rows[pk].person_id),
                "start": _wall(talk.start_at),
                "with": str(talk.leader_id),
                "agreed": True,
            }
            for pk, found in talks.items()
            for talk in found
        ],
    }
    return Material(problem, rows, talks, _unkept(rows, talks, windows, last))


def unkept_talks(trainees: Iterable[Trainee], now: dt.datetime) -> list[Talk]:
    """Talks to come that the roster no longer lets be, the first one first: only the days of talks are read."""
    rows = {row.pk: row for row in trainees}
    talks = _coming(rows, now)
    every = [talk for found in talks.values() for talk in found]
    departments = {row.programme.department_id for row in rows.values()}
    last = last_day(departments, timezone.localdate(now)) if every else None
    if last is None:
        return []
    people = {talk.leader_id for talk in every} | {row.person_id for row in rows.values()}
    days = [timezone.localdate(talk.start_at) for talk in every]
    found = _unkept(rows, talks, presence(people, min(days), max(days)), last)
    return sorted(found, key=lambda talk: (talk.start_at, talk.pk))


def _unkept(
    rows: Mapping[int, Trainee],
    talks: Mapping[int, list[Talk]],
    windows: Iterable[PresenceWindow],
    last: dt.date,
) -> list[Talk]:
    """Talks at a time when one of the two is not at work, or cannot leave it; only as far as the roster tells."""
    free: dict[tuple[int, dt.date], list[PresenceWindow]] = defaultdict(list)
    for window in windows:
        if window.interruptible and not window.protected:
            free[window.person_id, window.day].append(window)

    def can(person: int, talk: Talk) -> bool:
        start, end = timezone.localtime(talk.start_at), timezone.localtime(talk.end_at)
        first, until = start.hour * 60 + start.minute, end.hour * 60 + end.minute
        return any(one.start <= first and until <= one.end for one in free[person, start.date()])

    return [
        talk
        for pk, found in talks.items()
        for talk in found
        if timezone.localdate(talk.start_at) <= last
        and not (can(talk.leader_id, talk) and can(rows[pk].person_id, talk))
    ]


def last_day(departments: set[int], first: dt.date) -> dt.date | None:
    """Where the rosters of departments end, as far as talks are placed; None when they tell of no time to come."""
    ends = [found[1] for department in departments if (found := covered(department))]
    last = min([*ends, first + LONGEST_PERIOD]) if ends else None
    return last if last is not None and last > first else None


def _quotas(rows: Mapping[int, Trainee], now: dt.datetime) -> Iterable[tuple[int, Any]]:
    for pk, found in quotas_of(rows.values(), now).items():
        yield from ((pk, quota) for quota in found if quota.kind == INDIVIDUAL)


@dataclass(frozen=True)
class Asked:
    """How many talks are asked for of one trainee, those agreed on included, and until when."""

    sessions: int
    through: dt.date


def _asked(row: Trainee, found: Count, year: Year, first: dt.date, last: dt.date) -> Asked:
    """The share of what is left of the year's norm that falls in the time that the roster tells of."""
    through = min(last, year.end - ONE_DAY)
    left = max(0, found.norm - found.held - found.unfinished)
    days, ahead = (year.end - first).days, (through - first).days + 1
    share = math.ceil(left * ahead / days) if days > 0 else 0
    return Asked(max(found.booked + found.proposed, share), max(through, first))


def _coming(rows: Mapping[int, Trainee], now: dt.datetime) -> dict[int, list[Talk]]:
    """The talks of two that are proposed or agreed on, by trainee."""
    places = Participant.objects.filter(
        trainee__in=rows,
        talk__kind=INDIVIDUAL,
        talk__state__in=("proposed", "agreed"),
        talk__start_at__gt=now,
    )
    found: dict[int, list[Talk]] = defaultdict(list)
    for place in places.select_related("talk").order_by("talk__start_at"):
        found[place.trainee_id].append(place.talk)
    return found


def taken_by(placed: Mapping[int, list[Talk]], now: dt.datetime) -> dict[int, list[Talk]]:
    """Talks to come beside those that are placed, of groups and of a guide with others, by everybody in them."""
    rows = Talk.objects.filter(state__in=("proposed", "agreed"), end_at__gt=now)
    rows = rows.exclude(pk__in=[talk.pk for found in placed.values() for talk in found])
    found: dict[int, list[Talk]] = defaultdict(list)
    for talk in rows.prefetch_related("participants__trainee"):
        for person in {talk.leader_id, *(place.trainee.person_id for place in talk.participants.all())}:
            found[person].append(talk)
    return found


def _guides(record: Any, first: dt.date, last: dt.date) -> list[dict[str, Any]]:
    """Who is the guide when; where two overlap, the one appointed last."""
    found: list[dict[str, Any]] = []
    for guide in sorted(record.guides, key=lambda row: row.from_day):
        until = guide.to_day or last
        if until < first or guide.from_day > last:
            continue
        if found and found[-1]["through"] >= guide.from_day.isoformat():
            found[-1]["through"] = (guide.from_day - ONE_DAY).isoformat()
        found.append(
            {
                "person": str(guide.person_id),
                "from": max(first, guide.from_day).isoformat(),
                "through": min(last, until).isoformat(),
            }
        )
    return [row for row in found if row["from"] <= row["through"]]


def _minutes(programme_id: int) -> int:
    """How long a talk of two is by the programme."""
    terms = terms_of(programme_id)
    return terms.minutes_individual if terms else 60


def _held(rows: Mapping[int, Trainee], now: dt.datetime) -> dict[int, set[str]]:
    """The days of the talks of two that were held of late, by trainee."""
    since = now - LONGEST_PERIOD
    places = Participant.objects.filter(
        trainee__in=rows, present=True, talk__kind=INDIVIDUAL, talk__start_at__gt=since
    )
    found: dict[int, set[str]] = defaultdict(set)
    for trainee, at in places.values_list("trainee_id", "talk__start_at"):
        found[trainee].add(timezone.localdate(at).isoformat())
    return found


def _series(
    row: Trainee,
    asked: Asked,
    guides: list[dict[str, Any]],
    last: dt.date,
    *,
    minutes: int,
    held: Iterable[str],
) -> dict[str, Any]:
    return {
        "id": str(row.person_id),
        "guides": guides,
        "sessions": min(24, asked.sessions),
        "minutes": minutes,
        "through": min(last, asked.through).isoformat(),
        "preferred": [{"from": PREFERRED[0], "to": PREFERRED[1]}],
        "held": sorted(held),
    }


def people_of(
    people: set[int], windows: Iterable[PresenceWindow], taken: Mapping[int, list[Talk]]
) -> list[dict[str, Any]]:
    """People with their duties and the talks that take their time, as the planner reads them."""
    duties: dict[int, list[dict[str, Any]]] = defaultdict(list)
    for window in windows:
        duties[window.person_id].append(
            {
                "from": _clock(window.day, window.start),
                "to": _clock(window.day, window.end),
                "interruptible": window.interruptible and not window.protected,
            }
        )
    return [
        {
            "id": str(pk),
            "duties": duties[pk],
            "blocked": [
                {"from": _wall(talk.start_at), "to": _wall(talk.end_at), "kind": "other"}
                for talk in taken.get(pk, ())
            ],
        }
        for pk in sorted(people)
    ]


def _clock(day: dt.date, minute: int) -> str:
    """A minute of a day, as the clock on the wall shows it."""
    day, minute = (day + ONE_DAY, 0) if minute == 24 * 60 else (day, minute)
    return f"{day.isoformat()}T{minute // 60:02}:{minute % 60:02}"


def _wall(moment: dt.datetime) -> str:
    """A moment by the clock on the wall, with which of the two hours it is when the clock is turned back."""
    local = timezone.localtime(moment)
    offset = int((local.utcoffset() or dt.timedelta()).total_seconds() // 3600)
    return f"{local:%Y-%m-%dT%H:%M}+{offset:02}:00"
