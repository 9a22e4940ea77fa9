"""Which goals a panel should look at: read from states, activities, recommendations and earlier panels."""

from __future__ import annotations

import datetime as dt

from django.db.models import Max
from django.db.models.functions import Coalesce

from borealis.portfolio.models import Activity, PanelConclusion, Recommendation
from borealis.portfolio.panels.rules import DOUBT, NEEDS_MORE, Proposed, proposed_goals
from borealis.trainees.directory import Trainee
from borealis.trainees.queries import goal_states


def proposals_for(trainee: Trainee, on: dt.date) -> list[Proposed]:
    """The goals of the pinned sets that are submitted, in doubt or standing still on a day."""
    pinned = set(trainee.goal_sets.values_list("goals__pk", flat=True))
    states = {goal: state for goal, state in goal_states(trainee.pk).items() if goal in pinned}
    return proposed_goals(states, _doubts(trainee), _last_activity(trainee), on)


def _doubts(trainee: Trainee) -> set[int]:
    """Goals of which the last concluded panel, or a recommendation in force, says that it is not there yet."""
    said: dict[int, str] = dict(
        PanelConclusion.objects.filter(panel__trainee=trainee, panel__concluded_at__isnull=False)
        .order_by("panel__concluded_at", "pk")
        .values_list("goal_id", "conclusion")
    )
    not_yet = Recommendation.objects.filter(
        submission__trainee=trainee, submission__closed_at=None, withdrawn_at=None, verdict="not_yet"
    )
    doubtful = {goal for goal, conclusion in said.items() if conclusion in (DOUBT, NEEDS_MORE)}
    return doubtful | set(not_yet.values_list("submission__goal_id", flat=True))


def _last_activity(trainee: Trainee) -> dict[int, dt.date]:
    """The last day of an activity for each goal."""
    rows = Activity.objects.filter(trainee=trainee).exclude(state="withdrawn").exclude(goals=None)
    return dict(
        rows.values_list("goals")
        .annotate(last=Max(Coalesce("to_day", "from_day")))
        .values_list("goals", "last")
    )
