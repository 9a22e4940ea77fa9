"""States of a talk, the year that is counted in, and whether a trainee is on the way to the year's talks."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

INDIVIDUAL, GROUP = "individual", "group"
STATES = ("proposed", "agreed", "finalised", "lost")
LOST_TO = ("duty", "leave", "guide_away", "illness", "other")
SHORTEST, LONGEST = dt.timedelta(minutes=15), dt.timedelta(hours=4)
FURTHEST = dt.timedelta(days=400)
FEWEST_IN_GROUP, MOST_IN_GROUP = (
    2,
    12,
)  # six to eight is advised (the directorate); a small department has fewer


@dataclass(frozen=True)
class Transition:
    """From one state to another."""

    from_state: str
    act: str
    to_state: str


TRANSITIONS: tuple[Transition, ...] = (
    Transition("proposed", "accept", "agreed"),
    Transition("proposed", "move", "proposed"),
    Transition("agreed", "move", "proposed"),
    Transition("proposed", "lose", "lost"),
    Transition("agreed", "lose", "lost"),
    Transition("agreed", "finalise", "finalised"),
)


def step(state: str, act: str) -> Transition | None:
    """The transition that an act takes from a state, or None."""
    return next((known for known in TRANSITIONS if (known.from_state, known.act) == (state, act)), None)


@dataclass(frozen=True)
class Year:
    """The year that talks are counted in; ``end`` is the first day of the next one."""

    start: dt.date
    end: dt.date

    def share_by(self, day: dt.date) -> float:
        """How much of the year has passed by a day, from 0 to 1."""
        return min(1.0, max(0.0, (day - self.start).days / (self.end - self.start).days))


def year_of(rule: str, started_on: dt.date, on: dt.date) -> Year:
    """The year that holds a day: the trainee's own (``training_year``), the calendar's (``calendar_year``), or the
    last twelve months (``last_twelve_months``), as the programme says (a local norm)."""
    if rule == "last_twelve_months":
        tomorrow = on + dt.timedelta(days=1)
        return Year(_same_day(tomorrow, tomorrow.year - 1), tomorrow)
    if rule == "calendar_year":
        return Year(dt.date(on.year, 1, 1), dt.date(on.year + 1, 1, 1))
    begun = _same_day(started_on, on.year)
    first = begun if begun <= on else _same_day(started_on, on.year - 1)
    return Year(first, _same_day(started_on, first.year + 1))


def _same_day(day: dt.date, year: int) -> dt.date:
    """The same day of another year; 29 February is 1 March where there is none."""
    try:
        return day.replace(year=year)
    except ValueError:
        return dt.date(year, 3, 1)


@dataclass(frozen=True)
class Place:
    """A trainee's place in a talk, as counting needs it."""

    kind: str
    state: str
    day: dt.date
    over: bool  # the time has passed
    present: bool | None
    lost_to: str = ""


@dataclass(frozen=True)
class Count:
    """Talks of one kind in a year. ``unfinished``: the time has passed, and nobody has finalised it."""

    held: int
    booked: int
    unfinished: int
    proposed: int
    lost: dict[str, int]
    norm: int

    @property
    def missing(self) -> int:
        """How many are neither held nor agreed on."""
        return max(0, self.norm - self.held - self.booked - self.unfinished)


def count(places: Iterable[Place], kind: str, year: Year, norm: int) -> Count:
    """What was held, is agreed and was lost in a year. A trainee who was not there has not had the talk."""
    held = booked = unfinished = proposed = 0
    lost: dict[str, int] = {}
    for place in places:
        if place.kind != kind or not year.start <= place.day < year.end:
            continue
        if place.state == "finalised":
            held += place.present is True
        elif place.state == "lost":
            lost[place.lost_to] = lost.get(place.lost_to, 0) + 1
        elif place.state == "proposed":
            proposed += not place.over
        elif place.over:
            unfinished += 1
        else:
            booked += 1
    return Count(held, booked, unfinished, proposed, lost, norm)


def falls_short(found: Count, year: Year, today: dt.date) -> bool:
    """Whether fewer are held or agreed on than the year's pace asks for by now, with one in hand."""
    due = int(found.norm * year.share_by(today))
    return found.missing > 0 and found.held + found.booked + found.unfinished < max(1, due)
