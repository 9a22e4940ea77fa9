"""Reading rosters. What other rooms use: no viewer, so whoever asks has checked who may see."""

from borealis.rosters.queries.day import supervision_findings
from borealis.rosters.queries.stored import (
    DutyView,
    PresenceWindow,
    absence_found,
    brought_in_at,
    covered,
    duties_of,
    free_together,
    presence,
    who_worked_together,
)

__all__ = [
    "DutyView",
    "PresenceWindow",
    "absence_found",
    "brought_in_at",
    "covered",
    "duties_of",
    "free_together",
    "presence",
    "supervision_findings",
    "who_worked_together",
]
