"""From the planner's solution back to each trainee's plan, and to the reasons for it.

``facts`` carries what the planner does not need: the programme's version, and for each trainee the last
month of the normal course and the courses without a known date. ``reasons`` holds each trainee's waiting, the full
arenas and what is impossible (see ``Wait``, ``FullArena`` and ``Impossible``).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from borealis.plans.rules.content import PlanContent, PlannedCourse, Stint, Unplaced
from borealis.plans.rules.months import later, span
from borealis.plans.rules.problem import agreed_end_when


@dataclass(frozen=True)
class Wait:
    """Months in which a trainee waits before a stay, and the planner's word for why."""

    code: str
    months: int
    phase: str
    arena: str
    first: str
    last: str


@dataclass(frozen=True)
class FullArena:
    """An arena that is full in a run of months.

    ``saves`` is what one more place in all of them would save, in the planner's price, found by planning
    again; None when that was not tried. ``at_least`` when it may save more.
    """

    arena: str
    first: str
    last: str
    saves: float | None
    at_least: bool


@dataclass(frozen=True)
class Obstacle:
    """One fact that stands in the way of a phase, in the planner's words (`explain/reasons.py`); months are "YYYY-MM",
    None for open. ``after`` is the phase that must come first."""

    kind: str
    phase: str | None
    arena: str | None
    first: str | None
    last: str | None
    after: str | None


@dataclass(frozen=True)
class Impossible:
    """A phase that can have no place, with the facts that make it so.

    Changing any single one of ``enough`` is enough; where there is none, all of ``together``. ``possible`` when there
    is room, but it costs more than leaving it.
    """

    phase: str
    facts: tuple[Obstacle, ...]
    enough: tuple[Obstacle, ...]
    together: tuple[Obstacle, ...]
    possible: bool


def impossible_from(reasons: Mapping[str, Any]) -> dict[str, list[Impossible]]:
    """By the trainee's id in the problem; nothing in proposals from before it was found out."""
    return {
        trainee: [_impossible(row) for row in rows] for trainee, rows in reasons.get("impossible", {}).items()
    }


def _impossible(row: Mapping[str, Any]) -> Impossible:
    facts, enough, together = (
        tuple(Obstacle(**fact) for fact in row[key]) for key in ("facts", "enough", "together")
    )
    return Impossible(row["phase"], facts, enough, together, row["possible"])


def waits_from(reasons: Mapping[str, Any]) -> dict[str, list[Wait]]:
    """Each trainee's waiting, by the trainee's id in the problem."""
    return {trainee: [Wait(**row) for row in rows] for trainee, rows in reasons["waiting"].items()}


def full_arenas_from(reasons: Mapping[str, Any]) -> list[FullArena]:
    """The full arenas, the dearest first."""
    return [FullArena(**row) for row in reasons["full"]]


def contents_from(
    problem: Mapping[str, Any], facts: Mapping[str, Any], solution: Mapping[str, Any]
) -> dict[str, PlanContent]:
    """Each trainee's plan, by the trainee's id in the problem; somebody not engaged yet has no facts, and no plan."""
    first = problem["calendar"]["first"]
    rows = {trainee["id"]: trainee for trainee in problem["trainees"]}
    away = {trainee["id"]: _away(trainee["away"]) for trainee in problem["trainees"]}
    return {
        row["id"]: PlanContent(
            programme_version=facts["programme_version"],
            first=first,
            stints=tuple(
                Stint(stint["block"], stint["arena"], stint["from"], stint["through"])
                for stint in sorted(row["stints"], key=lambda stint: stint["from"])
            ),
            unplaced=tuple(
                Unplaced(part["block"], float(part["months"]), part["reason"]) for part in row["unplaced"]
            ),
            norm_end=facts["norm_end"][row["id"]],
            agreed_end=agreed_end_when(rows[row["id"]], row.get("chosen") or {}),
            planned_end=row["end"] or later(first, -1),
            away=away[row["id"]],
            courses=_courses(row, rows[row["id"]], facts),
        )
        for row in solution["trainees"]
        if row["id"] in facts["norm_end"]
    }


def _courses(
    row: Mapping[str, Any], trainee: Mapping[str, Any], facts: Mapping[str, Any]
) -> tuple[PlannedCourse, ...]:
    """When each course is attended, in the order of the problem, and then those without a known date; none in
    proposals from before there were any."""
    planned = [
        PlannedCourse(course["id"], row["courses"][course["id"]]) for course in trainee.get("courses", ())
    ]
    without = facts.get("courses_without_dates", {}).get(row["id"], ())
    return (*planned, *(PlannedCourse(code, None, is_dated=False) for code in without))


def _away(periods: Iterable[Mapping[str, Any]]) -> tuple[str, ...]:
    months = {month for period in periods for month in span(period["from"], period["through"])}
    return tuple(sorted(months))
