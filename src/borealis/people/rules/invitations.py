"""When an invitation works, as pure functions."""

from __future__ import annotations

import datetime as dt
import hashlib

INVITATION_DAYS = 7


def word_digest(word: str) -> str:
    """SHA-256, in hexadecimal, of the word in a link: what is stored of it."""
    return hashlib.sha256(word.encode("utf-8", "surrogatepass")).hexdigest()


def invitation_state(
    *,
    now: dt.datetime,
    expires_at: dt.datetime,
    used_at: dt.datetime | None,
    withdrawn_at: dt.datetime | None,
) -> str:
    """ "open", "used", "withdrawn" or "expired". What was done with it weighs more than the days."""
    if used_at is not None:
        return "used"
    if withdrawn_at is not None:
        return "withdrawn"
    return "open" if now < expires_at else "expired"
