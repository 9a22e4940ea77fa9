"""Reads and writes `borealis/teaching-solution/1`."""

import json

from borealis.planner.formats.cursor import Cursor
from borealis.planner.formats.faults import FormatError
from borealis.planner.formats.located import with_places
from borealis.planner.formats.reader import Source, check_format, read_source, refuse_large
from borealis.planner.teaching.formats.problem import Problem
from borealis.planner.teaching.formats.reader import MOST_BYTES, MOST_SESSIONS, items, read_turn
from borealis.planner.teaching.formats.solution import CRITERIA, ORDERS, SOLUTION_FORMAT, Solution, Value

_STATUS = ("optimal", "feasible")
_KEYS = ("format", "goal", "status", "value", "bound", "seconds", "turns")


def solution_to_json(problem: Problem, solution: Solution) -> dict[str, object]:
    """The solution as JSON values, in the order of the format's page; each turn with its day."""
    days = {session.id: session.day for session in problem.sessions}
    return {
        "format": SOLUTION_FORMAT,
        "goal": solution.goal,
        "status": solution.status,
        "value": {criterion: solution.value.of(criterion) for criterion in CRITERIA},
        "bound": {criterion: solution.bound.of(criterion) for criterion in CRITERIA},
        "seconds": solution.seconds,
        "turns": [
            {
                "session": turn.session,
                "day": str(days[turn.session]),
                "unit": turn.unit,
                "topic": turn.topic,
                "presenter": turn.presenter,
            }
            for turn in solution.turns
        ],
    }


def write_solution(problem: Problem, solution: Solution) -> str:
    """The solution as text, a line for each turn."""
    return json.dumps(solution_to_json(problem, solution), ensure_ascii=False, indent=1) + "\n"


def read_solution(source: Source, problem: Problem) -> Solution:
    """A solution of a problem, from a file (`Path`), its text or its parsed JSON. Raises `FormatError`."""
    refuse_large(source, MOST_BYTES)
    value, text = read_source(source)
    cursor = Cursor(value)
    found = _solution(cursor, problem)
    if cursor.faults or found is None:
        raise FormatError(with_places(cursor.faults, text))
    return found


def _solution(cursor: Cursor, problem: Problem) -> Solution | None:
    if not cursor.expects(_KEYS) or not check_format(cursor, SOLUTION_FORMAT):
        return None
    goal, status = cursor.text("goal"), cursor.text("status")
    if goal not in ORDERS:
        cursor.fault("not_one_of", "goal", found=goal, known=", ".join(ORDERS))
    if status not in _STATUS:
        cursor.fault("not_one_of", "status", found=status, known=", ".join(_STATUS))
    names = (
        {session.id for session in problem.sessions},
        {unit.id for unit in problem.units},
        {topic.id for topic in problem.topics},
        {presenter.id for presenter in problem.presenters},
    )
    turns = tuple(
        read_turn(item, names)
        for item in items(
            cursor, "turns", MOST_SESSIONS, ("session", "unit", "topic", "presenter"), required=True
        )
    )
    return Solution(
        goal,  # type: ignore[arg-type]
        status,  # type: ignore[arg-type]
        _value(cursor, "value"),
        _value(cursor, "bound"),
        cursor.number("seconds", 0, 0),
        turns,
    )


def _value(cursor: Cursor, key: str) -> Value:
    at = cursor.require(key)
    if at is None or not at.expects(CRITERIA):
        return Value()
    return Value(**{criterion: at.whole(criterion, 0, 0) for criterion in CRITERIA})
