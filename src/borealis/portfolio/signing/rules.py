"""States of an ask, who signs next, when a reminder is due, what was signed, how old it is: pure functions."""

from __future__ import annotations

import datetime as dt
import hashlib
import statistics
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from borealis.audit.rules import canonical

ASK_STATES = ("open", "answered", "returned", "declined", "passed_on", "recalled", "expired")
OUTCOMES = ("signed", "returned", "declined", "not_me", "comment")
LEVELS = (0, 1, 2, 3)  # not yet; saw (S1); under supervision (S2); alone (S3): annex 2 of the regulation
UNDO_WITHIN = dt.timedelta(minutes=10)
OPEN_DAYS = 42  # an ask is reminded of, and then goes out, so that no activity stays locked for good
REMIND_AFTER = (3, 7, 14)  # days; then every week
WEEK = 7
ASK_ANOTHER_AFTER = 14  # days
NAMED_AFTER = 2  # reminders: before that, a head sees ages and no names
MAIL_APART = dt.timedelta(hours=24)
LONGEST_COMMENT = 500
LONGEST_NAME = 200


@dataclass(frozen=True)
class Transition:
    """From one state to another. ``within``: only so soon after the first state was reached."""

    from_state: str
    act: str
    to_state: str
    within: dt.timedelta | None = None


ASK_TRANSITIONS: tuple[Transition, ...] = (
    Transition("open", "sign", "answered"),
    Transition("open", "return", "returned"),
    Transition("open", "decline", "declined"),
    Transition("open", "pass_on", "passed_on"),
    Transition("open", "recall", "recalled"),
    Transition("open", "expire", "expired"),
    Transition("answered", "undo", "open", within=UNDO_WITHIN),
)


def step(state: str, act: str, since: dt.datetime | None, now: dt.datetime) -> Transition | None:
    """The transition that an act takes from a state, or None. ``since`` is when the state was reached."""
    for known in ASK_TRANSITIONS:
        if (known.from_state, known.act) == (state, act):
            soon = known.within is None or (since is not None and since <= now <= since + known.within)
            return known if soon else None
    return None


def next_role(chain: Sequence[str], signed: Collection[str]) -> str | None:
    """Who of a programme's chain signs next; None when everyone has."""
    return next((role for role in chain if role not in signed), None)


def open_until(asked_at: dt.datetime, link_days: int) -> dt.datetime:
    """When an ask goes out: never before its link."""
    return asked_at + dt.timedelta(days=max(link_days, OPEN_DAYS))


def link_until(made_at: dt.datetime, link_days: int, ask_until: dt.datetime) -> dt.datetime:
    """When a mailed link stops to work: never after its ask."""
    return min(made_at + dt.timedelta(days=link_days), ask_until)


def age_in_days(since: dt.datetime, now: dt.datetime) -> int:
    """Whole days since a moment."""
    return max(0, (now - since) // dt.timedelta(days=1))


def reminders_by(days: int) -> int:
    """How many reminders an ask should have had at an age: after 3, 7 and 14 days, then every week."""
    weekly = max(0, days - REMIND_AFTER[-1]) // WEEK
    return sum(days >= after for after in REMIND_AFTER) + weekly


def reminder_due(asked_at: dt.datetime, reminders: int, now: dt.datetime) -> bool:
    """Whether an ask is to be reminded of. What was missed is not sent twice."""
    return reminders_by(age_in_days(asked_at, now)) > reminders


def mail_at_once(last_mail: dt.datetime | None, now: dt.datetime) -> bool:
    """Whether a new ask is mailed as it comes. With a mail from the last day whose ask still waits, that
    mail leads to this one too."""
    return last_mail is None or now - last_mail >= MAIL_APART


def content_digest(content: Mapping[str, Any]) -> str:
    """SHA-256, in hexadecimal, of the canonical JSON (RFC 8785) of what is signed."""
    return hashlib.sha256(canonical(dict(content))).hexdigest()


@dataclass(frozen=True)
class Ages:
    """How long things have waited, in days."""

    count: int
    lower: float
    median: float
    upper: float
    oldest: int


def ages(days: Iterable[int]) -> Ages | None:
    """The distribution of ages, or None when nothing waits. Quartiles lie between the values themselves."""
    found = sorted(days)
    if not found:
        return None
    if len(found) == 1:
        return Ages(1, found[0], found[0], found[0], found[0])
    lower, median, upper = statistics.quantiles(found, n=4, method="inclusive")
    return Ages(len(found), lower, median, upper, found[-1])
