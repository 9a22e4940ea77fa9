"""The facts that bind one trainee while the others' plans stand, and the problem with some of them gone."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from borealis.planner.explain.reasons import Fact
from borealis.planner.formats.problem import (
    Arena,
    Block,
    Calendar,
    Objective,
    Problem,
    Quantity,
    Span,
    Trainee,
)
from borealis.planner.formats.solution import Solution
from borealis.planner.formats.variants import as_chosen

MOST_FACTS = 40
"""With more, the months in which an arena is full are one fact instead of one for each run."""
ONLY_PLACING = Objective(delay=0, delay_squared=0, move=0, preference=0, change=0, unplaced=1)
"""Prices that ask only whether there is room."""


@dataclass(frozen=True, slots=True)
class Alone:
    """One trainee, what the others' courses and agreements take, and the arenas that any block lists.

    What is `taken` of an arena is counted as its places are: in people, or in per cent of a place.
    """

    problem: Problem
    trainee: Trainee
    taken: Counter[tuple[str, int]]
    agreed: dict[tuple[str, int], frozenset[Fact]]
    arenas: tuple[Arena, ...]

    @classmethod
    def of(
        cls, problem: Problem, solution: Solution, trainee: Trainee, blocks: Collection[str] | None = None
    ) -> Alone:
        """The trainee with all blocks, or with some of them and those before them: less can be in the way then."""
        trainee = as_chosen(trainee, next(plan for plan in solution.trainees if plan.id == trainee.id))
        if blocks is not None:
            kept = needed(trainee, blocks)
            trainee = replace(trainee, blocks=tuple(b for b in trainee.blocks if b.id in kept))
        taken = _taken(problem, solution, trainee)
        listed = {choice.arena for block in trainee.blocks for choice in block.arenas}
        arenas = tuple(arena for arena in problem.arenas if arena.id in listed)
        return cls(problem, trainee, taken, _agreed(problem, trainee, taken), arenas)

    def facts(self) -> tuple[Fact, ...]:
        """Everything that can be changed; what a head changes most easily comes last."""
        own = [*self._calendar(), *self._blocks(), *self._leave(), *self._windows(), *self._agreements()]
        others = sorted(
            {fact for found in self.agreed.values() for fact in found},
            key=lambda fact: (fact.arena or "", fact.first or 0, fact.other or ""),
        )
        full = [fact for arena in self.arenas for fact in self._full(arena)]
        if len(own) + len(others) + len(full) > MOST_FACTS:
            full = [fact for arena in self.arenas for fact in self._coarse(arena)]
        return (*own, *others, *full)

    def without(self, gone: Collection[Fact]) -> Problem:
        """The trainee's own problem, in what the others leave, with these facts gone."""
        calendar = self._longer() if Fact("calendar") in gone else self.problem.calendar
        arenas = tuple(self._left(arena, calendar, gone) for arena in self.arenas)
        trainee = _freed(self.trainee, gone)
        closed = {arena.id for arena in arenas if not arena.places}
        blocks = tuple(
            replace(b, arenas=tuple(c for c in b.arenas if c.arena not in closed or _agreed_at(b, c.arena)))
            for b in trainee.blocks
        )
        return Problem(calendar, arenas, (replace(trainee, blocks=blocks),), ONLY_PLACING)

    def _longer(self) -> Calendar:
        more = 2 * sum(int(block.months) + 1 for block in self.trainee.blocks) + 12
        return replace(self.problem.calendar, months=self.problem.calendar.months + more)

    def _left(self, arena: Arena, calendar: Calendar, gone: Collection[Fact]) -> Arena:
        full = [f for f in gone if f.kind == "places" and f.arena == arena.id]
        people = {other.id: other for other in self.problem.trainees}
        left = []
        for month in range(calendar.first, calendar.last + 1):
            cell = arena.id, month
            free = arena.places_in(month) - self.taken[cell]
            free += arena.unit * sum(_within(fact, month) for fact in full)
            let_go = self.agreed.get(cell, frozenset()).intersection(gone)
            free += sum(people[fact.other or ""].load_in(arena, month) for fact in let_go)
            left.append(max(0, free))
        return replace(arena, places=_periods(calendar.first, left), minimum=())

    def _calendar(self) -> list[Fact]:
        return [Fact("calendar")]

    def _blocks(self) -> list[Fact]:
        blocks = self.trainee.blocks
        bound = [b for b in blocks if b.min_stint > 1 or (b.max_stint or b.months) < b.months]
        return [Fact("stints", block.id) for block in bound] + [
            Fact("order", block.id, other=other) for block in blocks for other in _before(block)
        ]

    def _leave(self) -> list[Fact]:
        return [Fact("leave", first=a.span.first, last=a.span.last) for a in self.trainee.away]

    def _windows(self) -> list[Fact]:
        return [
            Fact("window", block.id, first=block.window.first or None, last=block.window.last)
            for block in self.trainee.blocks
            if block.window.first or block.window.last is not None
        ]

    def _agreements(self) -> list[Fact]:
        return [
            Fact("agreement", block.id, stint.arena, stint.first, stint.last)
            for block in self.trainee.blocks
            for stint in block.fixed
        ]

    def _full_months(self, arena: Arena) -> list[int]:
        calendar = self.problem.calendar
        months = range(max(calendar.first, self.trainee.start), calendar.last + 1)
        load = self.trainee.load_in
        return [m for m in months if self.taken[arena.id, m] + load(arena, m) > arena.places_in(m)]

    def _full(self, arena: Arena) -> list[Fact]:
        return [Fact("places", arena=arena.id, first=a, last=b) for a, b in _runs(self._full_months(arena))]

    def _coarse(self, arena: Arena) -> list[Fact]:
        months = self._full_months(arena)
        return [Fact("places", arena=arena.id, first=months[0], last=months[-1])] if months else []


