"""What erasure leaves behind, and what stands in its way (GDPR art. 17).

The right to erasure yields to a legal obligation and to archiving in the public interest (art. 17 (3) b
and d): what documents a training stays, without what says whose it was.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Mapping
from typing import Any

NAME = "Slettet person"


def _mail(key: int, _now: dt.datetime, _before: Any) -> str:
    return f"slettet-{key}@slettet.invalid"


# What "replace" may put in, by name: from the person's key, the moment, and what stood there.
REPLACEMENTS: Mapping[str, Callable[[int, dt.datetime, Any], Any]] = {
    "deleted_name": lambda _key, _now, _before: NAME,
    "deleted_mail": _mail,
    "no_password": lambda _key, _now, _before: "!erased",
    "no": lambda _key, _now, _before: False,
    "now": lambda _key, now, _before: now,
    "first_language": lambda _key, _now, _before: "nb",
    "one_more": lambda _key, _now, before: before + 1,
}


def erased_value(replacement: str, key: int, now: dt.datetime, before: Any) -> Any:
    """What stands in a field after it is replaced. Raises LookupError for a name that is not known."""
    return REPLACEMENTS[replacement](key, now, before)


def erasure_refusals(*, held: bool, still_open: Iterable[str]) -> tuple[str, ...]:
    """Why a person cannot be erased today, as codes; empty when nothing stands in the way.

    ``held``: a legal hold is in force. ``still_open`` are the models in which something of the person has
    not ended, such as a role or a training.
    """
    return (*(["legal_hold"] if held else []), *sorted(set(still_open)))
