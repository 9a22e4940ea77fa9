"""T2: no unit hosts, and nobody presents, again within the spacing, unless both were agreed or one is past."""

from collections.abc import Callable, Iterator
from itertools import pairwise

from borealis.planner.teaching.formats.problem import Problem, Session, Turn
from borealis.planner.teaching.formats.solution import Solution
from borealis.planner.teaching.rules.agreements import standing
from borealis.planner.teaching.rules.breach import Breach, BreachCode


def broken(problem: Problem, solution: Solution) -> Iterator[Breach]:
    """Every session whose host or presenter had one too short a time before."""
    yield from _too_soon(problem, solution, lambda turn: turn.unit, problem.spacing, "unit_too_soon")
    yield from _too_soon(
        problem, solution, lambda turn: turn.presenter, problem.presenter_spacing, "presenter_too_soon"
    )


def _too_soon(
    problem: Problem, solution: Solution, who: Callable[[Turn], str | None], least: int, code: BreachCode
) -> Iterator[Breach]:
    stand = standing(problem)
    had: dict[str, list[Session]] = {}
    for session in problem.sessions:
        name = who(solution.turn(session.id))
        if name is not None:
            had.setdefault(name, []).append(session)
    for name, sessions in had.items():
        for before, session in pairwise(sessions):
            apart = (session.day - before.day).days
            both = all(problem.is_past(one) or one.id in stand for one in (before, session))
            if apart < least and not both:
                yield Breach("T2", code, session.id, name, {"days": apart, "least": least})
