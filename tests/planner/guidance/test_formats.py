"""Faults in a file are named with their place, and nothing else ever comes of bad content."""

from __future__ import annotations

import copy
import datetime as dt
import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from borealis.planner.formats.faults import FaultCode
from borealis.planner.guidance import (
    Fault,
    FormatError,
    Problem,
    check,
    place,
    read_problem,
    read_solution,
    solution_to_json,
)
from borealis.planner.guidance.formats import reader
from borealis.planner.words.faults import EN, NB, fault_in_words
from tests.planner.guidance.problems import at, duty, person, problem, trainee
from tests.planner.test_formats_by_chance import VALUES


def example() -> dict[str, Any]:
    """Kari and Ola with a guide, and a group of the two."""
    hours = [duty(n, "08:00", "12:00") for n in range(0, 28, 7)]
    people = [person(name, *copy.deepcopy(hours)) for name in ("guide", "kari", "ola")]
    people[0]["blocked"] = [{"from": at(0, "08:00"), "to": at(0, "09:00"), "kind": "teaching"}]
    group = {
        "id": "group",
        "leader": "guide",
        "members": ["kari", "ola"],
        "sessions": 1,
        "minutes": 60,
        "quorum": 1,
    }
    kari = trainee("kari", 1, held=["2027-03-20"], preferred=[{"from": "08:00", "to": "10:00"}])
    kari["aim"] = {"from": 10, "to": 20}
    sessions = [{"of": "kari", "start": at(7, "08:00"), "with": "guide", "agreed": True}]
    return problem(people, [kari, trainee("ola", 1)], groups=[group], sessions=sessions)


def put(path: str, value: Any) -> dict[str, Any]:
    """The example with the value at a place like `people.0.id` replaced."""
    document = example()
    *steps, last = [int(step) if step.isdigit() else step for step in path.split(".")]
    node: Any = document
    for step in steps:
        node = node[step]
    node[last] = value
    return document


FAULTS: list[tuple[str, Any, FaultCode, str]] = [
    ("period.through", "2027-11-31", "bad_day", "$.period.through"),
    ("period.through", "2027-03-01", "ends_before_start", "$.period.through"),
    ("period.through", "2029-03-01", "period_too_long", "$.period.through"),
    ("period.place_from", "2028-03-01", "place_from_outside", "$.period.place_from"),
    ("grid", 7, "bad_grid", "$.grid"),
    ("least_days", 10**9, "out_of_range", "$.least_days"),
    ("people.0.duties.0.from", "2027-03-25 08:00", "bad_time", "$.people[0].duties[0].from"),
    ("people.0.duties.0.from", "2027-11-31T08:00", "bad_time", "$.people[0].duties[0].from"),
    ("people.0.duties.0.from", "2027-03-28T02:30", "no_such_time", "$.people[0].duties[0].from"),
    ("people.0.duties.0.to", at(0, "07:00"), "ends_before_start", "$.people[0].duties[0].to"),
    ("people.0.duties.1.from", at(0, "11:00"), "duties_overlap", "$.people[0].duties[1]"),
    ("people.0.duties.0.interruptible", "ja", "wrong_type", "$.people[0].duties[0].interruptible"),
    ("people.0.blocked.0.kind", "lunch", "not_one_of", "$.people[0].blocked[0].kind"),
    ("people.1.id", "guide", "duplicate_id", "$.people[1].id"),
    ("trainees.0.id", "kåre", "unknown_person", "$.trainees[0].id"),
    ("trainees.1.id", "kari", "duplicate_id", "$.trainees[1].id"),
    ("trainees.0.guides.0.person", "gide", "unknown_person", "$.trainees[0].guides[0].person"),
    ("trainees.0.guides.0.person", "kari", "member_leads", "$.trainees[0].guides[0].person"),
    (
        "trainees.0.guides",
        [{"person": "guide"}, {"person": "ola"}],
        "leaders_overlap",
        "$.trainees[0].guides[1]",
    ),
    ("trainees.0.sessions", 10**6, "out_of_range", "$.trainees[0].sessions"),
    ("trainees.0.minutes", 50, "not_on_grid", "$.trainees[0].minutes"),
    ("trainees.0.held.0", "2027-03-25", "held_later", "$.trainees[0].held[0]"),
    ("trainees.0.held.0", "2027-02-29", "bad_day", "$.trainees[0].held[0]"),
    ("trainees.0.held.0", 7, "wrong_type", "$.trainees[0].held[0]"),
    ("trainees.0.preferred.0.to", "25:00", "bad_clock", "$.trainees[0].preferred[0].to"),
    ("trainees.0.aim.to", 5, "ends_before_start", "$.trainees[0].aim.to"),
    ("trainees.0.from", "2027-12-01", "ends_before_start", "$.trainees[0].through"),
    ("groups.0.members.1", "kari", "duplicate_id", "$.groups[0].members[1]"),
    ("groups.0.members.1", "guide", "member_leads", "$.groups[0].members[1]"),
    ("groups.0.quorum", 3, "quorum_over_members", "$.groups[0].quorum"),
    ("groups.0.id", "kari", "duplicate_id", "$.groups[0].id"),
    ("groups.0.members", ["kari"] * 13, "too_many", "$.groups[0].members"),
    ("sessions.0.of", "nobody", "unknown_series", "$.sessions[0].of"),
    ("sessions.0.with", "nobody", "unknown_person", "$.sessions[0].with"),
    ("sessions", [example()["sessions"][0]] * 25, "too_many", "$.sessions"),
]


