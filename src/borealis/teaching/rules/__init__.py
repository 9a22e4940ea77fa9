"""What a series' rhythm means in days, the states of a session, and how long a code is good."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterator
from dataclasses import dataclass

from borealis.teaching.rules.closed import public_holidays

EVERY = ("week", "month")
WANTED = ("any", "trainee", "specialist")
HOW = ("code", "list")
PLANNED, HELD, CANCELLED = STATES = ("planned", "held", "cancelled")

WEEK = dt.timedelta(days=7)
ONE_DAY = dt.timedelta(days=1)
SHORTEST, LONGEST = 15, 480
"""Minutes of a session."""
CODE_BEFORE, CODE_AFTER = dt.timedelta(minutes=15), dt.timedelta(minutes=30)
"""A code is good from so long before a session begins until so long after it ends: who has it later was not there."""
FEWEST_RATINGS = 5
"""Ratings of fewer are not shown, so that nobody is known by theirs."""
QUIET_MONTHS = 12
"""A trainee who has not presented for so long, and is not to, is a finding (local norm)."""


@dataclass(frozen=True)
class Transition:
    """A step of a session: from which state, by which act, to which state."""

    from_state: str
    act: str
    to_state: str


TRANSITIONS = (
    Transition(PLANNED, "hold_session", HELD),
    Transition(PLANNED, "cancel_session", CANCELLED),
)


def step(state: str, act: str) -> Transition | None:
    """The step of the table, or None where it does not lead on."""
    return next((t for t in TRANSITIONS if (t.from_state, t.act) == (state, act)), None)


def monday_of(day: dt.date) -> dt.date:
    return day - dt.timedelta(days=day.weekday())


def days_of(
    every: str,
    weekday: int,
    week_of_month: int | None,
    first: dt.date,
    last: dt.date,
    out: Collection[dt.date] = (),
) -> Iterator[dt.date]:
    """The days of a series from the first through the last. ``out`` are the Mondays of weeks without a session.

    No session is on a public holiday: a weekly series leaves the week out, a monthly one meets a week later.
    """
    closed = public_holidays(first, last)
    day = first + dt.timedelta(days=(weekday - first.weekday()) % 7)
    while day <= last:
        falls = every == "week" or _falls(day, week_of_month, closed)
        if falls and day not in closed and monday_of(day) not in out:
            yield day
        day += WEEK


def _falls(day: dt.date, week_of_month: int | None, closed: Collection[dt.date]) -> bool:
    """Whether a monthly series falls on a day: that of its week, or the one a week after it when it is a holiday."""
    week, before = (day.day - 1) // 7 + 1, day - WEEK
    return week == week_of_month or (
        week - 1 == week_of_month and before in closed and before.month == day.month
    )


def code_is_good(
    now: dt.datetime, start_at: dt.datetime, end_at: dt.datetime, until: dt.datetime | None
) -> bool:
    """Whether a code that has been opened can be used now."""
    closes = end_at + CODE_AFTER if until is None else min(until, end_at + CODE_AFTER)
    return start_at - CODE_BEFORE <= now <= closes