def needed(trainee: Trainee, blocks: Collection[str]) -> set[str]:
    """These blocks, those that come before them, and those with agreements."""
    after = {block.id: _before(block) for block in trainee.blocks}
    kept, waiting = set[str](), [*blocks, *(block.id for block in trainee.blocks if block.fixed)]
    while waiting:
        name = waiting.pop()
        if name not in kept:
            kept.add(name)
            waiting.extend(after[name])
    return kept


def _before(block: Block) -> tuple[str, ...]:
    """The blocks that a block comes after, at once or later; each once."""
    directly = () if block.directly_after is None else (block.directly_after,)
    return tuple(dict.fromkeys((*block.after, *directly)))


def _taken(problem: Problem, solution: Solution, trainee: Trainee) -> Counter[tuple[str, int]]:
    """By arena and month, what everybody else takes of the places."""
    people = {other.id: other for other in problem.trainees}
    others = (plan for plan in solution.trainees if plan.id != trainee.id)
    return problem.taken((people[plan.id], plan.stints) for plan in others)


def _agreed_at(block: Block, arena: str) -> bool:
    return any(stint.arena == arena for stint in block.fixed)


def _agreed(
    problem: Problem, trainee: Trainee, taken: Counter[tuple[str, int]]
) -> dict[tuple[str, int], frozenset[Fact]]:
    """By arena and month, the agreements of others that stand there."""
    found: dict[tuple[str, int], frozenset[Fact]] = {}
    for other in problem.trainees:
        for block in other.blocks if other.id != trainee.id else ():
            for stint in block.fixed:
                fact = Fact("others_agreement", block.id, stint.arena, stint.first, stint.last, other.id)
                for month in other.served(stint):
                    cell = stint.arena, month
                    if taken[cell]:
                        found[cell] = found.get(cell, frozenset()) | {fact}
    return found


def _within(fact: Fact, month: int) -> bool:
    return (fact.first or 0) <= month and (fact.last is None or month <= fact.last)


def _runs(months: Sequence[int]) -> list[tuple[int, int]]:
    cuts = [i + 1 for i, (a, b) in enumerate(pairwise(months)) if b != a + 1]
    edges = [0, *cuts, len(months)]
    return [(months[a], months[b - 1]) for a, b in pairwise(edges) if b > a]


def _periods(first: int, amounts: Iterable[int]) -> tuple[Quantity, ...]:
    """Places month by month as periods; none where there is none."""
    periods: list[Quantity] = []
    for month, amount in enumerate(amounts, first):
        if periods and periods[-1].amount == amount and periods[-1].span.last == month - 1:
            periods[-1] = Quantity(Span(periods[-1].span.first, month), amount)
        elif amount:
            periods.append(Quantity(Span(month, month), amount))
    return tuple(periods)


def _freed(trainee: Trainee, gone: Collection[Fact]) -> Trainee:
    """The trainee with what is gone of the own facts; what is in force is of no interest."""
    away = tuple(a for a in trainee.away if Fact("leave", first=a.span.first, last=a.span.last) not in gone)
    blocks = tuple(_block(block, gone) for block in trainee.blocks)
    return replace(trainee, away=away, blocks=blocks, current=None, weight=1)


def _block(block: Block, gone: Collection[Fact]) -> Block:
    loose = Fact("stints", block.id) in gone
    open_window = any(fact.kind == "window" and fact.block == block.id for fact in gone)
    free = {name for name in _before(block) if Fact("order", block.id, other=name) in gone}
    return replace(
        block,
        after=tuple(name for name in block.after if name not in free),
        directly_after=None if block.directly_after in free else block.directly_after,
        min_stint=1 if loose else block.min_stint,
        max_stint=None if loose else block.max_stint,
        window=Span(0, None) if open_window else block.window,
        fixed=tuple(
            s for s in block.fixed if Fact("agreement", block.id, s.arena, s.first, s.last) not in gone
        ),
    )
