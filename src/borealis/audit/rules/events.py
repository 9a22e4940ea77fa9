"""What an event says, and how it becomes a leaf of the tree."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Mapping
from typing import Any, NamedTuple

from borealis.audit.rules.canonical import canonical
from borealis.audit.rules.tree import leaf_hash


class Told(NamedTuple):
    """What an event says, in the order of the stored columns. Everything here is sealed."""

    number: int
    at: dt.datetime
    by: int | None
    role: str
    place: int | None
    way: str
    about: int | None
    act: str
    subject: str
    version: str
    detail: Any
    commitment: str


class Sealed(NamedTuple):
    """The seal of an event: its leaf, and the head of the tree that ends with it."""

    leaf: str
    root: str
    key: str
    signature: str


def shown_time(at: dt.datetime) -> str:
    """A time as it is sealed: UTC to the microsecond. Raises TypeError for a time without a zone."""
    if at.tzinfo is None:
        raise TypeError("A time in the record needs a time zone.")
    return at.astimezone(dt.UTC).isoformat(timespec="microseconds")


def body_of(told: Told) -> dict[str, Any]:
    """The sealed part of an event, as JSON values."""
    return {**told._asdict(), "at": shown_time(told.at)}


def leaf_of(told: Told) -> bytes:
    """The leaf of an event: SHA-256(0x00 || RFC 8785 of its body)."""
    return leaf_hash(canonical(body_of(told)))


def commitment(salt: str, text: Mapping[str, str]) -> str:
    """The digest, in hexadecimal, that binds an event to its erasable text.

    The salt (128 random bits, erased with the text) keeps short texts from being guessed from it.
    """
    return hashlib.sha256(canonical({"salt": salt, "text": text})).hexdigest()
