"""The first page of each role."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from borealis.organisations.queries import name_by_id
from borealis.overview.queries import department as pages
from borealis.overview.queries import followed, matters
from borealis.overview.queries.accounts import accounts_of
from borealis.overview.queries.former import archive_page
from borealis.overview.queries.since import since_page
from borealis.overview.queries.trainee import trainee_home as home_page
from borealis.people.queries import Viewer, viewer_in
from borealis.programmes.permissions import check_may_see_department
from borealis.programmes.queries import CurrentProgramme, programme, programmes, programmes_visible
from borealis.shell.findings import Finding
from borealis.shell.language import text_in
from borealis.shell.menus import home_of
from borealis.trainees.actions import record_archive_read
from borealis.trainees.permissions import PORTFOLIO, check_may_see, check_may_see_former, may_register
from borealis.trainees.queries import (
    former_of,
    guided_by,
    in_research,
    own_training,
    supervised_by,
    trainees_of,
)

A_MONTH = dt.timedelta(days=30)


@require_safe
def start(request: HttpRequest) -> HttpResponse:
    """The first page: a person's own, or what Borealis is for those who are not known."""
    viewer = viewer_in(request)
    home = home_of(viewer.roles[0].role) if viewer.roles else None
    if home:
        return redirect(home)
    return render(request, "overview/start.html", start_context())


def start_context() -> dict[str, Any]:
    """What the first page shows to everyone: the programmes."""
    return {
        "programmes": [
            {"code": p.code, "title": text_in(p.document.title), "town": p.document.town}
            for p in programmes()
        ]
    }


@require_safe
def own_home(request: HttpRequest) -> HttpResponse:
    """The reader's own training."""
    own = own_training(viewer_in(request))
    if own is None:
        raise Http404("training")
    return trainee_home(request, own.pk)


@require_safe
def trainee_home(request: HttpRequest, trainee: int) -> HttpResponse:
    """One trainee's first page, for the trainee and for those who follow the training."""
    row = check_may_see(viewer_in(request), trainee)
    page = home_page(row, viewer_in(request), timezone.now())
    return render(request, "overview/trainee_home.html", {"page": page, "trainee": row})


@require_safe
def own_department(request: HttpRequest) -> HttpResponse:
    """The department of the first programme that the reader sees."""
    found = programmes_visible(viewer_in(request))
    if not found:
        raise Http404("programme")
    return _department(request, found[0])


@require_safe
def department(request: HttpRequest, code: str) -> HttpResponse:
    """All trainees of a programme on one page."""
    return _department(request, check_may_see_department(viewer_in(request), programme(code)))


def _department(request: HttpRequest, current: CurrentProgramme) -> HttpResponse:
    name = name_by_id(current.department_id)
    page = pages.department_page(current, name, viewer_in(request), timezone.now())
    return render(request, "overview/department.html", {"page": page})


@require_safe
def department_whole(request: HttpRequest, code: str) -> HttpResponse:
    """What is true of the whole department, as the lower half of its page, or alone."""
    current = check_may_see_department(viewer_in(request), programme(code))
    name = name_by_id(current.department_id)
    page = pages.whole_page(current, name, viewer_in(request), timezone.now())
    return render(request, _part(request, "overview/whole"), {"page": page})


@require_safe
def roster_matters(request: HttpRequest, code: str) -> HttpResponse:
    """What needs somebody in the department's roster, as a part of its page, or alone."""
    return _matters(request, code, _("Om tjenesteplanen"), matters.roster_matters)


@require_safe
def training_matters(request: HttpRequest, code: str) -> HttpResponse:
    """What needs somebody in the training of all of the department's trainees, as a part of its page, or alone."""
    return _matters(request, code, _("Om opplæringen"), matters.training_matters)


def _matters(
    request: HttpRequest,
    code: str,
    title: str,
    read: Callable[[CurrentProgramme, Viewer, dt.datetime], list[Finding]],
) -> HttpResponse:
    current = check_may_see_department(viewer_in(request), programme(code))
    page = {
        "title": title,
        "name": name_by_id(current.department_id),
        "code": current.code,
        "findings": read(current, viewer_in(request), timezone.now()),
    }
    return render(request, _part(request, "overview/matters"), {"page": page})


def _part(request: HttpRequest, template: str) -> str:
    """The template of a part where another page fetches it, else that of a page of its own."""
    return f"{template}_part.html" if request.headers.get("HX-Request") == "true" else f"{template}.html"


