"""The cost of a trainee's plan, counted from its stints.

Cost = weight x (delay D + delay_squared D^2 + move M + preference P + change C + unplaced U), once more x unknown for
a position that is not filled yet.

D: months from `norm_end` to the month of the last placed month, not below 0; 0 where nothing is placed.
M: changes of site along the stints, from `home` before the first and back to `home` after the last.
P: the sum of the preferences of the stints' arenas.
C: months in which the trainee can serve and the plan's (block, arena) differs from `current`, doing
   nothing counted as a value too; 0 where no plan is in force (`current` absent).
U: full-time months left without a place, of blocks that are to be served, and one for each course that is not
   attended.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache
from itertools import pairwise

from borealis.planner.formats.problem import FULL_TIME, Block, Objective, Problem, Stint, Trainee

Chosen = Mapping[str, tuple[str, ...]]
"""For each choice the blocks that are taken."""
NOTHING: Chosen = {}
Attended = Mapping[str, int | None]
"""For each course the month it is attended in, None for none."""
NEVER: Attended = {}


@dataclass(frozen=True, slots=True)
class Account:
    """What a plan is made up of: D, M, P, C, U, the last placed month, and the cost of it all.

    U is what is `unplaced` of each block, and how many courses are `missed`.
    """

    end: int | None
    delay_months: int
    moves: int
    preference: Fraction
    changed_months: int
    unplaced: dict[str, Fraction]
    missed: int
    cost: Fraction


def account(
    problem: Problem,
    trainee: Trainee,
    stints: tuple[Stint, ...],
    chosen: Chosen = NOTHING,
    courses: Attended = NEVER,
) -> Account:
    """The account of one trainee's stints; exact, since decimals are read as they are written.

    What is `chosen` says which blocks are to be served, `courses` when each course is attended.
    """
    months = [month for stint in stints for month in trainee.served(stint)]
    end = max(months, default=None)
    delay = max(0, end - trainee.norm_end) if end is not None else 0
    moves = _moves(problem, trainee, stints)
    preferences = [_preference(trainee, stint) for stint in stints]
    preference = sum((exact(number) for number in preferences if number), Fraction(0))
    changed = _changed(problem, trainee, stints)
    left = {block.id: _left(trainee, block, stints) for block in trainee.taken(chosen)}
    unplaced = {name: Fraction(work, FULL_TIME) for name, work in left.items() if work}
    missed = sum(courses.get(course.id) is None for course in trainee.courses)
    price = problem.objective
    counted = (
        (price.delay, delay),
        (price.delay_squared, delay * delay),
        (price.move, moves),
        (price.preference, preference),
        (price.change, changed),
        (price.unplaced, sum(unplaced.values(), missed)),
    )
    total = sum((exact(each) * number for each, number in counted if number), Fraction(0))
    weight = exact(trainee.weight) * (exact(price.unknown) if trainee.unknown else 1)
    return Account(end, delay, moves, preference, changed, unplaced, missed, weight * total)


@lru_cache(maxsize=4096)
def exact(number: float) -> Fraction:
    """A number as it was written: 0.1 is a tenth."""
    return Fraction(str(number))


def planned_months(problem: Problem) -> Fraction:
    """All the full-time months to be placed at least, the measure `gap_total` adds to the cost."""
    return sum((Fraction(trainee.least_need, FULL_TIME) for trainee in problem.trainees), Fraction(0))


def gap(cost: Fraction, bound: Fraction) -> Fraction:
    """(cost - bound) / cost; 0 where the cost is 0."""
    return (cost - bound) / cost if cost else Fraction(0)


def gap_total(cost: Fraction, bound: Fraction, planned: Fraction, price: Objective) -> Fraction:
    """(cost - bound) / (cost + delay x planned months); 0 where that is 0."""
    whole = cost + exact(price.delay) * planned
    return (cost - bound) / whole if whole else Fraction(0)


def _moves(problem: Problem, trainee: Trainee, stints: tuple[Stint, ...]) -> int:
    sites = {arena.id: arena.site for arena in problem.arenas}
    way = [sites[stint.arena] for stint in sorted(stints, key=lambda stint: stint.first)]
    return sum(a != b for a, b in pairwise([trainee.home, *way, trainee.home]))


def _preference(trainee: Trainee, stint: Stint) -> float:
    for block in trainee.blocks:
        for choice in block.arenas:
            if block.id == stint.block and choice.arena == stint.arena:
                return choice.preference
    return 0


def _changed(problem: Problem, trainee: Trainee, stints: tuple[Stint, ...]) -> int:
    if trainee.current is None:
        return 0
    now, before = _doing(stints), _doing(trainee.current)
    other = [month for month in now.keys() | before.keys() if now.get(month) != before.get(month)]
    first, last = problem.calendar.first, problem.calendar.last
    return sum(first <= month <= last and trainee.serves_in(month) for month in other)


def _doing(stints: tuple[Stint, ...]) -> dict[int, tuple[str, str]]:
    """Block and arena by month; where stints overlap, those of the first of them."""
    return {m: (s.block, s.arena) for s in reversed(stints) for m in range(s.first, s.last + 1)}


def _left(trainee: Trainee, block: Block, stints: tuple[Stint, ...]) -> int:
    """Per-cent-months of a block that have no place."""
    months = {month for s in stints if s.block == block.id for month in trainee.served(s)}
    done = sum(trainee.percent_in(month) for month in months)
    return max(0, block.need - done)
