"""Recording the state of a learning goal: a new row each time, only by the steps of the table.

Here it is held that the goal is the doctor's, that the step exists, and that its day can be true.
Who may take a step and what else it needs is checked by who calls: :func:`register_goal` for what is
registered for a doctor, and the portfolio for all that leads to a decision (§ 26).
"""

from __future__ import annotations

import datetime as dt
from typing import Any

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
from borealis.trainees.rules import GROUNDS, REGISTRAR, Transition, step, transition


@transaction.atomic
def take_goal_step(
    *,
    by: int | None,
    trainee_id: int,
    goal_id: int,
    act: str,
    on: dt.date,
    now: dt.datetime,
    grounds: str = "",
    why: str = "",
    detail: dict[str, Any] | None = None,
) -> GoalStatus:
    """A goal of the trainee's pinned sets goes on by one act of the table.

    ``grounds`` is kept with the state. ``why`` says the same where it is kept elsewhere, such as in a
    decision: then only the record is told.
    """
    trainee = locked_trainee(trainee_id)
    code, last = _pinned_code(trainee, goal_id), _latest(trainee, goal_id)
    state = last.state if last else None
    found = step(state, act)
    if found is None:
        raise refuse("state", no_step(code, state))
    return _take(
        trainee, goal_id, code, last, found, by=by, on=on, now=now, grounds=grounds, why=why, more=detail
    )


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
    """A goal goes to another state on a day, as an earlier system or a story tells it."""
    trainee = locked_trainee(trainee_id)
    code, last = _pinned_code(trainee, goal_id), _latest(trainee, goal_id)
    before = last.state if last else None
    found = transition(before, state)
    if found is None:
        raise refuse("state", no_step(code, before))
    return _take(trainee, goal_id, code, last, found, by=by, on=on, now=now, grounds=grounds)


@transaction.atomic
def register_goal(
    *,
    by: int | None,
    trainee_id: int,
    goal_id: int,
    state: str,
    on: dt.date,
    now: dt.datetime,
    grounds: str = "",
) -> GoalStatus:
    """Register for a doctor that a goal is begun, taken up again, or was reached elsewhere before."""
    trainee = locked_trainee(trainee_id)
    code, last = _pinned_code(trainee, goal_id), _latest(trainee, goal_id)
    before = last.state if last else None
    found = transition(before, state)
    if found is None or REGISTRAR not in found.actors:
        raise refuse("state", no_step(code, before))
    return _take(trainee, goal_id, code, last, found, by=by, on=on, now=now, grounds=grounds)


def _latest(trainee: Trainee, goal_id: int) -> GoalStatus | None:
    return trainee.goal_statuses.filter(goal_id=goal_id).order_by("-pk").first()


def _take(
    trainee: Trainee,
    goal_id: int,
    code: str,
    last: GoalStatus | None,
    found: Transition,
    *,
    by: int | None,
    on: dt.date,
    now: dt.datetime,
    grounds: str,
    why: str = "",
    more: dict[str, Any] | None = None,
) -> GoalStatus:
    """Check days and grounds, store the state and tell the record."""
    refusals = Refusals()
    registered = GROUNDS in found.needs and REGISTRAR in found.actors
    needed = _("Skriv hva avgjørelsen bygger på.") if registered else ""
    grounds = check_text(refusals, "grounds", grounds, 300, needed=needed)
    if not EARLIEST <= on <= timezone.localdate(now):
        refusals.add("on", _("Skriv en dag som har vært. En dag fram i tid kan ikke registreres."))
    elif last is not None and on < last.on:
        refusals.add(
            "on",
            _("Målet fikk en ny tilstand %(day)s. Skriv den dagen eller senere.") % {"day": shown(last.on)},
        )
    refusals.stop()
    row = GoalStatus.objects.create(
        trainee=trainee,
        goal_id=goal_id,
        state=found.to_state,
        on=on,
        recorded_at=now,
        by_id=by,
        grounds=grounds,
    )
    told = {"goal": code, "goal_id": goal_id, "state": found.to_state, "on": on.isoformat(), "status": row.pk}
    record_event(
        by=by,
        act=found.event,
        subject=f"trainees.Trainee:{trainee.pk}",
        now=now,
        about=trainee.person_id,
        detail={**told, **(more or {})},
        private={"why": why or grounds} if why or grounds else None,
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


def no_step(code: str, state: str | None) -> str:
    """Why a goal cannot go on from where it is in this way, and who can do what."""
    waits = _("%(code)s venter på avgjørelse. Legen kan trekke det tilbake, og lederen avgjør.")
    messages = {
        None: _("%(code)s er ikke begynt. Sett det i gang, eller la legen sende det inn først."),
        "in_progress": _(
            "%(code)s er i gang. Legen sender det inn, eller du registrerer at det er nådd før, med grunnlag."
        ),
        "submitted": waits,
        "returned": _("%(code)s er returnert. Sett det i gang, eller la legen sende det inn på nytt."),
        "approved": _(
            "%(code)s er godkjent. Lederen kan trekke godkjenningen tilbake med grunn på siden for målet."
        ),
        "not_reached": _("%(code)s er ikke nådd. Legen har rett til en ny vurdering og ber om den (§ 26)."),
        "new_assessment": waits,
        "new_assessment_elsewhere": waits,
        "not_reached_again": _(
            "%(code)s er ikke nådd etter ny vurdering. Legen kan be om en vurdering til etter minst "
            "seks måneder med relevante aktiviteter (§ 26)."
        ),
        "further_assessment": waits,
    }
    return messages[state] % {"code": code}
