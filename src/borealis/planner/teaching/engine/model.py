"""A rota as a program: who hosts each session, what it is about, who presents it, and each criterion as a sum.

What is past or agreed is no choice, so it has no columns: it is counted as numbers.
"""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import pairwise

from borealis.planner.teaching.engine.program import Floats, Program, Sum
from borealis.planner.teaching.formats.problem import Presenter, Problem, Session, Topic, Turn, Unit
from borealis.planner.teaching.formats.solution import CRITERIA, Criterion
from borealis.planner.teaching.rules.agreements import past, standing

Choices = dict[str, dict[str, int]]


@dataclass(slots=True)
class Model:
    """The program, where each choice stands in it (session, then name), and what is settled already."""

    problem: Problem
    settled: dict[str, Turn]
    program: Program = field(default_factory=Program)
    units: Choices = field(default_factory=dict)
    topics: Choices = field(default_factory=dict)
    presenters: Choices = field(default_factory=dict)
    criteria: dict[Criterion, Sum] = field(default_factory=lambda: {name: Sum() for name in CRITERIA})

    def turns(self, values: Floats) -> tuple[Turn, ...]:
        """Who has each session, for these values of the columns."""

        def chosen(choices: Choices, session: str) -> str | None:
            return next((name for name, column in choices[session].items() if values[column] > 0.5), None)

        return tuple(
            self.settled.get(session.id)
            or Turn(
                session.id,
                chosen(self.units, session.id),
                chosen(self.topics, session.id),
                chosen(self.presenters, session.id),
            )
            for session in self.problem.sessions
        )

    def free(self) -> Iterator[Session]:
        return (session for session in self.problem.sessions if session.id not in self.settled)


def model_of(problem: Problem) -> Model:
    """The program of a problem."""
    model = Model(problem, standing(problem) | past(problem))
    for session in model.free():
        _choices(model, session)
    for name, limit in (("unit", problem.spacing), ("presenter", problem.presenter_spacing)):
        _spacing(model, name, limit)
    _fairness(model)
    _turns(model)
    _coverage(model)
    _repeated(model)
    _moved(model)
    return model


def _choices(model: Model, session: Session) -> None:
    """The columns of one session, and the rows that hold them together."""
    problem, program = model.problem, model.program
    hosts = {unit.id: _wished(model, unit, session) for unit in problem.units if unit.can(session.day)}
    model.units[session.id] = hosts
    model.topics[session.id] = {
        topic.id: program.column(whole=True) for topic in problem.topics if _taught(problem, topic, hosts)
    }
    model.presenters[session.id] = {
        person.id: _wished(model, person, session)
        for person in problem.presenters
        if person.can(session.day) and (not problem.units or person.unit is None or person.unit in hosts)
    }
    kinds: tuple[tuple[dict[str, int], Criterion, bool], ...] = (
        (hosts, "open", bool(problem.units)),
        (model.topics[session.id], "bare", bool(problem.topics)),
        (model.presenters[session.id], "silent", bool(problem.presenters)),
    )
    for columns, criterion, wanted in kinds:
        if columns:
            program.row(list(columns.values()), most=1)
        if wanted:
            model.criteria[criterion].constant += 1
            for column in columns.values():
                model.criteria[criterion].add(column, -1)
    _hold_together(model, session)


def _wished(model: Model, one: Unit | Presenter, session: Session) -> int:
    """A column for somebody in a session, which counts where they would rather not."""
    column = model.program.column(whole=True)
    if session.day in one.avoid:
        model.criteria["unwelcome"].add(column)
    return column


def _taught(problem: Problem, topic: Topic, hosts: dict[str, int]) -> bool:
    if not problem.units:
        return True
    return any(topic.id in unit.topics for unit in problem.units if unit.id in hosts)


def _hold_together(model: Model, session: Session) -> None:
    """T3 and T4: the topic is one of the host's, the presenter belongs to the host and can present the topic."""
    problem, program = model.problem, model.program
    hosts, topics = model.units[session.id], model.topics[session.id]
    if problem.units:
        mastered = {unit.id: unit.topics for unit in problem.units}
        for topic, column in topics.items():
            able = [host for name, host in hosts.items() if topic in mastered[name]]
            program.row([column, *able], [1, *[-1.0] * len(able)], most=0)
    known = {topic.id: topic for topic in problem.topics}
    for person in problem.presenters:
        presents = model.presenters[session.id].get(person.id)
        if presents is None:
            continue
        if problem.units and person.unit is not None:
            program.row([presents, hosts[person.unit]], [1, -1], most=0)
        beyond = [c for name, c in topics.items() if not problem.may_present(person, session, known[name])]
        if beyond:
            program.row([presents, *beyond], most=1)


def _spacing(model: Model, kind: str, days: int) -> None:
    """T2: in every stretch of so many days each host, or presenter, has at most one session."""
    choices = model.units if kind == "unit" else model.presenters
    sessions = model.problem.sessions
    for first, begin in enumerate(sessions):
        near = [s for s in sessions[first:] if (s.day - begin.day).days < days]
        if len(near) < 2:
            continue
        names = {name for session in near for name in choices.get(session.id, ())}
        for name in sorted(names):
            had = any(getattr(model.settled.get(s.id), kind, None) == name for s in near)
            columns = [choices[s.id][name] for s in near if name in choices.get(s.id, ())]
            if had or len(columns) > 1:
                model.program.row(columns, most=0 if had else 1)


