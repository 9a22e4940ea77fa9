"""Looking at Borealis as one of the invented people."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_POST

from borealis.demo import personas


@require_POST
def become(request: HttpRequest) -> HttpResponse:
    """Go on as this person, from the person's first page."""
    number = request.POST.get("person", "")
    persona = personas.become(request, int(number), timezone.localdate()) if number.isdecimal() else None
    if persona is None:
        raise Http404("persona")
    return redirect("start")
