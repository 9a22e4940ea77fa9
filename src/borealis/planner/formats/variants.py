"""A trainee who has something to choose, as several who have not: one for each way to choose.

There is a choice of options, and of dates for courses. All have the same blocks in the same order; a block that is
not taken has no months, and the dates of courses narrow the months that blocks may use. Dates are left out where
another allows all that they do.
"""

import math
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import product

from borealis.planner.formats.problem import Block, Calendar, Course, Span, Stint, Trainee
from borealis.planner.formats.solution import TraineePlan

MOST_VARIANTS = 48
"""Ways to choose that one trainee may have."""
NEVER = Span(1, 0)


@dataclass(frozen=True, slots=True)
class Variant:
    """A trainee with nothing left to choose.

    What was `chosen` is for each choice its blocks; `missed` is how many courses are not attended.
    """

    trainee: Trainee
    chosen: dict[str, tuple[str, ...]]
    missed: int = 0


def many_options(trainee: Trainee) -> int:
    """How many ways there are to take an option of every choice."""
    return math.prod(len(choice.options) for choice in trainee.choices)


def many_variants(trainee: Trainee, calendar: Calendar) -> int:
    """How many ways there are to choose."""
    return sum(
        math.prod(len(_dates(variant.trainee, calendar, course)) for course in trainee.courses)
        for variant in _by_options(trainee)
    )


def variants_of(trainee: Trainee, calendar: Calendar) -> Iterator[Variant]:
    """Every way to choose; of dates those in which a course is attended come first."""
    for variant in _by_options(trainee):
        own = variant.trainee
        for dates in product(*(_dates(own, calendar, course) for course in trainee.courses)):
            windows = _Windows(own, calendar, own.blocks)
            for course, date in zip(trainee.courses, dates, strict=True):
                windows.narrow(course, date)
            blocks = tuple(
                replace(block, window=windows.of[block.id], after=_after(own, block)) for block in own.blocks
            )
            plain = replace(own, blocks=blocks, courses=())
            yield Variant(plain, variant.chosen, dates.count(None))


def _after(trainee: Trainee, block: Block) -> tuple[str, ...]:
    """What a block comes after, also by way of a course."""
    by_course = (name for course in trainee.courses if block.id in course.before for name in course.after)
    return (*block.after, *by_course) if block.months else ()


def as_chosen(trainee: Trainee, plan: TraineePlan) -> Trainee:
    """The trainee with nothing left to choose: the blocks of the options taken, in the months the courses leave them.

    Blocks come after what is to be over before a course of theirs, too, and nothing is waited for that is not taken.
    Blocks that come after a course which is not attended are left out, and what comes after these: the course is what
    is missing then.
    """
    if not (trainee.choices or trainee.courses):
        return trainee
    blocks = tuple(_in_order(trainee, block) for block in trainee.taken(plan.chosen))
    names = {block.id for block in blocks}
    blocks = tuple(_with(block, names) for block in blocks)
    missed = [course for course in trainee.courses if plan.courses.get(course.id) is None]
    out = _and_after(blocks, {name for course in missed for name in course.before})
    kept = tuple(_dated(trainee, plan, block) for block in blocks if block.id not in out)
    return replace(trainee, blocks=kept, choices=(), courses=())


def _in_order(trainee: Trainee, block: Block) -> Block:
    return replace(block, after=tuple(dict.fromkeys(_after(trainee, block))))


def _with(block: Block, names: Collection[str]) -> Block:
    """The block without a word of others than these."""
    directly = block.directly_after if block.directly_after in names else None
    return replace(block, after=tuple(n for n in block.after if n in names), directly_after=directly)


def _and_after(blocks: Sequence[Block], out: set[str]) -> set[str]:
    """These blocks, and all that come after them."""
    more = {b.id for b in blocks if b.id not in out and not out.isdisjoint((*b.after, b.directly_after))}
    return _and_after(blocks, out | more) if more else out


