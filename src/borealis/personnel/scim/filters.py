"""Filters of lists (RFC 7644 § 3.4.2.2): ``eq`` on the attributes that feeds ask for, joined by ``and``."""

from __future__ import annotations

import json
import re

from scim2_models import InvalidFilterException

TERM = re.compile(
    r'\s*(?P<name>emails\[type eq "work"\]\.value|[A-Za-z:.0-9]+)\s+eq\s+'
    r'(?P<value>"(?:[^"\\]|\\.)*"|true|false)\s*(?P<more>and\s+|$)',
    re.IGNORECASE,
)
LONGEST = 1000


def terms(text: str, allowed: dict[str, str]) -> dict[str, str | bool]:
    """The values asked for, by our own name of the attribute; InvalidFilterException on anything else."""
    found: dict[str, str | bool] = {}
    at, more = 0, True
    while more:
        match = TERM.match(text, at) if len(text) <= LONGEST else None
        name = allowed.get(match["name"].casefold().removeprefix(USER)) if match else None
        if match is None or name is None:
            raise InvalidFilterException(detail="Only eq, joined by and, on " + ", ".join(sorted(allowed)))
        found[name] = _value(match["value"])
        at, more = match.end(), bool(match["more"])
    return found


USER = "urn:ietf:params:scim:schemas:core:2.0:user:"


def _value(text: str) -> str | bool:
    try:
        value = json.loads(text if text.startswith('"') else text.lower())
    except ValueError:
        raise InvalidFilterException(detail="The value is not a JSON string") from None
    if isinstance(value, str):
        value = value.replace("\x00", "\ufffd").encode("utf-8", "replace").decode()
    return value  # type: ignore[no-any-return]
