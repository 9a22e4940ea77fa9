"""The first page of each role."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET

from borealis.organisations.queries import name_by_id
from borealis.overview.queries import department as pages
from borealis.overview.queries.trainee import trainee_home as home_page
from borealis.people.queries import Viewer
from borealis.programmes.permissions import check_may_see_department
from borealis.programmes.queries import CurrentProgramme, programme, programmes, programmes_visible
from borealis.shell.language import text_in
from borealis.shell.menus import home_of
from borealis.trainees.permissions import check_may_see
from borealis.trainees.queries import guided_by, own_training


def _viewer(request: HttpRequest) -> Viewer:
    viewer: Viewer = request.viewer  # type: ignore[attr-defined]
    return viewer


@require_GET
def start(request: HttpRequest) -> HttpResponse:
    """The first page: a person's own, or what Borealis is for those who are not known."""
    viewer = _viewer(request)
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


@require_GET
def own_home(request: HttpRequest) -> HttpResponse:
    """The reader's own training."""
    own = own_training(_viewer(request))
    if own is None:
        raise Http404("training")
    return trainee_home(request, own.pk)


@require_GET
def trainee_home(request: HttpRequest, trainee: int) -> HttpResponse:
    """One trainee's first page, for the trainee and for those who follow the training."""
    check_may_see(_viewer(request), trainee)
    page = home_page(trainee, _viewer(request), timezone.localdate())
    return render(request, "overview/trainee_home.html", {"page": page})


@require_GET
def own_department(request: HttpRequest) -> HttpResponse:
    """The department of the first programme that the reader sees."""
    found = programmes_visible(_viewer(request))
    if not found:
        raise Http404("programme")
    return _department(request, found[0])


@require_GET
def department(request: HttpRequest, code: str) -> HttpResponse:
    """All trainees of a programme on one page."""
    return _department(request, check_may_see_department(_viewer(request), programme(code)))


def _department(request: HttpRequest, current: CurrentProgramme) -> HttpResponse:
    name = name_by_id(current.department_id)
    page = pages.department_page(current, name, _viewer(request), timezone.localdate())
    return render(request, "overview/department.html", {"page": page})


@require_GET
def guide_home(request: HttpRequest) -> HttpResponse:
    """Those whom the reader guides."""
    viewer = _viewer(request)
    if not viewer.holds("guide"):
        raise Http404("guide")
    page = pages.guide_page(viewer, guided_by(viewer, timezone.localdate()), timezone.localdate())
    return render(request, "overview/guide_home.html", {"page": page})


@require_GET
def coordinator_home(request: HttpRequest) -> HttpResponse:
    """Demand against places for the programmes below the reader's place."""
    viewer = _viewer(request)
    if not viewer.holds("training_coordinator"):
        raise Http404("coordinator")
    page = pages.coordinator_page(viewer, timezone.localdate())
    return render(request, "overview/coordinator_home.html", {"page": page})
