"""How much a trainee has done: by activity of the programme and by goal, in one query each."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from django.db.models import Count, Sum

from borealis.portfolio.activities.rules import COUNTED_STATES, Total, totals
from borealis.portfolio.models import Activity


def template_rows(trainee_id: int) -> list[tuple[str, str, int, int]]:
    """(template, state, count, number of rows) of everything in a portfolio; template "" is outside the list."""
    rows = Activity.objects.filter(trainee_id=trainee_id).order_by().values_list("template", "state")
    return [tuple(row) for row in rows.annotate(Sum("count"), Count("pk"))]


def kind_totals(trainee_id: int, first: dt.date, last: dt.date) -> dict[str, Total]:
    """What counts of what was begun on the days from the first through the last, by kind of activity."""
    rows = Activity.objects.filter(trainee_id=trainee_id, from_day__range=(first, last)).order_by()
    kinds = rows.values_list("kind", "state").annotate(Sum("count"), Count("pk"))
    return totals(tuple(row) for row in kinds)


def template_totals(trainee_id: int) -> dict[str, Total]:
    """What counts, by activity of the programme."""
    return totals(template_rows(trainee_id))


def goal_totals(trainee_id: int) -> dict[int, Total]:
    """What counts, by the key of the goal. An activity with two goals stands under both."""
    named = Activity.goals.through.objects.filter(activity__trainee_id=trainee_id)
    rows = named.order_by().values_list("goal_id", "activity__state")
    return totals(tuple(row) for row in rows.annotate(Sum("activity__count"), Count("pk")))


def kinds_by_goal(trainee_ids: Iterable[int]) -> dict[int, dict[tuple[str, int], int]]:
    """How many rows count, by trainee, and by kind of activity and key of goal."""
    named = Activity.goals.through.objects.filter(activity__trainee__in=list(trainee_ids))
    counted = named.filter(activity__state__in=COUNTED_STATES).order_by()
    rows = counted.values_list("activity__trainee_id", "activity__kind", "goal_id").annotate(Count("pk"))
    found: dict[int, dict[tuple[str, int], int]] = {}
    for trainee, kind, goal, number in rows:
        found.setdefault(trainee, {})[kind, goal] = number
    return found
