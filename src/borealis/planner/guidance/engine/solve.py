"""From a problem to a solution: groups of series that share nobody are placed apart."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from borealis.planner.engine.clock import Clock
from borealis.planner.guidance.engine.agent import Agent, Roster, Tally, agent_of
from borealis.planner.guidance.engine.agreed import stand
from borealis.planner.guidance.engine.search import Search
from borealis.planner.guidance.engine.timeline import Timeline, presence_of
from borealis.planner.guidance.formats.problem import Problem, Series
from borealis.planner.guidance.formats.solution import (
    CRITERIA,
    ORDERS,
    Goal,
    Missing,
    Session,
    Solution,
    Value,
)


def solve(
    problem: Problem, goal: Goal, *, seconds: float | None, should_stop: Callable[[], bool] | None
) -> Solution:
    """See `borealis.planner.guidance.place` and `repair`."""
    clock = Clock(seconds, should_stop)
    order = [CRITERIA.index(criterion) for criterion in ORDERS[goal]]
    line = Timeline(problem)
    people = {person.id: person for person in problem.people}
    agreed, busy = stand(problem, people)
    sessions: list[Session] = []
    missing: list[Missing] = []
    value = bound = Value()
    for group in apart(problem.series):
        names = {name for series in group for name in _people(series)}
        presence = {name: presence_of(line, people[name], problem.day_minutes) for name in names}
        roster = Roster(problem, line, people, presence, agreed, busy)
        search = Search([agent_of(roster, series) for series in group], order, clock)
        search.run()
        for graph, path in zip(search.graphs, search.plan, strict=True):
            value += Value(*graph.agent.value(path))
            sessions += [graph.agent.session(c) for c in path]
            missing += _missing(graph.agent, len(path))
        bound += _value(search.bound(), order)
    return Solution(
        goal=goal,
        status="optimal" if bound == value else "feasible",
        value=value,
        bound=bound,
        seconds=round(clock.elapsed(), 3),
        sessions=tuple(sorted(sessions, key=lambda session: (session.start, session.of))),
        missing=tuple(missing),
    )


def _missing(agent: Agent, placed: int) -> list[Missing]:
    few = agent.needed - placed
    return [Missing(agent.series.id, few)] if few > 0 else []


def _value(ranked: Tally, order: Sequence[int]) -> Value:
    numbers = dict(zip(order, ranked, strict=True))
    return Value(*(numbers[n] for n in range(len(CRITERIA))))


def _people(series: Series) -> list[str]:
    return [*series.members, *(leader.person for leader in series.leaders)]


def apart(series: Sequence[Series]) -> list[list[Series]]:
    """The series in groups that share nobody."""
    root: dict[str, str] = {}

    def find(name: str) -> str:
        while root.setdefault(name, name) != name:
            root[name] = root[root[name]]
            name = root[name]
        return name

    for one in series:
        names = _people(one)
        for name in names:
            root[find(name)] = find(names[0])
    groups: dict[str, list[Series]] = {}
    for one in series:
        groups.setdefault(find(_people(one)[0]), []).append(one)
    return list(groups.values())
