"""Faults of agreed stints (`fixed`): those that break a rule by themselves, or stand against another."""

from collections import defaultdict
from collections.abc import Sequence

from borealis.planner.formats.cursor import Cursor
from borealis.planner.formats.months import month_text
from borealis.planner.formats.problem import Block, Problem, Stint, Trainee


def find_contradictions(problem: Problem, trainees: Cursor) -> None:
    """Add a fault for every agreed stint that no plan could keep, as far as dates alone show it."""
    for index, trainee in enumerate(problem.trainees):
        for number, block in enumerate(trainee.blocks):
            for place, stint in enumerate(block.fixed):
                at = trainees.at(index).at("blocks").at(number).at("fixed").at(place)
                _stint(at, problem, trainee, block, stint)
            _work(trainees.at(index).at("blocks").at(number), trainee, block)
        _apart(trainees.at(index).at("blocks"), trainee.blocks)
    if not trainees.faults:
        _room(problem, trainees)


def _stint(cursor: Cursor, problem: Problem, trainee: Trainee, block: Block, stint: Stint) -> None:
    calendar, window = problem.calendar, block.window
    if stint.first < calendar.first or stint.last > calendar.last:
        cursor.fault(
            "fixed_outside_calendar", first=month_text(calendar.first), last=month_text(calendar.last)
        )
    elif stint.first < trainee.start:
        cursor.fault("fixed_before_start", "from", start=month_text(trainee.start))
    elif not window.holds(stint.first) or not window.holds(stint.last):
        cursor.fault("fixed_outside_block", block=block.id)
    elif not trainee.served(stint):
        cursor.fault("fixed_while_away")
    if stint.arena not in {choice.arena for choice in block.arenas}:
        cursor.fault("fixed_arena_not_listed", "arena", id=stint.arena, block=block.id)
    months = len(trainee.served(stint))
    if block.max_stint is not None and months > block.max_stint:
        cursor.fault("fixed_over_max_stint", months=months, most=block.max_stint)
    earlier = sum(b.need for b in trainee.blocks if b.id in _before(trainee, block))
    before = [m for m in range(max(trainee.start, calendar.first), stint.first) if trainee.serves_in(m)]
    if earlier > sum(trainee.percent_in(month) for month in before):
        cursor.fault("fixed_before_predecessor", "from", block=block.id, months=earlier / 100)


def _before(trainee: Trainee, block: Block) -> set[str]:
    """Every block that must be finished before this one, directly or through another, whatever is chosen."""
    after = {other.id: _directly_before(other) for other in trainee.taken({})}
    found: set[str] = set()
    waiting = list(_directly_before(block))
    while waiting:
        name = waiting.pop()
        if name not in found and name in after:
            found.add(name)
            waiting.extend(after[name])
    return found


def _directly_before(block: Block) -> tuple[str, ...]:
    return block.after if block.directly_after is None else (*block.after, block.directly_after)


def _work(cursor: Cursor, trainee: Trainee, block: Block) -> None:
    """The agreed months must not hold more than the block, its last month apart."""
    months = sorted({month for stint in block.fixed for month in trainee.served(stint)})
    if months and sum(trainee.percent_in(month) for month in months[:-1]) >= block.need:
        cursor.fault("fixed_more_than_block", "fixed", block=block.id, months=block.months)


def _apart(cursor: Cursor, blocks: Sequence[Block]) -> None:
    """A trainee is in one arena at a time, in agreements too."""
    stints = [
        (number, place, stint)
        for number, block in enumerate(blocks)
        for place, stint in enumerate(block.fixed)
    ]
    for index, (number, place, stint) in enumerate(stints):
        for _, _, other in stints[:index]:
            if stint.first <= other.last and other.first <= stint.last:
                at = (number, "fixed", place)
                cursor.fault("fixed_overlap", *at, block=other.block, first=month_text(stint.first))
                break


def _room(problem: Problem, trainees: Cursor) -> None:
    """Agreements must not take more of an arena in a month than it has places."""
    arenas = {arena.id: arena for arena in problem.arenas}
    used: dict[tuple[str, int], int] = defaultdict(int)
    for index, trainee in enumerate(problem.trainees):
        for number, block in enumerate(trainee.blocks):
            for place, stint in enumerate(block.fixed):
                months, arena = trainee.served(stint), arenas[stint.arena]
                for month in months:
                    used[arena.id, month] += trainee.load_in(arena, month)
                full = [m for m in months if used[arena.id, m] > arena.places_in(m)]
                if full:
                    agreed = used[arena.id, full[0]]
                    people = arena.counts == "people"
                    trainees.fault(
                        "fixed_over_places" if people else "fixed_over_share",
                        *(index, "blocks", number, "fixed", place),
                        arena=arena.id,
                        month=month_text(full[0]),
                        places=arena.places_in(full[0]) // arena.unit,
                        agreed=agreed if people else agreed / arena.unit,
                    )
