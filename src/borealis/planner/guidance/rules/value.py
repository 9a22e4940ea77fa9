"""What a placing is worth, counted anew from its sessions."""

import datetime as dt
from itertools import pairwise

from borealis.planner.guidance.formats.clock import clock_of, day_of
from borealis.planner.guidance.formats.problem import Person, Problem, Series
from borealis.planner.guidance.formats.solution import Session, Solution, Value
from borealis.planner.guidance.rules.agreements import standing
from borealis.planner.guidance.rules.breach import those_in
from borealis.planner.guidance.rules.free import late_minutes


def value_of(problem: Problem, solution: Solution) -> Value:
    """The value of the whole placing: the sum over its series."""
    people = {person.id: person for person in problem.people}
    agreed = {(session.of, session.start, session.guide) for session in standing(problem)}
    sessions: dict[str, list[Session]] = {series.id: [] for series in problem.series}
    for session in solution.sessions:
        sessions[session.of].append(session)
    total = Value()
    for series in problem.series:
        own = sorted(sessions[series.id], key=lambda session: session.start)
        total += Value(
            _missing(problem, series, own),
            _uneven(problem, series, own),
            sum(not _is_preferred(series, session) for session in own),
            sum(_late(problem, people, series, session) for session in own),
            0,
        )
    return total + Value(moved=_moved(problem, solution, agreed))


def _missing(problem: Problem, series: Series, own: list[Session]) -> int:
    """Sessions too few times the members, and members who are not at those there are."""
    few = max(0, problem.needed(series) - len(own)) * len(series.members)
    return few + sum(len(series.members) - len(set(session.present)) for session in own)


def _uneven(problem: Problem, series: Series, own: list[Session]) -> int:
    """Squares of the days outside the aim between sessions, and of the days over it at both ends."""
    days = [day_of(session.start) for session in own]
    last_held = max(series.held, default=None)
    edges = [(days[-1] if days else last_held or series.first, series.last)]
    if last_held is not None:
        days.insert(0, last_held)
    elif days:
        edges.append((series.first, days[0]))
    square = sum(max(0, (after - before).days - series.aim.most) ** 2 for before, after in edges)
    return square + sum(_outside(series, before, after) ** 2 for before, after in pairwise(days))


def _outside(series: Series, before: dt.date, after: dt.date) -> int:
    apart = (after - before).days
    return max(series.aim.least - apart, apart - series.aim.most, 0)


def _is_preferred(series: Series, session: Session) -> bool:
    start = clock_of(session.start)
    end = start + series.minutes
    return not series.preferred or any(p.start <= start and end <= p.end for p in series.preferred)


def _late(problem: Problem, people: dict[str, Person], series: Series, session: Session) -> int:
    end = session.start + series.minutes
    return sum(
        late_minutes(people[name], session.start, end, problem.day_minutes)
        for name in those_in(session)
        if name in people
    )


def _moved(problem: Problem, solution: Solution, agreed: set[tuple[str, int, str]]) -> int:
    found = {(session.of, session.start, session.guide) for session in solution.sessions}
    before = {(session.of, session.start, session.guide) for session in problem.ahead()}
    return len(before - agreed - found)
