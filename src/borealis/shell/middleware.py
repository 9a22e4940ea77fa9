"""What every answer carries, and which requests are refused before a page is asked."""

from __future__ import annotations

import re
import secrets
from collections.abc import Callable
from contextlib import nullcontext
from typing import Any

from django.conf import settings
from django.core.exceptions import BadRequest, RequestDataTooBig
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.http.response import HttpResponseBase

from borealis.shell import failures
from borealis.shell.once import one_page
from borealis.shell.views import plain_page

GetResponse = Callable[[HttpRequest], HttpResponse]
SIGN_OUT = frozenset({"sign_out", "account_logout", "leave"})
METHODS = ("GET", "HEAD", "POST", "OPTIONS")
FEED_METHODS = (*METHODS, "PUT", "PATCH", "DELETE")  # for programs, not for browsers
FEEDS = ("/scim/",)
LONGEST_QUERY = 8_000  # characters
LONGEST_BODY = 12_000_000  # bytes, files included; a page may take more (limits.takes_files)
ROOM_AROUND_A_FILE = 500_000  # bytes, for the rest of its form
YEAR = 365 * 24 * 3600
_VERSION = re.compile(r"(?:^|&)v=[0-9a-f]{12}(?:&|$)")


class HeadersMiddleware:
    """Outermost: the headers of every answer, static files and errors included."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.number = secrets.token_hex(4)  # type: ignore[attr-defined]
        _drop_unstorable_cookies(request)
        response = self.get_response(request)
        response.headers.setdefault("Permissions-Policy", settings.PERMISSIONS_POLICY)
        response.headers.setdefault("Cross-Origin-Resource-Policy", "same-origin")
        response.headers.setdefault("Cross-Origin-Embedder-Policy", "require-corp")
        _say_how_long_to_keep(request, response)
        _bind_cookies(request, response)
        _clear_after_sign_out(request, response)
        return response


def _drop_unstorable_cookies(request: HttpRequest) -> None:
    """A cookie with a NUL character in it is no cookie of ours, and no key to look up."""
    for name in [name for name, value in request.COOKIES.items() if "\x00" in value]:
        del request.COOKIES[name]


def _say_how_long_to_keep(request: HttpRequest, response: HttpResponseBase) -> None:
    """What a signed-in person gets is kept nowhere (ASVS 14.3.2); a static file is kept by its version."""
    if request.path.startswith(settings.STATIC_URL) and response.status_code in {200, 206, 304}:
        if _VERSION.search(request.META.get("QUERY_STRING", "")):
            response.headers["Cache-Control"] = f"public, max-age={YEAR}, immutable"
        return
    known = settings.SESSION_COOKIE_NAME in request.COOKIES or "Authorization" in request.headers
    if known or response.cookies or response.status_code >= 400 or request.method not in {"GET", "HEAD"}:
        response.headers["Cache-Control"] = "no-store, private"
    else:
        response.headers.setdefault("Cache-Control", "no-cache, private")


def _bind_cookies(request: HttpRequest, response: HttpResponseBase) -> None:
    """No cookie is for scripts or for other sites; over HTTPS none is for a plain request."""
    for morsel in response.cookies.values():
        morsel["httponly"] = True
        morsel["samesite"] = morsel["samesite"] or "Lax"
        if settings.HTTPS or request.is_secure():
            morsel["secure"] = True


def _clear_after_sign_out(request: HttpRequest, response: HttpResponseBase) -> None:
    """After signing out the browser forgets what it kept of our pages (ASVS 14.3.1)."""
    match = getattr(request, "resolver_match", None)
    if match and match.url_name in SIGN_OUT and request.method == "POST" and response.status_code < 400:
        response.headers["Clear-Site-Data"] = '"cache", "storage"'


class GuardMiddleware:
    """Refuses what no page of ours can mean, and turns the rest of what goes wrong into calm pages.

    It refuses just before the view, so that the page which says so is in the reader's own language.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        with one_page() if request.method in ("GET", "HEAD") else nullcontext():
            response = self.get_response(request)
        if response.status_code == 405 and not response.content:
            return _explained(request, response)
        return response

    def process_view(self, request: HttpRequest, view: Any, args: Any, kwargs: Any) -> HttpResponse | None:
        methods = FEED_METHODS if request.path.startswith(FEEDS) else METHODS
        if request.method not in methods:
            return HttpResponseNotAllowed(methods)
        if "\x00" in request.path or failures.any_nul(request.GET):
            raise Http404("NUL")
        if len(request.META.get("QUERY_STRING", "")) > LONGEST_QUERY:
            raise BadRequest("query")
        file = getattr(view, "longest_file", None)
        if _length(request) > (LONGEST_BODY if file is None else file + ROOM_AROUND_A_FILE):
            raise RequestDataTooBig("body", file or LONGEST_BODY)
        return None

    def process_exception(self, request: HttpRequest, error: Exception) -> None:
        if failures.comes_of_unstorable_text(error, request):
            raise BadRequest("text") from error


def _length(request: HttpRequest) -> int:
    given = request.META.get("CONTENT_LENGTH") or "0"
    return int(given) if given.isascii() and given.isdecimal() else 0


def _explained(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    """The page for an address that is asked in a way it does not answer."""
    page = plain_page(request, "shell/method_not_allowed.html", 405)
    page.headers["Allow"] = response.headers.get("Allow", "")
    return page
