"""How often a costly act may be done, by a person or an address (ASVS 2.4.1, 15.2.2)."""

from __future__ import annotations

import hashlib
import logging
import math
import time
from collections.abc import Callable
from functools import wraps
from typing import Concatenate, Literal, ParamSpec

from django.core.cache import cache
from django.http import HttpRequest, HttpResponse

from borealis.shell.views import plain_page

P = ParamSpec("P")
View = Callable[Concatenate[HttpRequest, P], HttpResponse]
_log = logging.getLogger("borealis.security")


def limited(
    act: str, *, times: int, seconds: int, by: Literal["person", "address"] = "person"
) -> Callable[[View[P]], View[P]]:
    """A view that answers 429 when one asks more often than ``times`` within a window of ``seconds``.

    Counted per person; who is not signed in, and everything with ``by="address"``, per address. The
    counter is in Django's cache under a digest, and gone when the window is.
    """

    def decorate(view: View[P]) -> View[P]:
        @wraps(view)
        def guarded(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
            window, now = int(time.time()) // seconds, time.time()
            if _count(_key(act, window, request, by), seconds) > times:
                _log.warning("limited %s", act, extra={"request": request, "status_code": 429})
                return _wait(request, (window + 1) * seconds - now)
            return view(request, *args, **kwargs)

        return guarded

    return decorate


def takes_files(longest: int) -> Callable[[View[P]], View[P]]:
    """A view that takes files of up to ``longest`` bytes. More is refused before any of it is read."""

    def decorate(view: View[P]) -> View[P]:
        view.longest_file = longest  # type: ignore[attr-defined]
        return view

    return decorate


def _key(act: str, window: int, request: HttpRequest, by: str) -> str:
    viewer = getattr(request, "viewer", None)
    person = viewer.person_id if viewer is not None and by == "person" else None
    who = f"person {person}" if person else f"address {request.META.get('REMOTE_ADDR', '')}"
    return f"limit:{act}:{window}:{hashlib.sha256(who.encode()).hexdigest()[:32]}"


def _count(key: str, seconds: int) -> int:
    """One more in this window."""
    if cache.add(key, 1, timeout=seconds):
        return 1
    try:
        return cache.incr(key)
    except ValueError:  # the window closed in between
        return 1


def _wait(request: HttpRequest, seconds: float) -> HttpResponse:
    page = plain_page(request, "shell/too_many.html", 429, minutes=max(1, math.ceil(seconds / 60)))
    page.headers["Retry-After"] = str(max(1, math.ceil(seconds)))
    return page
