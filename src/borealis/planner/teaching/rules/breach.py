"""A broken rule: which, how, and where."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Literal

from borealis.planner.teaching.formats.problem import Problem, Session, Turn
from borealis.planner.teaching.formats.solution import Solution

Rule = Literal["T1", "T2", "T3", "T4", "T5", "claim"]

BreachCode = Literal[
    "unit_cannot",
    "unit_too_soon",
    "topic_not_mastered",
    "presenter_cannot",
    "presenter_elsewhere",
    "presenter_too_soon",
    "agreement_not_kept",
    "past_changed",
    "wrong_value",
    "bound_over_value",
    "not_optimal",
]


@dataclass(frozen=True, slots=True)
class Breach:
    """One place where a rota breaks a rule, or claims what is not so (`rule` "claim")."""

    rule: Rule
    code: BreachCode
    session: str | None = None
    who: str | None = None
    params: dict[str, str | int] = field(default_factory=dict)


def each_turn(problem: Problem, solution: Solution) -> Iterator[tuple[Session, Turn]]:
    """The sessions that are not past, by day, with who has them."""
    for session in problem.sessions:
        if not problem.is_past(session):
            yield session, solution.turn(session.id)
