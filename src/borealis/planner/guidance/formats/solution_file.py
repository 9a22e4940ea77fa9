"""Reads and writes `borealis/guidance-solution/1`."""

import json

from borealis.planner.formats.cursor import Cursor
from borealis.planner.formats.faults import FormatError
from borealis.planner.formats.located import with_places
from borealis.planner.formats.reader import Source, check_format, read_source, refuse_large
from borealis.planner.guidance.formats.clock import local, moment_text
from borealis.planner.guidance.formats.problem import Problem, Series
from borealis.planner.guidance.formats.reader import MOST_BYTES, MOST_EARLIER, MOST_MEMBERS, limited
from borealis.planner.guidance.formats.solution import (
    CRITERIA,
    ORDERS,
    SOLUTION_FORMAT,
    Missing,
    Session,
    Solution,
    Value,
)
from borealis.planner.guidance.formats.times import moment

_STATUS = ("optimal", "feasible")


def solution_to_json(problem: Problem, solution: Solution) -> dict[str, object]:
    """The solution as JSON values, in the order of the format's page."""
    minutes = {series.id: series.minutes for series in problem.series}
    return {
        "format": SOLUTION_FORMAT,
        "goal": solution.goal,
        "status": solution.status,
        "value": {criterion: solution.value.of(criterion) for criterion in CRITERIA},
        "bound": {criterion: solution.bound.of(criterion) for criterion in CRITERIA},
        "seconds": solution.seconds,
        "sessions": [_session_to_json(session, minutes[session.of]) for session in solution.sessions],
        "missing": [{"of": entry.of, "sessions": entry.sessions} for entry in solution.missing],
    }


def _session_to_json(session: Session, minutes: int) -> dict[str, object]:
    return {
        "of": session.of,
        "start": moment_text(session.start),
        "end": local(session.start + minutes).strftime("%Y-%m-%dT%H:%M"),
        "with": session.guide,
        "present": list(session.present),
    }


def write_solution(problem: Problem, solution: Solution) -> str:
    """The text of the solution's file."""
    return json.dumps(solution_to_json(problem, solution), ensure_ascii=False, indent=1) + "\n"


def read_solution(source: Source, problem: Problem) -> Solution:
    """A solution from its file, text or parsed JSON; names are looked up in its problem.

    Raises `FormatError` with every fault found.
    """
    refuse_large(source, MOST_BYTES)
    value, text = read_source(source)
    cursor = Cursor(value)
    solution = _solution(cursor, {series.id: series for series in problem.series})
    if cursor.faults or solution is None:
        raise FormatError(with_places(cursor.faults, text))
    return solution


def _solution(cursor: Cursor, series: dict[str, Series]) -> Solution | None:
    keys = ("format", "goal", "status", "value", "bound", "seconds", "sessions", "missing")
    if not cursor.expects(keys) or not check_format(cursor, SOLUTION_FORMAT):
        return None
    return Solution(
        goal=_one_of(cursor, "goal", tuple(ORDERS)),  # type: ignore[arg-type]
        status=_one_of(cursor, "status", _STATUS),  # type: ignore[arg-type]
        value=_value(cursor, "value"),
        bound=_value(cursor, "bound"),
        seconds=cursor.number("seconds", 0, 0),
        sessions=tuple(
            _session(item, series) for item in limited(cursor, "sessions", MOST_EARLIER, required=True)
        ),
        missing=tuple(_missing(item, series) for item in limited(cursor, "missing", MOST_EARLIER)),
    )


def _one_of(cursor: Cursor, key: str, words: tuple[str, ...]) -> str:
    word = cursor.text(key)
    if word and word not in words:
        cursor.fault("not_one_of", key, found=word, known=", ".join(words))
    return word


def _value(cursor: Cursor, key: str) -> Value:
    at = cursor.require(key)
    if at is None or not at.expects(CRITERIA):
        return Value()
    return Value(*(at.whole(criterion, None, 0, 10**9) for criterion in CRITERIA))


def _session(cursor: Cursor, series: dict[str, Series]) -> Session:
    if not cursor.expects(("of", "start", "with", "present")):
        return Session("", 0, "", ())
    present = limited(cursor, "present", MOST_MEMBERS, required=True)
    return Session(
        _of(cursor, series),
        moment(cursor, "start") or 0,
        cursor.text("with"),
        tuple(str(item.value) for item in present),
    )


def _missing(cursor: Cursor, series: dict[str, Series]) -> Missing:
    if not cursor.expects(("of", "sessions")):
        return Missing("", 0)
    return Missing(_of(cursor, series), cursor.whole("sessions", None, 1))


def _of(cursor: Cursor, series: dict[str, Series]) -> str:
    name = cursor.text("of")
    if name and name not in series:
        cursor.fault("unknown_series", "of", id=name, meant="")
    return name
