"""H10: a course is attended in one of its months, with the blocks around it in order.

The trainee serves in that month. Blocks in `after` have no month in it or later, blocks in `before` none earlier.
A course that is not attended is priced, not forbidden (`rules/cost.py`), but then no block in `before` begins; nor does
one where a block in `after` lacks months.
"""

from collections.abc import Iterator

from borealis.planner.formats.problem import Course, Problem, Trainee
from borealis.planner.formats.solution import Solution, TraineePlan
from borealis.planner.rules.breach import Breach, BreachCode, each_plan


def broken(problem: Problem, solution: Solution) -> Iterator[Breach]:
    """Every course in a month it cannot be attended in, and every block on the wrong side of it."""
    for trainee, plan in each_plan(problem, solution):
        for course in trainee.courses:
            month = plan.courses.get(course.id)
            if month is not None:
                yield from _date(problem, trainee, course, month)
                for name in course.after:
                    wrong = [(m, a) for m, a in _months(trainee, plan, name) if m >= month]
                    yield from _block("block_after_course", trainee, course, name, wrong)
            for name in course.before:
                wrong = [(m, a) for m, a in _months(trainee, plan, name) if month is None or m < month]
                yield from _block("block_before_course", trainee, course, name, wrong)
                yield from _unfinished(trainee, plan, course, name)


def _date(problem: Problem, trainee: Trainee, course: Course, month: int) -> Iterator[Breach]:
    calendar = problem.calendar
    if month not in course.months:
        yield Breach("H10", "no_such_date", trainee.id, month, None, {"course": course.id})
    if not (calendar.first <= month <= calendar.last and trainee.serves_in(month)):
        yield Breach("H10", "away_from_course", trainee.id, month, None, {"course": course.id})


def _unfinished(trainee: Trainee, plan: TraineePlan, course: Course, block: str) -> Iterator[Breach]:
    """A block has begun although one that is to be over before the course has not got its months."""
    served = _months(trainee, plan, block)
    for other in trainee.taken(plan.chosen):
        done = sum(trainee.percent_in(m) for m in {m for m, _ in _months(trainee, plan, other.id)})
        if served and other.id in course.after and done < other.need:
            yield Breach(
                "H10", "before_predecessor", trainee.id, *min(served), {"block": block, "after": other.id}
            )


def _months(trainee: Trainee, plan: TraineePlan, block: str) -> list[tuple[int, str]]:
    return [(m, s.arena) for s in plan.stints if s.block == block for m in trainee.served(s)]


def _block(
    code: BreachCode, trainee: Trainee, course: Course, block: str, wrong: list[tuple[int, str]]
) -> Iterator[Breach]:
    if wrong:
        month, arena = min(wrong)
        yield Breach("H10", code, trainee.id, month, arena, {"course": course.id, "block": block})
