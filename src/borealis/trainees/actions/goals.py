"""Recording the state of a learning goal: a new row each time, only by the steps of the table."""

from __future__ import annotations

import datetime as dt

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from borealis.audit.actions import record_event
from borealis.people.actions.refusals import EARLIEST, Refusals, refuse, shown
from borealis.trainees.actions.refusals import (
    check_text,
    locked_trainee,
)
from borealis.trainees.models import GoalStatus, Trainee
from borealis.trainees.rules import transition


@transaction.atomic
def record_goal_state(
    *,
    by: int | None,
    trainee_id: int,
    goal_id: int,
    state: str,
    on: dt.date,
    now: dt.datetime,
    grounds: str = "",
) -> GoalStatus:
    """Record that a goal of the trainee's pinned sets goes to another state on a day."""
    trainee, refusals = locked_trainee(trainee_id), Refusals()
    code = _pinned_code(trainee, goal_id)
    last = trainee.goal_statuses.filter(goal_id=goal_id).order_by("-pk").first()
    step = transition(last.state if last else None, state)
    if step is None:
        raise refuse("state", _no_step(code, last.state if last else None))
    grounds = check_text(
        refusals,
        "grounds",
        grounds,
        300,
        needed=_("Skriv hva avgjørelsen bygger på.") if step.needs_grounds else "",
    )
    if not EARLIEST <= on <= timezone.localdate(now):
        refusals.add("on", _("Skriv en dag som har vært. En dag fram i tid kan ikke registreres."))
    elif last is not None and on < last.on:
        refusals.add(
            "on",
            _("Målet fikk en ny tilstand %(day)s. Skriv den dagen eller senere.") % {"day": shown(last.on)},
        )
    refusals.stop()
    row = GoalStatus.objects.create(
        trainee=trainee, goal_id=goal_id, state=state, on=on, recorded_at=now, by_id=by, grounds=grounds
    )
    record_event(
        by=by,
        act=step.event,
        subject=f"trainees.Trainee:{trainee.pk}",
        now=now,
        about=trainee.person_id,
        detail={"goal": code, "goal_id": goal_id, "state": state, "on": on.isoformat(), "status": row.pk},
        private={"why": grounds} if grounds else None,
    )
    return row


def _pinned_code(trainee: Trainee, goal_id: int) -> str:
    """The code of a goal in one of the trainee's pinned sets."""
    code = trainee.goal_sets.filter(goals__pk=goal_id).values_list("goals__code", flat=True).first()
    if code is None:
        raise refuse(
            "goal", _("Målet hører ikke til læringsmålene legen følger. Velg et mål fra legens egen liste.")
        )
    return str(code)


def _no_step(code: str, state: str | None) -> str:
    """Why a goal cannot go on from where it is, and what to do."""
    messages = {
        None: _("%(code)s er ikke begynt. Sett det i gang eller send det inn først."),
        "in_progress": _("%(code)s er i gang. Send det inn, eller registrer det som godkjent med grunnlag."),
        "submitted": _("%(code)s venter på godkjenning. Godkjenn, returner eller trekk det tilbake."),
        "returned": _("%(code)s er returnert. Sett det i gang eller send det inn på nytt."),
        "approved": _("%(code)s er godkjent. En godkjenning kan bare angres av den som nettopp førte den."),
    }
    return messages[state] % {"code": code}
