"""Plans that hold: planned with some slack, and compared with the plan as it is over the same futures.

Three kinds of slack. *Other seeds*: plans made by another way of searching, which often cost the same today and hold
differently. *Held back*: one place less in the arena-months where somebody waited most often. *Longer blocks*: planned
as if every block took some per cent longer, then cut back to its months, so that it is followed by room.

What is held back is learned from one set of futures; all plans are compared over another, so that nobody is praised
for what he was fitted to.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import replace

import numpy as np

from borealis.planner.check import check
from borealis.planner.formats.problem import Arena, Block, Problem, Quantity, Span, Stint, Trainee
from borealis.planner.formats.solution import Solution, TraineePlan, Unplaced
from borealis.planner.robust.outlook import Hardened, HeldBack, Way
from borealis.planner.robust.policy import play
from borealis.planner.robust.rates import Rates
from borealis.planner.robust.summary import simulate_plan
from borealis.planner.rules.cost import account
from borealis.planner.standing import whole

SEEDS = (1, 2)
SHARES = (0.25, 0.5, 1.0)
"""Of all the waiting, how much the arena-months held back have seen; the first ones have seen most of it."""
LONGER = (5, 10, 20)
"""Per cent that blocks are lengthened by."""

Solve = Callable[[Problem, int], Solution]
"""Plans a problem with a seed."""


def harden_plan(
    problem: Problem, solution: Solution, rates: Rates, futures: int, seed: int, solve: Solve
) -> tuple[Hardened, ...]:
    """The plan as it is, and others that keep every rule, cheapest today first; `pays` marks the frontier."""
    tried = [Hardened("as_it_is", 0, (), solution, simulate_plan(problem, solution, rates, futures, seed))]
    seen = {_courses(solution)}
    for way, amount, held, found in _plans(problem, solution, rates, futures, seed, solve):
        if found is None or _courses(found) in seen or not check(problem, found).is_sound:
            continue
        seen.add(_courses(found))
        outlook = simulate_plan(problem, found, rates, futures, seed)
        tried.append(Hardened(way, amount, held, found, outlook))
    return frontier(tried)


def frontier(tried: Iterable[Hardened]) -> tuple[Hardened, ...]:
    """The same, cheapest today first; `pays` where none before is as cheap in the futures."""
    marked: list[Hardened] = []
    best = float("inf")
    for plan in sorted(tried, key=lambda p: (p.outlook.cost, p.outlook.expected_cost)):
        pays = plan.outlook.expected_cost < best - 1e-9
        best = min(best, plan.outlook.expected_cost)
        marked.append(replace(plan, pays=pays))
    return tuple(marked)


def _courses(solution: Solution) -> frozenset[tuple[str, Stint]]:
    return frozenset((plan.id, stint) for plan in solution.trainees for stint in plan.stints)


def _plans(
    problem: Problem, solution: Solution, rates: Rates, futures: int, seed: int, solve: Solve
) -> Iterator[tuple[Way, int, tuple[HeldBack, ...], Solution | None]]:
    for other in SEEDS:
        yield "other_seed", other, (), solve(problem, other)
    waits = play(problem, solution, rates, futures, seed + 1).arenas[0]
    for held in _held_back(problem, waits):
        months = sum((h.span.last or 0) - h.span.first + 1 for h in held)
        yield "held_back", months, held, _judged(problem, solve(without(problem, held), 0))
    for percent in LONGER:
        yield "longer_blocks", percent, (), _cut_back(problem, solve(longer(problem, percent), 0))


def _held_back(problem: Problem, waits: np.ndarray) -> Iterator[tuple[HeldBack, ...]]:
    """The arena-months that have seen most of the waiting, a growing share of it; nothing twice."""
    order = np.argsort(-waits, axis=None, kind="stable")
    total, before = int(waits.sum()), 0
    reached = np.cumsum(waits.flatten()[order])
    for share in SHARES if total else ():
        number = int(np.searchsorted(reached, share * total)) + 1
        if number > before:
            cells = [np.unravel_index(index, waits.shape) for index in order[:number]]
            yield _runs(problem, [(int(a), int(m)) for a, m in cells if waits[a, m]])
            before = number


def _runs(problem: Problem, cells: Sequence[tuple[int, int]]) -> tuple[HeldBack, ...]:
    runs: list[HeldBack] = []
    first = problem.calendar.first
    for number, step in sorted(cells):
        arena, month = problem.arenas[number].id, first + step
        if runs and runs[-1].arena == arena and runs[-1].span.last == month - 1:
            runs[-1] = HeldBack(arena, Span(runs[-1].span.first, month))
        else:
            runs.append(HeldBack(arena, Span(month, month)))
    return tuple(runs)


def without(problem: Problem, held: Iterable[HeldBack]) -> Problem:
    """The problem with one place less in every month held back, where the minimum and agreements allow it."""
    less = {(h.arena, m) for h in held for m in range(h.span.first, (h.span.last or h.span.first) + 1)}
    agreed = problem.taken(
        (trainee, (stint for block in trainee.blocks for stint in block.fixed))
        for trainee in problem.trainees
    )
    calendar = range(problem.calendar.first, problem.calendar.last + 1)

    def places(arena: Arena, month: int) -> int:
        least = max(arena.minimum_in(month), agreed[arena.id, month])
        return max(least, arena.places_in(month) - arena.unit * ((arena.id, month) in less))

    def changed(arena: Arena) -> Arena:
        if not any((arena.id, month) in less for month in calendar):
            return arena
        return replace(arena, places=tuple(Quantity(Span(m, m), places(arena, m)) for m in calendar))

    return replace(problem, arenas=tuple(changed(arena) for arena in problem.arenas))


def longer(problem: Problem, percent: int) -> Problem:
    """The problem with blocks some per cent longer, in whole months' steps, as is their longest stint.

    A block that another follows directly stays as it is: no room may come between them.
    """

    def stretched(block: Block, followed: Collection[str | None]) -> Block:
        more = 0 if block.id in followed else round(block.months * percent / 100)
        longest = None if block.max_stint is None else block.max_stint + more
        return replace(block, months=block.months + more, max_stint=longest)

    def slower(trainee: Trainee) -> Trainee:
        followed = {block.directly_after for block in trainee.blocks}
        return replace(trainee, blocks=tuple(stretched(block, followed) for block in trainee.blocks))

    return replace(problem, trainees=tuple(slower(trainee) for trainee in problem.trainees))


def _judged(problem: Problem, found: Solution) -> Solution | None:
    """A plan of a narrower problem as a plan of the problem."""
    if found.status == "infeasible":
        return None
    people = {trainee.id: trainee for trainee in problem.trainees}
    plans = [_counted(problem, people[plan.id], plan.stints, plan) for plan in found.trainees]
    return whole(problem, plans, 0)


def _counted(
    problem: Problem, trainee: Trainee, stints: tuple[Stint, ...], known: TraineePlan
) -> TraineePlan:
    """These stints as a plan of the problem, with what is chosen and known in another."""
    found = account(problem, trainee, stints, known.chosen, known.courses)
    reasons = {part.block: part.reason for part in known.unplaced}
    left = tuple(
        Unplaced(block, float(months), reasons.get(block, "no_places"))
        for block, months in found.unplaced.items()
    )
    return replace(
        known,
        cost=float(found.cost),
        end=found.end,
        delay_months=found.delay_months,
        moves=found.moves,
        changed_months=found.changed_months,
        stints=stints,
        unplaced=left,
    )


def _cut_back(problem: Problem, found: Solution) -> Solution | None:
    """A plan of longer blocks with each block cut off when it has its own months."""
    if found.status == "infeasible":
        return None
    people = {trainee.id: trainee for trainee in problem.trainees}
    plans = []
    for plan in found.trainees:
        trainee = people[plan.id]
        blocks = {block.id: block for block in trainee.blocks}
        left = {block.id: block.need for block in trainee.blocks}
        stints = [_cut(trainee, blocks[stint.block], stint, left) for stint in _in_time(plan.stints)]
        kept = tuple(stint for stint in stints if stint is not None)
        plans.append(_counted(problem, trainee, kept, plan))
    return whole(problem, plans, 0)


def _in_time(stints: Iterable[Stint]) -> list[Stint]:
    return sorted(stints, key=lambda stint: stint.first)


def _cut(trainee: Trainee, block: Block, stint: Stint, left: dict[str, int]) -> Stint | None:
    """The stint until its block has its work; None where it has it before. `left` counts down."""
    served = trainee.served(stint)
    kept = []
    for month in served:
        if left[block.id] <= 0:
            break
        kept.append(month)
        left[block.id] -= trainee.percent_in(month)
    return replace(stint, last=kept[-1]) if kept else None
