"""Sealing what is said in a talk: AES-256-GCM with a key for each talk, itself sealed with the key of this place.

Who holds the file with the key of this place and the database can read everything: the machine's own root. Borealis
opens a talk for nobody but those who were in it (``permissions``), and a copy of the database alone opens nothing.
"""

from __future__ import annotations

import os
from functools import cache
from pathlib import Path

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings

from borealis.shell.keyfile import make_once

NAME = "guidance-key"
NONCE = 12  # bytes, random for each text (NIST SP 800-38D, 8.2.2)
KEY = 32


class GuidanceKeyUnreadable(Exception):
    """The key of this place, or a talk's own, does not open; the message says what to do."""


class TalkKey:
    """The key of one talk. ``about`` binds a text to its place, so that none can be moved to another."""

    def __init__(self, raw: bytes) -> None:
        self._raw = raw
        self._cipher = AESGCM(raw)

    def seal(self, text: str, about: str) -> bytes:
        """The sealed text; another each time."""
        nonce = os.urandom(NONCE)
        return nonce + self._cipher.encrypt(nonce, text.encode(), about.encode())

    def open(self, sealed: bytes | memoryview, about: str) -> str:
        """The text. Raises GuidanceKeyUnreadable when it was changed, moved, or sealed with another key."""
        return _opened(self._cipher, sealed, about).decode()

    def sealed(self) -> bytes:
        """The key itself, sealed with the key of this place."""
        nonce = os.urandom(NONCE)
        return nonce + AESGCM(_place_key()).encrypt(nonce, self._raw, b"talk")


def new_key() -> TalkKey:
    """A key for a new talk."""
    return TalkKey(AESGCM.generate_key(KEY * 8))


def key_from(sealed: bytes | memoryview) -> TalkKey:
    """A talk's key as it is stored. Raises GuidanceKeyUnreadable."""
    return TalkKey(_opened(AESGCM(_place_key()), sealed, "talk"))


def _opened(cipher: AESGCM, sealed: bytes | memoryview, about: str) -> bytes:
    stored = bytes(sealed)
    try:
        return cipher.decrypt(stored[:NONCE], stored[NONCE:], about.encode())
    except (InvalidTag, ValueError):
        raise GuidanceKeyUnreadable(
            f"What was written does not open with the key in {key_path()}. Put the key back that it was written "
            "with, or say where it is with BOREALIS_GUIDANCE_KEY."
        ) from None


def key_path() -> Path:
    """``BOREALIS_GUIDANCE_KEY``, or ``guidance-key`` in Borealis' home."""
    given = os.environ.get("BOREALIS_GUIDANCE_KEY")
    return Path(given).expanduser() if given else Path(settings.HOME) / NAME


def _place_key() -> bytes:
    path = key_path()
    if not path.exists():
        make_once(path, AESGCM.generate_key(KEY * 8))
    return _read(path)


@cache
def _read(path: Path) -> bytes:
    raw = path.read_bytes()
    if len(raw) != KEY:
        raise GuidanceKeyUnreadable(f"{path} does not hold a key of {KEY} bytes. Put it back from a backup.")
    return raw
