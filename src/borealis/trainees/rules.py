"""The time rules of the regulation, and the words that a course of training is told in."""

from __future__ import annotations

SERVICE_KINDS = ("part1_hospital", "part1_municipality", "specialty", "other_specialty")
ABSENCE_KINDS = ("holiday", "course", "parental_leave", "sick_leave", "other_leave")
GOAL_STATES = ("in_progress", "submitted", "approved", "returned")
WISH_KINDS = ("prefer_arena", "not_before", "not_after")
