"""Reads and writes `borealis/rotation-solution/1`."""

import json
from dataclasses import dataclass

from borealis.planner.formats.cursor import Cursor
from borealis.planner.formats.faults import FormatError
from borealis.planner.formats.located import with_places
from borealis.planner.formats.months import month_text
from borealis.planner.formats.problem import Problem, Stint
from borealis.planner.formats.reader import Source, check_format, read_source
from borealis.planner.formats.solution import (
    SOLUTION_FORMAT,
    Bottleneck,
    Couple,
    Group,
    Solution,
    TraineePlan,
    Unplaced,
)
from borealis.planner.formats.taken import read_attended, read_chosen

_STATUS = ("optimal", "feasible", "infeasible")
_REASONS = (
    "no_arena",
    "no_places",
    "after_calendar",
    "predecessor_unplaced",
    "window",
    "course",
    "stints",
    "price",
)


def solution_to_json(solution: Solution) -> dict[str, object]:
    """The solution as JSON values, in the order of the format's page."""
    return {
        "format": SOLUTION_FORMAT,
        "status": solution.status,
        "cost": solution.cost,
        "bound": solution.bound,
        "gap": solution.gap,
        "gap_total": solution.gap_total,
        "seconds": solution.seconds,
        "trainees": [_plan_to_json(plan) for plan in solution.trainees],
        "bottlenecks": [
            {"arena": b.arena, "month": month_text(b.month), "price": b.price} for b in solution.bottlenecks
        ],
        "couples": [{"trainees": [c.one, c.other], "months_apart": c.months_apart} for c in solution.couples],
        "groups": [
            {"group": g.group, "members": g.members, "delay_months": g.delay_months} for g in solution.groups
        ],
    }


def write_solution(solution: Solution) -> str:
    """The text of the solution's file."""
    return json.dumps(solution_to_json(solution), ensure_ascii=False, indent=1) + "\n"


def _plan_to_json(plan: TraineePlan) -> dict[str, object]:
    return {
        "id": plan.id,
        "cost": plan.cost,
        "end": None if plan.end is None else month_text(plan.end),
        "delay_months": plan.delay_months,
        "moves": plan.moves,
        "changed_months": plan.changed_months,
        "stints": [
            {"block": s.block, "arena": s.arena, "from": month_text(s.first), "through": month_text(s.last)}
            for s in plan.stints
        ],
        "unplaced": [{"block": u.block, "months": u.months, "reason": u.reason} for u in plan.unplaced],
        "chosen": {choice: list(blocks) for choice, blocks in plan.chosen.items()},
        "courses": {
            course: None if month is None else month_text(month) for course, month in plan.courses.items()
        },
    }


def read_solution(source: Source, problem: Problem) -> Solution:
    """A solution from its file, text or parsed JSON; names are looked up in its problem.

    Raises `FormatError` with every fault found.
    """
    value, text = read_source(source)
    cursor = Cursor(value)
    solution = _solution(cursor, problem)
    if cursor.faults or solution is None:
        raise FormatError(with_places(cursor.faults, text))
    return solution


def _solution(cursor: Cursor, problem: Problem) -> Solution | None:
    if not cursor.expects(
        ("format", "status", "cost", "bound", "trainees", "bottlenecks", "couples", "groups")
    ):
        return None
    if not check_format(cursor, SOLUTION_FORMAT):
        return None
    status = _one_of(cursor, "status", _STATUS)
    names = _Names.of(problem)
    return Solution(
        status=status,  # type: ignore[arg-type]
        cost=cursor.number("cost", None, -1e15, 1e15),
        bound=cursor.number("bound", None, -1e15, 1e15),
        gap=cursor.number("gap", None, -1e9, 1e9),
        gap_total=cursor.number("gap_total", None, -1e9, 1e9),
        seconds=cursor.number("seconds", 0, 0),
        trainees=tuple(_plan(item, names) for item in cursor.items("trainees", required=True)),
        bottlenecks=tuple(_bottleneck(item, names) for item in cursor.items("bottlenecks")),
        couples=tuple(_couple(item, names) for item in cursor.items("couples")),
        groups=tuple(_group(item) for item in cursor.items("groups")),
    )


def _one_of(cursor: Cursor, key: str, words: tuple[str, ...]) -> str:
    word = cursor.text(key)
    if word and word not in words:
        cursor.fault("out_of_range", key, found=word, least=words[0], most=words[-1])
    return word


