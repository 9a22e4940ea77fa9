"""The key that packages are signed with: a file of its own beside the record's key."""

from __future__ import annotations

import os
from functools import cache
from pathlib import Path

from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from django.conf import settings

from borealis.portfolio.dossier.rules import did_key
from borealis.shell.keyfile import make_once

NAME = "issuer-key"


class IssuerKeyUnreadable(Exception):
    """The key of this place cannot be read; the message says what to do."""


class IssuerKey:
    """The key, and the name by which everybody knows it."""

    def __init__(self, private: Ed25519PrivateKey) -> None:
        self._private = private
        self.did = did_key(private.public_key().public_bytes_raw())

    def sign(self, message: bytes) -> bytes:
        """The Ed25519 signature (RFC 8032)."""
        return self._private.sign(message)


def key_path() -> Path:
    """``BOREALIS_ISSUER_KEY``, or ``issuer-key`` in Borealis' home."""
    given = os.environ.get("BOREALIS_ISSUER_KEY")
    return Path(given).expanduser() if given else Path(settings.HOME) / NAME


@cache
def _read(path: Path) -> IssuerKey:
    private = serialization.load_pem_private_key(path.read_bytes(), password=None)
    if not isinstance(private, Ed25519PrivateKey):
        raise ValueError("not Ed25519")
    return IssuerKey(private)


def issuer_key() -> IssuerKey:
    """The key; made, for its owner alone to read, when there is no file yet. Safe for several processes.

    Raises IssuerKeyUnreadable: a key that is there and cannot be read is never replaced.
    """
    path = key_path()
    if not path.exists():
        _make(path)
    try:
        return _read(path)
    except (OSError, ValueError) as error:
        raise IssuerKeyUnreadable(
            f"The key that packages are signed with cannot be read from {path} ({type(error).__name__}). Put it "
            "back from a backup, or say where it is with BOREALIS_ISSUER_KEY."
        ) from None


def _make(path: Path) -> None:
    pem = Ed25519PrivateKey.generate().private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    make_once(path, pem)
