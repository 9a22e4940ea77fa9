"""From the planner's solution back to each trainee's plan."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from borealis.plans.rules.content import PlanContent, Stint, Unplaced
from borealis.plans.rules.months import later, span


def contents_from(problem: Mapping[str, Any], solution: Mapping[str, Any]) -> dict[str, PlanContent]:
    """Each trainee's plan, by the trainee's id in the problem.

    ``problem["facts"]`` carries what the planner does not need: the programme's version, and for each
    trainee the last month of the normal course.
    """
    facts, first = problem["facts"], problem["calendar"]["first"]
    agreed = {trainee["id"]: trainee["norm_end"] for trainee in problem["trainees"]}
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
                Unplaced(part["block"], float(part["months"]), _reason(part)) for part in row["unplaced"]
            ),
            norm_end=facts["norm_end"][row["id"]],
            agreed_end=agreed[row["id"]],
            planned_end=row["end"] or later(first, -1),
            away=away[row["id"]],
        )
        for row in solution["trainees"]
    }


def _reason(part: Mapping[str, Any]) -> str:
    reason = part["reason"]
    return str(reason["code"] if isinstance(reason, Mapping) else reason)


def _away(periods: Iterable[Mapping[str, Any]]) -> tuple[str, ...]:
    months = {month for period in periods for month in span(period["from"], period["through"])}
    return tuple(sorted(months))
