"""A broken rule: which, how, and where."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Literal

from borealis.planner.guidance.formats.clock import Moment
from borealis.planner.guidance.formats.problem import Problem, Series
from borealis.planner.guidance.formats.solution import Session, Solution

Rule = Literal["G1", "G2", "G3", "G4", "G5", "G6", "claim"]

BreachCode = Literal[
    "two_at_once",
    "not_at_work",
    "blocked",
    "wrong_guide",
    "not_a_member",
    "counted_twice",
    "below_quorum",
    "left_out",
    "too_close",
    "outside_period",
    "off_grid",
    "over_norm",
    "agreement_not_kept",
    "wrong_value",
    "bound_over_value",
    "not_optimal",
    "wrong_missing",
]


@dataclass(frozen=True, slots=True)
class Breach:
    """One place where a placing breaks a rule, or claims what is not so (`rule` "claim")."""

    rule: Rule
    code: BreachCode
    of: str | None = None
    start: Moment | None = None
    person: str | None = None
    params: dict[str, str | int] = field(default_factory=dict)


def each_session(problem: Problem, solution: Solution) -> Iterator[tuple[Series, Session]]:
    """The sessions with the series they belong to."""
    series = {one.id: one for one in problem.series}
    for session in solution.sessions:
        yield series[session.of], session


def those_in(session: Session) -> tuple[str, ...]:
    """Everyone who sits in a session."""
    return (session.guide, *session.present)
