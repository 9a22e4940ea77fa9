"""States of an activity, what counts, and how much: tables and pure functions.

An activity counts once, however many goals it names. Only what is recorded, sent or signed counts; what is
signed is shown apart. Targets are a local norm of the programme, never a condition for approval (§ 26).
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Hashable, Iterable, Mapping
from dataclasses import dataclass
from typing import TypeVar

ACTIVITY_STATES = ("recorded", "sent", "signed", "returned", "declined", "withdrawn")
COUNTED_STATES = frozenset({"recorded", "sent", "signed"})
OPEN_STATES = frozenset({"recorded", "returned", "declined"})  # what the trainee may still change
UNDO_WITHIN = dt.timedelta(minutes=10)

MOST_AT_ONCE = 9_999
LONGEST_TITLE = LONGEST_PLACE = 200
LONGEST_NOTE = 2_000


@dataclass(frozen=True)
class Transition:
    """From one state to another. ``within``: only so soon after the first state was reached."""

    from_state: str
    act: str
    to_state: str
    within: dt.timedelta | None = None


ACTIVITY_TRANSITIONS: tuple[Transition, ...] = (
    Transition("recorded", "send", "sent"),
    Transition("returned", "send", "sent"),
    Transition("declined", "send", "sent"),
    Transition("sent", "recall", "recorded"),  # taken back by the trainee, or left unanswered too long
    Transition("sent", "sign", "signed"),
    Transition("sent", "return", "returned"),
    Transition("sent", "decline", "declined"),
    Transition("signed", "undo", "sent", within=UNDO_WITHIN),
    Transition("recorded", "withdraw", "withdrawn"),
    Transition("returned", "withdraw", "withdrawn"),
    Transition("declined", "withdraw", "withdrawn"),
)


def transition(from_state: str, to_state: str) -> Transition | None:
    """The step from one state to another, or None when there is none."""
    steps = (t for t in ACTIVITY_TRANSITIONS if (t.from_state, t.to_state) == (from_state, to_state))
    return next(steps, None)


def is_open(step: Transition, since: dt.datetime | None, now: dt.datetime) -> bool:
    """Whether a step that must be soon still is; ``since`` is when the first state was reached."""
    if step.within is None:
        return True
    return since is not None and since <= now <= since + step.within


def may_change(state: str) -> bool:
    """Whether the trainee may change, withdraw and add files: a signed or sent activity is locked."""
    return state in OPEN_STATES


@dataclass(frozen=True)
class Total:
    """How many count, how many of them are signed, and how many rows hold them."""

    counted: int = 0
    signed: int = 0
    rows: int = 0


Key = TypeVar("Key", bound=Hashable)


def totals(rows: Iterable[tuple[Key, str, int, int]]) -> dict[Key, Total]:
    """Totals by key from (key, state, count, number of rows); what does not count is left out."""
    found: dict[Key, Total] = {}
    for key, state, count, number in rows:
        if state in COUNTED_STATES:
            before = found.get(key, Total())
            signed = count if state == "signed" else 0
            found[key] = Total(before.counted + count, before.signed + signed, before.rows + number)
    return found


def total_of(found: Mapping[Key, Total]) -> Total:
    """All of disjoint totals together."""
    parts = found.values()
    return Total(sum(p.counted for p in parts), sum(p.signed for p in parts), sum(p.rows for p in parts))


def share_of(total: Total, target: int | None) -> tuple[float, float]:
    """The signed share and the share that is not signed yet of a target, together at most the whole."""
    if not target:
        return 0.0, 0.0
    signed = min(total.signed, target)
    return signed / target, min(total.counted - total.signed, target - signed) / target


def in_order_of_use(
    templates: Iterable[str], offered: Iterable[str], used: Mapping[str, int]
) -> tuple[str, ...]:
    """Templates as a trainee most likely wants them: those that fit the place, then those used most, then
    the programme's order."""
    here = frozenset(offered)
    return tuple(sorted(templates, key=lambda template: (template not in here, -used.get(template, 0))))
