"""The key that signs the record's heads: a file that the database does not hold."""

from __future__ import annotations

import os
from functools import cache
from pathlib import Path

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from django.conf import settings

from borealis.audit.rules import key_id
from borealis.shell.keyfile import make_once

NAME = "record-key"


class RecordKeyMissing(Exception):
    """The key that signed this record is not where it should be; the message says what to do."""


def key_path() -> Path:
    """``BOREALIS_RECORD_KEY``, or ``record-key`` in Borealis' home."""
    given = os.environ.get("BOREALIS_RECORD_KEY")
    return Path(given).expanduser() if given else Path(settings.HOME) / NAME


class PublicKey:
    """The half of the key that everybody may have."""

    def __init__(self, raw: bytes) -> None:
        """Raises ValueError when these are not the 32 bytes of an Ed25519 key."""
        self.raw = raw
        self.id = key_id(raw)
        self._key = Ed25519PublicKey.from_public_bytes(raw)

    def holds(self, signature: str, message: bytes) -> bool:
        """Whether this hexadecimal signature is the key's own, of this message."""
        try:
            self._key.verify(bytes.fromhex(signature), message)
        except (InvalidSignature, ValueError, TypeError):
            return False
        return True


class RecordKey(PublicKey):
    """The whole key, which signs."""

    def __init__(self, private: Ed25519PrivateKey) -> None:
        super().__init__(private.public_key().public_bytes_raw())
        self._private = private

    @property
    def raw_private(self) -> bytes:
        """The 32 secret bytes, for another process of ours."""
        return self._private.private_bytes_raw()

    def sign(self, message: bytes) -> str:
        """The Ed25519 signature (RFC 8032), in hexadecimal."""
        return self._private.sign(message).hex()

    def holds(self, signature: str, message: bytes) -> bool:
        """As for the public half; but Ed25519 gives the same signature each time, and signing anew takes a
        third of the time that verifying does."""
        return self.sign(message) == signature


def key_from(private: bool, raw: bytes) -> PublicKey:
    """The key with these 32 bytes: the whole key, or its public half."""
    return RecordKey(Ed25519PrivateKey.from_private_bytes(raw)) if private else PublicKey(raw)


@cache
def _read(path: Path) -> RecordKey:
    private = serialization.load_pem_private_key(path.read_bytes(), password=None)
    if not isinstance(private, Ed25519PrivateKey):
        raise RecordKeyMissing(f"{path} does not hold an Ed25519 key.")
    return RecordKey(private)


def record_key() -> RecordKey:
    """The key as it stands in its file. Raises RecordKeyMissing."""
    path = key_path()
    try:
        return _read(path)
    except (OSError, ValueError) as error:
        raise RecordKeyMissing(
            f"The key of the record cannot be read from {path} ({type(error).__name__}). Put it back from a "
            "backup, or say where it is with BOREALIS_RECORD_KEY. Nothing can be recorded without it."
        ) from None


def make_key_once() -> RecordKey:
    """The key; made, for its owner alone to read, when there is no file yet. Safe for several processes."""
    path = key_path()
    if not path.exists():
        make_once(
            path,
            Ed25519PrivateKey.generate().private_bytes(
                serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
            ),
        )
    return record_key()
