"""What a goal rests on: activities with who has seen them and at which level, and assessments."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache

from django.utils import timezone

from borealis.portfolio.activities.wording import KIND_WORDS
from borealis.portfolio.activities.wording import STATE_WORDS as ACTIVITY_STATE_WORDS
from borealis.portfolio.assessment.library import Listed, form_in_use
from borealis.portfolio.goals.levels import Point
from borealis.portfolio.goals.wording import level_words
from borealis.portfolio.models import Activity, Assessment, SignatureAnswer
from borealis.shell.language import localised, text_in
from borealis.shell.prepared import KEYS, prepared

INDEPENDENCE = ("supervision", "skill")  # scales whose steps 1, 2 and 3 say the same as a signature


@dataclass(frozen=True)
class Seen:
    """Who has signed an activity, at which level, and when."""

    name: str
    level: int | None
    words: str
    on: dt.date
    comment: str


@dataclass(frozen=True)
class ActivityLine:
    """An activity as grounds for a goal."""

    pk: int
    title: str
    kind: str
    on: dt.date
    to: dt.date | None
    count: int
    place: str
    state: str
    seen: tuple[Seen, ...]


@dataclass(frozen=True)
class AssessmentLine:
    """An assessment as grounds for a goal. ``point`` is its level where it says how independent."""

    pk: int
    form: str
    on: dt.date
    name: str
    level: str
    narrative: str
    point: int | None


def activity_lines(rows: Iterable[Activity]) -> list[ActivityLine]:
    """Activities with their signatures, in two queries."""
    rows = list(rows)
    seen = _seen([row.pk for row in rows])
    return [
        ActivityLine(
            row.pk,
            row.title,
            str(KIND_WORDS.get(row.kind, row.kind)),
            row.from_day,
            row.to_day,
            row.count,
            localised(row.arena, "name") if row.arena else row.place,
            str(ACTIVITY_STATE_WORDS[row.state]),
            tuple(seen[row.pk]),
        )
        for row in rows
    ]


_SIGNED = prepared(
    lambda activities: (
        SignatureAnswer.objects.filter(ask__activity_id__in=activities, outcome="signed", undone_at=None)
        .order_by("at", "pk")
        .values_list("ask__activity_id", "name", "level", "at", "comment")
    ),
    activities=KEYS,
)


def _seen(activity_ids: list[int]) -> dict[int, list[Seen]]:
    found: dict[int, list[Seen]] = defaultdict(list)
    words = cache(level_words)
    for activity, name, level, at, comment in _SIGNED(activities=activity_ids):
        found[activity].append(Seen(name, level, words(level), timezone.localdate(at), comment))
    return found


def assessment_lines(rows: Iterable[Assessment]) -> list[AssessmentLine]:
    """Assessments with the name of their form and the level in its words."""
    forms: dict[str, Listed | None] = {}
    lines = []
    for row in rows:
        if row.form not in forms:
            forms[row.form] = form_in_use(row.form)
        lines.append(_assessment_line(row, forms[row.form]))
    return lines


def _assessment_line(row: Assessment, listed: Listed | None) -> AssessmentLine:
    scale = listed.form.scale if listed else None
    step = scale.step(row.level) if scale else None
    independent = scale is not None and scale.code in INDEPENDENCE
    return AssessmentLine(
        row.pk,
        text_in(listed.form.name) if listed else row.form,
        row.on,
        row.name,
        text_in(step.name) if step else "",
        row.narrative,
        row.level if independent else None,
    )


def points_of(activities: Iterable[ActivityLine], assessments: Iterable[AssessmentLine]) -> list[Point]:
    """How independent the doctor was found, over time: by signatures and by assessments."""
    points = [
        Point(line.on, seen.level, line.title, seen.name)
        for line in activities
        for seen in line.seen
        if seen.level is not None
    ]
    points += [
        Point(line.on, line.point, line.form, line.name) for line in assessments if line.point is not None
    ]
    return sorted(points, key=lambda point: (point.day, point.what, point.name))
