"""A person's week."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from borealis.people.queries import viewer_in
from borealis.rosters.drawing import study_bars, week_grid
from borealis.rosters.permissions import check_may_see_person
from borealis.rosters.queries.week import WeekPage, week_page
from borealis.rosters.views.choosing import week_asked, week_word
from borealis.shell.words import number


@require_safe
def own_week(request: HttpRequest) -> HttpResponse:
    """The reader's own week."""
    viewer = viewer_in(request)
    if viewer.person_id is None:
        raise Http404("person")
    return week(request, viewer.person_id)


@require_safe
def week(request: HttpRequest, person: int) -> HttpResponse:
    """A person's week, for who may see it."""
    viewer, today = viewer_in(request), timezone.localdate()
    days = week_asked(request, today)
    _found, places = check_may_see_person(viewer, person, today)
    own = viewer.person_id == person
    page = week_page(person, days, today, own=own, places=places, open_kinds=own or places is not None)
    words = {
        "page": page,
        # The drawings escape every word and attribute.
        "grid": mark_safe(week_grid(page.days)) if not page.is_empty else "",  # noqa: S308
        "bars": mark_safe(study_bars(page.bars, _bar_words(page))) if page.bars else "",  # noqa: S308
        "before": (week_word(page.before), page.before.isocalendar().week),
        "after": (week_word(page.after), page.after.isocalendar().week),
        "study_sum": sum(bar.hours for bar in page.bars),
    }
    return render(request, "rosters/week.html", words)


def _bar_words(page: WeekPage) -> str:
    told = ", ".join(f"{bar.week}: {number(bar.hours)}" for bar in page.bars)
    return _("Timer fordypning, uke for uke. %(told)s") % {"told": told}