@require_safe
def since(request: HttpRequest, trainee: int) -> HttpResponse:
    """What a trainee has done between two days, as a part of the page of a talk, or alone."""
    row = check_may_see(viewer_in(request), trainee, PORTFOLIO)
    today = timezone.localdate()
    first = _day(request.GET.get("fra", ""), today - A_MONTH)
    page = since_page(row, first, _day(request.GET.get("til", ""), today), timezone.now())
    return render(request, _part(request, "overview/since"), {"page": page, "trainee": row})


def _day(text: str, otherwise: dt.date) -> dt.date:
    try:
        return dt.date.fromisoformat(text)
    except ValueError:
        return otherwise


@require_safe
def own_time(request: HttpRequest) -> HttpResponse:
    """The reader's own time for learning."""
    own = own_training(viewer_in(request))
    if own is None:
        raise Http404("training")
    return redirect("trainee_time", trainee=own.pk)


@require_safe
def trainee_time(request: HttpRequest, trainee: int) -> HttpResponse:
    """A trainee's time for guidance, teaching and study in the year, for those who see the training."""
    row = check_may_see(viewer_in(request), trainee)
    (page,) = accounts_of([row], timezone.now()) or (None,)
    return render(request, "overview/time.html", {"page": page, "trainee": row})


@require_safe
def own_department_time(request: HttpRequest) -> HttpResponse:
    """The page of the first programme that the reader sees."""
    found = programmes_visible(viewer_in(request))
    if not found:
        raise Http404("programme")
    return redirect("department_time", code=found[0].code)


@require_safe
def department_time(request: HttpRequest, code: str) -> HttpResponse:
    """The same for everyone in a programme."""
    viewer = viewer_in(request)
    current = check_may_see_department(viewer, programme(code))
    rows = accounts_of(trainees_of(current.code, viewer), timezone.now())
    page = {"rows": rows, "name": name_by_id(current.department_id), "lost": sum(row.lost for row in rows)}
    return render(request, "overview/department_time.html", {"page": page})


@require_safe
def guide_home(request: HttpRequest) -> HttpResponse:
    """Those whom the reader guides."""
    viewer = viewer_in(request)
    if not viewer.holds("guide"):
        raise Http404("guide")
    page = pages.guide_page(viewer, guided_by(viewer, timezone.localdate()), timezone.localdate())
    return render(request, "overview/guide_home.html", {"page": page})


@require_safe
def coordinator_home(request: HttpRequest) -> HttpResponse:
    """Demand against places for the programmes below the reader's place."""
    viewer = viewer_in(request)
    if not viewer.has("see_capacity"):
        raise Http404("see_capacity")
    page = pages.coordinator_page(viewer, timezone.localdate())
    return render(request, "overview/coordinator_home.html", {"page": page})


@require_safe
def supervisor_home(request: HttpRequest) -> HttpResponse:
    """Those whom the reader supervises: their learning goals."""
    return _goal_list(request, "supervise", _("Mine kandidater"))


@require_safe
def delegate_home(request: HttpRequest) -> HttpResponse:
    """Those on whose goals the reader decides."""
    return _goal_list(request, "decide_goals", _("Læringsmål å avgjøre"))


def _goal_list(request: HttpRequest, power: str, heading: str) -> HttpResponse:
    viewer = viewer_in(request)
    if not viewer.has(power):
        raise Http404(power)
    records = supervised_by(viewer, power, timezone.localdate())
    page = followed.goal_list(records, heading)
    return render(request, "overview/followed.html", {"page": page})


@require_safe
def research_home(request: HttpRequest) -> HttpResponse:
    """Those with a share of research: their plans."""
    viewer = viewer_in(request)
    if not viewer.has("follow_research"):
        raise Http404("follow_research")
    today = timezone.localdate()
    page = followed.research_list(in_research(viewer, today), today)
    return render(request, "overview/followed.html", {"page": page})


@require_safe
def former(request: HttpRequest) -> HttpResponse:
    """Those whom the reader, or the reader's department, followed until a day."""
    viewer = viewer_in(request)
    if viewer.person_id is None:
        raise Http404("person")
    found = former_of(viewer, timezone.localdate())
    return render(request, "overview/former.html", {"former": found})


@require_safe
def archive(request: HttpRequest, trainee: int) -> HttpResponse:
    """A training as it stood on the last day that the reader followed it."""
    viewer = viewer_in(request)
    insight = check_may_see_former(viewer, trainee)
    record_archive_read(by=viewer.person_id, trainee_id=trainee, until=insight.until, now=timezone.now())
    may_add_post = insight.trainee.finished_on is None and may_register(viewer, insight.trainee)
    page = {"page": archive_page(insight), "may_register": may_add_post}
    return render(request, "overview/archive.html", page)
