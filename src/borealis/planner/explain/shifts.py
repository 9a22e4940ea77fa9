"""What one month is worth to a trainee: of the norm, leave, a block's window, an agreement. Found by solving again."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace

from borealis.planner.explain.reasons import Shift, TraineeReasons
from borealis.planner.formats.problem import Away, Block, Problem, Span, Stint, Trainee
from borealis.planner.formats.solution import Solution

MOST_TRIED = 6
"""Facts that are tried out; those of the latest trainees first."""

Solve = Callable[[Problem], Solution]
Tried = tuple[Shift, Trainee]


def shifts_of(
    problem: Problem, solution: Solution, reasons: Sequence[TraineeReasons], solve: Solve
) -> tuple[Shift, ...]:
    """What one month is worth of the facts that bind those who are late, the latest first.

    A fact that can be moved both ways is told of the way that saves more.
    """
    late = sorted((r for r in reasons if r.late > 0), key=lambda r: (-r.late, r.trainee))
    people = {trainee.id: trainee for trainee in problem.trainees}
    facts = [fact for r in late for fact in _facts(problem, people[r.trainee], r)]
    return tuple(
        max(
            (_worth(problem, solution, tried, solve) for tried in ways),
            key=lambda shift: (shift.saves, shift.by),
        )
        for ways in facts[:MOST_TRIED]
    )


def _worth(problem: Problem, solution: Solution, tried: Tried, solve: Solve) -> Shift:
    shift, changed = tried
    people = tuple(changed if t.id == changed.id else t for t in problem.trainees)
    better = solve(replace(problem, trainees=people))
    saves = round(solution.cost - better.cost, 6) if better.status != "infeasible" else 0.0
    return replace(shift, saves=max(0.0, saves), at_least=not better.status == solution.status == "optimal")


def _facts(problem: Problem, trainee: Trainee, reasons: TraineeReasons) -> Iterator[list[Tried]]:
    """Each fact that binds, with the ways to move it a month."""
    codes = {(part.code, part.block) for part in reasons.parts}
    yield [(Shift(trainee.id, "norm", 1, 0, False), replace(trainee, norm_end=trainee.norm_end + 1))]
    for away in trainee.away:
        if away.span.first <= (reasons.end or 0):
            yield list(_leave(problem, trainee, away))
    for block in trainee.blocks:
        if ("waiting_for_window", block.id) in codes:
            yield [_window(trainee, block)]
        if ("waiting_for_agreement", block.id) in codes:
            for stint in block.fixed:
                yield list(_agreement(problem, trainee, block, stint))


def _leave(problem: Problem, trainee: Trainee, away: Away) -> Iterator[Tried]:
    """A leave that ends a month earlier. Others cannot say when it shall be."""
    span = away.span
    if span.last is not None:
        kept = () if span.last == span.first else (replace(away, span=Span(span.first, span.last - 1)),)
        others = tuple(other for other in trainee.away if other is not away)
        shift = Shift(trainee.id, "leave_shorter", -1, 0, False, first=span.first, last=span.last)
        yield shift, replace(trainee, away=(*others, *kept))


def _window(trainee: Trainee, block: Block) -> Tried:
    window = Span(block.window.first - 1, block.window.last)
    shift = Shift(
        trainee.id, "window_from", -1, 0, False, block.id, first=block.window.first, last=block.window.last
    )
    return shift, _with(trainee, replace(block, window=window))


def _agreement(problem: Problem, trainee: Trainee, block: Block, stint: Stint) -> Iterator[Tried]:
    """An agreed stint a month earlier, and a month later, where that is in the calendar and the block's window."""
    for by in (-1, 1):
        moved = replace(stint, first=stint.first + by, last=stint.last + by)
        months = range(moved.first, moved.last + 1)
        inside = problem.calendar.first <= moved.first and moved.last <= problem.calendar.last
        if inside and moved.first >= trainee.start and all(block.window.holds(month) for month in months):
            fixed = tuple(moved if other == stint else other for other in block.fixed)
            shift = Shift(
                trainee.id, "agreement_moved", by, 0, False, block.id, stint.arena, stint.first, stint.last
            )
            yield shift, _with(trainee, replace(block, fixed=fixed))


def _with(trainee: Trainee, changed: Block) -> Trainee:
    return replace(trainee, blocks=tuple(changed if b.id == changed.id else b for b in trainee.blocks))
