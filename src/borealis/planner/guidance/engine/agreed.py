"""Which agreed sessions stand, and who is in them: in the order listed, as long as the roster lets them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from borealis.planner.guidance.formats.clock import Moment, day_of
from borealis.planner.guidance.formats.problem import Earlier, Person, Problem, Series
from borealis.planner.guidance.formats.solution import Session


@dataclass(slots=True)
class Busy:
    """Stretches of time that sessions take of each person."""

    taken: dict[str, list[tuple[Moment, Moment, str]]]

    def add(self, session: Session, minutes: int) -> None:
        for name in (session.guide, *session.present):
            self.taken.setdefault(name, []).append((session.start, session.start + minutes, session.of))

    def is_taken(self, name: str, start: Moment, end: Moment) -> bool:
        return any(first < end and start < last for first, last, _ in self.taken.get(name, ()))

    def by_others(self, name: str, series: str) -> list[tuple[Moment, Moment]]:
        """What the sessions of other series take of somebody."""
        return [(first, last) for first, last, of in self.taken.get(name, ()) if of != series]


def stand(problem: Problem, people: Mapping[str, Person]) -> tuple[list[Session], Busy]:
    """The agreed sessions that stand, and the time they take."""
    series = {one.id: one for one in problem.series}
    found: list[Session] = []
    busy = Busy({})
    for agreed in problem.ahead():
        session = _session(series[agreed.of], agreed, people, busy) if agreed.agreed else None
        if session is not None:
            found.append(session)
            busy.add(session, series[session.of].minutes)
    return found, busy


def _session(one: Series, agreed: Earlier, people: Mapping[str, Person], busy: Busy) -> Session | None:
    day, end = day_of(agreed.start), agreed.start + one.minutes

    def comes(name: str) -> bool:
        return _allows(people[name], agreed.start, end) and not busy.is_taken(name, agreed.start, end)

    if not one.first <= day <= one.last or one.leader_on(day) != agreed.guide or not comes(agreed.guide):
        return None
    present = tuple(name for name in one.members if comes(name))
    return Session(one.id, agreed.start, agreed.guide, present) if len(present) >= one.quorum else None


def _allows(person: Person, start: Moment, end: Moment) -> bool:
    """Whether the minutes from `start` to `end` are all at work, free to be used, and not blocked."""
    if any(blocked.start < end and start < blocked.end for blocked in person.blocked):
        return False
    inside = sum(
        max(0, min(end, duty.end) - max(start, duty.start)) for duty in person.duties if duty.interruptible
    )
    return inside == end - start
