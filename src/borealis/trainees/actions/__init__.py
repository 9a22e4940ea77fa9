"""Writes: each in one transaction, with its event in the record; refusals are ValidationErrors by field."""

from __future__ import annotations

from borealis.trainees.actions.corrections import correct_entry, undo_entry
from borealis.trainees.actions.enrolment import (
    enrol_trainee,
    finish_training,
    move_trainee,
    record_archive_read,
)
from borealis.trainees.actions.goal_sets import follow_goal_set
from borealis.trainees.actions.goals import record_goal_state, register_goal, take_goal_step
from borealis.trainees.actions.guides import appoint_guide
from borealis.trainees.actions.periods import (
    confirm_service,
    end_employment,
    register_absence,
    register_employment,
    register_service,
    withdraw_confirmation,
)
from borealis.trainees.actions.plan_basis import add_wish, credit_phase, remove_wish

__all__ = [
    "add_wish",
    "appoint_guide",
    "confirm_service",
    "correct_entry",
    "credit_phase",
    "end_employment",
    "enrol_trainee",
    "finish_training",
    "follow_goal_set",
    "move_trainee",
    "record_archive_read",
    "record_goal_state",
    "register_absence",
    "register_employment",
    "register_goal",
    "register_service",
    "remove_wish",
    "take_goal_step",
    "undo_entry",
    "withdraw_confirmation",
]
