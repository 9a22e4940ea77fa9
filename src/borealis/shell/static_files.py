"""Our own static files: addresses that change with the content, and the digest that browsers check."""

from __future__ import annotations

import base64
import hashlib
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.staticfiles import finders
from django.contrib.staticfiles.storage import StaticFilesStorage

# A style sheet names its fonts and pictures itself, without a version: both addresses must be the same.
_NAMED_IN_STYLES = (".woff2", ".svg")


class VersionedStaticFiles(StaticFilesStorage):
    """Adds ``?v=<digest>`` to the address of a file, so that it can be kept for a year and still be replaced."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self._addresses: dict[tuple[str, str | None], str] = {}

    def url(self, name: str | None) -> str:
        """Worked out once for a file, while developing each time: a page has some twenty of them."""
        if settings.DEBUG:
            return self._versioned(name)
        key = (self.base_url, name)
        if key not in self._addresses:
            self._addresses[key] = self._versioned(name)
        return self._addresses[key]

    def _versioned(self, name: str | None) -> str:
        address = super().url(name)
        if name is None or name.endswith(_NAMED_IN_STYLES):
            return address
        version = _digests(name).version
        return f"{address}?v={version}" if version else address


def integrity(name: str) -> str:
    """The digest of a script for its ``integrity`` attribute (Subresource Integrity, W3C)."""
    return _digests(name).integrity


@dataclass(frozen=True)
class _Digests:
    """What a file's content comes to. Of a file that is not there, ``version`` is empty."""

    version: str
    integrity: str


def _digests(name: str) -> _Digests:
    """Looked up once for a name, while developing each time, so that a changed file is seen."""
    return _read.__wrapped__(name) if settings.DEBUG else _read(name)


@lru_cache(maxsize=256)
def _read(name: str) -> _Digests:
    path = finders.find(name)
    content = Path(path).read_bytes() if isinstance(path, str) else b""
    integrity = base64.b64encode(hashlib.sha384(content).digest()).decode("ascii")
    return _Digests(hashlib.sha256(content).hexdigest()[:12] if content else "", f"sha384-{integrity}")
