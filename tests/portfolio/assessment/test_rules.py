"""Shares, groups and states: what may be shown, and with which interval."""

from __future__ import annotations

import datetime as dt
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from borealis.portfolio.assessment.rules import (
    FEWEST,
    Pack,
    gathered,
    is_closed,
    is_shown,
    kept_group,
    may_go,
    share,
    spread,
)

DAY = dt.date(2026, 11, 20)


# Groups


@pytest.mark.parametrize(
    ("answered", "packs"),
    [
        ({}, ()),
        ({"a": 4}, ()),
        ({"a": 2, "b": 2}, ()),
        ({"a": 5}, (Pack(("a",), 5),)),
        ({"a": 3, "b": 2}, (Pack((), 5),)),
        ({"a": 6, "": 2}, (Pack((), 8),)),
        ({"a": 6, "b": 5}, (Pack(("a",), 6), Pack(("b",), 5))),
        ({"a": 6, "b": 5, "c": 2}, (Pack(("a",), 6), Pack((), 7))),
        ({"a": 6, "b": 5, "c": 2, "": 3}, (Pack(("a",), 6), Pack(("b",), 5), Pack((), 5))),
        ({"a": 7, "b": 0}, (Pack(("a",), 7),)),
    ],
)
def test_groups_stand_alone_only_where_nobody_can_be_told_from_the_rest(
    answered: dict[str, int], packs: tuple[Pack, ...]
) -> None:
    assert gathered(answered) == packs


@given(st.dictionaries(st.sampled_from(["", "a", "b", "c", "d"]), st.integers(0, 12)))
def test_no_pack_and_no_difference_between_packs_holds_fewer_than_five(answered: dict[str, int]) -> None:
    packs, total = gathered(answered), sum(answered.values())
    assert all(pack.number >= FEWEST for pack in packs)
    assert sum(pack.number for pack in packs) == (total if total >= FEWEST else 0)


@pytest.mark.parametrize(
    ("group", "asked", "kept"),
    [("a", {"a": 5}, "a"), ("a", {"a": 4}, ""), ("b", {"a": 9}, ""), ("", {"a": 9}, "")],
)
def test_a_group_that_could_never_stand_alone_is_not_stored(
    group: str, asked: dict[str, int], kept: str
) -> None:
    assert kept_group(group, asked) == kept


@pytest.mark.parametrize(
    ("state", "closes_on", "waiting", "closed"),
    [
        ("open", DAY, 3, False),
        ("open", DAY - dt.timedelta(days=1), 3, True),
        ("open", DAY + dt.timedelta(days=9), 0, True),
        ("proposed", DAY - dt.timedelta(days=1), 0, False),
        ("dropped", DAY - dt.timedelta(days=1), 0, False),
    ],
)
def test_a_round_is_closed_by_its_last_day_or_its_last_answer(
    state: str, closes_on: dt.date, waiting: int, closed: bool
) -> None:
    assert is_closed(state, closes_on, waiting, DAY) is closed


@pytest.mark.parametrize(
    ("answered", "closed", "shown"), [(5, True, True), (4, True, False), (9, False, False)]
)
def test_answers_are_shown_when_five_have_answered_and_no_more_can_come(
    answered: int, closed: bool, shown: bool
) -> None:
    assert is_shown(answered, closed) is shown


def test_only_a_proposal_is_changed_agreed_or_dropped() -> None:
    acts = ("change", "agree", "drop")
    assert [state for state in ("proposed", "open", "dropped") for act in acts if may_go(state, act)] == [
        "proposed"
    ] * 3


# Shares


@pytest.mark.parametrize(
    ("hits", "total", "low", "high"),
    [(0, 0, 0.0, 1.0), (0, 10, 0.0, 0.2775), (10, 10, 0.7225, 1.0), (12, 20, 0.3866, 0.7812)],
)
def test_the_interval_of_a_share_is_wilsons(hits: int, total: int, low: float, high: float) -> None:
    found = share(hits, total)
    assert (found.low, found.high) == pytest.approx((low, high), abs=1e-4)


def test_the_intervals_of_shares_cover_the_truth_on_the_average_of_all_shares() -> None:
    """given draws whose true shares lie anywhere, then 95 of 100 intervals hold the truth"""
    chance, held, draws = Random(7), 0, 4000
    for _draw in range(draws):
        truth = chance.random()
        found = share(sum(chance.random() < truth for _ in range(25)), 25)
        held += found.low <= truth <= found.high
    assert 0.94 <= held / draws <= 0.96


def test_a_share_of_nothing_is_nothing() -> None:
    assert (share(0, 0).value, share(3, 4).value) == (0.0, 0.75)


def test_a_spread_counts_between_edges() -> None:
    assert spread([-1, -0.5, 0, 0.49, 0.5, 3], (-0.5, 0.5)) == (1, 3, 2)
    assert spread([], (0.0,)) == (0, 0)
