"""Pages that belong to no subject."""

from __future__ import annotations

import sys
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.templatetags.static import static
from django.utils import translation
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from borealis.shell import failures
from borealis.shell.once import one_page
from borealis.shell.scheme import COOKIE, SCHEMES


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Nothing here, or nothing that this reader may see: the answer is the same."""
    with one_page():
        return render(request, "shell/not_found.html", status=404)


def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """The reader is known, but may not do this."""
    return render(request, "shell/forbidden.html", status=403)


def form_too_old(request: HttpRequest, reason: str = "") -> HttpResponse:
    """The form was open too long, or came from elsewhere: nothing is stored, and it can be sent again."""
    return render(request, "shell/form_too_old.html", status=403)


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """What was sent makes no sense, or is more than is taken in at once (then 413)."""
    if failures.is_too_big(exception):
        most = failures.most_megabytes(exception)
        return plain_page(request, "shell/too_large.html", 413, most=most)
    return plain_page(request, "shell/bad_request.html", 400)


def server_error(request: HttpRequest) -> HttpResponse:
    """Something broke on our side; say what is safe and what to do now. A database that is away: 503."""
    if failures.database_is_away(sys.exc_info()[1]):
        answer = plain_page(request, "shell/unavailable.html", 503)
        answer.headers["Retry-After"] = str(failures.RETRY_AFTER)
        return answer
    return plain_page(request, "shell/server_error.html", 500)


def plain_page(request: HttpRequest, template: str, status: int, **words: Any) -> HttpResponse:
    """A page that needs neither database nor session, in the language that is known without them."""
    viewer = getattr(request, "viewer", None)
    language = viewer.language if viewer is not None and viewer.person_id else _chosen_language(request)
    with translation.override(language):
        text = render_to_string(template, {"number": getattr(request, "number", ""), **words})
    return HttpResponse(text, status=status, headers={"Content-Language": language})


def _chosen_language(request: HttpRequest) -> str:
    chosen = request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME, "")
    return chosen if chosen in dict(settings.LANGUAGES) else settings.LANGUAGE_CODE


@require_POST
def colour_scheme(request: HttpRequest) -> HttpResponse:
    """Remember light, dark or the device's choice in this browser, and go back to the page."""
    back = request.POST.get("next", "/")
    if not url_has_allowed_host_and_scheme(back, allowed_hosts={request.get_host()}):
        back = "/"
    response = HttpResponseRedirect(back)
    chosen = request.POST.get("scheme", "")
    if chosen in SCHEMES:
        response.set_cookie(
            COOKIE, chosen, max_age=365 * 24 * 3600, samesite="Lax", httponly=True, secure=request.is_secure()
        )
    return response


@require_safe
def text_page(request: HttpRequest, page: str) -> HttpResponse:
    """A page of plain text, in the reader's language."""
    language = (get_language() or "nb")[:2]
    return render(request, f"shell/text/{page}.html", {"text": f"shell/text/{page}_{language}.html"})


@require_safe
def manifest(request: HttpRequest) -> HttpResponse:
    """What a phone needs to know to keep Borealis as an app."""
    return JsonResponse(
        {
            "name": "Borealis",
            "short_name": "Borealis",
            "description": str(_("Utdanning av legespesialister")),
            "lang": get_language() or "nb",
            "start_url": "/",
            "display": "browser",
            "background_color": "#06222b",
            "theme_color": "#06222b",
            "icons": [
                {"src": static("shell/icon.svg"), "sizes": "any", "type": "image/svg+xml"},
                {"src": static("shell/icon-180.png"), "sizes": "180x180", "type": "image/png"},
                {"src": static("shell/icon-512.png"), "sizes": "512x512", "type": "image/png"},
            ],
        },
        content_type="application/manifest+json",
    )
