"""A doctoral track: its states, what is asked for and when each is due, and credits.

What a university asks for is data (``data/*.yaml``, format ``borealis/doctoral-demands/1``); nothing here knows
one from another.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal

STATES = ("considered", "applied", "admitted", "completed", "ended")
LIVE = ("considered", "applied", "admitted")
COURSE_STATES = ("planned", "passed")
SHARES = (50, 100)
LEAST_PERCENT = 50  # of working time: less is no part-time doctorate (UiT, health sciences)
ANCHORS = ("application", "start", "end", "yearly")
CLOSE = dt.timedelta(days=60)  # local norm

SELF, HEAD = "self", "head"


@dataclass(frozen=True)
class Transition:
    """From one state to another, and who takes the step."""

    source: str
    act: str
    target: str
    who: tuple[str, ...]


TRANSITIONS = (
    Transition("considered", "apply", "applied", (SELF, HEAD)),
    Transition("applied", "admit", "admitted", (SELF, HEAD)),
    Transition("applied", "reconsider", "considered", (SELF, HEAD)),
    Transition("admitted", "complete", "completed", (SELF, HEAD)),
    Transition("considered", "stop", "ended", (SELF, HEAD)),
    Transition("applied", "stop", "ended", (SELF, HEAD)),
    Transition("admitted", "stop", "ended", (SELF, HEAD)),
)


def step(state: str, act: str) -> Transition | None:
    """The transition that an act makes from a state, or None."""
    return next((t for t in TRANSITIONS if (t.source, t.act) == (state, act)), None)


@dataclass(frozen=True)
class Demand:
    """Something asked for. Due so many days after an anchor (below 0: before): the day of application, which is
    the start of the track until one has applied; its start; its end; or each year from the start."""

    id: str
    text: Mapping[str, str]
    anchor: str
    days: int
    source: str = ""


@dataclass(frozen=True)
class Demands:
    """What one programme asks for: ``credits`` of courses, of which the named ones are mandatory."""

    code: str
    university: str
    programme: Mapping[str, str]
    credits: Decimal
    thesis_credits: Decimal
    mandatory: tuple[tuple[str, Decimal], ...]
    items: tuple[Demand, ...]
    checked: dt.date


@dataclass(frozen=True)
class Due:
    """A demand with the day it is due. ``turn`` counts those of every year, from 1; 0 for the others."""

    demand: Demand
    turn: int
    on: dt.date
    done_on: dt.date | None

    def state(self, today: dt.date) -> str:
        """done, late, close (within 60 days) or later."""
        if self.done_on is not None:
            return "done"
        if self.on < today:
            return "late"
        return "close" if self.on <= today + CLOSE else "later"


def due_list(
    demands: Demands, from_day: dt.date, to_day: dt.date, done: Mapping[tuple[str, int], dt.date]
) -> list[Due]:
    """Everything that is asked for between two days, by the day it is due."""
    found = []
    for demand in demands.items:
        for turn, on in _days(demand, from_day, to_day):
            found.append(Due(demand, turn, on, done.get((demand.id, turn))))
    return sorted(found, key=lambda due: (due.on, due.demand.id))


def _days(demand: Demand, from_day: dt.date, to_day: dt.date) -> list[tuple[int, dt.date]]:
    shift = dt.timedelta(days=demand.days)
    if demand.anchor == "yearly":
        years = range(1, to_day.year - from_day.year + 2)
        days = [(year, _years_on(from_day, year) + shift) for year in years]
        return [(year, day) for year, day in days if day <= to_day]
    return [(0, (to_day if demand.anchor == "end" else from_day) + shift)]


def _years_on(day: dt.date, years: int) -> dt.date:
    """The same day so many years on; 29 February is 1 March where there is none."""
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return dt.date(day.year + years, 3, 1)


@dataclass(frozen=True)
class Credits:
    """Credits of courses: passed, planned, and what the programme asks for."""

    passed: Decimal
    planned: Decimal
    needed: Decimal

    @property
    def missing(self) -> Decimal:
        """What is neither passed nor planned."""
        return max(Decimal(0), self.needed - self.passed - self.planned)


def credits_of(courses: Iterable[tuple[str, Decimal]], needed: Decimal) -> Credits:
    """Sum up courses given as (state, credits)."""
    sums = dict.fromkeys(COURSE_STATES, Decimal(0))
    for state, credits in courses:
        sums[state] += credits
    return Credits(sums["passed"], sums["planned"], needed)
