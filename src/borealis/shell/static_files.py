"""Our own static files: addresses that change with the content, and the digest that browsers check."""

from __future__ import annotations

import base64
import hashlib
from functools import lru_cache
from pathlib import Path

from django.conf import settings
from django.contrib.staticfiles import finders
from django.contrib.staticfiles.storage import StaticFilesStorage

# A style sheet names its fonts and pictures itself, without a version: both addresses must be the same.
_NAMED_IN_STYLES = (".woff2", ".svg")


class VersionedStaticFiles(StaticFilesStorage):
    """Adds ``?v=<digest>`` to the address of a file, so that it can be kept for a year and still be replaced."""

    def url(self, name: str | None) -> str:
        address = super().url(name)
        if name is None or name.endswith(_NAMED_IN_STYLES):
            return address
        found = _content(name)
        return f"{address}?v={hashlib.sha256(found).hexdigest()[:12]}" if found else address


def integrity(name: str) -> str:
    """The digest of a script for its ``integrity`` attribute (Subresource Integrity, W3C)."""
    digest = hashlib.sha384(_content(name)).digest()
    return "sha384-" + base64.b64encode(digest).decode("ascii")


def _content(name: str) -> bytes:
    path = finders.find(name)
    if not isinstance(path, str):
        return b""
    return _read(path, Path(path).stat().st_mtime_ns if settings.DEBUG else 0)


@lru_cache(maxsize=256)
def _read(path: str, changed: int) -> bytes:
    return Path(path).read_bytes()
