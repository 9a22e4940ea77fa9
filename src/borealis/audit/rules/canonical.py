"""One value, one sequence of bytes: the JSON Canonicalization Scheme (RFC 8785)."""

from __future__ import annotations

import json
from typing import Any

import rfc8785

LARGEST = 2**53 - 1  # RFC 8785 appendix D: numbers are IEEE 754 doubles, exact up to here
_PLAIN = json.JSONEncoder(sort_keys=True, ensure_ascii=False, separators=(",", ":"), allow_nan=False).encode


def canonical(value: Any) -> bytes:
    """The canonical bytes of a JSON value.

    Raises TypeError for what JSON does not have (days, decimals, sets, keys that are no text, NaN), for
    whole numbers beyond 2^53 - 1, and for text that is not Unicode.
    """
    try:
        return _PLAIN(value).encode() if _is_plain(value) else rfc8785.dumps(value)
    except (rfc8785.CanonicalizationError, UnicodeEncodeError, RecursionError) as error:
        raise TypeError(f"This cannot be written as canonical JSON: {error}") from None


def _is_plain(value: Any) -> bool:
    """Whether Python's own JSON with sorted keys gives the same bytes, at a third of the time: no
    fractions, and no keys beyond ASCII, which RFC 8785 § 3.2.3 sorts by UTF-16."""
    kind = type(value)
    if kind is str or value is None or kind is bool:
        return True
    if kind is int:
        return bool(-LARGEST <= value <= LARGEST)
    if kind is dict:
        return all(type(key) is str and key.isascii() and _is_plain(inner) for key, inner in value.items())
    return kind is list and all(_is_plain(inner) for inner in value)
