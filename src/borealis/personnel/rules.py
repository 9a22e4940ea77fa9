"""What is true of roles that end, findings of those that soon do, and how much of a staff may vanish."""

from __future__ import annotations

import datetime as dt

MUST_END = frozenset({"stand_in", "delegate"})  # helpers of a head are given for a time
ENDING_SOON = dt.timedelta(days=60)
NEVER_FED = frozenset({"administrator", "auditor"})  # no feed hands out power over the system or the record
LARGEST_SHARE_ENDED = 0.2  # of the persons a complete file could end, before it must be said twice


def ends_soon(last: dt.date | None, today: dt.date) -> bool:
    """Whether a role in force ends so soon that somebody should decide on it."""
    return last is not None and today <= last <= today + ENDING_SOON


def is_suspiciously_small(ended: int, of: int) -> bool:
    """Whether a complete file would end so many that half of it may be missing."""
    return ended > LARGEST_SHARE_ENDED * of
