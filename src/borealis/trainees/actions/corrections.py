"""Taking back or correcting what was just entered by a slip; the record keeps what stood there."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from borealis.audit.actions import record_event
from borealis.people.actions.refusals import refuse
from borealis.trainees.actions.periods import register_absence, register_employment, register_service
from borealis.trainees.actions.refusals import (
    locked_trainee,
)
from borealis.trainees.models import (
    Absence,
    Employment,
    GoalStatus,
    GuideAppointment,
    PhaseCredit,
    Service,
)
from borealis.trainees.rules import may_be_undone

ENTRIES: dict[str, Any] = {
    "guide": GuideAppointment,
    "employment": Employment,
    "service": Service,
    "absence": Absence,
    "goal": GoalStatus,
    "credit": PhaseCredit,
}
REGISTERED_BY: dict[str, Callable[..., Any]] = {
    "employment": register_employment,
    "service": register_service,
    "absence": register_absence,
}


@transaction.atomic
def undo_entry(*, by: int | None, trainee_id: int, entry: str, pk: int, now: dt.datetime) -> None:
    """Take back a row entered within the last 24 hours, or a claimed service at any time.

    ``entry`` is one of ENTRIES. Of a goal's states only the last can go, and only that it was begun or
    taken up again: what was sent in or decided stays for good. A guide's appointment gives the place back
    to the guide before.
    """
    trainee = locked_trainee(trainee_id)
    row = ENTRIES[entry].objects.filter(trainee=trainee, pk=pk).first() if entry in ENTRIES else None
    if row is None:
        raise refuse("entry", _("Raden finnes ikke lenger. Last siden på nytt."))
    claimed = entry == "service" and row.confirmed_on is None
    if not claimed and not may_be_undone(row.recorded_at, now):
        raise refuse(
            "entry",
            _("Raden er eldre enn ett døgn og kan ikke angres. Registrer det som er riktig."),
        )
    if entry == "service" and row.certificates.exists():
        raise refuse(
            "entry", _("Perioden har en attest. Legg bort utkastet først; en signert attest består.")
        )
    if entry == "goal":
        _check_goal(row)
    if entry == "guide":
        _give_back(row)
    record_event(
        by=by,
        act=f"undo_{entry}",
        subject=f"trainees.{type(row).__name__}:{row.pk}",
        now=now,
        about=trainee.person_id,
        detail=_as_it_stood(row),
    )
    row.delete()


def _check_goal(row: GoalStatus) -> None:
    """The last state of its goal, and one that nothing was decided by."""
    states = GoalStatus.objects.filter(trainee_id=row.trainee_id, goal_id=row.goal_id)
    if states.filter(pk__gt=row.pk).exists():
        raise refuse("entry", _("Målet har fått en nyere tilstand, og den står."))
    before = states.filter(pk__lt=row.pk).order_by("-pk").values_list("state", flat=True).first()
    if row.state != "in_progress" or before not in (None, "returned"):
        raise refuse(
            "entry",
            _("Det som er sendt inn eller avgjort, blir stående. Gå videre fra det på siden for målet."),
        )


def _give_back(row: GuideAppointment) -> None:
    """The guide before goes on, as if there had been no change."""
    before = GuideAppointment.objects.filter(
        trainee_id=row.trainee_id, to_day=row.from_day - dt.timedelta(days=1)
    )
    before.update(to_day=row.to_day)


def _as_it_stood(row: Any) -> dict[str, Any]:
    """The row's days, shares and keys; no free text."""
    texts = {"grounds", "reason", "place"}
    return {
        field.attname: value if isinstance(value, int | None) else str(value)
        for field in row._meta.concrete_fields
        if field.attname not in texts
        for value in [getattr(row, field.attname)]
    }


@transaction.atomic
def correct_entry(
    *, by: int | None, trainee_id: int, entry: str, pk: int, now: dt.datetime, **facts: Any
) -> Any:
    """Put a corrected row in the place of one that may still be taken back.

    ``facts`` are those of the register action. When they are refused, the old row stands.
    """
    if entry not in REGISTERED_BY:
        raise ValidationError({"entry": [_("Denne raden kan ikke rettes. Angre den og registrer på nytt.")]})
    undo_entry(by=by, trainee_id=trainee_id, entry=entry, pk=pk, now=now)
    return REGISTERED_BY[entry](by=by, trainee_id=trainee_id, now=now, **facts)
