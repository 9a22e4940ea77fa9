"""Reading assessments and rounds of feedback."""

from borealis.portfolio.assessment.queries.assessor_page import assessor_page
from borealis.portfolio.assessment.queries.detail_page import detail_page
from borealis.portfolio.assessment.queries.give_page import (
    ask_choices,
    form_choices,
    goal_choices,
    proposed_goals,
)
from borealis.portfolio.assessment.queries.list_page import list_page
from borealis.portfolio.assessment.queries.numbers import numbers_by_form
from borealis.portfolio.assessment.queries.rounds_page import (
    invitee_choices,
    round_choices,
    round_page,
    rounds_page,
)
from borealis.portfolio.assessment.queries.rows import AssessmentView, assessments_for, assessments_of
from borealis.portfolio.assessment.queries.spread_page import spread_page
from borealis.portfolio.assessment.queries.wordings import wordings

__all__ = [
    "AssessmentView",
    "ask_choices",
    "assessments_for",
    "assessments_of",
    "assessor_page",
    "detail_page",
    "form_choices",
    "goal_choices",
    "invitee_choices",
    "list_page",
    "numbers_by_form",
    "proposed_goals",
    "round_choices",
    "round_page",
    "rounds_page",
    "spread_page",
    "wordings",
]
