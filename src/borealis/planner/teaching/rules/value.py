"""What a rota is worth, counted from the rota alone (`formats.solution.Value` says what each number is)."""

import datetime as dt
import math
from collections import Counter
from collections.abc import Mapping
from itertools import pairwise

from borealis.planner.teaching.formats.problem import Problem, Turn
from borealis.planner.teaching.formats.solution import Solution, Value


def value_of(problem: Problem, solution: Solution) -> Value:
    """The value of the turns, whatever the solution claims."""
    turns = {session.id: solution.turn(session.id) for session in problem.sessions}
    covered = days_taught(problem, solution)
    due = problem.due()
    return Value(
        open=sum(turn.unit is None for turn in turns.values()) if problem.units else 0,
        uncovered=sum(all(day > by for day in covered.get(goal, ())) for goal, by in due.items()),
        unfair=_unfair(problem, turns),
        silent=sum(turn.presenter is None for turn in turns.values()) if problem.presenters else 0,
        turns=_uneven_turns(problem, turns),
        bare=sum(turn.topic is None for turn in turns.values()) if problem.topics else 0,
        behind=max(0, problem.pace() - len(covered)) if problem.topics else 0,
        repeated=_repeated(problem, turns),
        unwelcome=_unwelcome(problem, turns),
        moved=sum(turns[told.turn.session] != told.turn for told in problem.earlier),
    )


def days_taught(problem: Problem, solution: Solution) -> dict[str, list[dt.date]]:
    """The days on which each goal in the scope is taught, by the topics of the sessions."""
    goals = {topic.id: topic.goals for topic in problem.topics}
    wanted = {goal.id for goal in problem.goals}
    found: dict[str, list[dt.date]] = {}
    for session in problem.sessions:
        for goal in goals.get(solution.turn(session.id).topic or "", frozenset()) & wanted:
            found.setdefault(goal, []).append(session.day)
    return found


def _unfair(problem: Problem, turns: Mapping[str, Turn]) -> int:
    hosted = Counter(turn.unit for turn in turns.values())
    return sum(
        max(0, hosted[name] - math.ceil(share), math.floor(share) - hosted[name])
        for name, share in problem.shares().items()
    )


def _uneven_turns(problem: Problem, turns: Mapping[str, Turn]) -> int:
    spoken = Counter(turn.presenter for turn in turns.values())
    units: dict[str | None, list[int]] = {}
    for presenter in problem.presenters:
        units.setdefault(presenter.unit, []).append(presenter.held + spoken[presenter.id])
    return sum(max(0, max(counts) - min(counts) - 1) for counts in units.values())


def _repeated(problem: Problem, turns: Mapping[str, Turn]) -> int:
    topics = [turns[session.id].topic for session in problem.sessions]
    most = problem.topic_share()
    beyond = sum(max(0, number - most) for topic, number in Counter(topics).items() if topic)
    if most < 2:
        return beyond
    return beyond + sum(topic == following for topic, following in pairwise(topics) if topic)


def _unwelcome(problem: Problem, turns: Mapping[str, Turn]) -> int:
    avoid = {unit.id: unit.avoid for unit in problem.units}
    avoid |= {presenter.id: presenter.avoid for presenter in problem.presenters}
    return sum(
        session.day in avoid.get(who, ())
        for session in problem.sessions
        for who in (turns[session.id].unit, turns[session.id].presenter)
        if who is not None
    )
