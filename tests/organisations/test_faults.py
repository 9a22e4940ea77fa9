"""What a file of organisations must satisfy: each fault by entry, field, kind and value."""

from __future__ import annotations

import pytest

from borealis.organisations.rules import Fault, faults_in


def body(code: str, parent: str | None = None) -> dict[str, object]:
    return {"code": code, "parent": parent}


@pytest.mark.parametrize(
    ("bodies", "stored", "faults"),
    [
        ([body("a"), body("b", "a")], {}, ()),
        ([body("b", "a")], {"a": None}, ()),
        (
            [body("a"), body("a")],
            {},
            (Fault(("organisations", 1), "code", "said_twice", "a"),),
        ),
        (
            [body("a", "x")],
            {},
            (Fault(("organisations", 0), "parent", "unknown_organisation", "x"),),
        ),
        (
            [body("a", "a")],
            {},
            (Fault(("organisations", 0), "parent", "inside_itself", "a"),),
        ),
        (
            [body("a", "b"), body("b", "a")],
            {},
            (
                Fault(("organisations", 0), "parent", "inside_itself", "a"),
                Fault(("organisations", 1), "parent", "inside_itself", "b"),
            ),
        ),
        ([body("c", "a")], {"a": "b", "b": "a"}, ()),  # a ring above, in what is stored, is not this file's
    ],
)
def test_each_fault_of_the_tree_is_told(
    bodies: list[dict[str, object]], stored: dict[str, str | None], faults: tuple[Fault, ...]
) -> None:
    assert faults_in(bodies, (), stored) == faults


def test_a_relation_names_known_bodies_at_both_ends() -> None:
    relations = [{"subject": "a", "object": "a"}, {"subject": "x", "object": "y"}]
    assert faults_in([body("a")], relations, {}) == (
        Fault(("relations", 1), "subject", "unknown_organisation", "x"),
        Fault(("relations", 1), "object", "unknown_organisation", "y"),
    )
