"""What is true of individual plans: states, content, and how a planner's problem is built."""

from __future__ import annotations

from dataclasses import dataclass

SIGNING_ROLES = ("trainee", "head")


@dataclass(frozen=True)
class Transition:
    """One lawful step of a proposal: who may take it, and the event that it leaves."""

    source: str
    act: str
    target: str
    power: str
    event: str


PROPOSAL_STATES = ("open", "accepted", "rejected", "replaced")
PROPOSAL_TRANSITIONS = (
    Transition("open", "accept", "accepted", "plan_department", "accept_proposal"),
    Transition("open", "reject", "rejected", "plan_department", "reject_proposal"),
    Transition("open", "replace", "replaced", "plan_department", "replace_proposal"),
)


def step(state: str, act: str) -> Transition | None:
    """The transition that an act makes from a state, or None when the act is not lawful there."""
    return next((t for t in PROPOSAL_TRANSITIONS if (t.source, t.act) == (state, act)), None)
