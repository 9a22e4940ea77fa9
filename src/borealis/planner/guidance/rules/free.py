"""Who is free when, read minute by minute from the roster."""

from typing import Literal

from borealis.planner.guidance.formats.clock import Moment
from borealis.planner.guidance.formats.problem import Person

Hindrance = Literal["not_at_work", "blocked"]


def hindrance(person: Person, start: Moment, end: Moment) -> Hindrance | None:
    """Why somebody cannot sit in a session: part of it is outside the duties that allow it, or blocked."""
    if any(blocked.start < end and start < blocked.end for blocked in person.blocked):
        return "blocked"
    reached = start
    for duty in sorted(person.duties, key=lambda duty: duty.start):
        if duty.interruptible and duty.start <= reached < duty.end:
            reached = duty.end
    return None if reached >= end else "not_at_work"


def late_minutes(person: Person, start: Moment, end: Moment, day_minutes: int) -> int:
    """Minutes of a session after the first `day_minutes` of the duty they are in."""
    return sum(
        max(0, min(end, duty.end) - max(start, duty.start + day_minutes))
        for duty in person.duties
        if duty.start < end and start < duty.end
    )
