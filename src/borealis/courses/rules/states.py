"""The states of a registration: one table that pages, permissions and tests read."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Who = Literal["trainee", "head", "owner"]

WISHED, APPROVED, APPLIED, PLACED, WAITING, COMPLETED, DECLINED, WITHDRAWN = STATES = (
    "wished",
    "approved",
    "applied",
    "placed",
    "waiting",
    "completed",
    "declined",
    "withdrawn",
)
ENDED = (COMPLETED, DECLINED, WITHDRAWN)
ACTIVE = tuple(state for state in STATES if state not in ENDED)
IN_DEMAND = (APPLIED, PLACED, WAITING)
"""What the regional training centre knows of: before that, a wish is between trainee and department."""
LEAVE_GIVEN = (APPROVED, APPLIED, PLACED)
"""States in which the roster should keep the days free. On a waiting list the days are not given away yet."""


@dataclass(frozen=True)
class Transition:
    """A step of a registration: from which state, by which act, to which state, and who takes it."""

    from_state: str
    act: str
    to_state: str
    who: Who


# The head approves the leave before anybody applies (the employer pays, and keeps the roster).
TRANSITIONS: tuple[Transition, ...] = (
    Transition(WISHED, "approve_course_leave", APPROVED, "head"),
    Transition(WISHED, "decline_course_leave", DECLINED, "head"),
    Transition(APPROVED, "apply_for_course", APPLIED, "trainee"),
    Transition(APPLIED, "give_place", PLACED, "owner"),
    Transition(APPLIED, "put_on_waiting_list", WAITING, "owner"),
    Transition(WAITING, "give_place", PLACED, "owner"),
    Transition(PLACED, "complete_course", COMPLETED, "trainee"),
    *(Transition(state, "withdraw_from_course", WITHDRAWN, "trainee") for state in ACTIVE),
    *(Transition(state, "cancel_course_date", WITHDRAWN, "owner") for state in ACTIVE),
)


def step(state: str, act: str) -> Transition | None:
    """The step of the table, or None where it does not lead on."""
    return next((t for t in TRANSITIONS if (t.from_state, t.act) == (state, act)), None)


def acts_from(state: str, who: Who) -> tuple[str, ...]:
    """What somebody may do with a registration in a state, in the order of the table."""
    return tuple(t.act for t in TRANSITIONS if t.from_state == state and t.who == who)
