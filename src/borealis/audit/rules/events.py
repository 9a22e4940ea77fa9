"""What an event says, and how it becomes a leaf of the tree."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from collections.abc import Mapping
from typing import Any, NamedTuple

from borealis.audit.rules.canonical import LARGEST, canonical
from borealis.audit.rules.tree import leaf_hash

_text = json.encoder.encode_basestring  # escapes as RFC 8785 § 3.2.2.2 does; TypeError for what is no text


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
    return leaf_hash(written(told))


def written(told: Told) -> bytes:
    """The body of an event as canonical JSON, as ``canonical(body_of(told))`` gives it, in less time.

    A value of another kind than the column's gives other bytes, or TypeError.
    """
    body = (
        f'{{"about":{_key(told.about)},"act":{_text(told.act)},"at":"{shown_time(told.at)}","by":{_key(told.by)},'
        f'"commitment":{_text(told.commitment)},"detail":{canonical(told.detail).decode()},'
        f'"number":{_key(told.number)},"place":{_key(told.place)},"role":{_text(told.role)},'
        f'"subject":{_text(told.subject)},"version":{_text(told.version)},"way":{_text(told.way)}}}'
    )
    try:
        return body.encode()
    except UnicodeEncodeError:
        raise TypeError("An event has text that is not Unicode.") from None


def _key(value: int | None) -> str:
    if value is None:
        return "null"
    if type(value) is not int or not -LARGEST <= value <= LARGEST:
        raise TypeError(f"A key in the record is a whole number up to 2^53 - 1, not {value!r}.")
    return str(value)


def commitment(salt: str, text: Mapping[str, str]) -> str:
    """The digest, in hexadecimal, that binds an event to its erasable text.

    The salt (128 random bits, erased with the text) keeps short texts from being guessed from it.
    """
    return hashlib.sha256(canonical({"salt": salt, "text": text})).hexdigest()