def _counted(model: Model, choices: Choices, kind: str, name: str) -> Sum:
    """How many sessions somebody, or something, has."""
    found = Sum(constant=sum(getattr(turn, kind) == name for turn in model.settled.values()))
    for columns in choices.values():
        if name in columns:
            found.add(columns[name])
    return found


def _fairness(model: Model) -> None:
    """What units host beyond their share rounded up, or below it rounded down."""
    for name, share in model.problem.shares().items():
        hosted = _counted(model, model.units, "unit", name)
        off = model.program.column(most=len(model.problem.sessions) + math.ceil(share))
        model.criteria["unfair"].add(off)
        ones = [1.0] * len(hosted.columns)
        model.program.row([*hosted.columns, off], [*ones, -1], most=math.ceil(share) - hosted.constant)
        model.program.row([*hosted.columns, off], [*ones, 1], least=math.floor(share) - hosted.constant)


def _turns(model: Model) -> None:
    """Talks by which those of a unit who present most and least differ by more than one."""
    groups: dict[str | None, list[Presenter]] = {}
    for person in model.problem.presenters:
        groups.setdefault(person.unit, []).append(person)
    largest = len(model.problem.sessions) + max((p.held for p in model.problem.presenters), default=0)
    for members in groups.values():
        most, fewest = model.program.column(most=largest), model.program.column(most=largest)
        for person in members:
            talks = _counted(model, model.presenters, "presenter", person.id)
            before, ones = talks.constant + person.held, [1.0] * len(talks.columns)
            model.program.row([*talks.columns, most], [*ones, -1], most=-before)
            model.program.row([*talks.columns, fewest], [*ones, -1], least=-before)
        over = model.program.column(most=largest)
        model.program.row([most, fewest, over], [1, -1, -1], most=1)
        model.criteria["turns"].add(over)


def _coverage(model: Model) -> None:
    """Goals that are not taught by the day they are due, and how far the cycle is behind its pace."""
    problem, due = model.problem, model.problem.due()
    reached = Sum()
    for goal in problem.goals:
        teach = {topic.id for topic in problem.topics if goal.id in topic.goals}
        by = due.get(goal.id)
        reached.add(_taught_by(model, teach, None))
        if by is not None:
            model.criteria["uncovered"].constant += 1
            model.criteria["uncovered"].add(_taught_by(model, teach, by), -1)
    if problem.topics and reached.columns:
        behind = model.program.column(most=len(problem.goals))
        model.program.row([*reached.columns, behind], least=problem.pace())
        model.criteria["behind"].add(behind)


def _taught_by(model: Model, topics: set[str], by: dt.date | None) -> int:
    """A column that can be 1 when one of these topics comes, by a day if there is one."""
    sessions = [s for s in model.problem.sessions if by is None or s.day <= by]
    taught = model.program.column()
    if any(s.id in model.settled and model.settled[s.id].topic in topics for s in sessions):
        return taught
    columns = [
        column
        for session in sessions
        for name, column in model.topics.get(session.id, {}).items()
        if name in topics
    ]
    model.program.row([taught, *columns], [1, *[-1.0] * len(columns)], most=0)
    return taught


def _repeated(model: Model) -> None:
    """Sessions on a topic beyond its even share, and sessions on the topic of the one before."""
    problem, program = model.problem, model.program
    for topic in problem.topics:
        given = _counted(model, model.topics, "topic", topic.id)
        again = program.column(most=len(problem.sessions))
        ones = [1.0] * len(given.columns)
        program.row([*given.columns, again], [*ones, -1], most=problem.topic_share() - given.constant)
        model.criteria["repeated"].add(again)
    for before, after in pairwise(problem.sessions) if problem.topic_share() > 1 else ():
        _twice_running(model, before, after)


def _twice_running(model: Model, before: Session, after: Session) -> None:
    """A column that is 1 when two sessions that follow each other have the same topic."""
    same = model.program.column()
    model.criteria["repeated"].add(same)
    for topic in model.problem.topics:
        settled = sum(model.settled.get(s.id, Turn(s.id)).topic == topic.id for s in (before, after))
        columns = [
            model.topics[s.id][topic.id] for s in (before, after) if topic.id in model.topics.get(s.id, {})
        ]
        if settled + len(columns) == 2:
            model.program.row([*columns, same], [*[1.0] * len(columns), -1], most=1 - settled)


def _moved(model: Model) -> None:
    """Sessions told before of which something has changed; what can no longer be has."""
    for told in model.problem.earlier:
        name = told.turn.session
        if name in model.settled:
            model.criteria["moved"].constant += model.settled[name] != told.turn
            continue
        moved = model.program.column(whole=True)
        model.criteria["moved"].add(moved)
        pairs = (
            (model.units[name], told.turn.unit),
            (model.topics[name], told.turn.topic),
            (model.presenters[name], told.turn.presenter),
        )
        for columns, before in pairs:
            if before is None and columns:
                model.program.row([moved, *columns.values()], [1, *[-1.0] * len(columns)], least=0)
            elif before is not None:
                kept = [columns[before]] if before in columns else []
                model.program.row([moved, *kept], least=1)
