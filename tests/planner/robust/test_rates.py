"""The rates' file: what is left out is as assumed, every fault has its place, and the schema says the same."""

from __future__ import annotations

import json
from importlib import resources
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from benchmarks.instances import make_instance
from borealis.planner import FormatError, read_problem, solve
from borealis.planner.robust import (
    assumed_rates,
    harden,
    outlook_to_json,
    rates_to_json,
    read_rates,
    simulate,
)

FORMAT = "borealis/rotation-rates/1"


def schema(name: str) -> Draft202012Validator:
    text = resources.files("borealis.planner").joinpath("schemas", name).read_text(encoding="utf-8")
    document = json.loads(text)
    Draft202012Validator.check_schema(document)
    return Draft202012Validator(document)


def test_each_assumed_rate_says_where_it_comes_from() -> None:
    written: Any = rates_to_json(assumed_rates())
    schema("rotation-rates-1.json").validate(written)
    assert read_rates(written) == assumed_rates()
    sources = {key: part["source"] for key, part in written.items() if key != "format"}
    assert sources.pop("allowance") == "spesialistforskriften § 31, in a simple form"
    assert set(sources.values()) == {"assumed"}


def test_a_file_says_only_what_it_changes() -> None:
    changed = read_rates({"format": FORMAT, "sick_leave": {"a_year": 0.2, "source": "HR 2025"}})
    assert changed.parental_leave == assumed_rates().parental_leave
    assert (changed.sick_leave.a_year, changed.sick_leave.source) == (0.2, "HR 2025")
    assert changed.sick_leave.longest == assumed_rates().sick_leave.longest
    assert read_rates({"format": FORMAT}) == assumed_rates()


BAD = [
    ({}, "$", "wrong_format"),
    ({"format": FORMAT, "sick_leave": {"a_year": 1.5}}, "$.sick_leave.a_year", "out_of_range"),
    ({"format": FORMAT, "sick_leave": {"shortest": 0}}, "$.sick_leave.shortest", "out_of_range"),
    ({"format": FORMAT, "sick_leave": {"shortest": "two"}}, "$.sick_leave.shortest", "wrong_type"),
    ({"format": FORMAT, "sick_leave": 3}, "$.sick_leave", "wrong_type"),
    ({"format": FORMAT, "resignation": {}}, "$.resignation", "missing_key"),
    ({"format": FORMAT, "allowance": {"share": -1}}, "$.allowance.share", "out_of_range"),
    ({"format": FORMAT, "sign_off": {"shares": [0.5, "x"]}}, "$.sign_off.shares[1]", "wrong_type"),
]


@pytest.mark.parametrize(("document", "path", "code"), BAD)
def test_a_fault_is_named_with_its_place(document: Any, path: str, code: str) -> None:
    with pytest.raises(FormatError) as refused:
        read_rates(document)
    assert (path, code) in [(fault.path_text, fault.code) for fault in refused.value.faults]
    assert not schema("rotation-rates-1.json").is_valid(document)


@pytest.mark.parametrize(
    "part", [{"sign_off": {"shares": [0.5, 0.4]}}, {"sick_leave": {"shortest": 5, "longest": 4}}]
)
def test_what_does_not_add_up_is_refused(part: Any) -> None:
    with pytest.raises(FormatError) as refused:
        read_rates({"format": FORMAT, **part})
    assert [fault.code for fault in refused.value.faults] == ["out_of_range"]


def test_the_outlook_is_as_its_schema_says() -> None:
    found = read_problem(make_instance(5, 1.25, 1))
    plan = solve(found, seconds=1)
    plans = harden(found, plan, solve=lambda p, seed: solve(p, seconds=0.3, seed=seed), futures=50)
    written = json.loads(json.dumps(outlook_to_json(simulate(found, plan, futures=50), plans)))
    schema("rotation-outlook-1.json").validate(written)
    schema("rotation-rates-1.json").validate(written["rates"])
    assert [row["id"] for row in written["trainees"]] == [person.id for person in found.trainees]
    assert [row["way"] for row in written["hardened"]] == [plan.way for plan in plans]
