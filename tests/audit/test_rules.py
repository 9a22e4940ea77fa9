"""The tree, its proofs and its bytes, against slow and obvious oracles."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from typing import Any

import pytest
import rfc8785
from hypothesis import given
from hypothesis import strategies as st

from borealis.audit import rules
from borealis.audit.rules import (
    Frontier,
    Head,
    HeadUnreadable,
    ReceiptRefused,
    Told,
    canonical,
    consistency_proof,
    inclusion_proof,
    is_consistent,
    is_included,
    parse_head,
    parse_receipt,
)

LEAVES = [hashlib.sha256(bytes([number])).digest() for number in range(70)]
NOW = dt.datetime(2026, 11, 22, 12, 0, 0, 123456, tzinfo=dt.UTC)
WHOLE = st.integers(-(2**53) + 1, 2**53 - 1)
SCALARS = st.none() | st.booleans() | WHOLE | st.floats(allow_nan=False, allow_infinity=False) | st.text()
JSON = st.recursive(SCALARS, lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner), max_leaves=12)


def slow_root(leaves: list[bytes]) -> bytes:
    """RFC 6962 § 2.1, word for word."""
    if not leaves:
        return hashlib.sha256(b"").digest()
    if len(leaves) == 1:
        return leaves[0]
    split = max(2**power for power in range(len(leaves).bit_length()) if 2**power < len(leaves))
    return hashlib.sha256(b"\x01" + slow_root(leaves[:split]) + slow_root(leaves[split:])).digest()


def grown(size: int) -> Frontier:
    edge = Frontier()
    for leaf in LEAVES[:size]:
        edge.add(leaf)
    return edge


@pytest.mark.parametrize("size", range(len(LEAVES)))
def test_the_edge_gives_the_root_of_the_whole_tree(size: int) -> None:
    edge = grown(size)
    assert edge.root() == slow_root(LEAVES[:size])
    assert Frontier(edge.size, edge.peaks).root() == edge.root()


def test_an_edge_that_does_not_fit_its_size_is_refused() -> None:
    with pytest.raises(ValueError, match="2 full subtrees"):
        Frontier(5, [LEAVES[0]])


@given(st.data())
def test_every_leaf_is_proved_and_no_other_passes_for_it(data: st.DataObject) -> None:
    size = data.draw(st.integers(1, len(LEAVES)))
    index, other = data.draw(st.integers(0, size - 1)), data.draw(st.integers(0, len(LEAVES) - 1))
    proof, root = inclusion_proof(LEAVES[:size], index), slow_root(LEAVES[:size])
    assert is_included(LEAVES[index], index, size, proof, root)
    assert is_included(LEAVES[other], other, size, proof, root) == (other == index)
    assert not is_included(LEAVES[index], index, size, [*proof, LEAVES[0]], root)
    assert not is_included(LEAVES[index], index, size, proof[:-1], root) or not proof
    if proof:
        place = data.draw(st.integers(0, len(proof) - 1))
        bent = [*proof[:place], LEAVES[other], *proof[place + 1 :]]
        assert is_included(LEAVES[index], index, size, bent, root) == (bent == proof)


@given(st.data())
def test_every_older_tree_is_proved_and_no_other_passes_for_it(data: st.DataObject) -> None:
    newer = data.draw(st.integers(1, len(LEAVES)))
    older = data.draw(st.integers(1, newer))
    proof = consistency_proof(LEAVES[:newer], older)
    roots = slow_root(LEAVES[:older]), slow_root(LEAVES[:newer])
    assert is_consistent(older, newer, *roots, proof)
    assert not is_consistent(older, newer, LEAVES[-1], roots[1], proof) or older == 1 == newer == len(LEAVES)
    assert not is_consistent(older, newer, roots[0], hashlib.sha256(b"x").digest(), proof)
    assert not is_consistent(older, newer, *roots, [*proof, LEAVES[0]])
    if proof:
        assert not is_consistent(older, newer, *roots, proof[:-1])
        place = data.draw(st.integers(0, len(proof) - 1))
        bent = [*proof[:place], hashlib.sha256(b"y").digest(), *proof[place + 1 :]]
        assert not is_consistent(older, newer, *roots, bent)


def test_an_older_tree_of_size_0_proves_nothing_and_is_refused() -> None:
    root = slow_root(LEAVES[:4])
    assert not is_consistent(0, 4, rules.EMPTY_ROOT, root, [])
    assert not is_consistent(5, 4, root, root, [])
    assert not is_consistent(4, 8, root, slow_root(LEAVES[:8]), [])
    assert not is_consistent(3, 4, root, root, [])
    for older in (0, 5):
        with pytest.raises(ValueError, match="No proof"):
            consistency_proof(LEAVES[:4], older)


def test_a_leaf_that_is_not_there_has_no_proof() -> None:
    assert not is_included(LEAVES[0], 4, 4, [], LEAVES[0])
    for index in (-1, 4):
        with pytest.raises(IndexError):
            inclusion_proof(LEAVES[:4], index)


@given(JSON)
def test_the_short_way_to_canonical_json_gives_the_same_bytes(value: Any) -> None:
    try:
        expected = rfc8785.dumps(value)
    except rfc8785.CanonicalizationError:
        with pytest.raises(TypeError):
            canonical(value)
    else:
        assert canonical(value) == expected


@pytest.mark.parametrize(
    "value",
    [
        2**53,
        -(2**53),
        dt.date(2026, 1, 1),
        {1: 2},
        {"a": {1, 2}},
        float("nan"),
        "\ud800",
        [b"x"],
        {"\ud800": 1},
    ],
    ids=repr,
)
def test_what_is_no_json_is_refused_in_words(value: Any) -> None:
    with pytest.raises(TypeError, match="canonical JSON"):
        canonical(value)


def test_nesting_without_end_is_refused() -> None:
    value: list[Any] = []
    for _ in range(5000):
        value = [value]
    with pytest.raises(TypeError, match="canonical JSON"):
        canonical(value)


KEYS = st.none() | st.integers(1, 2**53 - 1)


@given(
    st.builds(
        Told,
        number=st.integers(1, 2**53 - 1),
        at=st.datetimes(timezones=st.just(dt.UTC)),
        by=KEYS,
        role=st.text(),
        place=KEYS,
        way=st.text(),
        about=KEYS,
        act=st.text(),
        subject=st.text(),
        version=st.text(),
        detail=st.dictionaries(st.text(), SCALARS),
        commitment=st.text("0123456789abcdef"),
    )
)
def test_an_event_is_written_as_rfc_8785_writes_its_body(told: Told) -> None:
    try:
        expected = rfc8785.dumps(rules.body_of(told))
    except rfc8785.CanonicalizationError:
        with pytest.raises(TypeError):
            rules.written(told)
    else:
        assert rules.written(told) == expected
        assert rules.leaf_of(told) == hashlib.sha256(b"\x00" + expected).digest()


@pytest.mark.parametrize(
    "wrong",
    [
        {"at": NOW.replace(tzinfo=None)},
        {"by": "1"},
        {"by": 2**53},
        {"act": None},
        {"act": "\ud800"},
        {"detail": {"x": NOW}},
    ],
)
def test_an_event_of_wrong_kinds_is_refused(wrong: dict[str, Any]) -> None:
    told = Told(1, NOW, None, "", None, "", None, "act", "room.Model:1", "", {}, "")
    with pytest.raises(TypeError):
        rules.written(told._replace(**wrong))


HEAD = Head(7, "a" * 64, "2026-11-22T12:00:00.123456+00:00", "b" * 16, "c" * 128)


def test_a_head_comes_back_from_its_line_in_any_spelling() -> None:
    fields = json.loads(HEAD.line())
    assert HEAD.line().encode() == rfc8785.dumps(fields)
    assert parse_head(HEAD.line()) == parse_head(json.dumps(fields, indent=2)) == HEAD
    fields.pop("signature")
    assert HEAD.signed == b"borealis record head 1\n" + rfc8785.dumps(fields)


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"size": -1}, "size"),
        ({"size": True}, "size"),
        ({"root": "A" * 64}, "root"),
        ({"signature": 5}, "signature"),
        ({"key": "b" * 15}, "key"),
        ({"time": "i går"}, "time"),
        ({"more": 1}, "exactly"),
    ],
)
def test_a_line_that_is_no_head_is_refused_in_words(change: dict[str, Any], words: str) -> None:
    with pytest.raises(HeadUnreadable, match=words):
        parse_head(json.dumps({**json.loads(HEAD.line()), **change}))


@pytest.mark.parametrize("line", ["", "{", "[" * 100_000, "[]"], ids=["empty", "cut", "deep", "list"])
def test_a_line_that_is_not_even_json_is_refused(line: str) -> None:
    with pytest.raises(HeadUnreadable):
        parse_head(line)


@pytest.mark.parametrize(
    "text",
    ["", "[]", '{"event": {}, "proof": [], "head": {}}', '{"event": 5}'],
)
def test_what_is_no_receipt_is_refused_in_words(text: str) -> None:
    with pytest.raises(ReceiptRefused, match="cannot be read"):
        parse_receipt(text)


def test_a_receipt_of_nothing_is_refused() -> None:
    text = json.dumps({"event": {"number": "1"}, "proof": [], "head": json.loads(HEAD.line())})
    with pytest.raises(ReceiptRefused, match="names no event"):
        parse_receipt(text)
    receipt = parse_receipt(text.replace('"1"', '1, "x": 1e999'))
    with pytest.raises(ReceiptRefused, match="canonical JSON"):
        rules.check_receipt(receipt, HEAD.key, lambda signature, message: True)
