"""Assessment panels (vurderingskollegium) and half-yearly reviews: what stands on the agenda, when a review is due,
and what must be there before a panel concludes.

A panel is a tool of the running assessment (§ 26 first paragraph), not a duty of the regulation: head, guide and
supervisors judge a period together, above all in doubt. The trainee takes part as a rule; if not, the guide informs
before and after.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from borealis.trainees.rules import WAITING_STATES, GoalState, add_months

PANEL, HALF_YEAR = "panel", "half_year"
KINDS = (HALF_YEAR, PANEL)

SUBMITTED, IN_DOUBT, STAGNANT, CHOSEN = "submitted", "in_doubt", "stagnant", "chosen"
REASONS = (SUBMITTED, IN_DOUBT, STAGNANT, CHOSEN)

READY, ON_TRACK, NEEDS_MORE, DOUBT = "ready", "on_track", "needs_more", "in_doubt"
CONCLUSIONS = (READY, ON_TRACK, NEEDS_MORE, DOUBT)
EXPLAINED = (NEEDS_MORE, DOUBT)  # these say what is missing, in words
FEWEST_MEMBERS = 2

STAGNANT_MONTHS = 6  # a goal in progress with nothing recorded for so long (local norm)
REFUSED_STATES = ("not_reached", "not_reached_again")


@dataclass(frozen=True)
class Proposed:
    """A goal for the agenda, and why."""

    goal_id: int
    why: str


def proposed_goals(
    states: Mapping[int, GoalState],
    doubts: Iterable[int],
    last_activity: Mapping[int, dt.date],
    on: dt.date,
) -> list[Proposed]:
    """The goals that a panel should look at on a day: submitted, in doubt, and those that stand still.

    ``doubts`` are goals that an earlier panel was in doubt of, or of which a recommendation says «not yet».
    ``last_activity`` is the last day on which something was recorded for a goal.
    """
    doubtful, since = set(doubts), add_months(on, -STAGNANT_MONTHS)
    found = []
    for goal_id, state in states.items():
        moved = max(state.on, last_activity.get(goal_id, state.on))
        if state.state in WAITING_STATES:
            found.append(Proposed(goal_id, SUBMITTED))
        elif state.state == "approved":
            continue
        elif goal_id in doubtful or state.state in REFUSED_STATES:
            found.append(Proposed(goal_id, IN_DOUBT))
        elif moved < since:
            found.append(Proposed(goal_id, STAGNANT))
    return sorted(found, key=lambda row: (REASONS.index(row.why), row.goal_id))


def review_due(last: dt.date | None, started: dt.date, months: int) -> dt.date:
    """The day by which a half-yearly review should be held: so many months after the last, or after the start."""
    return add_months(last or started, months)


@dataclass(frozen=True)
class Held:
    """What is known of a panel that is about to conclude. Conclusions and texts are by goal."""

    on: dt.date
    summary: str
    present: bool | None
    informed_before: dt.date | None
    conclusions: Mapping[str, str]
    texts: Mapping[str, str]


def unfinished(panel: Held, today: dt.date) -> list[tuple[str, str]]:
    """What is missing before a panel concludes, as (what, goal code or "")."""
    missing = []
    if panel.on > today:
        missing.append(("not_held", ""))
    if panel.present is None:
        missing.append(("present", ""))
    if panel.present is False and panel.informed_before is None:
        missing.append(("informed_before", ""))
    if not panel.summary:
        missing.append(("summary", ""))
    missing += [("conclusion", goal) for goal, said in panel.conclusions.items() if not said]
    missing += [
        ("text", goal)
        for goal, said in panel.conclusions.items()
        if said in EXPLAINED and not panel.texts[goal]
    ]
    return missing
