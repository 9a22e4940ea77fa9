"""Bytes, heads and receipts exactly as they are written, and the edges of what is taken for one."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from typing import Any

import pytest
import rfc8785

from borealis.audit import rules
from borealis.audit.rules import (
    EMPTY_ROOT,
    Frontier,
    Head,
    HeadUnreadable,
    Receipt,
    ReceiptRefused,
    Told,
    canonical,
    consistency_proof,
    inclusion_proof,
    is_consistent,
    is_included,
    leaf_hash,
    parse_head,
    parse_receipt,
    shown_time,
)

NOW = dt.datetime(2026, 11, 22, 12, 0, 0, 0, tzinfo=dt.UTC)
LARGEST = 2**53 - 1
TOLD = Told(7, NOW, 1, "head", 2, "web", 3, "sign_plan", "plans.Plan:4", "v1", {"b": 1, "a": "æ"}, "c0")
HEAD = Head(7, "a" * 64, "2026-11-22T12:00:00.000000+00:00", "b" * 16, "c" * 128)


SHORT = [None, True, "æ", 0, LARGEST, -LARGEST, [], [1, "b", [None]], {}, {"b": [1], "a": {"c": True}}]
LONG = [1.5, [1.5], {"a": 1.5}, {"æ": 1}, {"b": {"æ": 1}}, (1,)]


@pytest.mark.parametrize("value", SHORT, ids=repr)
def test_what_events_mostly_hold_is_written_the_short_way(
    value: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    expected = rfc8785.dumps(value)
    monkeypatch.setattr(rfc8785, "dumps", None)
    assert canonical(value) == expected


@pytest.mark.parametrize("value", LONG, ids=repr)
def test_fractions_and_other_keys_are_written_by_the_published_implementation(
    value: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rfc8785, "dumps", lambda value: b"the long way")
    assert canonical(value) == b"the long way"


def test_an_event_word_for_word() -> None:
    written = (
        '{"about":3,"act":"sign_plan","at":"2026-11-22T12:00:00.000000+00:00","by":1,"commitment":"c0",'
        '"detail":{"a":"æ","b":1},"number":7,"place":2,"role":"head","subject":"plans.Plan:4","version":"v1",'
        '"way":"web"}'
    )
    assert rules.written(TOLD).decode() == written
    nobody = rules.written(TOLD._replace(by=None, place=None, about=None))
    assert json.loads(nobody) == {**json.loads(written), "by": None, "place": None, "about": None}
    assert rules.leaf_of(TOLD) == hashlib.sha256(b"\x00" + written.encode()).digest()


@pytest.mark.parametrize("name", ["number", "by", "place", "about"])
def test_a_key_is_a_whole_number_that_every_reader_has(name: str) -> None:
    for key in (LARGEST, -LARGEST, 0):
        assert json.loads(rules.written(TOLD._replace(**{name: key})))[name] == key
    for key in (LARGEST + 1, -LARGEST - 1, True, 1.0, "1"):
        with pytest.raises(TypeError, match=r"whole number up to 2\^53 - 1, not "):
            rules.written(TOLD._replace(**{name: key}))


def test_what_is_no_text_or_no_time_is_refused_in_words() -> None:
    with pytest.raises(TypeError, match="An event has text that is not Unicode"):
        rules.written(TOLD._replace(role="\ud800"))
    with pytest.raises(TypeError, match="A time in the record needs a time zone"):
        shown_time(NOW.replace(tzinfo=None))
    oslo = dt.timezone(dt.timedelta(hours=1))
    assert shown_time(NOW.astimezone(oslo)) == "2026-11-22T12:00:00.000000+00:00"


def test_a_commitment_is_to_salt_and_text_together() -> None:
    assert (
        rules.commitment("ab", {"why": "æ"})
        == hashlib.sha256('{"salt":"ab","text":{"why":"æ"}}'.encode()).hexdigest()
    )


def test_a_key_is_called_by_the_first_digits_of_its_digest() -> None:
    assert rules.key_id(b"key") == hashlib.sha256(b"key").hexdigest()[:16]


# Heads


def test_a_head_is_signed_and_kept_word_for_word() -> None:
    rest = f'"size":7,"time":"{HEAD.time}"}}'
    assert HEAD.signed.decode() == f'borealis record head 1\n{{"key":"{HEAD.key}","root":"{HEAD.root}",{rest}'
    assert HEAD.line() == f'{{"key":"{HEAD.key}","root":"{HEAD.root}","signature":"{HEAD.signature}",{rest}'


def spelled(**changes: Any) -> str:
    """A head as other programs may write it."""
    return json.dumps({**json.loads(HEAD.line()), **changes}, indent=1)


@pytest.mark.parametrize("size", [0, 1, 10**17, 10**18])
def test_a_head_of_any_size_is_read_in_any_spelling(size: int) -> None:
    head = Head(size, HEAD.root, HEAD.time, HEAD.key, HEAD.signature)
    assert [parse_head(line) for line in (head.line(), head.line() + "\n", spelled(size=size))] == [head] * 3


FIELDS = "it does not have exactly the fields key, root, signature, size, time"


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("", "it is not JSON"),
        ("[]", FIELDS),
        (spelled(more=1), FIELDS),
        (spelled().replace("root", "toor"), FIELDS),
        (spelled(size=-1), "its size is no whole number"),
        (spelled(size=1.0), "its size is no whole number"),
        (spelled(size=True), "its size is no whole number"),
        (spelled(root="a" * 63), "its root does not have the right form"),
        (spelled(root="A" * 64), "its root does not have the right form"),
        (spelled(key="b" * 17), "its key does not have the right form"),
        (spelled(signature="c" * 127), "its signature does not have the right form"),
        (spelled(signature=None), "its signature does not have the right form"),
        (spelled(time="x" * 32), "its time does not have the right form"),
        (spelled(time="2026-11-22"), "its time does not have the right form"),
    ],
)
def test_a_line_that_is_no_head_says_what_is_wrong_with_it(line: str, words: str) -> None:
    with pytest.raises(HeadUnreadable) as refused:
        parse_head(line)
    assert str(refused.value) == words


# The tree and its proofs

LEAVES = [leaf_hash(bytes([number])) for number in range(9)]


def root(size: int) -> bytes:
    edge = Frontier()
    for leaf in LEAVES[:size]:
        edge.add(leaf)
    return edge.root()


def test_an_edge_that_does_not_fit_is_refused_in_words() -> None:
    with pytest.raises(ValueError, match="A tree of 5 leaves has 2 full subtrees on its edge"):
        Frontier(5, [LEAVES[0]])
    assert Frontier().root() == EMPTY_ROOT
    assert (Frontier().size, Frontier().peaks) == (0, [])


@pytest.mark.parametrize("size", range(1, 10))
def test_every_proof_holds_for_its_own_place_and_sizes_alone(size: int) -> None:
    """given all trees up to nine leaves, then every proof is right and is refused everywhere else"""
    for index in range(size):
        proof = inclusion_proof(LEAVES[:size], index)
        for place in range(-1, size + 1):
            assert is_included(LEAVES[index], place, size, proof, root(size)) is (place == index)
        for longer in ([*proof, LEAVES[0]], [LEAVES[0], *proof]):
            assert is_included(LEAVES[index], index, size, longer, root(size)) is False
        assert is_included(LEAVES[index], index, size, proof, b"") is False
    for older in range(1, size + 1):
        proof = consistency_proof(LEAVES[:size], older)
        for claimed in range(-1, size + 2):
            right = claimed == older
            assert is_consistent(claimed, size, root(older), root(size), proof) is right
        assert is_consistent(older, size, root(older), root(size), [*proof, LEAVES[0]]) is False
        assert is_consistent(older, size, b"", root(size), proof) is False
        assert is_consistent(older, size, root(older), b"", proof) is False
        assert is_consistent(older, size, root(older), root(size), []) is (older == size)


def test_there_is_no_proof_of_what_is_not_there() -> None:
    for index in (-1, 4):
        with pytest.raises(IndexError, match=f"There is no leaf {index} in a tree of 4"):
            inclusion_proof(LEAVES[:4], index)
    for older in (0, 5):
        with pytest.raises(ValueError, match=f"No proof from a tree of {older} to one of 4"):
            consistency_proof(LEAVES[:4], older)


# Receipts


def receipt(index: int = 1) -> Receipt:
    """One event among three, and the head of their tree."""
    events = [{"number": number, "act": "æ"} for number in (1, 2, 3)]
    leaves = [leaf_hash(canonical(event)) for event in events]
    edge = Frontier()
    for leaf in leaves:
        edge.add(leaf)
    head = Head(3, edge.root().hex(), HEAD.time, HEAD.key, HEAD.signature)
    return Receipt(events[index], inclusion_proof(leaves, index), head)


def holds(signature: str, message: bytes) -> bool:
    return (signature, message) == (HEAD.signature, receipt().head.signed)


def test_a_receipt_goes_out_as_json_for_reading_and_comes_back() -> None:
    own = receipt()
    assert own.as_json() == json.dumps(
        {
            "event": own.event,
            "proof": [step.hex() for step in own.proof],
            "head": json.loads(own.head.line()),
        },
        ensure_ascii=False,
        indent=1,
    )
    assert parse_receipt(own.as_json()) == own
    rules.check_receipt(own, HEAD.key, holds)


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"event": {"number": 2, "act": "x"}}, "Event 2 as it stands here is not in the record that the head is of."),
        ({"event": {"number": 3, "act": "æ"}}, "Event 3 as it stands here is not in the record that the head is of."),
        ({"proof": []}, "Event 2 as it stands here is not in the record that the head is of."),
        ({"event": {"number": 2, "act": 1e999}}, "This cannot be written as canonical JSON: "),
    ],
)  # fmt: skip
def test_a_receipt_of_something_else_proves_nothing(wrong: dict[str, Any], words: str) -> None:
    own = receipt()
    bent = Receipt(**{"event": own.event, "proof": own.proof, "head": own.head, **wrong})
    with pytest.raises(ReceiptRefused) as refused:
        rules.check_receipt(bent, HEAD.key, holds)
    assert str(refused.value).startswith(words)


def test_a_receipt_by_another_key_or_signature_proves_nothing() -> None:
    words = "The head of the receipt is not signed by this key"
    with pytest.raises(ReceiptRefused, match=words):
        rules.check_receipt(receipt(), "d" * 16, holds)
    with pytest.raises(ReceiptRefused, match=words):
        rules.check_receipt(receipt(), HEAD.key, lambda signature, message: False)


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"head": {}}, f"The receipt cannot be read: {FIELDS}."),
        ({"proof": ["xy"]}, "The receipt cannot be read: it is not JSON as borealis writes it."),
        ({"proof": 5}, "The receipt cannot be read: it is not JSON as borealis writes it."),
        ({"event": []}, "The receipt names no event."),
        ({"event": {}}, "The receipt names no event."),
        ({"event": {"number": True}}, "The receipt names no event."),
    ],
)
def test_what_is_no_receipt_is_refused_with_the_reason(changes: dict[str, Any], words: str) -> None:
    with pytest.raises(ReceiptRefused) as refused:
        parse_receipt(json.dumps({**json.loads(receipt().as_json()), **changes}))
    assert str(refused.value) == words