@pytest.mark.parametrize(("path", "value", "code", "place"), FAULTS)
def test_a_fault_is_named_with_its_place(path: str, value: Any, code: FaultCode, place: str) -> None:
    with pytest.raises(FormatError) as caught:
        read_problem(put(path, value))
    faults = {(fault.code, fault.path_text): fault for fault in caught.value.faults}
    assert (code, place) in faults
    words = [fault_in_words(faults[code, place], language) for language in ("nb", "en")]
    assert all(line.startswith(f"{place}: ") for line in words)
    assert words[0] != words[1]


def test_every_fault_has_words_in_both_languages() -> None:
    assert set(NB) == set(EN) == set(FaultCode.__args__)


def test_a_text_has_lines() -> None:
    text = json.dumps(put("people.0.duties.0.to", "31. november"), indent=1)
    with pytest.raises(FormatError) as caught:
        read_problem(text)
    line = next(n for n, row in enumerate(text.splitlines(), 1) if "31. november" in row)
    assert [fault.line for fault in caught.value.faults] == [line]


def test_a_file_too_large_is_refused_unread(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reader, "MOST_BYTES", 100)
    with pytest.raises(FormatError) as caught:
        read_problem("[" * 101)
    assert [fault.code for fault in caught.value.faults] == ["too_large"]


def test_the_even_share_of_a_year_is_six_to_seven_weeks() -> None:
    document = example()
    document["period"] = {"from": "2027-01-01", "through": "2027-12-31", "place_from": "2027-03-25"}
    del document["trainees"][0]["aim"]
    document["trainees"][0]["sessions"] = 8
    aim = read_problem(document).series[0].aim
    assert (aim.least, aim.most) == (6 * 7, 7 * 7)


def test_held_long_ago_is_passed_over() -> None:
    document = put("trainees.0.held", ["1999-01-01", "2027-03-01"])
    assert read_problem(document).series[0].held == (dt.date(2027, 3, 1),)


@settings(max_examples=200, deadline=None)
@given(st.data())
def test_random_values_are_read_or_refused(data: st.DataObject) -> None:
    """Where they are read, sessions can be placed; no other error ever comes of it."""
    document = copy.deepcopy(example())
    for _ in range(data.draw(st.integers(1, 2))):
        node: Any = {"root": document}
        key: Any = "root"
        while (
            isinstance(node[key], dict | list)
            and node[key]
            and (key == "root" or data.draw(st.integers(0, 5)))
        ):
            node = node[key]
            key = data.draw(
                st.sampled_from(sorted(node) if isinstance(node, dict) else list(range(len(node))))
            )
        node[key] = data.draw(VALUES)
    found = read_or_refused(document)
    if isinstance(found, Problem):
        solution = place(found, seconds=5)
        assert check(found, solution).is_sound
    else:
        assert [fault_in_words(fault, "nb") for fault in found]


def read_or_refused(document: Any) -> Problem | tuple[Fault, ...]:
    try:
        return read_problem(document)
    except FormatError as error:
        return error.faults


@pytest.mark.parametrize(
    ("path", "value", "code"),
    [
        ("goal", "mend", "not_one_of"),
        ("sessions.0.of", "nobody", "unknown_series"),
        ("sessions.0.start", "i morgen", "bad_time"),
        ("value.missing", -1, "out_of_range"),
        ("bound", None, "wrong_type"),
        ("missing", [{"of": "nobody", "sessions": 1}], "unknown_series"),
    ],
)
def test_a_bad_solution_is_refused(path: str, value: Any, code: FaultCode) -> None:
    read = read_problem(example())
    document: Any = solution_to_json(read, place(read))
    *steps, last = [int(step) if step.isdigit() else step for step in path.split(".")]
    node = document
    for step in steps:
        node = node[step]
    node[last] = value
    with pytest.raises(FormatError) as caught:
        read_solution(document, read)
    assert code in {fault.code for fault in caught.value.faults}
