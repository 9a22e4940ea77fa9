"""Addresses of the same page for many rows, worked out once."""

from __future__ import annotations

from collections.abc import Iterable

from django.urls import reverse

STAND_IN = 9_123_456_789  # stands where the key of a row will


def addresses_of(name: str, keys: Iterable[int], *before: int) -> dict[int, str]:
    """The address of a page whose last part is a key, for each key: ``addresses_of("plan", pks)``.

    ``before``: the keys that stand before it in the address.
    """
    start, end = reverse(name, args=[*before, STAND_IN]).rsplit(str(STAND_IN), 1)
    return {key: f"{start}{key}{end}" for key in keys}
