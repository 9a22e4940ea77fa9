"""The page that the device keeps, the script that keeps it, and what the queue asks when the network is back."""

from __future__ import annotations

from pathlib import Path

from django.contrib.staticfiles import finders
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.middleware.csrf import get_token
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from borealis.people.queries import viewer_in
from borealis.portfolio.activities.terms import templates_of
from borealis.programmes.queries import programme
from borealis.trainees.queries import own_training


@require_safe
def page(request: HttpRequest, code: str) -> HttpResponse:
    """The page on which a trainee records while there is no network. It holds what is public in the
    programme and nothing about anyone, since it lies on the device."""
    found = programme(code)
    if found is None:
        raise Http404("programme")
    words = {"code": code, "templates": templates_of(found.document), "today": timezone.localdate()}
    return render(request, "portfolio/offline/record.html", words)


@require_safe
def service_worker(request: HttpRequest) -> HttpResponse:
    """The script that gives the kept page when the network does not answer; from the root, so that it
    reaches every page."""
    path = finders.find("portfolio/sw.js")
    if not isinstance(path, str):
        raise Http404("script")
    return HttpResponse(Path(path).read_bytes(), content_type="text/javascript; charset=utf-8")


@require_safe
def queue(request: HttpRequest) -> HttpResponse:
    """Whose entries may be sent now, where to, and the token for it. ``trainee`` is None when the reader
    is signed out or is not in training."""
    own = own_training(viewer_in(request))
    if own is None:
        return JsonResponse({"trainee": None})
    return JsonResponse(
        {
            "trainee": own.pk,
            "address": reverse("activity_record", args=[own.pk]),
            "token": get_token(request),
        }
    )
