"""Faults between the parts of a problem: names that point nowhere, and dates that contradict."""

import difflib
from collections.abc import Collection, Sequence

from borealis.planner.formats.agreements import find_contradictions
from borealis.planner.formats.choices import find_in_choices
from borealis.planner.formats.courses import find_in_courses
from borealis.planner.formats.cursor import Cursor
from borealis.planner.formats.months import month_text
from borealis.planner.formats.problem import Arena, Block, Problem, Quantity, Stint, Trainee


def find_nonsense(problem: Problem, cursor: Cursor) -> None:
    """Add to the cursor's faults everything in the problem that cannot be meant."""
    arenas = cursor.at("arenas")
    _unique(arenas, [arena.id for arena in problem.arenas])
    for index, arena in enumerate(problem.arenas):
        _arena(arenas.at(index), arena)
    trainees = cursor.at("trainees")
    _unique(trainees, [trainee.id for trainee in problem.trainees])
    known = {arena.id for arena in problem.arenas}
    people = {trainee.id for trainee in problem.trainees}
    for index, trainee in enumerate(problem.trainees):
        _trainee(trainees.at(index), trainee, known)
        find_in_courses(trainees.at(index), trainee, problem.calendar)
        _partners(trainees.at(index), trainee, people)
    if not cursor.faults:
        find_contradictions(problem, trainees)


def _unique(cursor: Cursor, ids: Sequence[str]) -> None:
    seen: set[str] = set()
    for index, name in enumerate(ids):
        if name in seen:
            cursor.fault("duplicate_id", index, "id", id=name)
        seen.add(name)


def _known(cursor: Cursor, code_id: str, name: str, known: Collection[str], *steps: str | int) -> None:
    if name in known:
        return
    near = difflib.get_close_matches(name, sorted(known), 1)
    code = "unknown_arena" if code_id == "arena" else "unknown_block"
    cursor.fault(code, *steps, id=name, meant=near[0] if near else "")  # type: ignore[arg-type]


def _arena(cursor: Cursor, arena: Arena) -> None:
    _periods_apart(cursor, "places", arena.places)
    _periods_apart(cursor, "minimum", arena.minimum)
    for index, period in enumerate(arena.minimum):
        borders = {period.span.first} | {place.span.first for place in arena.places}
        for month in sorted(month for month in borders if period.span.holds(month)):
            if period.amount > arena.places_in(month):
                cursor.fault(
                    "minimum_over_places",
                    "minimum",
                    index,
                    minimum=period.amount // arena.unit,
                    places=arena.places_in(month) // arena.unit,
                    month=month_text(month),
                )
                break


def _periods_apart(cursor: Cursor, key: str, periods: Sequence[Quantity]) -> None:
    for index, period in enumerate(periods):
        for earlier in periods[:index]:
            if period.span.holds(earlier.span.first) or earlier.span.holds(period.span.first):
                cursor.fault("periods_overlap", key, index, "from", first=month_text(period.span.first))
                break


def _trainee(cursor: Cursor, trainee: Trainee, arenas: set[str]) -> None:
    _periods_apart(cursor, "fraction", trainee.fraction)
    ids = [block.id for block in trainee.blocks]
    blocks = cursor.at("blocks")
    _unique(blocks, ids)
    for index, block in enumerate(trainee.blocks):
        _block(blocks.at(index), block, ids, arenas)
    _no_cycle(blocks, trainee)
    find_in_choices(cursor, trainee)
    for index, stint in enumerate(trainee.current or ()):
        _known(cursor, "block", stint.block, ids, "current", index, "block")
        _known(cursor, "arena", stint.arena, arenas, "current", index, "arena")
    _current_apart(cursor, trainee.current or ())


def _partners(cursor: Cursor, trainee: Trainee, people: set[str]) -> None:
    for index, name in enumerate(trainee.together_with):
        if name == trainee.id:
            cursor.fault("together_with_self", "together_with", index, id=name)
        elif name not in people:
            near = difflib.get_close_matches(name, sorted(people), 1)
            cursor.fault("unknown_partner", "together_with", index, id=name, meant=near[0] if near else "")


def _current_apart(cursor: Cursor, stints: Sequence[Stint]) -> None:
    for index, stint in enumerate(stints):
        if any(stint.first <= other.last and other.first <= stint.last for other in stints[:index]):
            cursor.fault("current_overlap", "current", index, first=month_text(stint.first))


def _block(cursor: Cursor, block: Block, blocks: Sequence[str], arenas: set[str]) -> None:
    for index, name in enumerate(block.after):
        _known(cursor, "block", name, blocks, "after", index)
    if block.directly_after is not None:
        _known(cursor, "block", block.directly_after, blocks, "directly_after")
    seen: set[str] = set()
    for index, choice in enumerate(block.arenas):
        _known(cursor, "arena", choice.arena, arenas, "arenas", index, "id")
        if choice.arena in seen:
            cursor.fault("duplicate_id", "arenas", index, "id", id=choice.arena)
        seen.add(choice.arena)
    if block.max_stint is not None and block.min_stint > block.max_stint:
        cursor.fault("min_over_max_stint", "min_stint", least=block.min_stint, most=block.max_stint)
    for index, stint in enumerate(block.fixed):
        _known(cursor, "arena", stint.arena, arenas, "fixed", index, "arena")


def _before(block: Block) -> tuple[str, ...]:
    return block.after if block.directly_after is None else (*block.after, block.directly_after)


def _no_cycle(cursor: Cursor, trainee: Trainee) -> None:
    """Peel off the blocks and courses whose predecessors are gone; what is left stands in or after a cycle."""
    left = {("block", block.id): {("block", name) for name in _before(block)} for block in trainee.blocks}
    for course in trainee.courses:
        left["course", course.id] = {("block", name) for name in course.after}
        for block in course.before:
            left.get(("block", block), set()).add(("course", course.id))
    while free := [node for node, after in left.items() if not after & left.keys()]:
        for node in free:
            del left[node]
    if left:
        index = next(i for i, block in enumerate(trainee.blocks) if ("block", block.id) in left)
        cursor.fault("after_cycle", index, "after", blocks=", ".join(name for _, name in left))
