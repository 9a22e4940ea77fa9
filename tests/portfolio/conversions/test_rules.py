"""What a table of replacements proposes, what is covered, and a proof that sees whatever is gone or changed."""

from __future__ import annotations

import hashlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from borealis.portfolio.conversions.rules import (
    ALONE,
    COVERS,
    PARTLY,
    Pair,
    covered,
    digest,
    lost,
    proof_of,
    proposed_pairs,
    same_area,
)

keys = st.integers(1, 8)
links = st.dictionaries(st.integers(101, 106), st.lists(keys, max_size=4), max_size=6)
pairs = st.lists(
    st.builds(
        Pair,
        st.none() | keys,
        st.none() | st.integers(101, 106),
        st.sampled_from([COVERS, PARTLY, ALONE]),
    )
)
inventories = st.dictionaries(
    st.sampled_from(["approved", "activities"]), st.dictionaries(st.text("abc", max_size=2), st.text("xyz"))
)


def test_one_replaced_goal_covers_and_several_each_cover_a_part() -> None:
    assert proposed_pairs([1, 2, 3, 4], {101: [1], 102: [2, 3], 103: [9]}) == [
        Pair(1, 101, COVERS),
        Pair(2, 102, PARTLY),
        Pair(3, 102, PARTLY),
        Pair(4, None, ALONE),
    ]


@given(st.lists(keys, unique=True), links)
def test_every_earlier_goal_is_told_of_and_no_other(olders: list[int], table: dict[int, list[int]]) -> None:
    found = proposed_pairs(olders, table)
    assert {pair.older for pair in found} == set(olders)
    assert len(found) == len(set(found))
    assert all((pair.newer is None) == (pair.verdict == ALONE) for pair in found)


@given(st.lists(keys, unique=True))
def test_without_a_table_nothing_covers(olders: list[int]) -> None:
    assert covered(proposed_pairs(olders, {}), olders) == {}


@given(pairs, st.sets(keys))
def test_a_newer_goal_is_covered_only_by_an_approved_one_that_covers_it(
    said: list[Pair], approved: set[int]
) -> None:
    found = covered(said, approved)
    for newer, olders in found.items():
        assert olders
        assert all(older in approved and Pair(older, newer, COVERS) in said for older in olders)
    expected = {p.newer for p in said if p.verdict == COVERS and p.newer and p.older in approved}
    assert set(found) == expected


@pytest.mark.parametrize(
    ("older", "newer", "beside"),
    [
        ("Etikk", "Etikk", True),
        ("Forskningsforståelse", "Forskningsforståelse og kunnskapshåndtering", True),
        ("Samhandling", "Systemforståelse, organisasjonsutvikling, ledelse og samhandling", True),
        (
            "Systemforståelse, organisasjonsutvikling og ledelse",
            "Systemforståelse, organisasjonsutvikling, ledelse og samhandling",
            True,
        ),
        ("Pasient- og brukermedvirkning", "Kvalitet og pasientsikkerhet", False),
        ("Kvalitet og pasientsikkerhet", "Kommunikasjon, samvalg og helsekompetanse", False),
        ("Etikk og juss", "Etikk, juss", True),
        ("Ethics and law", "Ethics, law", True),
        ("", "Etikk", False),
    ],
)
def test_areas_lie_beside_each_other_by_the_words_of_their_names(
    older: str, newer: str, beside: bool
) -> None:
    assert same_area(older, newer) is beside


@given(inventories, inventories)
def test_a_proof_counts_what_is_kept_and_names_what_is_gone(
    before: dict[str, dict[str, str]], after: dict[str, dict[str, str]]
) -> None:
    proof = proof_of(before, after)
    for kind, said in proof["kinds"].items():
        was, now = before.get(kind, {}), after.get(kind, {})
        gone = [key for key in was if now.get(key) != was[key]]
        assert said["kept"] == len(was) - len(gone)
        assert said["before"] == len(was)
        assert said["added"] == len([key for key in now if key not in was])
        assert (said["digest_before"] == said["digest_kept"]) is (not gone)
        assert sorted(gone) == proof["lost"].get(kind, [])
    assert proof["lost"] == lost(before, after)
    assert proof["format"] == "borealis/conversion-proof/1"


def test_a_digest_is_that_of_its_rows_written_in_order_one_on_each_line() -> None:
    """given two rows, then anybody can make the digest again with a tool of one's own"""
    rows = b"a x\nb y"
    assert digest({"b": "y", "a": "x"}) == digest({"a": "x", "b": "y"}) == hashlib.sha256(rows).hexdigest()


@given(inventories)
def test_nothing_is_lost_when_nothing_changes_or_something_comes(before: dict[str, dict[str, str]]) -> None:
    more = {kind: {**rows, "new": "z"} for kind, rows in before.items()}
    assert lost(before, before) == lost(before, more) == {}
