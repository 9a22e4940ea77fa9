"""Reading rosters. What other rooms use: no viewer, so whoever asks has checked who may see."""

from borealis.rosters.queries.day import hours_words, supervision_findings
from borealis.rosters.queries.kept_time import Kept, LostTime, Period, PersonTime, lost_time, time_kept
from borealis.rosters.queries.lost_ahead import lost_findings
from borealis.rosters.queries.protected import OwnForm, names_in, own_form, protected_duties
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
    "Kept",
    "LostTime",
    "OwnForm",
    "Period",
    "PersonTime",
    "PresenceWindow",
    "absence_found",
    "brought_in_at",
    "covered",
    "duties_of",
    "free_together",
    "hours_words",
    "lost_findings",
    "lost_time",
    "names_in",
    "own_form",
    "presence",
    "protected_duties",
    "supervision_findings",
    "time_kept",
    "who_worked_together",
]
