"""Why sessions are open and goals not taught, and what each way out costs; found by trying, judged by the rules."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Literal

from borealis.planner.teaching.check import HARD_RULES
from borealis.planner.teaching.formats.problem import Problem, Session, Turn, Unit
from borealis.planner.teaching.formats.solution import Solution, Value
from borealis.planner.teaching.rules.value import days_taught, value_of

ReasonCode = Literal[
    "open_away", "open_spacing", "open_kept", "goal_without_topic", "goal_without_unit", "goal_no_room"
]


@dataclass(frozen=True, slots=True)
class Reason:
    """One reason: of a session or a goal, and who or what stands in the way (or could help)."""

    code: ReasonCode
    of: str
    names: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Swap:
    """A way to hand a session on, to `unit`, in exchange for `other` or for nothing; what the rota is worth then."""

    session: str
    unit: str
    other: str | None
    value: Value
    solution: Solution


def explain(problem: Problem, solution: Solution) -> tuple[Reason, ...]:
    """For each session without a host, and each goal that is due and not taught: why."""
    found = [
        _open(problem, solution, s)
        for s in problem.sessions
        if problem.units and not solution.turn(s.id).unit
    ]
    taught = days_taught(problem, solution)
    late = [goal for goal, by in problem.due().items() if not any(day <= by for day in taught.get(goal, ()))]
    return (*found, *(_untaught(problem, goal) for goal in late))


def _open(problem: Problem, solution: Solution, session: Session) -> Reason:
    able = [unit for unit in problem.units if unit.can(session.day)]
    if not able:
        return Reason("open_away", session.id)
    near = tuple(unit.id for unit in able if not _fits(problem, solution, session, unit))
    if len(near) == len(able):
        return Reason("open_spacing", session.id, near)
    return Reason("open_kept", session.id, tuple(unit.id for unit in able if unit.id not in near))


def _fits(problem: Problem, solution: Solution, session: Session, unit: Unit) -> bool:
    return all(
        abs((other.day - session.day).days) >= problem.spacing
        for other in problem.sessions
        if other.id != session.id and solution.turn(other.id).unit == unit.id
    )


def _untaught(problem: Problem, goal: str) -> Reason:
    topics = tuple(topic.id for topic in problem.topics if goal in topic.goals)
    if not topics:
        return Reason("goal_without_topic", goal)
    able = tuple(unit.id for unit in problem.units if unit.topics & set(topics))
    if problem.units and not able:
        return Reason("goal_without_unit", goal, topics)
    return Reason("goal_no_room", goal, able or topics)


def swaps(problem: Problem, solution: Solution, session_id: str, most: int = 5) -> tuple[Swap, ...]:
    """Who could have a session instead of its host, the cheapest for the whole first: taking over, or exchanging.

    Only what breaks no rule. Topics follow their hosts; who takes over keeps the topic when it masters it.
    """
    mine = solution.turn(session_id)
    value = value_of(problem, solution)
    found = [
        swap
        for swap in _ways(problem, solution, mine)
        if not _breaks(problem, swap.solution) and swap.unit != mine.unit
    ]
    found = [swap for swap in found if swap.value.open <= value.open]
    return tuple(sorted(found, key=lambda swap: (swap.value.ranked("plan"), swap.session, swap.unit))[:most])


def _ways(problem: Problem, solution: Solution, mine: Turn) -> Iterator[Swap]:
    for unit in problem.units:
        topic = mine.topic if mine.topic in unit.topics else None
        turn = replace(mine, unit=unit.id, topic=topic, presenter=None)
        yield _swap(problem, solution, mine.session, unit.id, None, {mine.session: turn})
    for other in solution.turns:
        if other.unit and other.session != mine.session:
            exchanged = {
                mine.session: replace(other, session=mine.session),
                other.session: replace(mine, session=other.session),
            }
            yield _swap(problem, solution, mine.session, other.unit, other.session, exchanged)


def _swap(
    problem: Problem, solution: Solution, session: str, unit: str, other: str | None, changed: dict[str, Turn]
) -> Swap:
    turns = tuple(changed.get(turn.session, turn) for turn in solution.turns)
    after = replace(solution, turns=turns)
    return Swap(session, unit, other, value_of(problem, after), after)


def _breaks(problem: Problem, solution: Solution) -> bool:
    return any(True for rule in HARD_RULES for _ in rule.broken(problem, solution))
