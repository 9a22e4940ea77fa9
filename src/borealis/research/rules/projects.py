"""States of a project and of a place in it, and which approvals hold."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

STATES = ("proposed", "declined", "withdrawn", "idea", "open", "ongoing", "ended")
LIVE = ("idea", "open", "ongoing")
PRIVATE = ("proposed", "declined", "withdrawn")  # an own idea that nobody has taken on
ROLES = ("supervisor", "member")
PARTICIPANT_STATES = ("asked", "joined", "declined", "left")
APPROVAL_KINDS = ("ethics", "data_protection", "other")
APPROVAL_STATES = ("applied", "approved", "refused")
EXPIRES_SOON = dt.timedelta(days=60)

# Who takes a step: the one who proposed the idea, who is asked to take it on, or who leads the project (its
# leader, or who leads research or the department).
PROPOSER, ASKED, LEADS = "proposer", "asked", "leads"


@dataclass(frozen=True)
class Transition:
    """From one state to another, by whom, and the event that it leaves."""

    source: str
    act: str
    target: str
    who: str
    event: str


TRANSITIONS = (
    Transition("proposed", "accept_idea", "idea", ASKED, "accept_idea"),
    Transition("proposed", "decline_idea", "declined", ASKED, "decline_idea"),
    Transition("proposed", "withdraw_idea", "withdrawn", PROPOSER, "withdraw_idea"),
    Transition("idea", "open", "open", LEADS, "open_project"),
    Transition("idea", "start", "ongoing", LEADS, "start_project"),
    Transition("open", "start", "ongoing", LEADS, "start_project"),
    Transition("ongoing", "open", "open", LEADS, "open_project"),
    Transition("idea", "end", "ended", LEADS, "end_project"),
    Transition("open", "end", "ended", LEADS, "end_project"),
    Transition("ongoing", "end", "ended", LEADS, "end_project"),
    Transition("ended", "start", "ongoing", LEADS, "start_project"),
)


def step(state: str, act: str) -> Transition | None:
    """The transition that an act makes from a state, or None when it is not lawful there."""
    return next((t for t in TRANSITIONS if (t.source, t.act) == (state, act)), None)


def steps_for(state: str, who: Iterable[str]) -> tuple[str, ...]:
    """What somebody in these relations to the project may do with it now."""
    relations = set(who)
    return tuple(t.act for t in TRANSITIONS if t.source == state and t.who in relations)


@dataclass(frozen=True)
class ApprovalFact:
    """An approval as it was on a day."""

    kind: str
    state: str
    on: dt.date
    valid_until: dt.date | None = None
    reference: str = ""


def standing(facts: Iterable[ApprovalFact]) -> dict[str, ApprovalFact]:
    """The latest fact of each kind: what holds now."""
    latest: dict[str, ApprovalFact] = {}
    for fact in facts:
        known = latest.get(fact.kind)
        if known is None or fact.on >= known.on:
            latest[fact.kind] = fact
    return latest


def is_expiring(fact: ApprovalFact, today: dt.date) -> bool:
    """Whether an approval has run out, or does so within 60 days (local norm)."""
    return (
        fact.state == "approved" and fact.valid_until is not None and fact.valid_until <= today + EXPIRES_SOON
    )
