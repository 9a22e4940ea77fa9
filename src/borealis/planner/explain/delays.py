"""Where the months between the norm's end and the plan's end went."""

from collections.abc import Mapping, Sequence

from borealis.planner.explain.reasons import DelayCode, DelayPart, TraineeReasons
from borealis.planner.formats.problem import FULL_TIME, Arena, Block, Problem, Stint, Trainee
from borealis.planner.formats.solution import Solution, TraineePlan

Occupancy = Mapping[tuple[str, int], int]
"""(arena, month) -> what is taken of its places."""


def occupancy(problem: Problem, solution: Solution) -> Occupancy:
    """What the plan takes of each arena in each month."""
    people = {trainee.id: trainee for trainee in problem.trainees}
    return problem.taken((people[plan.id], plan.stints) for plan in solution.trainees)


def reasons_of(problem: Problem, trainee: Trainee, plan: TraineePlan, taken: Occupancy) -> TraineeReasons:
    """The parts of a trainee's delay; they add up to `late`."""
    if plan.end is None:
        return TraineeReasons(trainee.id, None, trainee.norm_end, 0, (), trainee.unknown)
    begin = max(trainee.start, problem.calendar.first)
    span = range(begin, plan.end + 1)
    placed = {month for stint in plan.stints for month in trainee.served(stint)}
    blocks = trainee.taken(plan.chosen)
    need = -(-sum(block.need for block in blocks) // FULL_TIME)
    done = -(-sum(min(block.need, _done(trainee, plan, block)) for block in blocks) // FULL_TIME)
    spare = trainee.norm_end - (begin + need - 1)
    parts = [DelayPart("less_work" if spare > 0 else "more_work", -spare)] if spare else []
    parts += _part("unplaced", done - need)
    parts += _part("part_time", len(placed) - done)
    parts += _part("away", sum(trainee.is_away(month) for month in span))
    parts += _waits(problem, trainee, plan, taken, begin)
    late = plan.end - trainee.norm_end
    return TraineeReasons(trainee.id, plan.end, trainee.norm_end, late, tuple(parts), trainee.unknown)


def _part(code: DelayCode, months: int) -> list[DelayPart]:
    return [DelayPart(code, months)] if months else []


def _done(trainee: Trainee, plan: TraineePlan, block: Block) -> int:
    months = {m for stint in plan.stints if stint.block == block.id for m in trainee.served(stint)}
    return sum(trainee.percent_in(month) for month in months)


def _waits(
    problem: Problem, trainee: Trainee, plan: TraineePlan, taken: Occupancy, begin: int
) -> list[DelayPart]:
    """The idle months before each stint, one part for each run of them."""
    parts = []
    free_from = begin
    for stint in sorted(plan.stints, key=lambda stint: stint.first):
        idle = [month for month in range(free_from, stint.first) if trainee.serves_in(month)]
        if idle:
            parts.append(
                DelayPart(
                    _why(problem, trainee, plan, stint, idle, taken),
                    len(idle),
                    stint.arena,
                    stint.block,
                    idle[0],
                    idle[-1],
                )
            )
        free_from = max(free_from, stint.last + 1)
    return parts


def _why(
    problem: Problem,
    trainee: Trainee,
    plan: TraineePlan,
    stint: Stint,
    idle: Sequence[int],
    taken: Occupancy,
) -> DelayCode:
    block = next(block for block in trainee.blocks if block.id == stint.block)
    if idle[-1] < block.window.first:
        return "waiting_for_window"
    dates = [plan.courses.get(course.id) or 0 for course in trainee.courses if block.id in course.before]
    if idle[-1] < max(dates, default=0):
        return "waiting_for_course"
    if any(fixed.first == stint.first and fixed.arena == stint.arena for fixed in block.fixed):
        return "waiting_for_agreement"
    arenas = {arena.id: arena for arena in problem.arenas}
    listed = [arenas[choice.arena] for choice in block.arenas]

    def is_full(arena: Arena, month: int) -> bool:
        return taken.get((arena.id, month), 0) + trainee.load_in(arena, month) > arena.places_in(month)

    full = [month for month in idle if all(is_full(arena, month) for arena in listed)]
    return "waiting_for_place" if full else "waiting_by_choice"
