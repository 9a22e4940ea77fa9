"""How a plan is moved when life happens, and playing it.

The policy, in every future:

1. Whom nothing happens to keeps the plan to the letter. Nobody is moved for somebody else's sake.
2. Whoever resigns is gone from that month, and the places become free.
3. Leave takes the months it takes. What was served before the first lost month stands. From there the trainee's own
   course is made anew, month by month, among the places that everybody else's course leaves; who was to finish first
   is moved first.
4. In a month that an agreement covers, the agreed stint is served. It is lost when a block that comes before it is not
   finished, its place is gone, or the block is already done; then the whole agreement is dropped.
5. Else the stint that has begun goes on, as long as its place is free.
6. Else the first stint begins that can: blocks in the order of the own plan, its arenas before the others that the
   block lists (the most wished for first). It must be in the block's window, after the blocks that come first, at
   least two months after a stint of the same kind, and last for `min_stint` months or until the block is done, before
   the place is taken by others or an agreement begins. Leave that has come is looked past, as if its length were known.
   What follows directly after a block that has just ended is tried before all others; where it cannot begin then, it
   begins when it can.
7. Else the trainee waits.
8. A block is signed off some months after its last month; the next stint does not wait for that, the finish does.

What is chosen stays chosen, and a course is attended on the date of the plan or not at all: it is a window for the
blocks around it (`variants.as_chosen`). A block that is not over by then is left over, and what comes after it, too.
Leave in the very month of a course is not held against it.

So H1 to H5, H7 but for agreements that are lost, H8, H9, and H10 but for that month hold in every future. H6 holds but
for stints that leave came into: they may be too short. H11 holds but for blocks that follow too late, and a minimum
(H2, H12) may fail: both are counted. Planning anew all over would do better: what is said
here of lateness is on the careful side.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from borealis.planner.formats.problem import (
    Arena,
    Away,
    Block,
    Calendar,
    Choice,
    Problem,
    Quantity,
    Span,
    Stint,
    Trainee,
)
from borealis.planner.formats.solution import Solution, TraineePlan, Unplaced
from borealis.planner.formats.variants import as_chosen
from borealis.planner.robust import kernel
from borealis.planner.robust.board import Board, Names, build_board
from borealis.planner.robust.futures import Futures, draw
from borealis.planner.robust.rates import NONE, Rates
from borealis.planner.rules.cost import account
from borealis.planner.standing import whole


@dataclass(frozen=True, slots=True)
class Played:
    """All futures of a plan: by (future, trainee, 8) and (future, couple) as `kernel.play_all` says, and the arenas'
    counts."""

    board: Board
    futures: Futures
    found: NDArray[np.float64]
    apart: NDArray[np.int64]
    arenas: NDArray[np.int64]


def play(problem: Problem, solution: Solution, rates: Rates, futures: int, seed: int) -> Played:
    """Draw and play so many futures."""
    problem, solution = as_planned(problem, solution)
    board, names = build_board(problem, solution)
    return play_drawn(board, draw(problem, solution, names.blocks, rates, futures, seed))


def as_planned(problem: Problem, solution: Solution) -> tuple[Problem, Solution]:
    """The problem and its plan with nothing left to choose; what is played is this."""
    plans = {plan.id: plan for plan in solution.trainees}
    people = tuple(as_chosen(t, plans[t.id]) if t.id in plans else t for t in problem.trainees)
    chosen = tuple(replace(plan, chosen={}, courses={}) for plan in solution.trainees)
    return replace(problem, trainees=people), replace(solution, trainees=chosen)


def play_drawn(board: Board, drawn: Futures) -> Played:
    """Play futures that are drawn."""
    futures, people, months = drawn.lost.shape
    found = np.zeros((futures, people, 8), np.float64)
    apart = np.zeros((futures, board.couples.shape[0]), np.int64)
    arenas = np.zeros((5, board.places.shape[0], months), np.int64)
    kernel.play_all(board, drawn.lost, drawn.quits, drawn.lags, found, apart, arenas)
    return Played(board, drawn, found, apart, arenas)


def warm_futures() -> None:
    """Compile the kernel, so that the first who asks does not wait for it."""
    arena = Arena("ward", "site", (Quantity(Span(0, None), 1),))
    trainee = Trainee("trainee", "site", 0, 0, (Block("block", 1, (Choice("ward"),)),))
    problem = Problem(Calendar(0, 2), (arena,), (trainee,))
    plan = _plan(problem, trainee, (Stint("block", "ward", 0, 0),))
    play(problem, whole(problem, [plan], 0), NONE, 1, 0)


def one_future(
    problem: Problem, board: Board, names: Names, drawn: Futures, number: int
) -> tuple[Problem, Solution]:
    """One of the futures of what `as_planned` gives, as a problem and a plan of it, for `check`: with the leave that
    came, without the agreements that were lost, and with those who resigned planned until then."""
    lost, quits = drawn.lost[number], drawn.quits[number]
    courses = np.empty(board.plan.shape, np.int32)
    dropped = np.empty(board.agreements + 1, np.bool_)
    waits, taken = (np.zeros(board.places.shape, np.int32) for _ in range(2))
    kernel.play(board, lost, quits, courses, dropped, waits, taken)
    gone = {
        (problem.trainees[board.agreed_by[n]].id, stint)
        for n, stint in enumerate(names.agreements)
        if dropped[n]
    }
    people = tuple(
        _as_it_came(problem, trainee, lost[t], int(quits[t]), gone)
        for t, trainee in enumerate(problem.trainees)
    )
    changed = replace(problem, trainees=people)
    stints = [_stints(changed, trainee, courses[t], names) for t, trainee in enumerate(people)]
    return changed, whole(changed, [_plan(changed, t, s) for t, s in zip(people, stints, strict=True)], 0)


def _as_it_came(
    problem: Problem, trainee: Trainee, lost: Any, quits: int, gone: set[tuple[str, Stint]]
) -> Trainee:
    first = problem.calendar.first

    def keeps(stint: Stint) -> bool:
        return (trainee.id, stint) not in gone and stint.last < left

    away = [Away(Span(first + int(m), first + int(m)), "leave") for m in np.flatnonzero(lost)]
    left = first + quits
    blocks = tuple(replace(b, fixed=tuple(s for s in b.fixed if keeps(s))) for b in trainee.blocks)
    return replace(trainee, away=(*trainee.away, *away), blocks=blocks)


def _stints(problem: Problem, trainee: Trainee, course: Any, names: Names) -> tuple[Stint, ...]:
    """The stints of a course: runs of months served in the same choice."""
    first, stints = problem.calendar.first, list[Stint]()
    current = -1
    for step, choice in enumerate(course):
        month = first + step
        if not trainee.serves_in(month):
            continue
        if choice >= 0 and choice == current:
            stints[-1] = replace(stints[-1], last=month)
        elif choice >= 0:
            block, arena = names.choices[choice]
            stints.append(Stint(block, arena, month, month))
        current = choice
    return tuple(stints)


def _plan(problem: Problem, trainee: Trainee, stints: tuple[Stint, ...]) -> TraineePlan:
    found = account(problem, trainee, stints)
    left = tuple(Unplaced(block, float(months), "no_places") for block, months in found.unplaced.items())
    cost = float(found.cost)
    return TraineePlan(
        trainee.id, cost, found.end, found.delay_months, found.moves, found.changed_months, stints, left
    )
