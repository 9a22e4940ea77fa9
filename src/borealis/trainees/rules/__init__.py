"""The time rules of the regulation as pure functions, and the words that a course of training is told in.

``words`` names kinds and states, ``record`` what is counted from, ``parameters`` the dated numbers with
their §; ``counting`` (on ``tally``) answers what counts, ``forecast`` what is needed and until when,
``months`` the same for the planner, ``goal_states`` the steps of a goal, ``checks`` what may be stored.
"""

from __future__ import annotations

from borealis.trainees.rules.checks import (
    first_day_outside,
    first_day_over,
    may_be_undone,
    overlap,
    part1_is_settled,
)
from borealis.trainees.rules.counting import CountedTime, RegimeTime, counted_time, with_claims
from borealis.trainees.rules.forecast import (
    ExpectedEnd,
    ServiceNeeded,
    as_employed,
    expected_end,
    service_needed,
)
from borealis.trainees.rules.goal_states import (
    GOAL_TRANSITIONS,
    SHOWN_STATES,
    GoalState,
    Transition,
    next_states,
    shown_as,
    transition,
)
from borealis.trainees.rules.months import add_months, away_months, month_fractions, month_of, norm_end
from borealis.trainees.rules.parameters import (
    PARAMETERS,
    NoParameters,
    Parameter,
    Parameters,
    parameter_on,
    parameters_on,
)
from borealis.trainees.rules.record import AbsencePeriod, EmploymentPeriod, PlannedService, ServicePeriod
from borealis.trainees.rules.words import (
    ABSENCE_KINDS,
    COUNTING_ABSENCE,
    GOAL_STATES,
    PART1_KINDS,
    REMAINING_KINDS,
    SERVICE_KINDS,
    WISH_KINDS,
)

__all__ = [
    "ABSENCE_KINDS",
    "COUNTING_ABSENCE",
    "GOAL_STATES",
    "GOAL_TRANSITIONS",
    "PARAMETERS",
    "PART1_KINDS",
    "REMAINING_KINDS",
    "SERVICE_KINDS",
    "SHOWN_STATES",
    "WISH_KINDS",
    "AbsencePeriod",
    "CountedTime",
    "EmploymentPeriod",
    "ExpectedEnd",
    "GoalState",
    "NoParameters",
    "Parameter",
    "Parameters",
    "PlannedService",
    "RegimeTime",
    "ServiceNeeded",
    "ServicePeriod",
    "Transition",
    "add_months",
    "as_employed",
    "away_months",
    "counted_time",
    "expected_end",
    "first_day_outside",
    "first_day_over",
    "may_be_undone",
    "month_fractions",
    "month_of",
    "next_states",
    "norm_end",
    "overlap",
    "parameter_on",
    "parameters_on",
    "part1_is_settled",
    "service_needed",
    "shown_as",
    "transition",
    "with_claims",
]
