"""Reading rosters. What other rooms use: no viewer, so whoever asks has checked who may see."""

from borealis.rosters.queries.day import supervision_findings
from borealis.rosters.queries.kept_time import Kept, LostTime, PersonTime, lost_time, time_kept
from borealis.rosters.queries.stored import (
    DutyView,
    PresenceWindow,
    absence_found,
    covered,
    duties_of,
    free_together,
    presence,
    who_worked_together,
)

__all__ = [
    "DutyView",
    "Kept",
    "LostTime",
    "PersonTime",
    "PresenceWindow",
    "absence_found",
    "covered",
    "duties_of",
    "free_together",
    "lost_time",
    "presence",
    "supervision_findings",
    "time_kept",
    "who_worked_together",
]
