"""What is done with assessments and rounds of feedback."""

from borealis.portfolio.assessment.actions.asks import ask_assessment, close_ask
from borealis.portfolio.assessment.actions.record import Given, keep_wording, record_assessment
from borealis.portfolio.assessment.actions.reminding import remind_assessors
from borealis.portfolio.assessment.actions.rounds import (
    add_invitee,
    agree_round,
    answer_round,
    drop_round,
    propose_round,
    remove_invitee,
    round_behind,
)

__all__ = [
    "Given",
    "add_invitee",
    "agree_round",
    "answer_round",
    "ask_assessment",
    "close_ask",
    "drop_round",
    "keep_wording",
    "propose_round",
    "record_assessment",
    "remind_assessors",
    "remove_invitee",
    "round_behind",
]
