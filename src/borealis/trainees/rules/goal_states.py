"""The way of a learning goal to a decision (§ 26), as one table that checks, pages, documents and tests share."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import NamedTuple

NOT_BEGUN: str | None = None

# Who takes a step: the doctor, who registers for the department, and who decides on goals.
TRAINEE, REGISTRAR, DECIDER = "trainee", "registrar", "decider"
ACTORS = (TRAINEE, REGISTRAR, DECIDER)

# What a step needs.
STATEMENT = "statement"  # a sentence by the doctor, with the evidence
GROUNDS = "grounds"  # words by who takes the step: what it rests on
RECOMMENDATIONS = (
    "recommendations"  # by the guide and one who took part in supervision (§ 26 first paragraph)
)
ENTERPRISE = "enterprise"  # which other enterprise assessed (§ 26 third paragraph)
ANOTHER = "another"  # somebody else than who decided that the goal was not reached
SIX_MONTHS = "six_months"  # relevant activities for at least six months (§ 26 fourth paragraph)
NEEDS = (STATEMENT, GROUNDS, RECOMMENDATIONS, ENTERPRISE, ANOTHER, SIX_MONTHS)


@dataclass(frozen=True)
class Transition:
    """One step from a state (None: not begun) to another: who takes it, what it needs, by which §."""

    from_state: str | None
    act: str
    to_state: str
    event: str
    actors: tuple[str, ...]
    needs: tuple[str, ...] = ()
    section: str = ""


_OWN = (TRAINEE,)
_OFFICE = (REGISTRAR,)
_EITHER = (TRAINEE, REGISTRAR)
_DECIDES = (DECIDER,)
_JUDGED = (GROUNDS, RECOMMENDATIONS)
_JUDGED_ELSEWHERE = (*_JUDGED, ENTERPRISE, ANOTHER)
_DOCUMENTED, _RIGHT, _ELSEWHERE, _FURTHER = "§ 26 (1)", "§ 26 (2)", "§ 26 (3)", "§ 26 (4)"

GOAL_TRANSITIONS: tuple[Transition, ...] = (
    Transition(NOT_BEGUN, "begin", "in_progress", "begin_goal", _EITHER),
    Transition(NOT_BEGUN, "submit", "submitted", "submit_goal", _OWN, (STATEMENT,), _DOCUMENTED),
    Transition("in_progress", "submit", "submitted", "submit_goal", _OWN, (STATEMENT,), _DOCUMENTED),
    Transition("returned", "submit", "submitted", "submit_goal", _OWN, (STATEMENT,), _DOCUMENTED),
    Transition("returned", "resume", "in_progress", "resume_goal", _EITHER),
    Transition("submitted", "recall", "in_progress", "recall_goal", _OWN),
    Transition("submitted", "approve", "approved", "approve_goal", _DECIDES, _JUDGED, _DOCUMENTED),
    Transition("submitted", "return", "returned", "return_goal", _DECIDES, (GROUNDS,)),
    Transition("submitted", "refuse", "not_reached", "decide_not_reached", _DECIDES, _JUDGED, _DOCUMENTED),
    # A refusal gives a right to a new assessment; where, the doctor says.
    Transition(
        "not_reached", "ask_again", "new_assessment", "ask_new_assessment", _OWN, (STATEMENT,), _RIGHT
    ),
    Transition(
        "not_reached",
        "ask_elsewhere",
        "new_assessment_elsewhere",
        "ask_assessment_elsewhere",
        _OWN,
        (STATEMENT,),
        _ELSEWHERE,
    ),
    Transition("new_assessment", "recall", "not_reached", "recall_goal", _OWN),
    Transition("new_assessment_elsewhere", "recall", "not_reached", "recall_goal", _OWN),
    Transition("new_assessment", "approve", "approved", "approve_goal", _DECIDES, _JUDGED, _RIGHT),
    Transition(
        "new_assessment_elsewhere",
        "approve",
        "approved",
        "approve_goal",
        _DECIDES,
        _JUDGED_ELSEWHERE,
        _ELSEWHERE,
    ),
    Transition(
        "new_assessment", "refuse", "not_reached_again", "decide_not_reached", _DECIDES, _JUDGED, _RIGHT
    ),
    Transition(
        "new_assessment_elsewhere",
        "refuse",
        "not_reached_again",
        "decide_not_reached",
        _DECIDES,
        _JUDGED_ELSEWHERE,
        _ELSEWHERE,
    ),
    # Refused again: not before relevant activities for at least six months.
    Transition(
        "not_reached_again",
        "ask_further",
        "further_assessment",
        "ask_new_assessment",
        _OWN,
        (STATEMENT, SIX_MONTHS),
        _FURTHER,
    ),
    Transition("further_assessment", "recall", "not_reached_again", "recall_goal", _OWN),
    Transition("further_assessment", "approve", "approved", "approve_goal", _DECIDES, _JUDGED, _FURTHER),
    Transition(
        "further_assessment", "refuse", "not_reached_again", "decide_not_reached", _DECIDES, _JUDGED, _FURTHER
    ),
    # Reached and documented elsewhere before, for example in Kompetanseportalen.
    Transition(NOT_BEGUN, "transfer", "approved", "transfer_goal", _OFFICE, (GROUNDS,), _DOCUMENTED),
    Transition("in_progress", "transfer", "approved", "transfer_goal", _OFFICE, (GROUNDS,), _DOCUMENTED),
    # The approval and its decision stay for good; the goal is in progress again.
    Transition("approved", "revoke", "in_progress", "revoke_goal", _DECIDES, (GROUNDS,)),
)

SUBMITTING = ("submit", "ask_again", "ask_elsewhere", "ask_further")
DECIDING = ("approve", "return", "refuse")
WAITING_STATES = ("submitted", "new_assessment", "new_assessment_elsewhere", "further_assessment")


class GoalState(NamedTuple):
    """A goal's state and the day it began."""

    state: str
    on: dt.date


def step(from_state: str | None, act: str) -> Transition | None:
    """The step that an act takes from a state, or None when there is none."""
    return next((t for t in GOAL_TRANSITIONS if (t.from_state, t.act) == (from_state, act)), None)


def transition(from_state: str | None, to_state: str) -> Transition | None:
    """The first step from one state to another, or None when there is none."""
    return next((t for t in GOAL_TRANSITIONS if (t.from_state, t.to_state) == (from_state, to_state)), None)


def steps_from(from_state: str | None) -> tuple[Transition, ...]:
    """What can be done with a goal in a state."""
    return tuple(t for t in GOAL_TRANSITIONS if t.from_state == from_state)


def next_states(from_state: str | None) -> tuple[str, ...]:
    """The states that a goal may go to."""
    return tuple(dict.fromkeys(t.to_state for t in steps_from(from_state)))


REGISTERED_STATES = tuple(dict.fromkeys(t.to_state for t in GOAL_TRANSITIONS if REGISTRAR in t.actors))
"""What may be registered for a doctor: that a goal is begun, taken up again, or was reached before."""


def shown_as(state: str | None) -> str:
    """One of the four states that pages count: what is not reached or returned is in progress again."""
    if state in WAITING_STATES:
        return "submitted"
    if state in ("returned", "not_reached", "not_reached_again"):
        return "in_progress"
    return state or "not_begun"


SHOWN_STATES = ("approved", "submitted", "in_progress", "not_begun")
