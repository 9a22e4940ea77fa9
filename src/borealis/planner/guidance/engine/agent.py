"""A series as the search sees it: every session it could have, on which day, at which cost."""

from __future__ import annotations

import functools
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from borealis.planner.guidance.engine.agreed import Busy
from borealis.planner.guidance.engine.timeline import Bools, Ints, Presence, Timeline
from borealis.planner.guidance.formats.clock import clock_of
from borealis.planner.guidance.formats.problem import Person, Problem, Series
from borealis.planner.guidance.formats.solution import CRITERIA, Session

MISSING, UNEVEN, UNPREFERRED, LATE, MOVED = range(len(CRITERIA))

Tally = tuple[int, ...]
"""A value as numbers in the order of the criteria."""


@dataclass(frozen=True, slots=True)
class Candidates:
    """Sessions that could be, in order of time.

    at      (n,) the moment each begins
    start   (n,) the step it begins in, and `length` (n,) the steps it takes something of
    day     (n,) the day it is on, from the first on which something may be placed
    costs   (n, criteria) its own part of the value; `moved` is -1 where it keeps an earlier one
    guide   (n,) who holds it, as an index into the agent's people
    present (n, members) who comes
    agreed  (n,) whether it is agreed and stands, and must be chosen
    """

    at: Ints
    start: Ints
    length: Ints
    day: Ints
    costs: Ints
    guide: Ints
    present: Bools
    agreed: Bools

    def take(self, rows: Ints) -> Candidates:
        return Candidates(*(column[rows] for column in self._columns()))

    def join(self, other: Candidates) -> Candidates:
        """Both, in order of time."""
        pairs = zip(self._columns(), other._columns(), strict=True)
        both = Candidates(*(np.concatenate(pair) for pair in pairs))
        return both.take(np.argsort(both.at, kind="stable"))

    def _columns(self) -> tuple[npt.NDArray[Any], ...]:
        return self.at, self.start, self.length, self.day, self.costs, self.guide, self.present, self.agreed


@dataclass(frozen=True, slots=True)
class Agent:
    """A series and its candidates, and what a choice of them is worth.

    needed         sessions of the norm to place
    before         day of the last held session, counted like `Candidates.day`; None where none is held
    opens, closes  the first and last day of the series
    earlier        sessions of earlier plans that may be moved
    """

    series: Series
    people: tuple[str, ...]
    candidates: Candidates
    needed: int
    before: int | None
    opens: int
    closes: int
    earlier: int
    least_days: int

    @property
    def most(self) -> int:
        return max(self.needed, int(self.candidates.agreed.sum()))

    def those_in(self, candidate: int) -> list[str]:
        """The guide, and the members who come."""
        members = self.series.members
        there = [members[n] for n in np.flatnonzero(self.candidates.present[candidate]).tolist()]
        return [self.people[int(self.candidates.guide[candidate])], *there]

    def involves(self, name: str, rows: slice) -> Bools:
        """Which candidates of a slice somebody sits in."""
        guide = self.candidates.guide[rows] == self.people.index(name)
        if name in self.series.members:
            return np.asarray(guide | self.candidates.present[rows, self.series.members.index(name)])
        return np.asarray(guide)

    def session(self, candidate: int) -> Session:
        guide, *present = self.those_in(candidate)
        return Session(self.series.id, int(self.candidates.at[candidate]), guide, tuple(present))

    def value(self, chosen: Sequence[int]) -> Tally:
        """What a choice of candidates, in order of time, is worth."""
        rows = np.array(chosen, dtype=np.int64)
        total = self.candidates.costs[rows].sum(axis=0)
        total[MISSING] += max(0, self.needed - len(chosen)) * len(self.series.members)
        total[UNEVEN] += self._uneven(self.candidates.day[rows])
        total[MOVED] += self.earlier
        return tuple(total.tolist())

    def _uneven(self, days: Ints) -> int:
        if not len(days):
            return int(self.at_end(np.array([self.opens if self.before is None else self.before]))[0])
        ends = self.at_start(days[:1])[0] + self.at_end(days[-1:])[0]
        return int(ends + self.between(np.diff(days)).sum())

    def between(self, days: Ints) -> Ints:
        """The unevenness of so many days between two sessions."""
        outside = np.maximum(self.series.aim.least - days, days - self.series.aim.most)
        return np.asarray(np.maximum(outside, 0) ** 2)

    def at_start(self, days: Ints) -> Ints:
        """The unevenness of a first session on a day."""
        if self.before is not None:
            return self.between(days - self.before)
        return np.asarray(np.maximum(days - self.opens - self.series.aim.most, 0) ** 2)

    def at_end(self, days: Ints) -> Ints:
        """The unevenness of a last session on a day."""
        return np.asarray(np.maximum(self.closes - days - self.series.aim.most, 0) ** 2)


@dataclass(frozen=True, slots=True)
class Roster:
    """The people of a problem on its timeline, with the agreed sessions that stand."""

    problem: Problem
    line: Timeline
    people: Mapping[str, Person]
    presence: Mapping[str, Presence]
    agreed: Sequence[Session]
    busy: Busy


