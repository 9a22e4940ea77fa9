"""A conversion for reading: each newer goal with the earlier ones beside it, what would happen, and what blocks."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.utils import translation

from borealis.curriculum.queries import GoalView, goals_of
from borealis.portfolio.conversions.rules import Pair, covered, same_area
from borealis.portfolio.conversions.wording import KIND_WORDS, SHORT_WORDS
from borealis.portfolio.models import Conversion, ConversionItem, Submission
from borealis.trainees.directory import Trainee
from borealis.trainees.queries import goal_states
from borealis.trainees.rules import WAITING_STATES
from borealis.trainees.wording import STATE_WORDS


@dataclass(frozen=True)
class OlderGoal:
    """An earlier goal with its state in words."""

    goal: GoalView
    state: str | None
    state_words: str
    on: dt.date | None

    @property
    def approved(self) -> bool:
        return self.state == "approved"


@dataclass(frozen=True)
class NewerGoal:
    """A newer goal: what is said of it, by which earlier goals, and whether it becomes approved by transfer."""

    goal: GoalView
    verdict: str
    verdict_words: str
    text: str
    olders: tuple[OlderGoal, ...]
    near: tuple[OlderGoal, ...]  # approved earlier goals of the same area, to look at
    transfers: bool


@dataclass(frozen=True)
class Blocker:
    """An earlier goal that waits for a decision: it must be decided or recalled first."""

    goal: GoalView
    since: dt.date | None


@dataclass(frozen=True)
class ConversionView:
    """A conversion with everything that its page shows."""

    row: Conversion
    newer: tuple[NewerGoal, ...]
    olders: tuple[OlderGoal, ...]
    blockers: tuple[Blocker, ...]

    @property
    def transfers(self) -> int:
        return sum(goal.transfers for goal in self.newer)

    @property
    def judged(self) -> int:
        return sum(bool(goal.verdict) for goal in self.newer)

    @property
    def approved(self) -> int:
        return sum(goal.approved for goal in self.olders)

    @property
    def proof(self) -> list[dict[str, Any]]:
        """The stored proof, one line for each kind that there was something of."""
        kinds = self.row.proof.get("kinds", {})
        return [
            {"name": KIND_WORDS[kind], **kinds[kind]}
            for kind in KIND_WORDS
            if kind in kinds and (kinds[kind]["before"] or kinds[kind]["added"])
        ]


def earlier_goals(trainee_id: int, set_code: str) -> tuple[OlderGoal, ...]:
    """The goals of a set with their states."""
    states = goal_states(trainee_id)
    found = []
    for goal in goals_of([set_code]):
        state = states.get(goal.pk)
        words = str(STATE_WORDS[state.state]) if state else ""
        found.append(OlderGoal(goal, state.state if state else None, words, state.on if state else None))
    return tuple(found)


def conversion_view(row: Conversion) -> ConversionView:
    """One conversion, as it stands."""
    olders = earlier_goals(row.trainee_id, row.from_set.code)
    by_key = {older.goal.pk: older for older in olders}
    items: dict[int, list[ConversionItem]] = {}
    for item in row.items.order_by("pk"):
        if item.newer_id is not None:
            items.setdefault(item.newer_id, []).append(item)
    pairs = pairs_of(row)
    reached = [older.goal.pk for older in olders if older.approved]
    transfers = covered(pairs, reached)
    areas = _areas(row)
    newer = []
    for goal in goals_of([row.to_set.code]):
        said = items.get(goal.pk, [])
        beside = tuple(by_key[item.older_id] for item in said if item.older_id in by_key)
        near = tuple(
            older
            for older in olders
            if older.approved
            and older not in beside
            and same_area(areas.get(older.goal.pk, ""), areas.get(goal.pk, ""))
        )
        verdict = said[0].verdict if said else ""
        newer.append(
            NewerGoal(
                goal,
                verdict,
                str(SHORT_WORDS.get(verdict, "")),
                said[0].text if said else "",
                beside,
                near,
                goal.pk in transfers,
            )
        )
    return ConversionView(row, tuple(newer), olders, blockers_of(row.trainee, row.from_set.code))


def pairs_of(row: Conversion) -> list[Pair]:
    """What is said so far, as pairs of keys."""
    rows = row.items.order_by("pk").values_list("older_id", "newer_id", "verdict")
    return [Pair(older, newer, verdict) for older, newer, verdict in rows]


def _areas(row: Conversion) -> dict[int, str]:
    """The area of each goal in bokmål, so that the same goals lie beside each other in every language."""
    with translation.override("nb"):
        return {goal.pk: goal.group_name for goal in goals_of([row.from_set.code, row.to_set.code])}


def blockers_of(trainee: Trainee, set_code: str) -> tuple[Blocker, ...]:
    """The earlier goals that wait for a decision, by what is sent in or by their state."""
    open_since = {
        goal: at.date()
        for goal, at in Submission.objects.filter(trainee=trainee, closed_at=None).values_list(
            "goal_id", "submitted_at"
        )
    }
    states = goal_states(trainee.pk)
    found = []
    for goal in goals_of([set_code]):
        state = states.get(goal.pk)
        waits = state is not None and state.state in WAITING_STATES
        if goal.pk in open_since or waits:
            found.append(Blocker(goal, open_since.get(goal.pk) or (state.on if state else None)))
    return tuple(found)
