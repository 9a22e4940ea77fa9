"""Lists that were taken into a portfolio, and what stands there already."""

from __future__ import annotations

from typing import Any

from borealis.portfolio.activities.reading.lines import mark_of
from borealis.portfolio.models import Activity, ActivityImport


def imports_of(trainee_id: int) -> list[ActivityImport]:
    """The lists of a trainee, newest first."""
    return list(ActivityImport.objects.filter(trainee_id=trainee_id))


def remembered_columns(trainee_id: int) -> dict[str, Any]:
    """Which column held what in the last list; {} when there was none."""
    columns = ActivityImport.objects.filter(trainee_id=trainee_id).values_list("columns", flat=True).first()
    return dict(columns or {})


def stored_marks(trainee_id: int) -> frozenset[tuple[Any, ...]]:
    """The marks of all that is in a portfolio and not withdrawn."""
    rows = Activity.objects.filter(trainee_id=trainee_id).exclude(state="withdrawn").order_by()
    fields = rows.values_list("from_day", "template", "kind", "title", "place", "count", "arena__name_nb")
    return frozenset(
        mark_of(day, template or kind, title, place or arena or "", count)
        for day, template, kind, title, place, count, arena in fields
    )
