"""The public pages of specialties and their learning goals."""

from __future__ import annotations

import datetime as dt

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from borealis.curriculum import queries


@require_safe
def specialties(request: HttpRequest) -> HttpResponse:
    """All specialties in force on a day, today when the address names none."""
    on, fault = _day(request)
    lines = queries.specialty_lines(on)
    common = queries.goal_sets_in_force("FKM", on) or queries.goal_sets_in_force("LM", on)
    context = {
        "on": on,
        "fault": fault,
        "typed": request.GET.get("dag", ""),
        "lines": lines,
        "unverified": [line for line in lines if not line.verified],
        "unknown": sum(line.goal_count is None for line in lines),
        "common": queries.set_views(common),
    }
    return render(request, "curriculum/specialties.html", context)


@require_safe
def specialty(request: HttpRequest, code: str) -> HttpResponse:
    """A specialty with the goals in force; or goals that belong to no single specialty (FKM, FIM, LM)."""
    on, fault = _day(request)
    row = queries.specialty(code)
    found = row or code
    sets = queries.goal_sets_in_force(found, on)
    if row is None and not sets:
        sets = list(queries.goal_sets_of(code)[:1])
    if row is None and not sets:
        raise Http404
    views = queries.set_views(sets)
    context = {
        "on": on,
        "fault": fault,
        "row": row,
        "name": queries.name_of(row, on) if row else views[0].name,
        "sets": views,
        "own_is_known": row is None or any(goal_set.specialty_id == row.pk for goal_set in sets),
        "others": [other for other in queries.other_versions(found, on) if other not in sets],
        "has_wording": any(view.has_wording for view in views),
    }
    return render(request, "curriculum/specialty.html", context)


def _day(request: HttpRequest) -> tuple[dt.date, bool]:
    """The day that the address asks for, or today; and whether what it holds is not a day."""
    typed = request.GET.get("dag", "")
    if not typed:
        return timezone.localdate(), False
    try:
        return dt.date.fromisoformat(typed), False
    except ValueError:
        return timezone.localdate(), True
