"""Following a newer goal set from a day on, beside the earlier one."""

from __future__ import annotations

import datetime as dt

from django.db import transaction
from django.utils.translation import gettext as _

from borealis.audit.actions import record_event
from borealis.curriculum.queries import goal_set
from borealis.people.actions.refusals import refuse
from borealis.trainees.actions.refusals import locked_trainee
from borealis.trainees.models import Trainee


@transaction.atomic
def follow_goal_set(
    *, by: int | None, trainee_id: int, from_set: str, to_set: str, now: dt.datetime
) -> Trainee:
    """The doctor goes on by a newer set. The earlier one is kept: its goals have the states they had, and take no
    further steps. There is no grace period when the goals of parts 2 and 3 change (annex 2)."""
    trainee = locked_trainee(trainee_id)
    before, after = trainee.goal_sets.filter(code=from_set).first(), goal_set(to_set)
    if before is None:
        raise refuse("from_set", _("Legen følger ikke disse læringsmålene. Last siden på nytt."))
    if after is None or after.pk == before.pk:
        raise refuse("to_set", _("Velg hvilke læringsmål legen skal følge nå."))
    trainee.goal_sets.add(after)
    trainee.goal_sets.remove(before)
    trainee.earlier_goal_sets.add(before)
    record_event(
        by=by,
        act="follow_goal_set",
        subject=f"trainees.Trainee:{trainee.pk}",
        now=now,
        about=trainee.person_id,
        detail={"from": from_set, "to": to_set},
    )
    return trainee
