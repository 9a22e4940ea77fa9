"""What differs between two plans of one trainee."""

from __future__ import annotations

from dataclasses import dataclass

from borealis.plans.rules.content import PlanContent, Stint
from borealis.plans.rules.months import number


@dataclass(frozen=True)
class Change:
    """A stint that is in one plan only: moved from, or moved to."""

    stint: Stint
    kind: str  # "gone" or "new"


@dataclass(frozen=True)
class Comparison:
    """Two plans side by side. ``months_later`` is above 0 when the newer one ends later, and 0 where one of them
    leaves something without a place: that one has no end."""

    kept: tuple[Stint, ...]
    gone: tuple[Stint, ...]
    new: tuple[Stint, ...]
    months_later: int
    waiting_before: int
    waiting_after: int

    @property
    def changed(self) -> bool:
        return bool(self.gone or self.new)


@dataclass(frozen=True)
class CourseChange:
    """A course whose month is another: None before where the older plan does not have it, None after where no date
    fits, or none is known."""

    course: str
    before: str | None
    after: str | None


def course_changes(older: PlanContent, newer: PlanContent) -> list[CourseChange]:
    """The courses of the newer plan whose months differ from those of the older. One that is no longer to be attended
    has been, and is no change."""
    before = {planned.course: planned.month for planned in older.courses}
    return [
        CourseChange(planned.course, before.get(planned.course), planned.month)
        for planned in newer.courses
        if before.get(planned.course) != planned.month
    ]


def waiting(content: PlanContent) -> int:
    """Months of waiting for a place that nobody chose."""
    return max(0, number(content.planned_end) - number(content.agreed_end))


def agreed_delay(content: PlanContent) -> int:
    """Months beyond the norm that agreed leave and part time lead to."""
    return max(0, number(content.agreed_end) - number(content.norm_end))


def beyond_norm(content: PlanContent) -> int:
    """Months that the plan ends after the norm; below 0 when before."""
    return number(content.planned_end) - number(content.norm_end)


def compare(older: PlanContent, newer: PlanContent) -> Comparison:
    """Compare two plans stint by stint: a stint is kept when phase, arena and both months are the same."""
    before, after = set(older.stints), set(newer.stints)
    return Comparison(
        kept=tuple(s for s in newer.stints if s in before),
        gone=tuple(s for s in older.stints if s not in after),
        new=tuple(s for s in newer.stints if s not in before),
        months_later=0
        if older.missing or newer.missing
        else number(newer.planned_end) - number(older.planned_end),
        waiting_before=waiting(older),
        waiting_after=waiting(newer),
    )
