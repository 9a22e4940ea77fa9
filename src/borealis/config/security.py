"""What browsers are told to refuse, and the settings that Borealis will not start with.

Headers follow the scoring of the HTTP Observatory (version 2) and OWASP ASVS 5.0, V3.4.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any
from urllib.parse import urlsplit

from csp.constants import NONE, SELF

YEAR = 365 * 24 * 3600
SHORTEST_KEY = 50  # characters, as Django's own check asks
LOOPBACK = frozenset({"localhost", "127.0.0.1", "[::1]", "::1"})
# What a page may ask of the device: nothing.
PERMISSIONS_POLICY = ", ".join(
    f"{feature}=()"
    for feature in (
        "accelerometer",
        "autoplay",
        "browsing-topics",
        "camera",
        "display-capture",
        "encrypted-media",
        "fullscreen",
        "geolocation",
        "gyroscope",
        "hid",
        "magnetometer",
        "microphone",
        "midi",
        "payment",
        "picture-in-picture",
        "screen-wake-lock",
        "serial",
        "usb",
        "xr-spatial-tracking",
    )
)


class UnsafeSettings(Exception):
    """Borealis will not start with these settings; the message says why and what to do."""


def sign_in_origins(given: str) -> list[str]:
    """Origins that a form may end at when a provider signs people in, from a list with commas.

    Browsers hold ``form-action`` against redirects too (Chromium does, Firefox does not), so a button that
    leads to a provider needs the provider's origin. Only whole https origins: no paths, no wildcards.
    """
    origins = [word.strip().rstrip("/") for word in given.split(",") if word.strip()]
    for origin in origins:
        parts = urlsplit(origin)
        if parts.scheme != "https" or not parts.hostname or "*" in origin or origin.count("/") != 2:
            raise UnsafeSettings(
                f"BOREALIS_SIGN_IN_ORIGINS holds {origin!r}. Write whole origins with commas between, "
                "as https://login.example.org"
            )
    return origins


def content_security_policy(form_origins: Sequence[str] = ()) -> dict[str, Any]:
    """One policy for every answer: only our own files, no inline code or style, no frames, no plug-ins."""
    return {
        "DIRECTIVES": {
            "default-src": [NONE],
            "script-src": [SELF],
            "style-src": [SELF],
            "img-src": [SELF],
            "font-src": [SELF],
            "connect-src": [SELF],
            "manifest-src": [SELF],
            "object-src": [NONE],
            "form-action": [SELF, *form_origins],
            "frame-ancestors": [NONE],
            "base-uri": [NONE],
            "require-trusted-types-for": ["'script'"],
            "trusted-types": ["default"],
        }
    }


def cookie_name(name: str, https: bool) -> str:
    """Over HTTPS a cookie is bound to this host: no other host can set it, no plain request sends it."""
    return f"__Host-{name}" if https else name


def refuse_unsafe_settings(settings: Any) -> None:
    """Stop a start that would show secrets, let anyone in, or answer to any name."""
    for check in (_debug, _hosts, _key, _database):
        check(settings)


def _debug(settings: Any) -> None:
    open_to = [host for host in settings.ALLOWED_HOSTS if host not in LOOPBACK]
    if settings.DEBUG and open_to:
        raise UnsafeSettings(
            f"BOREALIS_DEBUG=1 shows code and settings to everyone who meets an error, and BOREALIS_HOSTS "
            f"names {', '.join(open_to)}. Take BOREALIS_DEBUG away, or answer to localhost only."
        )


def _hosts(settings: Any) -> None:
    if not [host for host in settings.ALLOWED_HOSTS if host.strip()]:
        raise UnsafeSettings("BOREALIS_HOSTS is empty. Name the hosts that Borealis answers to.")
    if any("*" in host for host in settings.ALLOWED_HOSTS):
        raise UnsafeSettings(
            "BOREALIS_HOSTS holds *, so that anyone can choose the name in the links that Borealis sends. "
            "Name the hosts, with commas between."
        )


def _key(settings: Any) -> None:
    if len(settings.SECRET_KEY) < SHORTEST_KEY or len(set(settings.SECRET_KEY)) < 5:
        raise UnsafeSettings(
            f"BOREALIS_SECRET_KEY is too easy to guess: give at least {SHORTEST_KEY} characters at random, or "
            "take it away, and Borealis makes a key and keeps it in its home folder."
        )


def _database(settings: Any) -> None:
    database: Mapping[str, Any] = settings.DATABASES["default"]
    host = database.get("HOST", "")
    if not database["ENGINE"].endswith("postgresql") or host in {"", *LOOPBACK} or host.startswith("/"):
        return
    if "sslmode" not in database.get("OPTIONS", {}):
        raise UnsafeSettings(
            f"The database is on another machine ({host}), and BOREALIS_DATABASE does not say how the way to "
            "it is protected. Add ?sslmode=verify-full (or ?sslmode=disable, if nobody else is on that network)."
        )


def refuse_demo_on_real_people() -> None:
    """The demonstration lets anyone be anyone: never on a database that it did not make itself."""
    from django.contrib.auth import get_user_model
    from django.db.utils import DatabaseError

    from borealis.demo.story import is_told

    try:
        real = get_user_model().objects.exists() and not is_told()
    except DatabaseError:  # no tables yet
        return
    if real:
        raise UnsafeSettings(
            "BOREALIS_DEMO=1 lets everyone be anyone, and this database holds people that the demonstration "
            "did not make. Take BOREALIS_DEMO away, or choose another folder with BOREALIS_HOME."
        )
