"""Placed sessions as frozen values: what they are worth, and what no placing can beat."""

from dataclasses import dataclass, replace
from typing import Literal

from borealis.planner.guidance.formats.clock import Moment
from borealis.planner.guidance.formats.problem import Earlier, Problem

SOLUTION_FORMAT = "borealis/guidance-solution/1"

Status = Literal["optimal", "feasible"]
Goal = Literal["place", "repair"]
Criterion = Literal["missing", "uneven", "unpreferred", "late_minutes", "moved"]

CRITERIA: tuple[Criterion, ...] = ("missing", "uneven", "unpreferred", "late_minutes", "moved")
ORDERS: dict[Goal, tuple[Criterion, ...]] = {
    "place": CRITERIA,
    "repair": ("missing", "moved", "uneven", "unpreferred", "late_minutes"),
}
"""What is made small first. Nothing is given up for the sake of a later one."""


@dataclass(frozen=True, slots=True)
class Value:
    """What a placing is worth; less is better. Compared in the order of a goal, one after the other.

    missing       sessions of the norm that someone does not get; a group's count once for each member
    uneven        squares of the days by which the time between sessions is outside the aim
    unpreferred   sessions outside the preferred hours of their series
    late_minutes  minutes after the first `day_minutes` of a person's duty, summed over those present
    moved         earlier sessions that are not found again with the same start and guide
    """

    missing: int = 0
    uneven: int = 0
    unpreferred: int = 0
    late_minutes: int = 0
    moved: int = 0

    def of(self, criterion: Criterion) -> int:
        number: int = getattr(self, criterion)
        return number

    def ranked(self, goal: Goal) -> tuple[int, ...]:
        """The numbers in the order of a goal: the better value has the lesser tuple."""
        return tuple(self.of(criterion) for criterion in ORDERS[goal])

    def __add__(self, other: "Value") -> "Value":
        return Value(*(self.of(criterion) + other.of(criterion) for criterion in CRITERIA))


@dataclass(frozen=True, slots=True)
class Session:
    """A placed session: whose, when, with whom, and the members it counts for."""

    of: str
    start: Moment
    guide: str
    present: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Missing:
    """Sessions of a series that found no place."""

    of: str
    sessions: int


@dataclass(frozen=True, slots=True)
class Solution:
    """A placing, its value, and a bound: no placing has a lesser value, in the order of the goal."""

    goal: Goal
    status: Status
    value: Value
    bound: Value
    seconds: float
    sessions: tuple[Session, ...]
    missing: tuple[Missing, ...]

    @property
    def open_criterion(self) -> Criterion | None:
        """The first criterion in which something better is not ruled out; None when it is optimal."""
        return next((c for c in ORDERS[self.goal] if self.value.of(c) != self.bound.of(c)), None)


def after(problem: Problem, previous: Solution | None) -> Problem:
    """The problem with the sessions of an earlier solution as those that may be moved at a cost.

    Agreed sessions stay as the problem has them; what it calls proposed is what `previous` says.
    """
    if previous is None:
        return problem
    agreed = tuple(session for session in problem.earlier if session.agreed)
    known = {(session.of, session.start, session.guide) for session in agreed}
    others = (s for s in previous.sessions if (s.of, s.start, s.guide) not in known)
    return replace(problem, earlier=agreed + tuple(Earlier(s.of, s.start, s.guide, False) for s in others))
