"""What is impossible, and the smallest set of facts that makes it so.

A *deletion filter*: with all facts in force it is impossible; each fact in turn is let go for good when it is still
impossible without it. What is left is irreducible: with any one of them gone too, it is possible. Then each of them
is let go alone, everything else in force, since a head changes one thing in a plan that otherwise stands.
"""

from __future__ import annotations

from collections.abc import Callable, Collection
from contextlib import suppress
from dataclasses import dataclass
from typing import Literal

from borealis.planner.explain.facts import Alone
from borealis.planner.explain.reasons import Conflict, Fact
from borealis.planner.formats.problem import Problem, Trainee
from borealis.planner.formats.solution import Solution, TraineePlan
from borealis.planner.formats.variants import as_chosen
from borealis.planner.rules import h7_agreements

MOST = 6
"""Blocks and agreements that are explained."""

Solve = Callable[[Problem], Solution]


class OutOfTime(Exception):
    """There is no time left to find out."""


def conflicts_of(
    problem: Problem, solution: Solution, solve: Solve, out_of_time: Callable[[], bool] = lambda: False
) -> tuple[Conflict, ...]:
    """A conflict for each block that is left without a place, and for each agreement that is not kept.

    A block that only waits for another which has no place, or for a course, is explained by the other. What there is
    no time for is left out.
    """
    people = {trainee.id: trainee for trainee in problem.trainees}
    asked: list[_Asked] = [
        _Asked(problem, solution, people[plan.id], part.block, "unplaced", solve, out_of_time)
        for plan in solution.trainees
        for part in plan.unplaced
        if part.reason not in ("predecessor_unplaced", "course")
    ]
    broken = {(b.trainee or "", str(b.params["block"])) for b in h7_agreements.broken(problem, solution)}
    asked += [
        _Asked(problem, solution, people[trainee], block, "agreement", solve, out_of_time)
        for trainee, block in sorted(broken)
    ]
    found: list[Conflict] = []
    plans = {plan.id: plan for plan in solution.trainees}
    asked = [one for one in asked if one.is_of(plans[one.trainee.id])]
    with suppress(OutOfTime):
        for one in asked[:MOST]:
            found.append(one.conflict())
    return tuple(found)


@dataclass(frozen=True, slots=True)
class _Asked:
    """The question whether a block of a trainee can have a place, or its agreement be kept."""

    problem: Problem
    solution: Solution
    trainee: Trainee
    block: str
    about: Literal["unplaced", "agreement"]
    solve: Solve
    out_of_time: Callable[[], bool]

    def is_of(self, plan: TraineePlan) -> bool:
        """Whether the block is to be served, and waits for no course that is not attended."""
        return any(block.id == self.block for block in as_chosen(self.trainee, plan).blocks)

    def conflict(self) -> Conflict:
        """The answer. First with the block and those before it alone, which is quick; with all where that is
        possible. What is enough is always asked of all blocks."""
        everything = Alone.of(self.problem, self.solution, self.trainee)
        if self.possible(everything, ()):
            return Conflict(self.trainee.id, self.block, self.about, (), (), (), possible=True)
        alone = Alone.of(self.problem, self.solution, self.trainee, {self.block})
        if self.possible(alone, ()):
            alone = everything
        facts = alone.facts()
        if not self.possible(alone, facts):
            return Conflict(self.trainee.id, self.block, self.about, (), ())
        kept = self.irreducible(alone, facts)
        enough = tuple(fact for fact in kept if self.possible(everything, (fact,)))
        together = () if enough else self.correction(everything)
        return Conflict(self.trainee.id, self.block, self.about, kept, enough, together)

    def possible(self, alone: Alone, gone: Collection[Fact]) -> bool:
        """Whether it is, with these facts gone: a plan is the proof that it is."""
        if self.out_of_time():
            raise OutOfTime
        found = self.solve(alone.without(gone))
        left = sum(part.months for plan in found.trainees for part in plan.unplaced)
        return found.status != "infeasible" and left <= self._most(alone) + 1e-9

    def _most(self, alone: Alone) -> float:
        """The months that may be left without a place: as many as in the plan, without those of the block."""
        if self.about == "agreement":
            return float("inf")
        known = {block.id for block in alone.trainee.blocks} - {self.block}
        plan = next(plan for plan in self.solution.trainees if plan.id == self.trainee.id)
        return sum(part.months for part in plan.unplaced if part.block in known)

    def irreducible(self, alone: Alone, facts: tuple[Fact, ...]) -> tuple[Fact, ...]:
        """The facts that are left when every one that is not needed for the impossible is gone."""
        gone: list[Fact] = []
        for fact in facts:
            if not self.possible(alone, (*gone, fact)):
                gone.append(fact)
        return tuple(fact for fact in facts if fact not in gone)

    def correction(self, alone: Alone) -> tuple[Fact, ...]:
        """A smallest set that is enough to change together: each fact is kept in force that can be."""
        facts = alone.facts()
        gone = list(facts)
        if not self.possible(alone, gone):
            return ()
        for fact in facts:
            if self.possible(alone, [other for other in gone if other != fact]):
                gone.remove(fact)
        return tuple(gone)
