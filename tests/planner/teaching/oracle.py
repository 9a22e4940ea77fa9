"""The best rota by trying every one: for problems of a few sessions, judged by the rules alone."""

from collections.abc import Iterator
from itertools import count, product

from borealis.planner.teaching import Problem, Solution, Turn, Value
from borealis.planner.teaching.check import HARD_RULES
from borealis.planner.teaching.formats.solution import Goal
from borealis.planner.teaching.rules.agreements import can_be, past, standing
from borealis.planner.teaching.rules.value import value_of

MOST = 20_000  # what can be tried in a few seconds


class TooMany(Exception):
    """There is more to try than a test has time for."""


def best_ranked(problem: Problem, goal: Goal) -> tuple[int, ...]:
    """The least value of any rota that keeps every rule, in the order of the goal. Raises TooMany."""
    tried = count(1)
    best: tuple[int, ...] | None = None
    for turns in product(*(list(_turns(problem, session.id)) for session in problem.sessions)):
        if next(tried) > MOST:
            raise TooMany
        rota = Solution(goal, "feasible", Value(), Value(), 0, turns)
        if any(True for rule in HARD_RULES for _ in rule.broken(problem, rota)):
            continue
        ranked = value_of(problem, rota).ranked(goal)
        best = ranked if best is None else min(best, ranked)
    assert best is not None, "a rota with nobody in it breaks no rule"
    return best


def _turns(problem: Problem, name: str) -> Iterator[Turn]:
    settled = standing(problem) | past(problem)
    if name in settled:
        yield settled[name]
        return
    session = next(one for one in problem.sessions if one.id == name)
    units = [None, *(unit.id for unit in problem.units)]
    topics = [None, *(topic.id for topic in problem.topics)]
    people = [None, *(presenter.id for presenter in problem.presenters)]
    for unit, topic, presenter in product(units, topics, people):
        turn = Turn(name, unit, topic, presenter)
        if can_be(problem, session, turn):
            yield turn
