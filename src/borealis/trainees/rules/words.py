"""The words that a course of training is stored and told in."""

from __future__ import annotations

SERVICE_KINDS = ("part1_hospital", "part1_municipality", "specialty", "other_specialty")
PART1_KINDS = ("part1_hospital", "part1_municipality")
REMAINING_KINDS = ("specialty", "other_specialty")

ABSENCE_KINDS = (
    "holiday",
    "transferred_holiday",  # overført ferie or forskuddsferie: other absence (§ 31 third paragraph b)
    "course",
    "parental_leave",
    "sick_leave",
    "covid",  # caused by covid-19: never deducted in part 1 (§ 31 fifth paragraph)
    "other_leave",
)
COUNTING_ABSENCE = ("holiday", "course")  # counts as training time (§ 31 third paragraph)

GOAL_STATES = (
    "in_progress",
    "submitted",
    "approved",
    "returned",
    "not_reached",
    "new_assessment",  # a right after a refusal (§ 26 second paragraph)
    "new_assessment_elsewhere",  # by another enterprise, on request (§ 26 third paragraph)
    "not_reached_again",
    "further_assessment",  # after activities for at least six months (§ 26 fourth paragraph)
)
WISH_KINDS = ("prefer_arena", "not_before", "not_after")
