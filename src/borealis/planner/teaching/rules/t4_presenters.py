"""T4: who presents is at work that day, at the stage that the topic needs, and belongs to the host."""

from collections.abc import Iterator

from borealis.planner.teaching.formats.problem import Problem
from borealis.planner.teaching.formats.solution import Solution
from borealis.planner.teaching.rules.breach import Breach, each_turn


def broken(problem: Problem, solution: Solution) -> Iterator[Breach]:
    """Every session with a presenter who cannot."""
    people = {presenter.id: presenter for presenter in problem.presenters}
    topics = {topic.id: topic for topic in problem.topics}
    for session, turn in each_turn(problem, solution):
        if turn.presenter is None:
            continue
        presenter = people[turn.presenter]
        topic = topics[turn.topic] if turn.topic is not None else None
        if not problem.may_present(presenter, session, topic):
            yield Breach("T4", "presenter_cannot", session.id, presenter.id)
        if problem.units and presenter.unit is not None and presenter.unit != turn.unit:
            yield Breach("T4", "presenter_elsewhere", session.id, presenter.id)
