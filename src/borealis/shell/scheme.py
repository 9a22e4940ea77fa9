"""Light or dark: what the reader chose, or what the device asks for."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest

COOKIE = "__Host-scheme" if settings.HTTPS else "scheme"
SCHEMES = ("auto", "light", "dark")

# Where dark.css applies. On paper everything is light.
DARK_MEDIA = {"auto": "screen and (prefers-color-scheme: dark)", "dark": "screen", "light": ""}


def scheme_of(request: HttpRequest) -> str:
    """The colour scheme that this browser chose."""
    chosen = request.COOKIES.get(COOKIE, "auto")
    return chosen if chosen in SCHEMES else "auto"
