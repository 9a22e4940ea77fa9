"""Sessions whose time is up, and what their owners were doing."""

from __future__ import annotations

from collections.abc import Callable
from http import HTTPStatus
from urllib.parse import urlencode, urlsplit

from django.conf import settings
from django.contrib.auth import SESSION_KEY
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme

from borealis.audit.context import acting_as
from borealis.people import sessions


class SessionClockMiddleware:
    """Signs out by the clock, and leads who was signed out to the sign-in page, with the page asked for.

    A session that ended elsewhere (another device, a new password, a closed account, a cookie that was
    meddled with) leaves a browser with a cookie that opens nothing. Open pages still answer; where such a
    browser would be turned away it is led to the sign-in page too, so that nobody is left wondering.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        with acting_as(way="web"):
            why = sessions.hold_to_the_clocks(request, now=timezone.now())
        gone = not why and _cookie_opens_nothing(request)
        if why and request.path != reverse("account_logout"):
            return _to_sign_in(request, why)
        response = self.get_response(request)
        if gone and response.status_code in (HTTPStatus.FORBIDDEN, HTTPStatus.NOT_FOUND):
            return _to_sign_in(request, "gone")
        return response


def _cookie_opens_nothing(request: HttpRequest) -> bool:
    """Whether the browser carries a session that is not there, or that its owner may not use any more."""
    if request.user.is_authenticated or not request.COOKIES.get(settings.SESSION_COOKIE_NAME):
        return False
    if SESSION_KEY in request.session:  # a closed account: the session is whole, but nobody's
        request.session.flush()
    return request.session.is_empty()


def _to_sign_in(request: HttpRequest, why: str) -> HttpResponse:
    request.session[sessions.WHY_OUT] = why
    back = request.get_full_path()
    if request.method == "POST":
        request.session[sessions.HAD_TYPED] = True
        back = _page_of_the_form(request) or back
    answer = HttpResponseRedirect(f"{reverse('account_login')}?{urlencode({'next': back})}")
    answer.status_code = HTTPStatus.SEE_OTHER
    return answer


def _page_of_the_form(request: HttpRequest) -> str:
    """Path and query of the page that the form stood on, if it was one of ours."""
    came_from = request.headers.get("referer", "")
    ours = {request.get_host()}
    if not url_has_allowed_host_and_scheme(came_from, allowed_hosts=ours, require_https=request.is_secure()):
        return ""
    parts = urlsplit(came_from)
    return f"{parts.path}?{parts.query}" if parts.query else parts.path
