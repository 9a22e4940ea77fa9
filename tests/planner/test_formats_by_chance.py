"""Whatever stands in a file, it is read or refused in words: no other error ever comes of it."""

from __future__ import annotations

import copy
import json
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from borealis.planner import FormatError, Problem, Solution, read_problem, read_solution, solution_to_json
from tests.planner import by_rule
from tests.planner.files import TEXT, solution, words_of

LEAVES = st.sampled_from(
    [None, True, 0, -1, 3, 10**400, 1e308, float("nan"), float("inf"), "", "x", "2026-09", "0000-01", "9999-12", [], {}]
)  # fmt: skip
VALUES = st.recursive(
    LEAVES, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner), max_leaves=4
)


def mutated(data: st.DataObject, document: Any) -> Any:
    """The document with up to three of its values replaced, taken out or moved."""
    document = copy.deepcopy(document)
    for _ in range(data.draw(st.integers(1, 3))):
        node, key = {"root": document}, "root"
        while isinstance(node[key], dict | list) and node[key] and data.draw(st.integers(0, 6)):
            node = node[key]
            key = data.draw(
                st.sampled_from(sorted(node) if isinstance(node, dict) else list(range(len(node))))
            )
        if data.draw(st.booleans()) or "root" in node:
            node[key] = data.draw(VALUES)
        else:
            del node[key]
        document = node.get("root", document) if isinstance(node, dict) else document
        if not isinstance(document, dict):
            break
    return document


def refused_or_read(read: Any, source: Any) -> None:
    try:
        assert isinstance(read(source), Problem | Solution)
    except FormatError as error:
        faults = error.faults
    else:
        return
    assert faults
    for fault in faults:
        words_of(fault)


@settings(max_examples=250, deadline=None)
@given(st.data())
def test_a_file_with_random_values_is_read_or_refused(data: st.DataObject) -> None:
    document = mutated(data, json.loads(TEXT))
    if isinstance(document, dict):
        refused_or_read(read_problem, document)
    refused_or_read(read_problem, json.dumps(document, indent=1))
    plan = mutated(data, solution_to_json(solution()))
    refused_or_read(lambda source: read_solution(source, read_problem(TEXT)), json.dumps(plan))


@settings(max_examples=250, deadline=None)
@given(
    st.lists(st.tuples(st.integers(0, len(TEXT) - 1), st.binary(max_size=3), st.integers(0, 3)), max_size=4)
)
def test_a_file_with_random_bytes_is_read_or_refused(edits: list[tuple[int, bytes, int]]) -> None:
    raw = TEXT.encode()
    for at, new, out in edits:
        raw = raw[:at] + new + raw[at + out :]
    refused_or_read(read_problem, raw)


@settings(max_examples=250, deadline=None)
@given(st.data())
def test_choices_courses_and_followers_with_random_values_are_read_or_refused(data: st.DataObject) -> None:
    make = data.draw(st.sampled_from([by_rule.with_choices, by_rule.with_courses, by_rule.with_followers]))
    document = make(data.draw(st.integers(0, 5)))
    (key,) = data.draw(st.sampled_from([("choices",), ("courses",), ("blocks",)]))
    one = document["trainees"][0]
    if key in one:
        one[key] = mutated(data, {"in": one[key]})
        one[key] = one[key].get("in") if isinstance(one[key], dict) else one[key]
    refused_or_read(read_problem, json.dumps(document, indent=1))


@settings(max_examples=100, deadline=None)
@given(st.data())
def test_what_a_plan_says_is_taken_is_read_or_refused(data: st.DataObject) -> None:
    document = by_rule.with_courses(3)
    ids = st.sampled_from([one["id"] for one in document["trainees"][0]["courses"]] + ["other", ""])
    document["trainees"] = document["trainees"][:1]
    plan = {"id": "t0", "cost": 0, "delay_months": 0, "moves": 0, "stints": []}
    plan |= {
        key: data.draw(VALUES | st.dictionaries(ids, VALUES, max_size=2)) for key in ("chosen", "courses")
    }
    head = {"format": "borealis/rotation-solution/1", "status": "feasible", "cost": 0, "bound": 0}
    text = json.dumps({**head, "gap": 0, "gap_total": 0, "trainees": [plan]})
    refused_or_read(lambda source: read_solution(source, read_problem(document)), text)
