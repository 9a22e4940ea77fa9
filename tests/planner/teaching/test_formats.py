"""The files: what is read, what is refused with its place, and that the schemas say the same."""

from __future__ import annotations

import copy
import json
from typing import Any

import pytest

from benchmarks.series import make_series
from borealis.planner.teaching import (
    FormatError,
    plan,
    read_problem,
    read_solution,
    solution_to_json,
    write_solution,
)
from tests.planner.test_schemas import put, schema

BROKEN: dict[str, tuple[tuple[str | int, ...], Any, str]] = {
    "another format": (("format",), "borealis/teaching-problem/2", "wrong_format"),
    "no sessions": (("sessions",), [], "out_of_range"),
    "a day that is none": (("sessions", 0, "day"), "2027-02-30", "bad_day"),
    "a session that is no object": (("sessions", 0), "2027-01-06", "wrong_type"),
    "a unit without a name": (("units", 0, "id"), "", "empty_id"),
    "a unit twice": (("units", 1, "id"), "unit-00", "duplicate_id"),
    "a size below nothing": (("units", 0, "size"), -1, "out_of_range"),
    "half a trainee": (("units", 0, "size"), 1.5, "wrong_type"),
    "a topic nobody knows": (("units", 0, "topics"), ["topic-0O"], "unknown_topic"),
    "a topic that is a number": (("units", 0, "topics"), [7], "wrong_type"),
    "an end before the beginning": (("units", 0, "through"), "2020-01-01", "ends_before_start"),
    "a goal nobody knows": (("topics", 0, "goals"), ["goal-xx"], "unknown_goal"),
    "a presenter of no kind": (("topics", 0, "presenter"), "nurse", "not_one_of"),
    "a presenter from nowhere": (("presenters", 0, "unit"), "unit-99", "unknown_unit"),
    "someone of no kind": (("presenters", 0, "kind"), "robot", "not_one_of"),
    "nobody at all": (("presenters", 0, "id"), None, "wrong_type"),
    "a turn of no session": (("rota", 0, "session"), "2020-01-01", "unknown_session"),
    "a turn of no unit": (("rota", 0, "unit"), "unit-0", "unknown_unit"),
    "a turn of nobody": (("rota", 0, "presenter"), "kari", "unknown_presenter"),
    "perhaps agreed": (("rota", 0, "agreed"), "perhaps", "wrong_type"),
    "no time between": (("spacing",), 0, "out_of_range"),
    "a list that is none": (("units",), "unit-00", "wrong_type"),
    "a day in a list that is none": (("units", 0, "away"), ["soon"], "bad_day"),
    "owed beyond sense": (("units", 0, "owed"), 1e9, "out_of_range"),
}
SEEN_BY_THE_READER_ALONE = {
    "duplicate_id",
    "unknown_topic",
    "unknown_goal",
    "unknown_unit",
    "unknown_session",
    "unknown_presenter",
    "ends_before_start",
    "bad_day",
}


def whole() -> dict[str, Any]:
    """A problem in which every key of the format is given."""
    document = make_series(1, units=3, weeks=8, goals=6, topics=5)
    days = [session["day"] for session in document["sessions"]]
    document["units"][0] |= {"from": days[0], "through": days[-1], "owed": 0.5}
    document["topics"][0] |= {"presenter": "trainee", "months": 12}
    document["presenters"] = [
        {
            "id": "p0",
            "kind": "trainee",
            "unit": "unit-00",
            "months": 14,
            "held": 1,
            "days": days,
            "away": days[:1],
            "avoid": [],
        }
    ]
    document |= {"spacing": 7, "presenter_spacing": 28, "plan_from": days[1]}
    document["rota"] = [
        {"session": days[0], "unit": "unit-01", "topic": None, "presenter": None, "agreed": True}
    ]
    return document


def test_a_whole_problem_is_read_and_agrees_with_its_schema() -> None:
    schema("teaching-problem-1.json").validate(whole())
    problem = read_problem(json.dumps(whole()))
    assert problem.units[0].owed * 2 == 1
    assert problem.presenters[0].months == 14
    assert problem.earlier[0].agreed
    assert problem.presenter_spacing == 28


@pytest.mark.parametrize("what", BROKEN)
def test_a_fault_is_named_with_its_place(what: str) -> None:
    path, value, code = BROKEN[what]
    document = copy.deepcopy(whole())
    put(document, path, value)
    with pytest.raises(FormatError) as refused:
        read_problem(json.dumps(document))
    fault = next(fault for fault in refused.value.faults if fault.code == code)
    assert fault.line is not None
    if code not in SEEN_BY_THE_READER_ALONE:
        assert not schema("teaching-problem-1.json").is_valid(document)


def test_a_key_that_is_nearly_right_is_hinted_at() -> None:
    document = whole()
    document["spacin"] = document.pop("spacing")
    with pytest.raises(FormatError) as refused:
        read_problem(document)
    assert [(fault.code, fault.params["meant"]) for fault in refused.value.faults] == [
        ("misspelt_key", "spacing")
    ]


def test_a_name_that_is_nearly_right_is_hinted_at() -> None:
    document = whole()
    document["rota"][0]["unit"] = "unit-011"
    with pytest.raises(FormatError) as refused:
        read_problem(document)
    assert refused.value.faults[0].params["meant"] == "unit-01"


def test_a_rota_comes_back_as_it_was_written() -> None:
    problem = read_problem(whole())
    found = plan(problem)
    schema("teaching-solution-1.json").validate(solution_to_json(problem, found))
    assert read_solution(write_solution(problem, found), problem) == found


@pytest.mark.parametrize(
    ("path", "value"),
    [
        (("goal",), "best"),
        (("status",), "perhaps"),
        (("turns", 0, "unit"), "nobody"),
        (("turns",), None),
        (("value",), 3),
    ],
    ids=str,
)
def test_a_broken_rota_is_refused(path: tuple[str | int, ...], value: Any) -> None:
    problem = read_problem(whole())
    document = json.loads(write_solution(problem, plan(problem)))
    put(document, path, value)
    with pytest.raises(FormatError):
        read_solution(document, problem)


@pytest.mark.parametrize("text", ["", "{", "[]", "null", '{"format": 3}', "\ud800"])
def test_what_is_no_problem_is_refused(text: str) -> None:
    with pytest.raises(FormatError):
        read_problem(text)


def test_a_file_beyond_every_need_is_refused_before_it_is_read() -> None:
    with pytest.raises(FormatError) as refused:
        read_problem(" " * (16 * 2**20 + 1))
    assert refused.value.faults[0].code == "too_large"