@dataclass(frozen=True, slots=True)
class _Names:
    """What a solution may name: the arenas, and the trainees with the blocks of each."""

    arenas: frozenset[str]
    blocks: dict[str, frozenset[str]]
    choices: dict[str, frozenset[str]]
    courses: dict[str, frozenset[str]]

    @classmethod
    def of(cls, problem: Problem) -> "_Names":
        blocks = {trainee.id: frozenset(block.id for block in trainee.blocks) for trainee in problem.trainees}
        choices = {t.id: frozenset(choice.id for choice in t.choices) for t in problem.trainees}
        courses = {t.id: frozenset(course.id for course in t.courses) for t in problem.trainees}
        return cls(frozenset(arena.id for arena in problem.arenas), blocks, choices, courses)


def _plan(cursor: Cursor, names: _Names) -> TraineePlan:
    if not cursor.expects(
        ("id", "cost", "end", "delay_months", "moves", "changed_months", "stints", "chosen", "courses")
    ):
        return TraineePlan("", 0, None, 0, 0, 0, ())
    name = cursor.text("id")
    blocks = names.blocks.get(name, frozenset())
    if name and name not in names.blocks:
        cursor.fault("unknown_trainee", "id", id=name)
    return TraineePlan(
        id=name,
        cost=cursor.number("cost", None, -1e15, 1e15),
        end=cursor.month("end", required=False),
        delay_months=cursor.whole("delay_months", None, 0),
        moves=cursor.whole("moves", None, 0),
        changed_months=cursor.whole("changed_months", 0, 0),
        stints=tuple(_stint(item, names, blocks) for item in cursor.items("stints", required=True)),
        unplaced=tuple(_unplaced(item, blocks) for item in cursor.items("unplaced")),
        chosen=read_chosen(cursor, names.choices.get(name, frozenset()), blocks),
        courses=read_attended(cursor, names.courses.get(name, frozenset())),
    )


def _stint(cursor: Cursor, names: _Names, blocks: frozenset[str]) -> Stint:
    if not cursor.expects(("block", "arena", "from", "through")):
        return Stint("", "", 0, 0)
    stint = Stint(
        cursor.text("block"), cursor.text("arena"), cursor.month("from") or 0, cursor.month("through") or 0
    )
    if stint.first > stint.last:
        cursor.fault("from_after_through", "from", first=month_text(stint.first), last=month_text(stint.last))
    if blocks and stint.block not in blocks:
        cursor.fault("unknown_block", "block", id=stint.block, meant="")
    if stint.arena not in names.arenas:
        cursor.fault("unknown_arena", "arena", id=stint.arena, meant="")
    return stint


def _unplaced(cursor: Cursor, blocks: frozenset[str]) -> Unplaced:
    if not cursor.expects(("block", "months", "reason")):
        return Unplaced("", 0, "price")
    block = cursor.text("block")
    if blocks and block not in blocks:
        cursor.fault("unknown_block", "block", id=block, meant="")
    reason = _one_of(cursor, "reason", _REASONS)
    return Unplaced(block, cursor.number("months", None, 0), reason)  # type: ignore[arg-type]


def _bottleneck(cursor: Cursor, names: _Names) -> Bottleneck:
    if not cursor.expects(("arena", "month", "price")):
        return Bottleneck("", 0, 0)
    arena = cursor.text("arena")
    if arena not in names.arenas:
        cursor.fault("unknown_arena", "arena", id=arena, meant="")
    return Bottleneck(arena, cursor.month("month") or 0, cursor.number("price", None, -1e15, 1e15))


def _couple(cursor: Cursor, names: _Names) -> Couple:
    if not cursor.expects(("trainees", "months_apart")):
        return Couple("", "", 0)
    people = [item.value for item in cursor.items("trainees", required=True)]
    for index, name in enumerate(people):
        if not isinstance(name, str) or name not in names.blocks:
            cursor.fault("unknown_trainee", "trainees", index, id=str(name))
    if len(people) != 2:
        cursor.fault("out_of_range", "trainees", found=len(people), least=2, most=2)
        return Couple("", "", 0)
    return Couple(str(people[0]), str(people[1]), cursor.whole("months_apart", None, 0))


def _group(cursor: Cursor) -> Group:
    if not cursor.expects(("group", "members", "delay_months")):
        return Group("", 1, 0)
    whole = cursor.whole("members", None, 1), cursor.whole("delay_months", None, 0, 10**9)
    return Group(cursor.text("group"), *whole)
