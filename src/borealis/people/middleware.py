"""Who is asking, and in which language they read."""

from __future__ import annotations

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import translation

from borealis.audit.context import acting_as
from borealis.people.queries import Viewer, viewer_of
from borealis.people.rules import LANGUAGES
from borealis.shell.menus import role_in_use


class PersonMiddleware:
    """Puts the viewer on the request, and answers in the language that was chosen.

    A known person's own language wins, then the choice kept in this browser. Norwegian is first: what
    the browser would prefer is not asked, since foreign machines stand in Norwegian hospitals too.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        viewer = viewer_of(request.user)
        request.viewer = viewer  # type: ignore[attr-defined]
        held = role_in_use(viewer.roles, request.path)
        acting = acting_as(held.role, held.organisation_id, "web") if held else acting_as(way="web")
        with translation.override(_language(request, viewer)), acting:
            response = self.get_response(request)
            response.headers.setdefault("Content-Language", translation.get_language() or LANGUAGES[0])
        return response


def _language(request: HttpRequest, viewer: Viewer) -> str:
    if viewer.person_id is not None:
        return viewer.language
    chosen = request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME, "")
    return chosen if chosen in LANGUAGES else LANGUAGES[0]
