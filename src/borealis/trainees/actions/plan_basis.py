"""What the plan is made from beside time: credited phases and the trainee's wishes."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal, InvalidOperation

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from borealis.audit.actions import record_event
from borealis.people.actions.refusals import EARLIEST, LATEST_AHEAD, Refusals, refuse
from borealis.programmes.queries import programme_by_id
from borealis.programmes.rules import Phase
from borealis.shell.words import number
from borealis.trainees.actions.refusals import (
    arena_id,
    check_kind,
    check_text,
    locked_trainee,
)
from borealis.trainees.models import PhaseCredit, Trainee, Wish
from borealis.trainees.rules import WISH_KINDS, month_of


def phases_of(trainee: Trainee) -> tuple[Phase, ...]:
    """The phases of the programme in force."""
    current = programme_by_id(trainee.programme_id)
    return current.document.phases if current else ()


def _phase(trainee: Trainee, code: str) -> Phase:
    found = next((phase for phase in phases_of(trainee) if phase.id == code), None)
    if found is None:
        raise refuse("phase", _("Fasen finnes ikke i programmet. Velg en fra listen."))
    return found


@transaction.atomic
def credit_phase(
    *,
    by: int | None,
    trainee_id: int,
    phase: str,
    months: Decimal | float | int,
    reason: str,
    decided_on: dt.date,
    now: dt.datetime,
) -> PhaseCredit:
    """Credit months of a phase that earlier service elsewhere covers, as the head decided."""
    trainee, refusals = locked_trainee(trainee_id), Refusals()
    found = _phase(trainee, phase)
    amount = _months(refusals, months)
    reason = check_text(
        refusals, "reason", reason, 300, needed=_("Skriv hvilken tjeneste fratrekket bygger på.")
    )
    if not EARLIEST <= decided_on <= timezone.localdate(now):
        refusals.add("decided_on", _("Skriv dagen det ble bestemt. En dag fram i tid kan ikke registreres."))
    refusals.stop()
    earlier = sum((c.months for c in trainee.phase_credits.filter(phase=phase)), Decimal(0))
    if amount + earlier > Decimal(str(found.months)):
        raise refuse(
            "months",
            _("Fasen er på %(length)s måneder, og %(earlier)s er alt trukket fra. Skriv et lavere tall.")
            % {"length": number(found.months), "earlier": number(earlier)},
        )
    row = PhaseCredit.objects.create(
        trainee=trainee,
        phase=phase,
        months=amount,
        reason=reason,
        decided_on=decided_on,
        decided_by_id=by,
        recorded_at=now,
    )
    record_event(
        by=by,
        act="credit_phase",
        subject=f"trainees.PhaseCredit:{row.pk}",
        now=now,
        about=trainee.person_id,
        detail={"trainee": trainee.pk, "phase": phase, "months": str(amount)},
        private={"why": row.reason},
    )
    return row


def _months(refusals: Refusals, months: Decimal | float | int) -> Decimal:
    try:
        amount = Decimal(str(months)).quantize(Decimal("0.01"))
    except InvalidOperation:
        amount = Decimal(0)
    if not amount.is_finite() or not 0 < amount < 1000:
        refusals.add("months", _("Skriv et tall over 0, for eksempel 6 eller 2,5."))
        return Decimal(0)
    return amount


@transaction.atomic
def add_wish(
    *,
    by: int | None,
    trainee_id: int,
    kind: str,
    phase: str,
    now: dt.datetime,
    arena: str = "",
    month: dt.date | None = None,
) -> Wish:
    """Add what the trainee wishes of the plan; a wish is weighed, not promised."""
    trainee, refusals = locked_trainee(trainee_id), Refusals()
    found = _phase(trainee, phase)
    check_kind(refusals, kind, WISH_KINDS)
    wish = Wish(trainee=trainee, kind=kind, phase=phase)
    if kind == "prefer_arena":
        wish.arena_id = _wished_arena(refusals, found, arena)
    elif kind in WISH_KINDS:
        wish.month = _wished_month(refusals, month, timezone.localdate(now))
        _check_window(refusals, wish)
    refusals.stop()
    same = trainee.wishes.filter(kind=kind, phase=phase, arena=wish.arena_id, month=wish.month)
    if same.exists():
        raise refuse("phase", _("Dette ønsket står der allerede."))
    wish.save()
    _tell(wish, by, "add_wish", now)
    return wish


def _wished_arena(refusals: Refusals, phase: Phase, code: str) -> int | None:
    offered = [choice.arena for choice in phase.arenas]
    if code in offered:
        return arena_id(refusals, code)
    refusals.add("arena", _("Velg et sted der fasen kan tas."))
    return None


def _wished_month(refusals: Refusals, month: dt.date | None, today: dt.date) -> dt.date | None:
    if month is None:
        refusals.add("month", _("Skriv en måned, for eksempel 2027-08."))
        return None
    if not month_of(today) <= month_of(month) <= today + LATEST_AHEAD:
        refusals.add("month", _("Skriv denne måneden eller en senere, for eksempel 2027-08."))
    return month_of(month)


def _check_window(refusals: Refusals, wish: Wish) -> None:
    """ "Not before" and "not after" of the same phase leave room for it."""
    if wish.month is None:
        return
    others = Wish.objects.filter(trainee_id=wish.trainee_id, phase=wish.phase)
    closed = (
        others.filter(kind="not_after", month__lt=wish.month)
        if wish.kind == "not_before"
        else others.filter(kind="not_before", month__gt=wish.month)
    )
    if closed.exists():
        refusals.add(
            "month",
            _("Det andre ønsket for fasen gir da ingen måneder igjen. Fjern det ene ønsket først."),
        )


@transaction.atomic
def remove_wish(*, by: int | None, trainee_id: int, wish_id: int, now: dt.datetime) -> None:
    """Take a wish away."""
    wish = locked_trainee(trainee_id).wishes.filter(pk=wish_id).first()
    if wish is None:
        raise refuse("wish", _("Ønsket er allerede fjernet."))
    _tell(wish, by, "remove_wish", now)
    wish.delete()


def _tell(wish: Wish, by: int | None, act: str, now: dt.datetime) -> None:
    record_event(
        by=by,
        act=act,
        subject=f"trainees.Wish:{wish.pk}",
        now=now,
        about=wish.trainee.person_id,
        detail={
            "trainee": wish.trainee_id,
            "kind": wish.kind,
            "phase": wish.phase,
            "arena": wish.arena_id,
            "month": wish.month.isoformat() if wish.month else None,
        },
    )
