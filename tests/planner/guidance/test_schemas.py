"""The published schemas say what the reader accepts and the writer writes."""

from __future__ import annotations

from typing import Any

import pytest

from benchmarks.rosters import make_year
from borealis.planner.guidance import FormatError, place, read_problem, read_solution, solution_to_json
from tests.planner.test_schemas import paths_of, put, schema

BROKEN: dict[str, tuple[tuple[str | int, ...], Any]] = {
    "another format": (("format",), "borealis/guidance-problem/2"),
    "a day without a month": (("period", "from"), "2027"),
    "a grid that does not divide the hour": (("grid",), 7),
    "an unheard-of kind": (("people", 0, "blocked", 0, "kind"), "lunch"),
    "a time without a day": (("people", 0, "duties", 0, "from"), "08:00"),
    "a duty that is perhaps free": (("people", 0, "duties", 0, "interruptible"), "perhaps"),
    "more sessions than weeks": (("trainees", 0, "sessions"), 1000),
    "a person without a name": (("people", 0, "id"), ""),
    "a group of nobody named": (("groups", 0, "members", 0), ""),
    "no quorum": (("groups", 0, "quorum"), 0),
    "nobody has guides": (("trainees", 0, "guides"), None),
}
NULLS: tuple[tuple[str | int, ...], ...] = (
    ("grid",),
    ("least_days",),
    ("day_minutes",),
    ("groups",),
    ("sessions",),
    ("period", "place_from"),
    ("people", 0, "blocked"),
    ("people", 0, "duties", 0, "interruptible"),
    ("people", 0, "duties", 0, "code"),
    ("people", 0, "blocked", 0, "kind"),
    ("trainees", 0, "aim"),
    ("trainees", 0, "preferred"),
    ("trainees", 0, "held"),
    ("trainees", 0, "from"),
    ("trainees", 0, "guides", 0, "through"),
    ("groups", 0, "quorum"),
)


def instance() -> dict[str, Any]:
    """The first duties of a year, so that there is little to read."""
    document = make_year(trainees=4, guides=2, seed=1)
    for person in document["people"]:
        person["duties"], person["blocked"] = person["duties"][:20], person["blocked"][:5]
    return document


def whole() -> dict[str, Any]:
    """An instance in which every key of the format is given."""
    document = instance()
    document |= {"grid": 15, "least_days": 14, "day_minutes": 450}
    document["period"]["place_from"] = "2027-01-11"
    document["sessions"] = [{"of": "lis-0", "start": "2027-02-01T08:00", "with": "guide-0", "agreed": True}]
    given = {
        "minutes": 60,
        "from": "2027-01-04",
        "through": "2027-12-30",
        "held": ["2026-12-20"],
        "aim": {"from": 40, "to": 50},
    }
    document["trainees"][0] |= {**given, "preferred": [{"from": "08:00", "to": "10:00"}]}
    document["trainees"][0]["guides"][0] |= {"from": "2027-01-01", "through": None}
    document["groups"][0] |= {**given, "sessions": 2, "preferred": []}
    return document


def test_problem_and_solution_are_as_their_schemas_say() -> None:
    document = whole()
    schema("guidance-problem-1.json").validate(document)
    problem = read_problem(document)
    written = solution_to_json(problem, place(problem))
    schema("guidance-solution-1.json").validate(written)
    assert solution_to_json(problem, read_solution(written, problem)) == written


@pytest.mark.parametrize("name", BROKEN)
def test_what_the_reader_refuses_the_schema_refuses(name: str) -> None:
    broken = put(instance(), *BROKEN[name])
    assert not schema("guidance-problem-1.json").is_valid(broken)
    with pytest.raises(FormatError):
        read_problem(broken)


@pytest.mark.parametrize("path", NULLS, ids=lambda path: ".".join(map(str, path)))
def test_what_has_a_default_may_be_null(path: tuple[str | int, ...]) -> None:
    document = put(whole(), path, None)
    schema("guidance-problem-1.json").validate(document)
    read_problem(document)


def test_schema_and_reader_agree_on_what_may_be_left_out() -> None:
    for path in paths_of(whole()):
        document: Any = whole()
        at = document
        for step in path[:-1]:
            at = at[step]
        del at[path[-1]]
        try:
            read_problem(document)
            is_read = True
        except FormatError as error:
            is_read = all(fault.code in ("held_later", "unknown_person") for fault in error.faults)
        assert schema("guidance-problem-1.json").is_valid(document) is is_read, path
