"""The tree of bodies as plain values: what lies above, below and nearest, and where a body lies."""

from __future__ import annotations

import pytest

from borealis.organisations.rules import Fault, Node, Tree, faults_in, tree_of

REGION, TRUST, TROMSO, PET, HARSTAD, UNIVERSITY = range(1, 7)
BODIES = (
    Node(HARSTAD, "harstad", "hospital", TRUST, "Harstad"),
    Node(PET, "pet", "department", TROMSO, ""),
    Node(TROMSO, "tromso", "hospital", TRUST, "Tromsø"),
    Node(TRUST, "trust", "trust", REGION, "Tromsø"),
    Node(REGION, "region", "health_authority", None, ""),
    Node(UNIVERSITY, "uit", "university", None, "Tromsø"),
)


@pytest.fixture
def tree() -> Tree:
    return tree_of(BODIES)


@pytest.mark.parametrize(
    ("body", "above"),
    [
        (PET, ["tromso", "trust", "region"]),
        (HARSTAD, ["trust", "region"]),
        (REGION, []),
        (UNIVERSITY, []),
        (99, []),
    ],
)
def test_the_line_goes_up_from_the_body_nearest_first(tree: Tree, body: int, above: list[str]) -> None:
    assert [node.code for node in tree.ancestors(body)] == above
    own = [tree.nodes[body].code] if body in tree.nodes else []
    assert [node.code for node in tree.line(body)] == own + above


def test_a_ring_ends_the_line_and_what_is_within() -> None:
    ring = tree_of(
        [Node(1, "a", "trust", 2, ""), Node(2, "b", "trust", 1, ""), Node(3, "c", "clinic", 2, "")]
    )
    assert [node.code for node in ring.line(3)] == ["c", "b", "a"]
    assert ring.within([1]) == {1, 2, 3}


def test_a_body_whose_parent_is_not_stored_is_the_top_of_its_line() -> None:
    tree = tree_of([Node(1, "a", "trust", 99, "")])
    assert [node.code for node in tree.line(1)] == ["a"]
    assert tree.within([99]) == frozenset()


@pytest.mark.parametrize(
    ("bodies", "inside"),
    [
        ([PET], {PET}),
        ([TRUST], {TRUST, TROMSO, HARSTAD, PET}),
        ([HARSTAD, UNIVERSITY], {HARSTAD, UNIVERSITY}),
        ([TRUST, PET], {TRUST, TROMSO, HARSTAD, PET}),
        ([], set()),
        ([99], set()),
    ],
)
def test_within_a_body_is_the_body_and_all_below_it(tree: Tree, bodies: list[int], inside: set[int]) -> None:
    assert tree.within(bodies) == inside


@pytest.mark.parametrize(
    ("body", "kind", "found"),
    [
        (REGION, "hospital", ["harstad", "tromso"]),
        (REGION, "department", ["pet"]),
        (TROMSO, "hospital", []),  # not the body itself
        (HARSTAD, "department", []),
        (REGION, "university", []),
    ],
)
def test_the_bodies_of_a_kind_below_another_in_stored_order(
    tree: Tree, body: int, kind: str, found: list[str]
) -> None:
    assert [node.code for node in tree.below(body, kind)] == found


@pytest.mark.parametrize(
    ("body", "kind", "found"),
    [
        (PET, "hospital", "tromso"),
        (TROMSO, "hospital", "tromso"),
        (PET, "health_authority", "region"),
        (TRUST, "hospital", None),
    ],
)
def test_the_nearest_of_a_kind_is_the_body_itself_or_above_it(
    tree: Tree, body: int, kind: str, found: str | None
) -> None:
    nearest = tree.nearest(body, kind)
    assert (nearest.code if nearest else None) == found


@pytest.mark.parametrize(("body", "town"), [(PET, "Tromsø"), (HARSTAD, "Harstad"), (REGION, ""), (99, "")])
def test_a_body_lies_in_its_own_town_or_that_of_the_nearest_above(tree: Tree, body: int, town: str) -> None:
    assert tree.town(body) == town


def test_a_file_may_move_a_stored_body_and_then_it_lies_where_the_file_says() -> None:
    moved = [{"code": "a", "parent": "b"}]
    assert faults_in(moved, (), {"a": None, "b": None}) == ()
    assert faults_in(moved, (), {"a": None, "b": "a"}) == (
        Fault(("organisations", 0), "parent", "inside_itself", "a"),
    )
    freed = [{"code": "a", "parent": ""}]
    assert faults_in(freed, (), {"a": "b", "b": "a"}) == ()


def test_a_long_way_up_to_oneself_is_a_ring_for_each_that_the_file_names() -> None:
    bodies = [{"code": "a", "parent": "b"}, {"code": "b", "parent": "c"}, {"code": "d", "parent": "a"}]
    found = faults_in(bodies, (), {"c": "a"})
    assert [(fault.entry, fault.value) for fault in found] == [
        (("organisations", 0), "a"),
        (("organisations", 1), "b"),
    ]


def test_a_relation_may_name_what_is_stored_or_in_the_file() -> None:
    relations = [{"subject": "stored", "object": "new"}, {"subject": "new", "object": "unknown"}]
    assert faults_in([{"code": "new"}], relations, {"stored": None}) == (
        Fault(("relations", 1), "object", "unknown_organisation", "unknown"),
    )