def agent_of(roster: Roster, series: Series) -> Agent:
    """A series with every session it could have; agreed ones of other series are in the way."""
    problem = roster.problem
    people = tuple(dict.fromkeys([*(leader.person for leader in series.leaders), *series.members]))
    standing = [session for session in roster.agreed if session.of == series.id]
    kept = {(session.start, session.guide) for session in standing}
    earlier = {(one.start, one.guide) for one in problem.ahead() if one.of == series.id} - kept
    agreed = _agreed(roster, series, people, standing)
    free = _free(roster, series, people, earlier)
    free = free.take(np.flatnonzero(~np.isin(free.day, agreed.day)))
    base = problem.place_from.toordinal()
    held = max(series.held, default=None)
    return Agent(
        series=series,
        people=people,
        candidates=free.join(agreed),
        needed=problem.needed(series),
        before=None if held is None else held.toordinal() - base,
        opens=series.first.toordinal() - base,
        closes=series.last.toordinal() - base,
        earlier=len(earlier),
        least_days=problem.least_days,
    )


def _free(
    roster: Roster, series: Series, people: tuple[str, ...], earlier: set[tuple[int, str]]
) -> Candidates:
    """Every session on the grid that the roster allows."""
    line, length = roster.line, series.minutes // roster.line.grid
    base = roster.problem.place_from.toordinal()
    in_time = (line.day >= series.first.toordinal() - base) & (line.day <= series.last.toordinal() - base)
    parts = []
    for leader in series.leaders:
        days = [leader.holds(roster.problem.place_from.fromordinal(base + n)) for n in range(line.days)]
        starts = np.flatnonzero(in_time & np.array([*days, False])[line.day])
        parts.append(
            _held_by(
                roster,
                series,
                people,
                leader.person,
                starts[_can(roster, series, leader.person, starts, length)],
            )
        )
    found = functools.reduce(Candidates.join, parts, _nothing(series))
    names = [people[n] for n in found.guide.tolist()]
    keeps = (
        [(at, name) in earlier for at, name in zip(found.at.tolist(), names, strict=True)]
        if earlier
        else False
    )
    found.costs[:, MOVED] = -np.array(keeps, dtype=np.int64)
    return found


def _held_by(roster: Roster, series: Series, people: tuple[str, ...], guide: str, starts: Ints) -> Candidates:
    """The sessions a guide can hold, with those of the members who can come."""
    line, length = roster.line, series.minutes // roster.line.grid
    present = np.stack([_can(roster, series, name, starts, length) for name in series.members], axis=1)
    rows = np.flatnonzero(present.sum(axis=1) >= series.quorum)
    starts, present = starts[rows], present[rows]
    late = np.stack([roster.presence[name].late_minutes(starts, length) for name in series.members], axis=1)
    costs = np.zeros((len(starts), len(CRITERIA)), dtype=np.int64)
    costs[:, MISSING] = len(series.members) - present.sum(axis=1)
    costs[:, UNPREFERRED] = ~_preferred(series, line.clock[starts])
    costs[:, LATE] = (late * present).sum(axis=1) + roster.presence[guide].late_minutes(starts, length)
    same = np.ones(len(starts), dtype=np.int64)
    return Candidates(
        at=line.origin + starts * line.grid,
        start=starts,
        length=same * length,
        day=line.day[starts],
        costs=costs,
        guide=same * people.index(guide),
        present=present,
        agreed=same == 0,
    )


def _can(roster: Roster, series: Series, name: str, starts: Ints, length: int) -> Bools:
    """Which sessions somebody can sit in, agreed sessions of other series being in the way."""
    can = roster.presence[name].is_free(starts, length)
    for first, last in roster.busy.by_others(name, series.id):
        steps = roster.line.touched(first, last)
        can &= (starts >= steps.stop) | (starts + length <= steps.start)
    return can


def _preferred(series: Series, clock: Ints) -> Bools:
    """Which times of day are within the preferred hours."""
    wished = np.full(len(clock), not series.preferred)
    for hours in series.preferred:
        wished |= (clock >= hours.start) & (clock + series.minutes <= hours.end)
    return wished


def _nothing(series: Series) -> Candidates:
    none = np.zeros(0, dtype=np.int64)
    costs, present = (
        np.zeros((0, len(CRITERIA)), dtype=np.int64),
        np.zeros((0, len(series.members)), dtype=bool),
    )
    return Candidates(none, none, none, none, costs, none, present, none == 1)


def _agreed(
    roster: Roster, series: Series, people: tuple[str, ...], standing: Sequence[Session]
) -> Candidates:
    """The agreed sessions as candidates; they may begin off the grid."""
    if not standing:
        return _nothing(series)
    at = np.array(sorted(session.start for session in standing))
    by_start = {session.start: session for session in standing}
    sessions = [by_start[start] for start in at.tolist()]
    steps = [roster.line.touched(start, start + series.minutes) for start in at.tolist()]
    start = np.array([step.start for step in steps])
    present = np.array([[name in one.present for name in series.members] for one in sessions])
    costs = np.zeros((len(at), len(CRITERIA)), dtype=np.int64)
    costs[:, MISSING] = (~present).sum(axis=1)
    costs[:, UNPREFERRED] = ~_preferred(series, np.array([clock_of(moment) for moment in at.tolist()]))
    costs[:, LATE] = [_late(roster, series, session) for session in sessions]
    return Candidates(
        at=at,
        start=start,
        length=np.array([step.stop - step.start for step in steps]),
        day=roster.line.day[start],
        costs=costs,
        guide=np.array([people.index(session.guide) for session in sessions]),
        present=present,
        agreed=np.ones(len(at), dtype=bool),
    )


def _late(roster: Roster, series: Series, session: Session) -> int:
    """Minutes after the first `day_minutes` of the duties of those in a session."""
    end, allowed = session.start + series.minutes, roster.problem.day_minutes
    duties = [duty for name in (session.guide, *session.present) for duty in roster.people[name].duties]
    return sum(max(0, min(end, duty.end) - max(session.start, duty.start + allowed)) for duty in duties)
