"""Why sessions are missing, and which single change of a duty makes room for one."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np

from borealis.planner.guidance.engine.agent import Roster, agent_of
from borealis.planner.guidance.engine.agreed import Busy, stand
from borealis.planner.guidance.engine.timeline import Bools, Ints, Timeline, presence_of
from borealis.planner.guidance.explain.chain import Chain
from borealis.planner.guidance.explain.reasons import Change, Reason, ReasonCode
from borealis.planner.guidance.explain.swaps import swap
from borealis.planner.guidance.formats.clock import day_of
from borealis.planner.guidance.formats.problem import Duty, Person, Problem, Series
from borealis.planner.guidance.formats.solution import Session, Solution

MOST_CHANGES = 20
"""Changes that are told of each series."""


def explain_missing(problem: Problem, solution: Solution) -> tuple[Reason, ...]:
    """A reason for each series that lacks sessions; see `borealis.planner.guidance.explain`."""
    line = Timeline(problem)
    people = {person.id: person for person in problem.people}
    agreed, busy = stand(problem, people)
    short = {entry.of: entry.sessions for entry in solution.missing}
    members = {one.id: one.members for one in problem.series}
    partly = {s.of for s in solution.sessions if len(s.present) < len(members[s.of])}
    names = {name for of in short.keys() | partly for name in _names(problem, of)}
    presence = {name: presence_of(line, people[name], problem.day_minutes) for name in names}
    roster = Roster(problem, line, people, presence, agreed, busy)
    reasons: list[Reason] = []
    for series in problem.series:
        if series.id in short or series.id in partly:
            why = _Why(roster, solution, series)
            reasons += [why.reason(short[series.id])] if series.id in short else []
            reasons += why.absences()
    return tuple(reasons)


def _names(problem: Problem, of: str) -> set[str]:
    series = next(one for one in problem.series if one.id == of)
    return {*series.members, *(leader.person for leader in series.leaders)}


class _Why:
    """One series: who is free when, what sessions of others take, and what a change would give."""

    def __init__(self, roster: Roster, solution: Solution, series: Series) -> None:
        self.roster, self.series, self.problem = roster, series, roster.problem
        self.solution, self.line = solution, roster.line
        self.agent = agent_of(roster, series)
        minutes = {one.id: one.minutes for one in self.problem.series}
        self.others = Busy({})
        for session in solution.sessions:
            if session.of != series.id:
                self.others.add(session, minutes[session.of])
        self.length = series.minutes // self.line.grid
        days = self.line.day
        self.starts = np.flatnonzero((days >= max(0, self.agent.opens)) & (days <= self.agent.closes))
        self.free = {name: self._free(name) for name in self.agent.people}
        self.leads = {leader.person: self._days_of(leader.person) for leader in series.leaders}
        self.days = self._days()

    def reason(self, sessions: int) -> Reason:
        """Why so many sessions found no place."""
        guide_days, member_days, common_days = self.days
        return Reason(
            of=self.series.id,
            sessions=sessions,
            code=self._code(guide_days, member_days, common_days),
            guide_days=guide_days,
            member_days=member_days,
            common_days=common_days,
            changes=tuple(self._changes()),
        )

    def absences(self) -> list[Reason]:
        """Who cannot come to the sessions that are placed, and the change that would let them."""
        return [
            Reason(self.series.id, 1, "absent", *self.days, self._joining(session, name), name, session.start)
            for session in self.solution.sessions
            if session.of == self.series.id
            for name in self.series.members
            if name not in session.present
        ]

    def _joining(self, session: Session, name: str) -> tuple[Change, ...]:
        """The change of duty with which a member can come to a placed session, if there is one."""
        day, end = day_of(session.start), session.start + self.series.minutes
        person = self.roster.people[name]
        found = swap(person, day)
        if found is None or self.others.is_taken(name, session.start, end):
            return ()
        before, after = found
        blocked = any(b.start < end and session.start < b.end for b in person.blocked)
        if blocked or not (after.start <= session.start and end <= after.end):
            return ()
        if self._disturbs(name, before, after, but=session):
            return ()
        return (Change(name, day, before, after, session.start),)

    def _days(self) -> tuple[int, int, int]:
        """On how many days the guide, enough members, and all of them together can have a session."""
        guide = _any(free & self.leads[name] for name, free in self.free.items() if name in self.leads)
        members = sum(self.free[name].astype(int) for name in self.series.members) >= self.series.quorum
        numbers = [len(set(self.line.day[self.starts[mask]].tolist())) for mask in (guide, members)]
        return numbers[0], numbers[1], len(set(self.agent.candidates.day.tolist()))

    def _code(self, guide_days: int, member_days: int, common_days: int) -> ReasonCode:
        if not any(mask.any() for mask in self.leads.values()):
            return "no_guide"
        if not guide_days:
            return "guide_never_free"
        if not member_days:
            return "members_never_free"
        if not common_days:
            return "no_common_time"
        alone = Chain.of(self.agent, np.ones(len(self.agent.candidates.at), dtype=bool))
        return "too_close" if alone.longest() < self.agent.needed else "taken"

    def _free(self, name: str) -> Bools:
        return self.roster.presence[name].is_free(self.starts, self.length)

    def _days_of(self, guide: str) -> Bools:
        """Which starts are on days on which somebody is the guide."""
        base = self.problem.place_from.toordinal()
        days = range(self.line.days + 1)
        holds = [
            self.series.leader_on(self.problem.place_from.fromordinal(base + day)) == guide for day in days
        ]
        return np.asarray(np.array(holds)[self.line.day[self.starts]])

    def _open(self, name: str) -> Bools:
        """Which starts no other session of somebody is in the way of."""
        result = np.ones(len(self.starts), dtype=bool)
        for first, last in self.others.by_others(name, self.series.id):
            steps = self.line.touched(first, last)
            result &= (self.starts >= steps.stop) | (self.starts + self.length <= steps.start)
        return result

    def _room(self) -> Bools:
        """Which candidates are not in the way of sessions of others."""
        found = self.agent.candidates
        room = np.ones(len(found.at), dtype=bool)
        everything = slice(0, len(room))
        for name in self.agent.people:
            involved = self.agent.involves(name, everything)
            for first, last in self.others.by_others(name, self.series.id):
                steps = self.line.touched(first, last)
                room &= ~(involved & (found.start < steps.stop) & (found.start + found.length > steps.start))
        return room | found.agreed

    def _changes(self) -> list[Change]:
        chain = Chain.of(self.agent, self._room())
        placed = sum(session.of == self.series.id for session in self.solution.sessions)
        useful = [
            day
            for day in range(max(0, self.agent.opens), self.agent.closes + 1)
            if chain.with_day(day) > max(placed, chain.longest())
        ]
        found: list[Change] = []
        able = {name: self._able(name) for name in self.agent.people}
        for day in useful:
            for name in self.agent.people:
                change = self._change(name, day, able[name])
                if change is not None:
                    found.append(change)
                if len(found) == MOST_CHANGES:
                    return found
        return found

    def _able(self, name: str) -> Ints:
        """The starts at which a session could be if only somebody were at work and could be spared."""
        open_ = {other: self._open(other) for other in self.agent.people}
        free = {other: self.free[other] & open_[other] for other in self.agent.people}
        free[name] = self._unblocked(name) & open_[name]
        guide = _any(free[other] & leads for other, leads in self.leads.items())
        members = sum(free[other].astype(int) for other in self.series.members)
        needs = guide & (members >= self.series.quorum)
        elsewhere = _any(self.free[other] & ~open_[other] for other in self.series.members)
        return self.starts[needs & free[name] & ~elsewhere]

    def _unblocked(self, name: str) -> Bools:
        """Starts at which nothing is set aside for somebody, and they are not away."""
        person = self.roster.people[name]
        ever = Duty(self.line.origin, self.line.moment(self.line.steps), "", True)
        always = Person(name, (ever,), person.blocked)
        return presence_of(self.line, always, 0).is_free(self.starts, self.length)

    def _change(self, name: str, day: int, able: Ints) -> Change | None:
        date = self.problem.place_from.fromordinal(self.problem.place_from.toordinal() + day)
        found = swap(self.roster.people[name], date)
        if found is None:
            return None
        before, after = found
        steps = self.line.within(after.start, after.end)
        fits = able[(able >= steps.start) & (able + self.length <= steps.stop)]
        if not len(fits) or self._disturbs(name, before, after):
            return None
        return Change(name, date, before, after, self.line.moment(int(fits[0])))

    def _disturbs(self, name: str, before: Duty | None, after: Duty, but: Session | None = None) -> bool:
        """Whether a session that is, or an agreed one that is not, would be touched by the change."""
        minutes = {one.id: one.minutes for one in self.problem.series}
        sessions: list[Session] = [s for s in self.solution.sessions if s.guide == name or name in s.present]
        if before is not None and any(
            s.start < before.end and before.start < s.start + minutes[s.of] for s in sessions
        ):
            return True
        members = {one.id: one.members for one in self.problem.series}
        joins = (
            s for s in self.solution.sessions if s != but and name in members[s.of] and name not in s.present
        )
        stands = (a for a in self.problem.ahead() if a.agreed and (a.guide == name or name in members[a.of]))
        touched = [(s.start, s.of) for s in joins] + [(a.start, a.of) for a in stands]
        return any(start < after.end and after.start < start + minutes[of] for start, of in touched)


def _any(masks: Iterable[Bools]) -> Bools:
    return np.asarray(np.logical_or.reduce(list(masks)))
