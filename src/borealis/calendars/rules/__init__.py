"""What a calendar shows of a talk, and what is sent to whom when it changes (RFC 5545, 5546)."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Iterable
from dataclasses import dataclass

CONTENTS = ("talks", "protected", "duties")
USUAL_CONTENTS, USUAL_INVITATIONS = "protected", True
TENTATIVE, CONFIRMED, CANCELLED = STATUSES = ("TENTATIVE", "CONFIRMED", "CANCELLED")
STATUS_OF = {"proposed": TENTATIVE, "agreed": CONFIRMED, "finalised": CONFIRMED, "lost": CANCELLED}
BACK, AHEAD = dt.timedelta(days=60), dt.timedelta(days=400)
# What is sent. REQUEST and CANCEL are methods of iTIP; TEXT is one line of a letter without a calendar.
REQUEST, CANCEL, TEXT = "REQUEST", "CANCEL", "TEXT"


@dataclass(frozen=True)
class Told:
    """The newest that a person was told: the number, the status, and whether it was an invitation."""

    sequence: int
    status: str
    invited: bool


def facts_digest(
    *, status: str, start_at: dt.datetime, end_at: dt.datetime, department_id: int, people: Iterable[int]
) -> str:
    """SHA-256 of all that a calendar shows of a talk. Who has accepted is no change of it."""
    moments = [at.astimezone(dt.UTC).isoformat() for at in (start_at, end_at)]
    told = [status, *moments, str(department_id), *(str(person) for person in people)]
    return hashlib.sha256("|".join(told).encode()).hexdigest()


def step(told: Told | None, sequence: int, status: str) -> str | None:
    """What a person is to be sent of a talk, or None when nothing is new.

    ``status`` is CANCELLED also for who is no longer in it. A proposal is told of as TEXT until an invitation has
    gone out; which TEXT that stands alone becomes an invitation all the same, ``spread`` says.
    """
    if told is not None and (told.sequence, told.status) == (sequence, status):
        return None
    if status == CANCELLED:
        return None if told is None or told.status == CANCELLED else CANCEL if told.invited else TEXT
    if status == CONFIRMED or (told is not None and told.invited):
        return REQUEST
    return TEXT


def spread(steps: list[tuple[str, str]]) -> list[str]:
    """The steps of one person at one time, each (step, status), as they are sent.

    One proposal alone is an invitation. Several (a whole year, placed at once) are one letter: RFC 5546 (3.2.2) lets
    a REQUEST hold one UID only, so they would be as many mails.
    """
    proposals = sum(step == TEXT and status == TENTATIVE for step, status in steps)
    return [
        REQUEST if step == TEXT and status == TENTATIVE and proposals == 1 else step for step, status in steps
    ]
