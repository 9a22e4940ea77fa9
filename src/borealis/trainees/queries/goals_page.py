"""The page of a trainee's learning goals."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from borealis.curriculum.queries import GoalView, goal_set
from borealis.shell.addresses import addresses_of
from borealis.shell.language import localised
from borealis.trainees.queries.goals import (
    GoalGroupView,
    GoalWithState,
    GroupCount,
    anchor_of,
    goals_with_state,
    sum_of,
)
from borealis.trainees.rules import REGISTRAR, SHOWN_STATES, steps_from
from borealis.trainees.wording import SHOWN_WORDS, STATE_WORDS

BAR_KINDS = {"approved": "reached", "submitted": "sent", "in_progress": "begun", "not_begun": "not_begun"}


@dataclass(frozen=True)
class GoalLine:
    """A goal with its state in words, and whether there is something to register for the doctor.

    ``levels`` and ``grounds`` are words too: the page shows a hundred goals, and its template only sets them in place.
    """

    found: GoalWithState
    url: str
    levels: str
    grounds: str
    state_words: str
    may_be_registered: bool


class LineWords:
    """What the lines of one page say in the same words, asked for once."""

    def __init__(self) -> None:
        self.grounds = _("Grunnlag: %(grounds)s")
        self.states = {state: str(words) for state, words in STATE_WORDS.items()}
        self.not_begun = str(SHOWN_WORDS["not_begun"])
        self.levels: dict[tuple[tuple[str, int], ...], str] = {}

    def levels_of(self, goal: GoalView) -> str:
        """The levels of a goal; many goals share theirs."""
        if goal.requirements not in self.levels:
            self.levels[goal.requirements] = goal.levels_in_words
        return self.levels[goal.requirements]

    def line(self, found: GoalWithState, url: str) -> GoalLine:
        return GoalLine(
            found,
            url,
            self.levels_of(found.goal),
            self.grounds % {"grounds": found.grounds} if found.grounds else "",
            self.states[found.state] if found.state else self.not_begun,
            any(REGISTRAR in step.actors for step in steps_from(found.state)),
        )


@dataclass(frozen=True)
class GroupPart:
    """A group as a bar and a list; ``lines`` are only those that the filter lets through."""

    count: GroupCount
    bar: tuple[tuple[str, float], ...]
    bar_label: str
    lines: tuple[GoalLine, ...]


@dataclass(frozen=True)
class SetPart:
    """A goal set with its groups."""

    anchor: str
    name: str
    groups: tuple[GroupPart, ...]


def goals_page(trainee_id: int, only: str, on: dt.date) -> dict[str, Any]:
    """Every pinned goal by set and group, filtered by one of the four states when ``only`` names it."""
    groups = goals_with_state(trainee_id, on)
    total = sum_of(group.count for group in groups)
    only = only if only in SHOWN_STATES else ""
    urls = addresses_of("goal", [found.goal.pk for group in groups for found in group.goals], trainee_id)
    sets: dict[str, list[GroupPart]] = {}
    words = LineWords()
    for group in groups:
        sets.setdefault(group.count.set_code, []).append(_part(group, only, words, urls))
    return {
        "sets": [SetPart(anchor_of(code, ""), _set_name(code), tuple(parts)) for code, parts in sets.items()],
        "table": [_sums(f"{g.count.code} {g.count.name}", g.count) for g in groups]
        + [_sums(_("Sum"), total)],
        "sentence": _sentence(total),
        "only": only,
        "shown": getattr(total, only) if only else total.total,
        "filters": _filters(total, only),
        "legend": [(BAR_KINDS[s], SHOWN_WORDS[s], getattr(total, s)) for s in SHOWN_STATES],
    }


def _sums(name: str, count: GroupCount) -> tuple[object, ...]:
    return name, count.approved, count.submitted, count.in_progress, count.not_begun, count.total


def _set_name(code: str) -> str:
    found = goal_set(code)
    return localised(found, "name") if found else code


def _sentence(total: GroupCount) -> str:
    if not total.total:
        return _("Ingen læringsmål er knyttet til legen ennå.")
    words = _("%(waiting)s venter på godkjenning, %(begun)s er i gang og %(rest)s er ikke begynt.")
    return (
        _("%(approved)s av %(total)s læringsmål er godkjent.")
        % {
            "approved": total.approved,
            "total": total.total,
        }
        + " "
        + words % {"waiting": total.submitted, "begun": total.in_progress, "rest": total.not_begun}
    )


def _filters(total: GroupCount, only: str) -> list[dict[str, Any]]:
    rows = [("", _("Alle"), total.total)]
    rows += [(state, str(SHOWN_WORDS[state]), getattr(total, state)) for state in SHOWN_STATES]
    return [{"key": key, "name": name, "number": n, "current": key == only} for key, name, n in rows]


def _part(group: GoalGroupView, only: str, words: LineWords, urls: Mapping[int, str]) -> GroupPart:
    count = group.count
    label = _("Av %(total)s: %(approved)s godkjent, %(waiting)s venter, %(begun)s i gang, %(rest)s ubegynt")
    return GroupPart(
        count=count,
        bar=tuple((BAR_KINDS[state], number) for state, number in count.parts()),
        bar_label=label
        % {
            "approved": count.approved,
            "waiting": count.submitted,
            "begun": count.in_progress,
            "rest": count.not_begun,
            "total": count.total,
        },
        lines=tuple(
            words.line(found, urls[found.goal.pk]) for found in group.goals if not only or found.shown == only
        ),
    )
