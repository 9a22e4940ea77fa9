"""The best placing by trying everything: for a few days and series, judged by the rules alone."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import combinations

from borealis.planner.guidance.check import HARD_RULES
from borealis.planner.guidance.formats.clock import day_of, midnight
from borealis.planner.guidance.formats.problem import Problem, Series
from borealis.planner.guidance.formats.solution import Goal, Session, Solution, Value
from borealis.planner.guidance.rules.agreements import standing
from borealis.planner.guidance.rules.breach import those_in
from borealis.planner.guidance.rules.free import hindrance
from borealis.planner.guidance.rules.value import value_of

Ranked = tuple[int, ...]


@dataclass(frozen=True)
class Choice:
    """Sessions of one series that break no rule by themselves, and what they add to the value of nothing."""

    sessions: tuple[Session, ...]
    adds: Ranked


def best_value(problem: Problem, goal: Goal = "place") -> Ranked:
    """The least value of any placing that keeps every rule, in the order of a goal."""
    nothing = value_of(problem, _solution(())).ranked(goal)
    choices = [sorted(_choices(problem, one, goal, nothing), key=lambda c: c.adds) for one in problem.series]
    minutes = {one.id: one.minutes for one in problem.series}
    least = [_sum([own[0].adds for own in choices[n:]]) for n in range(len(choices) + 1)]
    best: list[Ranked] = []

    def join(n: int, taken: tuple[Session, ...], value: Ranked) -> None:
        if best and _sum([value, least[n]] if n < len(choices) else [value]) >= best[0]:
            return
        if n == len(choices):
            best[:] = [value]
            return
        for choice in choices[n]:
            if not any(_clash(one, other, minutes) for one in choice.sessions for other in taken):
                join(n + 1, (*taken, *choice.sessions), _sum([value, choice.adds]))

    join(0, (), nothing)
    return best[0]


def _sum(values: list[Ranked]) -> Ranked:
    return tuple(sum(numbers) for numbers in zip(*values, strict=True))


def _clash(one: Session, other: Session, minutes: dict[str, int]) -> bool:
    apart = one.start + minutes[one.of] <= other.start or other.start + minutes[other.of] <= one.start
    return not apart and bool(set(those_in(one)) & set(those_in(other)))


def _solution(sessions: tuple[Session, ...]) -> Solution:
    return Solution("place", "feasible", Value(), Value(), 0, sessions, ())


def _choices(problem: Problem, series: Series, goal: Goal, nothing: Ranked) -> Iterator[Choice]:
    single = [
        session for session in _sessions(problem, series) if _lawful(problem, series, (session,), alone=True)
    ]
    most = max(problem.needed(series), sum(session.of == series.id for session in standing(problem)))
    for count in range(most + 1):
        for sessions in combinations(single, count):
            if _lawful(problem, series, sessions):
                value = value_of(problem, _solution(sessions)).ranked(goal)
                yield Choice(sessions, tuple(a - b for a, b in zip(value, nothing, strict=True)))


def _lawful(problem: Problem, series: Series, sessions: tuple[Session, ...], *, alone: bool = False) -> bool:
    """Whether nothing is broken but that others' agreed sessions (and, alone, its own) are not there."""
    breaches = (breach for rule in HARD_RULES for breach in rule.broken(problem, _solution(sessions)))
    return all(b.code == "agreement_not_kept" and (alone or b.of != series.id) for b in breaches)


def _sessions(problem: Problem, series: Series) -> Iterator[Session]:
    """Every session on the grid, and every earlier one, with whoever can come."""
    starts = range(midnight(problem.place_from), midnight(problem.last) + 25 * 60, problem.grid)
    people = {person.id: person for person in problem.people}
    minutes = {one.id: one.minutes for one in problem.series}
    agreed = [session for session in standing(problem) if session.of != series.id]
    for start in sorted({*starts, *(one.start for one in problem.ahead() if one.of == series.id)}):
        guide = series.leader_on(day_of(start))
        if guide is None:
            continue
        end = start + series.minutes
        free = [name for name in (guide, *series.members) if hindrance(people[name], start, end) is None]
        probe = [Session(series.id, start, name, ()) for name in free]
        able = [one.guide for one in probe if not any(_clash(one, other, minutes) for other in agreed)]
        if guide in able:
            yield Session(series.id, start, guide, tuple(name for name in series.members if name in able))