def _dated(trainee: Trainee, plan: TraineePlan, block: Block) -> Block:
    """The block in the months that the dates of the courses leave it."""
    first, last = block.window.first, block.window.last
    for course in trainee.courses:
        date = plan.courses.get(course.id)
        if date is not None and block.id in course.before:
            first = max(first, date)
        if date is not None and block.id in course.after:
            last = date - 1 if last is None else min(last, date - 1)
    return replace(block, window=Span(first, last))


def date_of(trainee: Trainee, calendar: Calendar, course: Course, stints: Sequence[Stint]) -> int | None:
    """The first month in which a course can be attended beside these stints."""
    served = {
        name: [m for s in stints if s.block == name for m in trainee.served(s)] for name in _around(course)
    }
    for month in _usable(trainee, calendar, course):
        over = all(last < month for name in course.after for last in served[name])
        if over and all(first >= month for name in course.before for first in served[name]):
            return month
    return None


def _around(course: Course) -> set[str]:
    return {*course.after, *course.before}


def _usable(trainee: Trainee, calendar: Calendar, course: Course) -> list[int]:
    """The months of a course in which the trainee can serve."""
    months = sorted(set(course.months))
    return [m for m in months if calendar.first <= m <= calendar.last and trainee.serves_in(m)]


def _by_options(trainee: Trainee) -> Iterator[Variant]:
    for options in product(*(choice.options for choice in trainee.choices)):
        chosen = {choice.id: option for choice, option in zip(trainee.choices, options, strict=True)}
        taken = {block.id for block in trainee.taken(chosen)}
        blocks = tuple(block if block.id in taken else _not_taken(block) for block in trainee.blocks)
        yield Variant(replace(trainee, blocks=blocks, choices=()), chosen)


def _not_taken(block: Block) -> Block:
    return replace(block, months=0, after=(), window=NEVER, directly_after=None)


class _Windows:
    """The months each block may use, by its id; narrowed by courses."""

    def __init__(self, trainee: Trainee, calendar: Calendar, blocks: Iterable[Block]) -> None:
        self.of = {}
        for block in blocks:
            last = calendar.last if block.window.last is None else min(block.window.last, calendar.last)
            self.of[block.id] = _whole(max(block.window.first, calendar.first, trainee.start), last)

    def narrow(self, course: Course, date: int | None) -> None:
        """Keep the order of a course; None is that it is not attended."""
        for name in course.after if date is not None else ():
            self.of[name] = _whole(self.of[name].first, min(self.of[name].last or 0, (date or 0) - 1))
        for name in course.before:
            first = max(self.of[name].first, date) if date is not None else 1
            self.of[name] = _whole(first, self.of[name].last or 0) if date is not None else NEVER


def _whole(first: int, last: int) -> Span:
    return Span(first, last) if first <= last else NEVER


def _dates(trainee: Trainee, calendar: Calendar, course: Course) -> list[int | None]:
    """The dates worth a look, None (not attended) among them; at least one."""
    dates: list[int | None] = [*_usable(trainee, calendar, course), None]
    around = [block for block in trainee.blocks if block.id in _around(course)]
    effects = []
    for date in dates:
        windows = _Windows(trainee, calendar, around)
        windows.narrow(course, date)
        effects.append(list(windows.of.values()))

    def allows(one: int, other: int) -> bool:
        """Whether one date allows all that another does."""
        if dates[one] is None:
            return one == other
        return all(_holds(a, b) for a, b in zip(effects[one], effects[other], strict=True))

    def is_idle(n: int) -> bool:
        return any(allows(o, n) and (o < n or not allows(n, o)) for o in range(len(dates)) if o != n)

    return [date for n, date in enumerate(dates) if not is_idle(n)]


def _holds(wide: Span, narrow: Span) -> bool:
    return narrow == NEVER or (wide.first <= narrow.first and (narrow.last or 0) <= (wide.last or 0))
