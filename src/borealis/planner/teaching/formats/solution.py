"""A rota as frozen values: who hosts and presents what when, what it is worth, and what no rota can beat."""

from dataclasses import dataclass, replace
from typing import Literal, get_args

from borealis.planner.teaching.formats.problem import Earlier, Problem, Turn

SOLUTION_FORMAT = "borealis/teaching-solution/1"

Status = Literal["optimal", "feasible"]
Goal = Literal["plan", "repair"]
Criterion = Literal[
    "open",
    "uncovered",
    "unfair",
    "silent",
    "turns",
    "bare",
    "behind",
    "repeated",
    "unwelcome",
    "moved",
]

CRITERIA: tuple[Criterion, ...] = get_args(Criterion)
ORDERS: dict[Goal, tuple[Criterion, ...]] = {
    "plan": CRITERIA,
    "repair": ("open", "moved", *(c for c in CRITERIA if c not in ("open", "moved"))),
}
"""What is made small first. Nothing is given up for the sake of a later one."""


@dataclass(frozen=True, slots=True)
class Value:
    """What a rota is worth; less is better. Compared in the order of a goal, one after the other.

    open        sessions without a host, where the series has hosts
    uncovered   goals that are not taught by the day they are due
    unfair      sessions that units host beyond their share by size, rounded up, or below it, rounded down
    silent      sessions without a presenter, where the series has presenters
    turns       talks by which those of a unit who present most and least differ by more than one
    bare        sessions without a topic, where the series has topics
    behind      different goals too few for the pace of the cycle
    repeated    sessions on a topic beyond its even share, rounded up; if that share is more than one,
                those on the topic of the session before too
    unwelcome   hosts and presenters on a day that they would rather avoid
    moved       sessions told before of which host, topic or presenter has changed
    """

    open: int = 0
    uncovered: int = 0
    unfair: int = 0
    silent: int = 0
    turns: int = 0
    bare: int = 0
    behind: int = 0
    repeated: int = 0
    unwelcome: int = 0
    moved: int = 0

    def of(self, criterion: Criterion) -> int:
        number: int = getattr(self, criterion)
        return number

    def ranked(self, goal: Goal) -> tuple[int, ...]:
        """The numbers in the order of a goal: the better value has the lesser tuple."""
        return tuple(self.of(criterion) for criterion in ORDERS[goal])


@dataclass(frozen=True, slots=True)
class Solution:
    """A rota, its value, and a bound: no rota has a lesser value, in the order of the goal."""

    goal: Goal
    status: Status
    value: Value
    bound: Value
    seconds: float
    turns: tuple[Turn, ...]

    def turn(self, session_id: str) -> Turn:
        """Who has a session; nobody when the solution does not speak of it."""
        return next((turn for turn in self.turns if turn.session == session_id), Turn(session_id))


def after(problem: Problem, previous: Solution | None) -> Problem:
    """The problem with the turns of an earlier solution as what has been told; what is agreed stays agreed."""
    if previous is None:
        return problem
    agreed = {earlier.turn.session for earlier in problem.earlier if earlier.agreed}
    kept = tuple(earlier for earlier in problem.earlier if earlier.agreed)
    known = {session.id for session in problem.sessions} - agreed
    told = tuple(Earlier(turn) for turn in previous.turns if turn.session in known)
    return replace(problem, earlier=kept + told)
