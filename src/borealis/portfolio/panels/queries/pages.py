"""One panel and the list of them, for pages and for decisions on goals."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.db.models import Count, Q, QuerySet

from borealis.curriculum.queries import goals_of
from borealis.portfolio.models import Panel, PanelConclusion
from borealis.portfolio.panels.wording import (
    CONCLUSION_WORDS,
    KIND_WORDS,
    REASON_WORDS,
    SEAT_WORDS,
)


@dataclass(frozen=True)
class GoalLine:
    """A goal of a panel, with what was concluded ("" until something is)."""

    goal_id: int
    code: str
    title: str
    why: str
    conclusion: str
    conclusion_words: str
    text: str


@dataclass(frozen=True)
class Seat:
    name: str
    words: str


@dataclass(frozen=True)
class PanelView:
    """A panel for reading."""

    panel: Panel
    kind: str
    seats: tuple[Seat, ...]
    goals: tuple[GoalLine, ...]


@dataclass(frozen=True)
class PanelLine:
    """A panel in the list. ``opens`` is whether the viewer may read it; a trainee sees that a meeting is called."""

    panel: Panel
    kind: str
    goals: int
    opens: bool


def panel_view(panel: Panel) -> PanelView:
    """A panel with its members and goals in the order of the goal sets."""
    rows = {row.goal_id: row for row in panel.conclusions.select_related("goal__goal_set")}
    codes = sorted({row.goal.goal_set.code for row in rows.values()})
    members = panel.members.select_related("person").order_by("pk")
    return PanelView(
        panel=panel,
        kind=str(KIND_WORDS[panel.kind]),
        seats=tuple(Seat(member.person.name, str(SEAT_WORDS[member.given_as])) for member in members),
        goals=tuple(
            GoalLine(
                goal.pk,
                goal.code,
                goal.title,
                str(REASON_WORDS[rows[goal.pk].why]),
                rows[goal.pk].conclusion,
                str(CONCLUSION_WORDS.get(rows[goal.pk].conclusion, "")),
                rows[goal.pk].text,
            )
            for goal in goals_of(codes)
            if goal.pk in rows
        ),
    )


def lines_of(trainee_id: int, readable: QuerySet[Panel], *, invited: bool) -> list[PanelLine]:
    """The panels that can be read, the newest first; with ``invited`` also those that a trainee is called to."""
    seen = set(readable.values_list("pk", flat=True))
    shown = Q(pk__in=seen) | (Q(trainee_invited=True) if invited else Q(pk__in=()))
    rows = Panel.objects.filter(trainee_id=trainee_id).filter(shown).annotate(number=Count("conclusions"))
    return [
        PanelLine(row, str(KIND_WORDS[row.kind]), row.number, row.pk in seen)
        for row in rows.order_by("-on", "-pk")
    ]


@dataclass(frozen=True)
class SaidOfGoal:
    """What a concluded panel said of a goal: grounds that a decision can name."""

    panel_id: int
    kind: str
    on: dt.date
    conclusion: str
    words: str
    text: str


def concluded_on_goal(trainee_id: int, goal_id: int) -> list[SaidOfGoal]:
    """What concluded panels said of a goal, the newest first (Decision.panel takes ``panel_id``)."""
    rows = PanelConclusion.objects.filter(
        panel__trainee_id=trainee_id, goal_id=goal_id, panel__concluded_at__isnull=False
    ).select_related("panel")
    return [
        SaidOfGoal(
            row.panel_id,
            str(KIND_WORDS[row.panel.kind]),
            row.panel.on,
            row.conclusion,
            str(CONCLUSION_WORDS[row.conclusion]),
            row.text,
        )
        for row in rows.order_by("-panel__on", "-panel_id")
    ]
