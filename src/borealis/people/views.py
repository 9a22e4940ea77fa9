"""Choosing the language; signing in comes with accounts."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST

from borealis.people.actions import choose_language
from borealis.people.rules import LANGUAGES


@require_POST
def language(request: HttpRequest) -> HttpResponse:
    """Remember the language, in the browser and for a known person, and go back to the page."""
    chosen = request.POST.get("language", "")
    back = request.POST.get("next", "/")
    if not url_has_allowed_host_and_scheme(back, allowed_hosts={request.get_host()}):
        back = "/"
    response = HttpResponseRedirect(back)
    if chosen in LANGUAGES:
        response.set_cookie(settings.LANGUAGE_COOKIE_NAME, chosen, max_age=365 * 24 * 3600, samesite="Lax")
        viewer = request.viewer  # type: ignore[attr-defined]
        if viewer.person_id:
            choose_language(by=viewer.person_id, language=chosen, now=timezone.now())
    return response
