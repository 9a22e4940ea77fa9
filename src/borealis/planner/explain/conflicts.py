"""What is impossible, and the smallest set of facts that makes it so.

A *deletion filter*: with all facts in force it is impossible; each fact in turn is let go for good when it is still
impossible without it. What is left is irreducible: with any one of them gone too, it is possible. Then each of them
is let go alone, everything else in force, since a head changes one thing in a plan that otherwise stands.
"""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass
from typing import Literal

from borealis.planner.explain.facts import Alone
from borealis.planner.explain.reasons import Conflict, Fact
from borealis.planner.formats.problem import Problem, Trainee
from borealis.planner.formats.solution import Solution, TraineePlan
from borealis.planner.rules import h7_agreements

MOST = 6
"""Blocks and agreements that are explained."""

Solve = Callable[[Problem], Solution]


def conflicts_of(problem: Problem, solution: Solution, solve: Solve) -> tuple[Conflict, ...]:
    """A conflict for each block that is left without a place, and for each agreement that is not kept.

    A block that only waits for another which has no place is explained by the other.
    """
    people = {trainee.id: trainee for trainee in problem.trainees}
    found = []
    for plan in solution.trainees:
        for part in plan.unplaced:
            if part.reason != "predecessor_unplaced":
                found.append((people[plan.id], part.block, part.months))
    conflicts = [_unplaced(problem, solution, *entry, solve) for entry in found[:MOST]]
    broken = {(b.trainee or "", str(b.params["block"])) for b in h7_agreements.broken(problem, solution)}
    for trainee, block in sorted(broken)[: MOST - len(conflicts)]:
        asked = _Asked(Alone.of(problem, solution, people[trainee]), solve, float("inf"))
        conflicts.append(asked.conflict(block, "agreement"))
    return tuple(conflicts)


def _unplaced(
    problem: Problem, solution: Solution, trainee: Trainee, block: str, months: float, solve: Solve
) -> Conflict:
    left = sum(part.months for part in _plan(solution, trainee).unplaced)
    return _Asked(Alone.of(problem, solution, trainee), solve, left - months).conflict(block, "unplaced")


def _plan(solution: Solution, trainee: Trainee) -> TraineePlan:
    return next(plan for plan in solution.trainees if plan.id == trainee.id)


@dataclass(slots=True)
class _Asked:
    """The question whether a trainee can be planned with at most so many months without a place."""

    alone: Alone
    solve: Solve
    most: float

    def possible(self, gone: Collection[Fact]) -> bool:
        """Whether it is, with these facts gone: a plan is the proof that it is."""
        found = self.solve(self.alone.without(gone))
        left = sum(part.months for plan in found.trainees for part in plan.unplaced)
        return found.status != "infeasible" and left <= self.most + 1e-9

    def conflict(self, block: str, about: Literal["unplaced", "agreement"]) -> Conflict:
        facts, name = self.alone.facts(), self.alone.trainee.id
        if self.possible(()):
            return Conflict(name, block, about, (), (), (), possible=True)
        if not self.possible(facts):
            return Conflict(name, block, about, (), ())
        kept = self.irreducible(facts)
        enough = tuple(fact for fact in kept if self.possible((fact,)))
        together = () if enough else self.correction(facts)
        return Conflict(name, block, about, kept, enough, together)

    def irreducible(self, facts: tuple[Fact, ...]) -> tuple[Fact, ...]:
        """The facts that are left when every one that is not needed for the impossible is gone."""
        gone: list[Fact] = []
        for fact in facts:
            if not self.possible((*gone, fact)):
                gone.append(fact)
        return tuple(fact for fact in facts if fact not in gone)

    def correction(self, facts: tuple[Fact, ...]) -> tuple[Fact, ...]:
        """A smallest set that is enough to change together: each fact is kept in force that can be."""
        gone = list(facts)
        for fact in facts:
            if self.possible([other for other in gone if other != fact]):
                gone.remove(fact)
        return tuple(gone)
