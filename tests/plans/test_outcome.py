"""From what the planner answers to each trainee's plan, and the reasons that are shown with it."""

from __future__ import annotations

from typing import Any

from borealis.plans.rules.content import PlanContent, Stint, Unplaced
from borealis.plans.rules.outcome import FullArena, Wait, contents_from, full_arenas_from, waits_from

PROBLEM: dict[str, Any] = {
    "calendar": {"first": "2027-01"},
    "trainees": [
        {
            "id": "7",
            "norm_end": "2028-04",
            "away": [
                {"from": "2027-11", "through": "2028-01", "reason": "leave"},
                {"from": "2027-03", "through": "2027-03", "reason": "leave"},
                {"from": "2027-12", "through": "2027-12", "reason": "leave"},
            ],
        },
        {"id": "8", "norm_end": "2026-12", "away": []},
    ],
}
FACTS = {"programme_version": 3, "norm_end": {"7": "2028-01", "8": "2026-12"}}
SOLUTION: dict[str, Any] = {
    "trainees": [
        {
            "id": "7",
            "stints": [
                {"block": "ct", "arena": "unn-ct", "from": "2028-01", "through": "2028-06"},
                {"block": "pet", "arena": "unn-pet", "from": "2027-01", "through": "2027-12"},
            ],
            "unplaced": [
                {"block": "mr", "months": 2, "reason": "window"},
                {"block": "us", "months": 1, "reason": "stints"},
            ],
            "end": "2028-06",
        },
        {"id": "8", "stints": [], "unplaced": [], "end": None},
    ]
}


def test_each_trainee_gets_the_plan_with_stints_in_order_and_what_found_no_place() -> None:
    plans = contents_from(PROBLEM, FACTS, SOLUTION)
    assert plans["7"] == PlanContent(
        programme_version=3,
        first="2027-01",
        stints=(
            Stint("pet", "unn-pet", "2027-01", "2027-12"),
            Stint("ct", "unn-ct", "2028-01", "2028-06"),
        ),
        unplaced=(Unplaced("mr", 2.0, "window"), Unplaced("us", 1.0, "stints")),
        norm_end="2028-01",
        agreed_end="2028-04",
        planned_end="2028-06",
        away=("2027-03", "2027-11", "2027-12", "2028-01"),
    )


def test_who_has_nothing_left_is_finished_the_month_before_the_plan() -> None:
    assert contents_from(PROBLEM, FACTS, SOLUTION)["8"] == PlanContent(
        programme_version=3,
        first="2027-01",
        stints=(),
        unplaced=(),
        norm_end="2026-12",
        agreed_end="2026-12",
        planned_end="2026-12",
    )


def test_the_reasons_are_read_as_waits_and_full_arenas() -> None:
    wait = {
        "code": "full",
        "months": 2,
        "phase": "ct",
        "arena": "unn-ct",
        "first": "2027-03",
        "last": "2027-04",
    }
    full = {"arena": "unn-ct", "first": "2027-03", "last": "2027-04", "saves": None, "at_least": False}
    reasons = {"waiting": {"7": [wait], "8": []}, "full": [full, {**full, "saves": 12.0, "at_least": True}]}
    assert waits_from(reasons) == {"7": [Wait("full", 2, "ct", "unn-ct", "2027-03", "2027-04")], "8": []}
    assert full_arenas_from(reasons) == [
        FullArena("unn-ct", "2027-03", "2027-04", None, False),
        FullArena("unn-ct", "2027-03", "2027-04", 12.0, True),
    ]
