"""Calls for funding: when one is open, what nears, and the states of an application."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

STATES = ("begun", "sent", "granted", "refused", "withdrawn")
NEARS = dt.timedelta(days=35)  # local norm


@dataclass(frozen=True)
class Transition:
    """From one state to another, and the event that it leaves."""

    source: str
    act: str
    target: str
    event: str


TRANSITIONS = (
    Transition("begun", "send", "sent", "send_application"),
    Transition("begun", "withdraw", "withdrawn", "withdraw_application"),
    Transition("sent", "withdraw", "withdrawn", "withdraw_application"),
    Transition("sent", "grant", "granted", "grant_application"),
    Transition("sent", "refuse", "refused", "refuse_application"),
)


def step(state: str, act: str) -> Transition | None:
    """The transition that an act makes from a state, or None."""
    return next((t for t in TRANSITIONS if (t.source, t.act) == (state, act)), None)


def phase(opens_on: dt.date, deadline_on: dt.date, today: dt.date) -> str:
    """coming, open, near (the deadline within 35 days, local norm) or closed. The last day is open."""
    if today > deadline_on:
        return "closed"
    if today < opens_on:
        return "coming"
    return "near" if deadline_on <= today + NEARS else "open"


def takes_applications(opens_on: dt.date, deadline_on: dt.date, today: dt.date) -> bool:
    """Whether an application may be begun: also before it opens, since there is much to prepare; never after."""
    return today <= deadline_on
