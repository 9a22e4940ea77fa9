"""What stands on a panel's agenda, when a review is due, and what must be there before a panel concludes."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest

from borealis.portfolio.panels.rules import Held, Proposed, proposed_goals, review_due, unfinished
from borealis.trainees.rules import GoalState
from tests.trainees.conftest import Day

ON = Day("2026-11-22")


def at(state: str, day: str) -> GoalState:
    return GoalState(state, Day(day))


def test_submitted_goals_come_first_then_doubts_then_those_that_stand_still() -> None:
    states = {
        1: at("in_progress", "2026-05-21"),
        2: at("in_progress", "2026-05-22"),
        3: at("submitted", "2026-11-20"),
        4: at("new_assessment", "2026-11-20"),
        5: at("in_progress", "2026-11-01"),
        6: at("not_reached", "2026-11-01"),
        7: at("approved", "2024-01-01"),
        8: at("in_progress", "2025-01-01"),
    }
    assert proposed_goals(states, {5, 7}, {8: Day("2026-10-01")}, ON) == [
        Proposed(3, "submitted"),
        Proposed(4, "submitted"),
        Proposed(5, "in_doubt"),
        Proposed(6, "in_doubt"),
        Proposed(1, "stagnant"),
    ]


@pytest.mark.parametrize(
    ("last", "months", "due"),
    [(None, 6, "2023-09-01"), ("2026-05-22", 6, "2026-11-22"), ("2026-08-31", 6, "2027-02-28")],
)
def test_a_review_is_due_so_many_months_after_the_last_or_the_start(
    last: str | None, months: int, due: str
) -> None:
    assert review_due(Day(last) if last else None, Day("2023-03-01"), months) == Day(due)


WHOLE = Held(ON, "God framgang.", True, None, {"NUK-110": "ready"}, {"NUK-110": ""})


@pytest.mark.parametrize(
    ("changed", "missing"),
    [
        ({}, []),
        ({"on": ON + dt.timedelta(days=1)}, [("not_held", "")]),
        ({"present": None}, [("present", "")]),
        ({"present": False}, [("informed_before", "")]),
        ({"present": False, "informed_before": ON}, []),
        ({"summary": ""}, [("summary", "")]),
        ({"conclusions": {"NUK-110": ""}}, [("conclusion", "NUK-110")]),
        ({"conclusions": {"NUK-110": "in_doubt"}}, [("text", "NUK-110")]),
        ({"conclusions": {"NUK-110": "needs_more"}}, [("text", "NUK-110")]),
        ({"conclusions": {"NUK-110": "needs_more"}, "texts": {"NUK-110": "Mer CT."}}, []),
        ({"conclusions": {"NUK-110": "on_track"}}, []),
    ],
)
def test_what_is_missing_before_a_panel_concludes(
    changed: dict[str, object], missing: list[tuple[str, str]]
) -> None:
    assert unfinished(replace(WHOLE, **changed), ON) == missing  # type: ignore[arg-type]
