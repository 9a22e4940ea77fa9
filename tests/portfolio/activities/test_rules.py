"""States and totals of activities as pure rules."""

from __future__ import annotations

import datetime as dt
import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from borealis.portfolio.activities.rules import (
    ACTIVITY_STATES,
    ACTIVITY_TRANSITIONS,
    Total,
    in_order_of_use,
    is_open,
    may_change,
    share_of,
    total_of,
    totals,
    transition,
)
from borealis.portfolio.activities.wording import KIND_WORDS, STATE_ICONS, STATE_WORDS
from borealis.programmes.rules import ACTIVITY_KINDS

NOW = dt.datetime(2026, 11, 22, 12, tzinfo=dt.UTC)
ALLOWED = {
    ("recorded", "sent"),
    ("recorded", "withdrawn"),
    ("sent", "recorded"),
    ("sent", "signed"),
    ("sent", "returned"),
    ("sent", "declined"),
    ("signed", "sent"),
    ("returned", "sent"),
    ("returned", "withdrawn"),
    ("declined", "sent"),
    ("declined", "withdrawn"),
}


@pytest.mark.parametrize(("before", "after"), [*itertools.product(ACTIVITY_STATES, ACTIVITY_STATES)])
def test_the_table_has_exactly_these_steps(before: str, after: str) -> None:
    assert (transition(before, after) is not None) == ((before, after) in ALLOWED)


def test_a_withdrawn_activity_goes_nowhere_and_each_step_is_said_once() -> None:
    assert not [step for step in ACTIVITY_TRANSITIONS if step.from_state == "withdrawn"]
    assert len({(s.from_state, s.to_state) for s in ACTIVITY_TRANSITIONS}) == len(ACTIVITY_TRANSITIONS)


@pytest.mark.parametrize(
    ("minutes", "possible"), [(-1, False), (0, True), (10, True), (10.1, False), (600, False)]
)
def test_a_signature_is_undone_within_ten_minutes(minutes: float, possible: bool) -> None:
    undo = transition("signed", "sent")
    assert undo is not None
    assert is_open(undo, NOW, NOW + dt.timedelta(minutes=minutes)) is possible
    assert not is_open(undo, None, NOW)


def test_other_steps_have_no_hurry() -> None:
    send = transition("recorded", "sent")
    assert send is not None
    assert is_open(send, None, NOW)


@pytest.mark.parametrize(
    ("state", "possible"),
    [
        ("recorded", True),
        ("sent", False),
        ("signed", False),
        ("returned", True),
        ("declined", True),
        ("withdrawn", False),
    ],
)
def test_what_is_sent_signed_or_withdrawn_is_locked(state: str, possible: bool) -> None:
    assert may_change(state) is possible


def test_every_kind_and_state_has_its_words() -> None:
    assert set(KIND_WORDS) == set(ACTIVITY_KINDS)
    assert set(STATE_WORDS) == set(STATE_ICONS) == set(ACTIVITY_STATES)


def test_only_recorded_sent_and_signed_count_and_signed_is_shown_apart() -> None:
    rows = [
        ("pet", "recorded", 3, 2),
        ("pet", "sent", 4, 1),
        ("pet", "signed", 10, 5),
        ("pet", "returned", 100, 1),
        ("pet", "declined", 100, 1),
        ("pet", "withdrawn", 100, 1),
        ("ct", "returned", 7, 1),
    ]
    found = totals(rows)
    assert found == {"pet": Total(counted=17, signed=10, rows=8)}
    assert total_of(found) == Total(17, 10, 8)
    assert total_of({}) == Total()


@pytest.mark.parametrize(
    ("total", "target", "share"),
    [
        (Total(30, 10, 1), 40, (0.25, 0.5)),
        (Total(60, 10, 1), 40, (0.25, 0.75)),
        (Total(60, 50, 1), 40, (1.0, 0.0)),
        (Total(), 40, (0.0, 0.0)),
        (Total(5, 5, 1), None, (0.0, 0.0)),
    ],
)
def test_the_share_of_a_target_is_never_more_than_the_whole(
    total: Total, target: int | None, share: tuple[float, float]
) -> None:
    assert share_of(total, target) == share


def test_templates_come_by_place_then_by_use_then_by_the_programme() -> None:
    order = in_order_of_use(["a", "b", "c", "d"], {"c", "d"}, {"d": 5, "b": 9})
    assert order == ("d", "c", "b", "a")
    assert in_order_of_use(["a", "b"], {"a", "b"}, {"b": 1}) == ("b", "a")


@given(
    st.lists(
        st.tuples(
            st.sampled_from("ab"), st.sampled_from(ACTIVITY_STATES), st.integers(1, 99), st.integers(1, 9)
        ),
        max_size=20,
    )
)
def test_signed_is_always_part_of_what_counts(rows: list[tuple[str, str, int, int]]) -> None:
    found = totals(rows)
    assert all(0 <= total.signed <= total.counted and total.rows >= 1 for total in found.values())
    assert sum(total.counted for total in found.values()) == sum(
        count for _, state, count, _ in rows if state in {"recorded", "sent", "signed"}
    )
