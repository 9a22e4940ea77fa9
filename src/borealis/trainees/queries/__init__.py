"""Reading trainees: the whole record, goals with states, service and counted time."""

from __future__ import annotations

from borealis.trainees.queries.former import Former, former_of, record_until, states_until
from borealis.trainees.queries.goals import (
    GoalGroupView,
    GoalWithState,
    GroupCount,
    anchor_of,
    goal_counts,
    goal_states,
    goal_sums,
    goals_with_state,
    sum_of,
)
from borealis.trainees.queries.goals_page import goals_page
from borealis.trainees.queries.record import (
    CreditedPhase,
    GuidePeriod,
    TrainingRecord,
    WishView,
    approved_among,
    pinned_sets,
    served_in,
    states_of,
    trainee_ids_of,
    training_record,
    training_records,
)
from borealis.trainees.queries.service import (
    Reading,
    ServiceOverview,
    guided_by,
    guides_on,
    in_research,
    own_training,
    person_of,
    service_overview,
    supervised_by,
    trainees_of,
)
from borealis.trainees.queries.service_page import service_page
from borealis.trainees.queries.wishes_page import wishes_page

__all__ = [
    "CreditedPhase",
    "Former",
    "GoalGroupView",
    "GoalWithState",
    "GroupCount",
    "GuidePeriod",
    "Reading",
    "ServiceOverview",
    "TrainingRecord",
    "WishView",
    "anchor_of",
    "approved_among",
    "former_of",
    "goal_counts",
    "goal_states",
    "goal_sums",
    "goals_page",
    "goals_with_state",
    "guided_by",
    "guides_on",
    "in_research",
    "own_training",
    "person_of",
    "pinned_sets",
    "record_until",
    "served_in",
    "service_overview",
    "service_page",
    "states_of",
    "states_until",
    "sum_of",
    "supervised_by",
    "trainee_ids_of",
    "trainees_of",
    "training_record",
    "training_records",
    "wishes_page",
]
