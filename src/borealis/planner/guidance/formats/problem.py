"""A guidance problem as frozen values. Moments are minutes (`clock.py`); `last` days are included."""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Literal

from borealis.planner.guidance.formats.clock import Moment, midnight

PROBLEM_FORMAT = "borealis/guidance-problem/1"

BlockedKind = Literal["teaching", "study", "leave", "other"]
SeriesKind = Literal["individual", "group"]


@dataclass(frozen=True, slots=True)
class Duty:
    """Time at work, from `start` up to `end`; no session is placed in one that is not `interruptible`."""

    start: Moment
    end: Moment
    code: str
    interruptible: bool


@dataclass(frozen=True, slots=True)
class Blocked:
    """Time that is set aside or away, whatever the duty: no session is placed in it."""

    start: Moment
    end: Moment
    kind: BlockedKind


@dataclass(frozen=True, slots=True)
class Person:
    """Someone in the roster. Duties do not overlap; blocked times may."""

    id: str
    duties: tuple[Duty, ...]
    blocked: tuple[Blocked, ...] = ()


@dataclass(frozen=True, slots=True)
class Leader:
    """Who holds the sessions from when to when: the guide of a trainee, or the leader of a group."""

    person: str
    first: dt.date | None = None
    last: dt.date | None = None

    def holds(self, day: dt.date) -> bool:
        return (self.first is None or self.first <= day) and (self.last is None or day <= self.last)


@dataclass(frozen=True, slots=True)
class Aim:
    """Days that should be between two sessions: from `least` to `most`."""

    least: int
    most: int


@dataclass(frozen=True, slots=True)
class Hours:
    """A part of the day, in minutes after midnight on the wall."""

    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Series:
    """Sessions that someone is to have: a trainee's with the guide, or a group's with its leader.

    `sessions` is the norm of the period, of which those on the days in `held` are done. At least `quorum`
    members are present at each; a session counts for those who are. A trainee's own series has one member.
    """

    id: str
    kind: SeriesKind
    members: tuple[str, ...]
    leaders: tuple[Leader, ...]
    sessions: int
    minutes: int
    quorum: int
    aim: Aim
    first: dt.date
    last: dt.date
    held: tuple[dt.date, ...] = ()
    preferred: tuple[Hours, ...] = ()

    def leader_on(self, day: dt.date) -> str | None:
        return next((leader.person for leader in self.leaders if leader.holds(day)), None)


@dataclass(frozen=True, slots=True)
class Earlier:
    """A session of an earlier plan. An agreed one stands as long as the roster lets it."""

    of: str
    start: Moment
    guide: str
    agreed: bool


@dataclass(frozen=True, slots=True)
class Problem:
    """Everything that decides where sessions can be.

    Nothing is placed before the day `place_from`. Starts are on a grid of `grid` minutes, which divides the
    hour. Two sessions of a series are at least `least_days` days apart. Minutes of a session after the
    first `day_minutes` of a duty make the day long.
    """

    first: dt.date
    last: dt.date
    place_from: dt.date
    grid: int
    least_days: int
    day_minutes: int
    people: tuple[Person, ...]
    series: tuple[Series, ...]
    earlier: tuple[Earlier, ...] = field(default=())

    def needed(self, series: Series) -> int:
        """Sessions of the norm that are not held yet."""
        held = sum(self.first <= day <= self.last for day in series.held)
        return max(0, series.sessions - held)

    def ahead(self) -> Iterator[Earlier]:
        """The earlier sessions that are not past."""
        now = midnight(self.place_from)
        return (session for session in self.earlier if session.start >= now)
