"""Steps of projects and papers by who takes them, and what a trainee has done of an area's local activities."""

from __future__ import annotations

import pytest

from borealis.improvement.rules import (
    PAPER_STEPS,
    PROJECT_STEPS,
    Step,
    needs_size,
    paper_step,
    project_step,
    steps_from,
)
from borealis.improvement.rules.areas import Done, standing
from borealis.improvement.rules.states import AUTHOR, LEADS, SUPERVISOR, TEAM


def acts(table: tuple[Step, ...], state: str, *kinds: str) -> list[str]:
    return [step.act for step in steps_from(table, state, kinds)]


def test_the_team_starts_and_who_leads_finishes() -> None:
    assert acts(PROJECT_STEPS, "idea", TEAM) == acts(PROJECT_STEPS, "idea", LEADS) == ["start", "drop"]
    assert acts(PROJECT_STEPS, "running", TEAM) == []
    assert acts(PROJECT_STEPS, "running", TEAM, LEADS) == ["finish", "drop"]
    assert acts(PROJECT_STEPS, "finished", LEADS) == ["hand_over", "go_on"]
    assert acts(PROJECT_STEPS, "idea") == []


def test_the_author_submits_and_the_supervisor_judges() -> None:
    assert acts(PAPER_STEPS, "submitted", AUTHOR) == []
    assert acts(PAPER_STEPS, "submitted", SUPERVISOR) == ["return", "approve"]
    assert acts(PAPER_STEPS, "returned", AUTHOR) == ["submit"]
    assert acts(PAPER_STEPS, "supervised", SUPERVISOR) == []


def test_a_step_is_found_by_state_and_act_in_its_own_table() -> None:
    assert project_step("running", "finish") == Step("running", "finish", "finished", (LEADS,))
    assert paper_step("submitted", "approve") == Step("submitted", "approve", "approved", (SUPERVISOR,))
    assert project_step("submitted", "approve") is None
    assert paper_step("running", "finish") is None
    assert project_step("idea", "finish") is None


def test_shares_and_rates_are_of_something() -> None:
    assert [kind for kind in ("run", "xmr", "p", "u", "c") if needs_size(kind)] == ["p", "u"]


@pytest.mark.parametrize(
    ("states", "expected"),
    [
        ((), ("none", 0)),
        (("dropped",), ("none", 0)),
        (("idea",), ("begun", 1)),
        (("running", "idea", "dropped"), ("begun", 2)),
        (("running", "finished"), ("done", 1)),
        (("handed_over", "finished", "idea"), ("done", 2)),
    ],
)
def test_improvement_work_is_done_once_one_is_finished(
    states: tuple[str, ...], expected: tuple[str, int]
) -> None:
    assert standing("improvement_project", (), "", Done(projects=states)) == expected
    assert standing("project_paper", (), "", Done(projects=states)) == ("none", 0)


@pytest.mark.parametrize(
    ("states", "expected"),
    [
        ((), ("none", 0)),
        (("topic", "supervised", "submitted", "returned"), ("begun", 4)),
        (("returned", "approved"), ("done", 1)),
    ],
)
def test_a_paper_is_done_when_it_is_approved(states: tuple[str, ...], expected: tuple[str, int]) -> None:
    assert standing("project_paper", (), "", Done(papers=states)) == expected
    assert standing("improvement_project", (), "", Done(papers=states)) == ("none", 0)


def test_activities_are_counted_for_the_goal_of_the_area_that_has_most() -> None:
    done = Done(kinds={("course", "FKM-007"): 1, ("course", "FKM-008"): 3, ("e_learning", "FKM-007"): 9})
    assert standing("course", ("FKM-007", "FKM-008"), "", done) == ("done", 3)
    assert standing("course", ("FKM-001",), "", done) == ("none", 0)
    assert standing("course", (), "", done) == ("none", 0)


def test_assessments_are_counted_by_form_and_group_guidance_as_a_whole() -> None:
    done = Done(kinds={("assessment", "FKM-001"): 5}, forms={"mini-cex": 2}, groups=4)
    assert standing("assessment", ("FKM-001",), "mini-cex", done) == ("done", 2)
    assert standing("assessment", ("FKM-001",), "another", done) == ("none", 0)
    assert standing("group_guidance", ("FKM-001",), "", done) == ("done", 4)
    assert standing("group_guidance", ("FKM-001",), "", Done(forms={"": 3})) == ("none", 0)
