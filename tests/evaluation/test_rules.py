"""When answers may be shown, what they say together, and how far what was decided can go."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from borealis.evaluation.rules import (
    MEASURE_STATES,
    MEASURE_STEPS,
    Tally,
    acts_from,
    is_over,
    is_shown,
    tallied,
)

DAY = dt.timedelta(days=1)


def test_nothing_is_shown_of_fewer_than_five_or_before_it_is_over() -> None:
    assert [is_shown(n, over) for n, over in ((4, True), (5, False), (5, True))] == [False, False, True]


def test_every_state_of_a_measure_is_reached() -> None:
    assert {"planned", *MEASURE_STEPS.values()} == set(MEASURE_STATES)


def test_what_is_done_or_dropped_stays_so_and_the_rest_goes_on() -> None:
    assert [acts_from(state) for state in MEASURE_STATES] == [
        ("begin", "finish", "drop"),
        ("finish", "drop"),
        (),
        (),
    ]


def test_a_survey_is_over_after_its_last_day_or_when_nobody_is_left_to_answer() -> None:
    last = dt.date(2027, 3, 14)
    asked = [(last, 1), (last + DAY, 1), (last, 0)]
    assert [is_over(last, waiting, today) for today, waiting in asked] == [False, True, True]


@given(st.lists(st.dictionaries(st.sampled_from("ab"), st.integers(0, 6)), max_size=12))
def test_a_tally_counts_each_answer_once_and_is_never_of_fewer_than_five(
    answers: list[dict[str, int]],
) -> None:
    for tally in tallied("ab", (1, 2, 3, 4, 5), 4, answers):
        given_ = [row[tally.code] for row in answers if row.get(tally.code) in range(1, 6)]
        assert tally.number == len(given_) >= 5
        assert tally.good == sum(value >= 4 for value in given_)
        assert 0 <= tally.share <= 1


def test_a_tally_tells_how_many_chose_each_value_and_how_many_of_them_well() -> None:
    answers = [{"a": value, "b": 5} for value in (1, 4, 4, 5, 5, 9)]  # 9 is not on the scale
    assert tallied("ab", (1, 2, 3, 4, 5), 4, answers) == (
        Tally("a", (1, 0, 0, 2, 2), 4),
        Tally("b", (0, 0, 0, 0, 6), 6),
    )
    assert tallied("a", (1, 2, 3, 4, 5), 4, answers[:4] + answers[5:]) == ()


def test_a_share_is_of_those_who_answered() -> None:
    assert Tally("a", (1, 0, 3), 3).share == pytest.approx(3 / 4)
    assert Tally("a", (0, 0, 0), 0).share == 0
