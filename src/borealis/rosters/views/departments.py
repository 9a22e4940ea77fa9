"""A department's day and week: who is there, and who supervises whom."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from borealis.organisations.queries import name_by_id, organisation_code
from borealis.people.queries import viewer_in
from borealis.rosters.permissions import check_may_see_department, departments_seen, may_keep
from borealis.rosters.queries.day import ONE_DAY, days_of, supervision_findings
from borealis.rosters.queries.stored import brought_in_at, covered
from borealis.rosters.views.choosing import day_asked, week_asked, week_word


@require_safe
def own_departments(request: HttpRequest) -> HttpResponse:
    """The day of the reader's own department, the first of those with a roster."""
    seen = departments_seen(viewer_in(request), timezone.localdate())
    if not seen:
        raise Http404("department")
    return redirect("roster_day", code=organisation_code(seen[0]))


@require_safe
def day(request: HttpRequest, code: str) -> HttpResponse:
    """One day at a department."""
    viewer, today = viewer_in(request), timezone.localdate()
    asked = day_asked(request, today)
    department = check_may_see_department(viewer, code, asked)
    keeps = may_keep(viewer, department)
    (page,) = days_of(department, asked, asked, code=code, open_kinds=keeps)
    words = {
        **_common(code, department, keeps),
        "page": page,
        "before": asked - ONE_DAY,
        "after": asked + ONE_DAY,
        "is_today": asked == today,
        "week": week_word(asked),
        "findings": supervision_findings(department, code, today) if keeps else [],
    }
    return render(request, "rosters/day.html", words)


@require_safe
def department_week(request: HttpRequest, code: str) -> HttpResponse:
    """Seven days at a department."""
    viewer, today = viewer_in(request), timezone.localdate()
    days = week_asked(request, today)
    department = check_may_see_department(viewer, code, days[0])
    keeps = may_keep(viewer, department)
    pages = days_of(department, days[0], days[-1], code=code, open_kinds=keeps)
    words = {
        **_common(code, department, keeps),
        "pages": pages,
        "today": today,
        "first": days[0],
        "last": days[-1],
        "week": days[0].isocalendar().week,
        "before": (week_word(days[0] - ONE_DAY), (days[0] - ONE_DAY).isocalendar().week),
        "after": (week_word(days[-1] + ONE_DAY), (days[-1] + ONE_DAY).isocalendar().week),
        "findings": [finding for page in pages for finding in page.findings] if keeps else [],
    }
    return render(request, "rosters/department_week.html", words)


def _common(code: str, department: int, keeps: bool) -> dict[str, object]:
    return {
        "code": code,
        "department": name_by_id(department),
        "keeps": keeps,
        "brought_in": brought_in_at([department]),
        "covered": covered(department),
    }
