"""The states of a learning goal, as one table that checks, pages and tests share."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

NOT_BEGUN: str | None = None


@dataclass(frozen=True)
class Transition:
    """From one state (None: not begun) to another; ``needs_grounds``: say what the decision rests on."""

    from_state: str | None
    act: str
    to_state: str
    event: str
    needs_grounds: bool = False


GOAL_TRANSITIONS: tuple[Transition, ...] = (
    Transition(NOT_BEGUN, "begin", "in_progress", "begin_goal"),
    Transition(NOT_BEGUN, "submit", "submitted", "submit_goal"),
    Transition("in_progress", "submit", "submitted", "submit_goal"),
    Transition("returned", "submit", "submitted", "submit_goal"),
    Transition("returned", "resume", "in_progress", "resume_goal"),
    Transition("submitted", "recall", "in_progress", "recall_goal"),
    Transition("submitted", "approve", "approved", "approve_goal"),
    Transition("submitted", "return", "returned", "return_goal", needs_grounds=True),
    # Reached and documented elsewhere before, for example in Kompetanseportalen (§ 26 first paragraph).
    Transition(NOT_BEGUN, "transfer", "approved", "transfer_goal", needs_grounds=True),
    Transition("in_progress", "transfer", "approved", "transfer_goal", needs_grounds=True),
)


@dataclass(frozen=True)
class GoalState:
    """A goal's state and the day it began."""

    state: str
    on: dt.date


def transition(from_state: str | None, to_state: str) -> Transition | None:
    """The step from one state to another, or None when there is none."""
    return next((t for t in GOAL_TRANSITIONS if t.from_state == from_state and t.to_state == to_state), None)


def next_states(from_state: str | None) -> tuple[str, ...]:
    """The states that a goal may go to."""
    return tuple(t.to_state for t in GOAL_TRANSITIONS if t.from_state == from_state)


def shown_as(state: str | None) -> str:
    """One of the four states that pages show: a returned goal is again in progress."""
    return {None: "not_begun", "returned": "in_progress"}.get(state, state or "not_begun")


SHOWN_STATES = ("approved", "submitted", "in_progress", "not_begun")
