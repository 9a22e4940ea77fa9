"""Looking at Borealis as one of the invented people."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from borealis.demo import personas
from borealis.overview import views as overview
from borealis.people import sessions


@require_safe
def start(request: HttpRequest) -> HttpResponse:
    """The first page, with the invented people to look as."""
    if request.viewer.roles:  # type: ignore[attr-defined]
        return overview.start(request)
    people = personas.personas(timezone.localdate())
    return render(request, "overview/start.html", {**overview.start_context(), "personas": people})


@require_POST
def become(request: HttpRequest) -> HttpResponse:
    """Go on as this person, from the person's first page."""
    number = request.POST.get("person", "")
    persona = personas.become(request, int(number), timezone.now()) if number.isdecimal() else None
    if persona is None:
        raise Http404("persona")
    return redirect("start")


@require_POST
def leave(request: HttpRequest) -> HttpResponse:
    """Look as nobody again."""
    sessions.end(request, now=timezone.now())
    return redirect("start")
