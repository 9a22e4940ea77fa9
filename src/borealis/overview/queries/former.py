"""The page of a training that one followed until a day."""

from __future__ import annotations

from typing import Any

from django.utils import timezone

from borealis.curriculum.queries import goals_of
from borealis.organisations.queries import arenas
from borealis.plans.queries import version_contents
from borealis.shell.language import localised
from borealis.trainees.permissions import Insight
from borealis.trainees.queries import record_until, states_until
from borealis.trainees.rules import SHOWN_STATES, GoalState, shown_as
from borealis.trainees.wording import SERVICE_WORDS, SHOWN_WORDS


def archive_page(insight: Insight) -> dict[str, Any]:
    """Service, goals and frozen plans as they stood on the last day."""
    record = record_until(insight)
    goals = goals_of(record.goal_sets)
    begun = states_until(insight)
    states = {goal.pk: shown_as(_state(begun.get(goal.pk))) for goal in goals}
    places = arenas(row.arena for row in record.services)
    return {
        "trainee": insight.trainee,
        "until": insight.until,
        "record": record,
        "services": [
            {
                "row": row,
                "kind": SERVICE_WORDS[row.kind],
                "place": localised(places[row.arena], "name") if row.arena in places else row.place,
            }
            for row in reversed(record.services)
        ],
        "states": [
            {"word": SHOWN_WORDS[state], "goals": [g for g in goals if states[g.pk] == state]}
            for state in SHOWN_STATES
        ],
        "versions": [
            {"number": number, "frozen_at": at}
            for number, (_content, at) in version_contents(insight.trainee.pk).items()
            if timezone.localdate(at) <= insight.until
        ],
    }


def _state(state: GoalState | None) -> str | None:
    return state.state if state else None
