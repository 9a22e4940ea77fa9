"""The steps of a goal, asked for one at a time: by the act, by where it leads, and as a page counts it."""

from __future__ import annotations

import pytest

from borealis.trainees.rules.goal_states import (
    GOAL_TRANSITIONS,
    NOT_BEGUN,
    SHOWN_STATES,
    next_states,
    shown_as,
    step,
    steps_from,
    transition,
)


@pytest.mark.parametrize(
    ("state", "act", "leads_to"),
    [
        ("new_assessment", "approve", "approved"),
        ("new_assessment", "refuse", "not_reached_again"),
        ("not_reached_again", "ask_further", "further_assessment"),
        ("further_assessment", "recall", "not_reached_again"),
        (NOT_BEGUN, "transfer", "approved"),
        ("approved", "revoke", "in_progress"),
        ("approved", "approve", None),
        (NOT_BEGUN, "approve", None),
    ],
)
def test_an_act_leads_where_the_table_says_and_no_other_is_a_step(
    state: str | None, act: str, leads_to: str | None
) -> None:
    found = step(state, act)
    assert (found.to_state if found else None) == leads_to
    if leads_to is not None:
        assert found in steps_from(state)
        assert leads_to in next_states(state)
        assert transition(state, leads_to) is not None


def test_an_approved_goal_goes_nowhere_but_back_to_work() -> None:
    assert next_states("approved") == ("in_progress",)
    assert [found.act for found in steps_from("approved")] == ["revoke"]
    assert next_states("unheard of") == ()
    assert transition("approved", "submitted") is None


@pytest.mark.parametrize(
    ("state", "shown"),
    [
        (NOT_BEGUN, "not_begun"),
        ("in_progress", "in_progress"),
        ("submitted", "submitted"),
        ("new_assessment", "submitted"),
        ("new_assessment_elsewhere", "submitted"),
        ("further_assessment", "submitted"),
        ("returned", "in_progress"),
        ("not_reached", "in_progress"),
        ("not_reached_again", "in_progress"),
        ("approved", "approved"),
    ],
)
def test_a_page_counts_every_state_as_one_of_four(state: str | None, shown: str) -> None:
    assert shown_as(state) == shown
    assert shown in SHOWN_STATES


def test_no_state_of_the_table_is_left_uncounted() -> None:
    assert {shown_as(found.to_state) for found in GOAL_TRANSITIONS} <= set(SHOWN_STATES)
