"""G3: the guide of the day holds the session, and every member who can come is there, at least the quorum.

A member who is in an agreed session of another series cannot come.
"""

from collections.abc import Iterator

from borealis.planner.guidance.formats.clock import day_of
from borealis.planner.guidance.formats.problem import Problem, Series
from borealis.planner.guidance.formats.solution import Session, Solution
from borealis.planner.guidance.rules.agreements import standing
from borealis.planner.guidance.rules.breach import Breach, each_session, those_in
from borealis.planner.guidance.rules.free import hindrance


def broken(problem: Problem, solution: Solution) -> Iterator[Breach]:
    """Every session that somebody else holds, or that lacks or has the wrong members."""
    agreed = standing(problem)
    for series, session in each_session(problem, solution):
        if series.leader_on(day_of(session.start)) != session.guide:
            yield Breach("G3", "wrong_guide", series.id, session.start, session.guide)
        yield from _members(problem, series, session, agreed)


def _members(problem: Problem, series: Series, session: Session, agreed: list[Session]) -> Iterator[Breach]:
    for name in session.present:
        if name not in series.members:
            yield Breach("G3", "not_a_member", series.id, session.start, name)
    if len(set(session.present)) < len(session.present):
        yield Breach("G3", "counted_twice", series.id, session.start)
    if len(set(session.present)) < series.quorum:
        params: dict[str, str | int] = {"present": len(set(session.present)), "quorum": series.quorum}
        yield Breach("G3", "below_quorum", series.id, session.start, None, params)
    minutes = {one.id: one.minutes for one in problem.series}
    people = {person.id: person for person in problem.people}
    end = session.start + series.minutes
    for name in series.members:
        elsewhere = any(
            name in those_in(other) and other.start < end and session.start < other.start + minutes[other.of]
            for other in agreed
            if other.of != series.id
        )
        if name in session.present or elsewhere:
            continue
        if hindrance(people[name], session.start, end) is None:
            yield Breach("G3", "left_out", series.id, session.start, name)
