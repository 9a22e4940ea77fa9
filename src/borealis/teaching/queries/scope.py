"""Whom a series concerns: the goals of those who take part, and who can present."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from borealis.curriculum.queries import GoalView, goals_of
from borealis.people.directory import persons, posts
from borealis.programmes.queries import programmes
from borealis.rosters.queries import presence
from borealis.rosters.queries.people import specialists
from borealis.teaching.models import Series
from borealis.trainees.directory import Trainee
from borealis.trainees.permissions import in_training

DAYS_PER_MONTH = 30.4375


@dataclass(frozen=True)
class Speaker:
    """Somebody of a department who can present: a trainee with the months in training, or a specialist."""

    person_id: int
    name: str
    department_id: int
    is_trainee: bool
    months: int
    trainee_id: int | None = None


def departments_of(series: Series) -> set[int]:
    """The departments here that take part, and the one that owns it."""
    taking_part = series.hosts.exclude(department=None).values_list("department_id", flat=True)
    return {series.department_id, *(pk for pk in taking_part if pk is not None)}


def goals_in_scope(series: Series) -> list[GoalView]:
    """The goals of the programmes of the departments that take part."""
    departments = departments_of(series)
    codes = [
        code
        for current in programmes()
        if current.department_id in departments
        for code in current.document.goal_sets
    ]
    return goals_of(codes)


def speakers(departments: Iterable[int], on: dt.date) -> list[Speaker]:
    """Who can present at these departments on a day: doctors in training, and specialists with a post there."""
    keys = set(departments)
    rows = Trainee.objects.filter(in_training(on), programme__department__in=keys)
    trainees = [
        Speaker(
            row.person_id,
            row.person.name,
            row.programme.department_id,
            True,
            int((on - row.started_on).days / DAYS_PER_MONTH),
            row.pk,
        )
        for row in rows.select_related("person", "programme")
    ]
    held = dict(
        posts()
        .filter(organisation__in=keys, from_day__lte=on, to_day=None)
        .values_list("person_id", "organisation_id")
    )
    known = specialists(held, on) - {speaker.person_id for speaker in trainees}
    names = dict(persons().filter(pk__in=known).values_list("pk", "name"))
    others = [Speaker(pk, name, held[pk] or 0, False, 0) for pk, name in names.items()]
    return sorted([*trainees, *others], key=lambda speaker: speaker.person_id)


def at_work(people: Iterable[int], days: Iterable[dt.date], minute: int) -> dict[int, set[dt.date]]:
    """On which of these days each of these people is at work at a minute of the day, by the roster.

    Days beyond every duty in the roster are not known, and are left out for everyone.
    """
    wanted = sorted(days)
    if not wanted:
        return {}
    found: dict[int, set[dt.date]] = {}
    for window in presence(people, wanted[0], wanted[-1]):
        if window.start <= minute < window.end:
            found.setdefault(window.person_id, set()).add(window.day)
    return found
