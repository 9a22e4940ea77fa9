"""The table of steps and the pure rules upon it: tables, months, and a machine that tries everything."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis.stateful import run_state_machine_as_test

from borealis.portfolio.goals.rules import (
    GUIDE,
    LACKS,
    NO_STEP,
    NOT_YOURS,
    SUPERVISOR,
    Facts,
    Given,
    active_months,
    further_assessment,
    hindrances,
    may_be_asked,
    missing_recommendations,
)
from borealis.trainees.rules import (
    ACTORS,
    DECIDER,
    DECIDING,
    GOAL_STATES,
    GOAL_TRANSITIONS,
    NEEDS,
    RECOMMENDATIONS,
    SUBMITTING,
    TRAINEE,
    WAITING_STATES,
    parameter_on,
    shown_as,
    steps_from,
)
from tests.portfolio.goals import machine

Day = dt.date.fromisoformat
BOTH = (Given(2, GUIDE), Given(3, SUPERVISOR))


def test_each_step_names_who_takes_it_and_what_it_needs() -> None:
    for step in GOAL_TRANSITIONS:
        assert step.actors
        assert set(step.actors) <= set(ACTORS)
        assert set(step.needs) <= set(NEEDS)
        assert step.event
    assert {need for step in GOAL_TRANSITIONS for need in step.needs} == set(NEEDS)
    assert set(NEEDS) == {RECOMMENDATIONS, *LACKS}


def test_only_deciders_decide_and_only_the_doctor_sends_in() -> None:
    for step in GOAL_TRANSITIONS:
        if step.act in (*DECIDING, "revoke"):
            assert step.actors == (DECIDER,)
        if step.act in (*SUBMITTING, "recall"):
            assert step.actors == (TRAINEE,)


def test_no_approval_and_no_refusal_without_recommendations() -> None:
    """Given the table, then what was reached elsewhere before is the only way around them (§ 26)."""
    for step in GOAL_TRANSITIONS:
        if step.to_state in ("approved", "not_reached", "not_reached_again"):
            around = step.act in ("transfer", "recall")
            assert around or RECOMMENDATIONS in step.needs, step


def test_every_state_is_reached_and_approved_is_final_but_for_revoking() -> None:
    before: set[str | None] = set()
    reached: set[str | None] = {None}
    while reached != before:
        before = set(reached)
        reached |= {step.to_state for state in before for step in steps_from(state)}
    assert reached == {None, *GOAL_STATES}
    assert [step.act for step in steps_from("approved")] == ["revoke"]
    assert all(steps_from(state) for state in GOAL_STATES)


def test_what_waits_can_be_recalled_and_decided() -> None:
    for state in WAITING_STATES:
        acts = {step.act for step in steps_from(state)}
        assert {"recall", "approve", "refuse"} <= acts
        assert shown_as(state) == "submitted"
    assert {s for s in GOAL_STATES if shown_as(s) == "submitted"} == set(WAITING_STATES)


def test_a_recalled_assessment_goes_back_to_where_it_was_asked_for() -> None:
    back = {s.from_state: s.to_state for s in GOAL_TRANSITIONS if s.act == "recall"}
    came = {s.to_state: s.from_state for s in GOAL_TRANSITIONS if s.act in SUBMITTING[1:]}
    assert back == {**came, "submitted": "in_progress"}


@pytest.mark.parametrize(
    ("given", "missing"),
    [
        ((), (GUIDE, SUPERVISOR)),
        (BOTH, ()),
        ((Given(2, GUIDE),), (SUPERVISOR,)),
        ((Given(3, SUPERVISOR), Given(4, SUPERVISOR)), (GUIDE,)),
        ((Given(2, GUIDE), Given(2, SUPERVISOR)), (SUPERVISOR,)),
        ((Given(2, GUIDE), Given(5, GUIDE), Given(2, SUPERVISOR)), ()),
        ((Given(2, GUIDE, "not_yet"), Given(3, SUPERVISOR, "not_yet")), ()),
    ],
)
def test_two_different_persons_recommend(given: tuple[Given, ...], missing: tuple[str, ...]) -> None:
    assert missing_recommendations(given) == missing


def facts(state: str | None, **more: object) -> Facts:
    known: dict[str, object] = {"by": 5, "actors": {DECIDER}, "today": Day("2026-11-22"), "text": "Nådd."}
    return Facts(state, **{**known, **more})  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("act", "known", "found"),
    [
        ("approve", facts("submitted", given=BOTH), ()),
        ("approve", facts("submitted", given=BOTH, text=" "), ("grounds",)),
        ("approve", facts("submitted"), (GUIDE, SUPERVISOR)),
        ("approve", facts("approved", given=BOTH), (NO_STEP,)),
        ("approve", facts("submitted", given=BOTH, actors={TRAINEE}), (NOT_YOURS,)),
        ("return", facts("submitted"), ()),
        ("return", facts("new_assessment"), (NO_STEP,)),
        ("refuse", facts("new_assessment_elsewhere", given=BOTH, refused_by=5), ("enterprise", "another")),
        ("refuse", facts("new_assessment_elsewhere", given=BOTH, refused_by=6, enterprise="OUS"), ()),
        ("ask_further", facts("not_reached_again", actors={TRAINEE}), ("six_months",)),
        ("revoke", facts("approved", text=""), ("grounds",)),
        ("submit", facts(None, actors={TRAINEE}, text=""), ("statement",)),
    ],
)
def test_what_hinders_a_step(act: str, known: Facts, found: tuple[str, ...]) -> None:
    assert hindrances(act, known) == found


@pytest.mark.parametrize(
    ("spans", "months"),
    [
        ([], []),
        ([("2026-03-10", None)], []),  # the day of the refusal itself, or before it
        ([("2026-03-11", None)], ["2026-03-01"]),
        ([("2026-03-11", None), ("2026-03-30", None)], ["2026-03-01"]),
        ([("2026-01-01", "2026-05-01")], ["2026-03-01", "2026-04-01", "2026-05-01"]),
        ([("2026-07-09", None)], []),  # ahead
        ([("2026-06-30", "2026-12-31")], ["2026-06-01", "2026-07-01"]),
    ],
)
def test_months_with_activity_after_the_refusal(
    spans: list[tuple[str, str | None]], months: list[str]
) -> None:
    read = [(Day(first), Day(last) if last else None) for first, last in spans]
    found = active_months(read, Day("2026-03-10"), Day("2026-07-08"))
    assert list(found) == [Day(month) for month in months]


@pytest.mark.parametrize(
    ("refused", "today", "active", "earliest", "may"),
    [
        ("2026-03-10", "2026-03-10", [], "2026-09-10", False),
        ("2026-03-10", "2026-09-10", [3, 4, 5, 6, 7, 8], "2026-09-10", True),
        ("2026-03-10", "2026-09-09", [3, 4, 5, 6, 7, 8], "2026-09-10", False),
        ("2026-03-10", "2026-09-10", [3, 4, 5, 6, 7], "2026-09-10", False),  # one today would be enough
        ("2026-03-10", "2026-09-10", [3, 4, 5, 6, 9], "2026-10-01", False),
        ("2026-03-10", "2026-12-24", [], "2027-05-01", False),
        ("2026-03-10", "2026-12-24", [3, 4, 5, 6, 7, 8], "2026-09-10", True),  # long since
        ("2026-03-31", "2026-03-31", [], "2026-09-30", False),
        ("2026-08-31", "2027-02-28", [9, 10, 11, 12], "2027-03-01", False),
        ("2026-08-31", "2027-02-28", [9, 10, 11, 12, 14], "2027-03-01", False),
    ],
)
def test_the_earliest_day_for_a_further_assessment(
    refused: str, today: str, active: list[int], earliest: str, may: bool
) -> None:
    months = tuple(dt.date(2026 + (n - 1) // 12, (n - 1) % 12 + 1, 1) for n in active)
    found = further_assessment(Day(refused), months, Day(today), 6)
    assert found.earliest == Day(earliest)
    assert may_be_asked(found, Day(today)) is may
    assert found.missing == max(6 - len(active), 0)


def test_six_months_is_a_dated_number_of_the_regulation() -> None:
    rule = parameter_on("further_assessment_months", Day("2026-11-22"))
    assert rule is not None
    assert (rule.value, rule.section, rule.rule) == (6, "§ 26 (4)", "R-51")


def test_a_machine_in_which_anybody_tries_anything_keeps_the_rules() -> None:
    """given many actors and any order of acts, then every step is reached and no rule is broken"""
    before = machine.COVERED.steps
    few = settings(
        max_examples=400,
        stateful_step_count=50,
        phases=[Phase.generate],
        deadline=None,
        derandomize=True,
        database=None,
        suppress_health_check=list(HealthCheck),
    )
    run_state_machine_as_test(machine.GoalWorkflow, settings=few)
    assert machine.COVERED.steps - before >= 10_000
    assert machine.uncovered() == set()
    assert set(machine.COVERED.refused) == machine.HINDRANCES
