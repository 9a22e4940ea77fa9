"""The published schemas say what the reader accepts and the writer writes."""

from __future__ import annotations

import json
from importlib import resources
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from benchmarks.instances import make_instance
from borealis.planner import FormatError, read_problem, read_solution, solution_to_json, solve
from tests.planner import by_rule

BROKEN: dict[str, tuple[tuple[str | int, ...], Any]] = {
    "another format": (("format",), "borealis/rotation-problem/2"),
    "no months to plan": (("calendar", "months"), 0),
    "a thirteenth month": (("trainees", 0, "norm_end"), "2030-13"),
    "no blocks": (("trainees", 0, "blocks"), None),
    "nobody serves at 0 per cent": (("trainees", 0, "fraction", 0, "percent"), 0),
    "a stint of no months": (("trainees", 0, "blocks", 0, "min_stint"), 0),
    "fewer places than none": (("arenas", 0, "places", 0, "places"), -1),
    "neither known nor unknown": (("trainees", 0, "unknown"), 1),
    "another way to count": (("arenas", 0, "counts"), "percent"),
    "an arena without a name": (("arenas", 0, "id"), ""),
}
NULLS: tuple[tuple[str | int, ...], ...] = (
    ("objective",),
    ("objective", "delay"),
    ("arenas", 0, "minimum"),
    ("arenas", 0, "counts"),
    ("trainees", 0, "from"),
    ("trainees", 0, "weight"),
    ("trainees", 0, "fraction"),
    ("trainees", 0, "away"),
    ("trainees", 0, "current"),
    ("trainees", 0, "together_with"),
    ("trainees", 0, "group"),
    ("trainees", 0, "unknown"),
    ("objective", "unknown"),
    ("objective", "apart"),
    ("objective", "fairness"),
    ("trainees", 0, "blocks", 0, "after"),
    ("trainees", 0, "blocks", 0, "min_stint"),
    ("trainees", 0, "blocks", 0, "max_stint"),
    ("trainees", 0, "blocks", 0, "through"),
    ("trainees", 0, "blocks", 0, "fixed"),
    ("trainees", 0, "blocks", 0, "arenas", 0, "preference"),
)


def schema(name: str) -> Draft202012Validator:
    text = resources.files("borealis.planner").joinpath("schemas", name).read_text(encoding="utf-8")
    document = json.loads(text)
    Draft202012Validator.check_schema(document)
    return Draft202012Validator(document)


def instance() -> dict[str, Any]:
    return make_instance(trainees=4, tightness=2.0, seed=1)


def put(document: Any, path: tuple[str | int, ...], value: Any) -> Any:
    at = document
    for step in path[:-1]:
        at = at[step]
    at[path[-1]] = value
    return document


def test_problem_and_solution_are_as_their_schemas_say() -> None:
    document = instance()
    schema("rotation-problem-1.json").validate(document)
    problem = read_problem(document)
    written = solution_to_json(solve(problem, seconds=5))
    schema("rotation-solution-1.json").validate(written)
    read_solution(written, problem)


@pytest.mark.parametrize("name", BROKEN)
def test_what_the_reader_refuses_the_schema_refuses(name: str) -> None:
    broken = put(instance(), *BROKEN[name])
    assert not schema("rotation-problem-1.json").is_valid(broken)
    with pytest.raises(FormatError):
        read_problem(broken)


@pytest.mark.parametrize("path", NULLS, ids=lambda path: ".".join(map(str, path)))
def test_what_has_a_default_may_be_null(path: tuple[str | int, ...]) -> None:
    document = put(instance(), path, None)
    schema("rotation-problem-1.json").validate(document)
    read_problem(document)


def paths_of(at: Any, path: tuple[str | int, ...] = ()) -> list[tuple[str | int, ...]]:
    """The path of every key of a document, in the first item of each list."""
    if isinstance(at, list):
        return paths_of(at[0], (*path, 0)) if at else []
    if not isinstance(at, dict):
        return []
    return [found for key in at for found in ((*path, key), *paths_of(at[key], (*path, key)))]


def test_schema_and_reader_agree_on_what_may_be_left_out() -> None:
    for path in paths_of(instance()):
        document = instance()
        at: Any = document
        for step in path[:-1]:
            at = at[step]
        del at[path[-1]]
        try:
            read_problem(document)
            is_read = True
        except FormatError:
            is_read = False
        assert schema("rotation-problem-1.json").is_valid(document) is is_read, path


@pytest.mark.parametrize("make", [by_rule.with_choices, by_rule.with_courses, by_rule.with_followers])
def test_the_rules_of_life_are_as_the_schemas_say(make: Any) -> None:
    read = 0
    for seed in range(12):
        document = make(seed)
        schema("rotation-problem-1.json").validate(document)
        try:
            problem = read_problem(document)
        except FormatError:
            continue
        schema("rotation-solution-1.json").validate(solution_to_json(solve(problem, seconds=1)))
        read += 1
    assert read > 4


@pytest.mark.parametrize(
    "change",
    [
        {"choices": [{"id": "one"}]},
        {"choices": [{"id": "one", "options": []}]},
        {"choices": [{"id": "one", "options": [["b1"]], "choose": 1, "of": ["b1"]}]},
        {"choices": [{"id": "one", "choose": 0, "of": ["b1"]}]},
        {"courses": [{"id": "one", "months": []}]},
        {"courses": [{"id": "one"}]},
        {"courses": [{"id": "one", "months": ["2026-13"]}]},
    ],
)
def test_choices_and_courses_that_say_too_little_are_refused_by_both(change: Any) -> None:
    document = by_rule.with_choices(1)
    document["trainees"][0] |= change
    assert not schema("rotation-problem-1.json").is_valid(document)
    with pytest.raises(FormatError):
        read_problem(document)
