"""Appointing the individual guide (§ 25)."""

from __future__ import annotations

import datetime as dt

from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from borealis.audit.actions import record_event
from borealis.organisations.queries import is_approved
from borealis.people.actions.refusals import Refusals, shown
from borealis.people.queries import employers_of, is_specialist
from borealis.people.rules import GuideFacts, guide_failings
from borealis.trainees.actions.refusals import (
    check_period,
    check_refers,
    check_text,
    locked_trainee,
)
from borealis.trainees.models import GuideAppointment, Trainee

ONE_DAY = dt.timedelta(days=1)


@transaction.atomic
def appoint_guide(
    *,
    by: int | None,
    trainee_id: int,
    guide_id: int,
    from_day: dt.date,
    now: dt.datetime,
    to_day: dt.date | None = None,
    exception: str = "",
) -> GuideAppointment:
    """Appoint the individual guide between two days (§ 25 d); the one before ends the day before.

    The guide is a specialist in the field, employed at an approved enterprise (§ 25); where that is not
    so, ``exception`` says why the appointment is made all the same.
    """
    trainee = locked_trainee(trainee_id)
    refusals = Refusals()
    check_period(refusals, from_day, to_day, timezone.localdate(now), licence=None)
    exception = check_text(refusals, "exception", exception, 300)
    appointment = GuideAppointment(
        trainee=trainee,
        guide_id=guide_id,
        from_day=from_day,
        to_day=to_day,
        exception=exception,
        recorded_at=now,
    )
    if guide_id == trainee.person_id:
        refusals.add("guide", _("En lege kan ikke være sin egen veileder. Velg en annen."))
    check_refers(refusals, appointment, "guide", _("Personen finnes ikke. Velg en fra listen."))
    appointments = GuideAppointment.objects.filter(trainee=trainee)
    later = appointments.filter(from_day__gte=from_day).select_related("guide").order_by("from_day").first()
    if later is not None:
        refusals.add(
            "from_day",
            _("%(guide)s er veileder fra %(day)s. Velg en senere dag, eller angre den oppnevningen først.")
            % {"guide": later.guide.name, "day": shown(later.from_day)},
        )
    refusals.stop()
    failings = failings_of(guide_id, trainee, from_day)
    if failings and not exception:
        refusals.add("exception", _reason_needed(appointment.guide.name, failings))
    refusals.stop()
    appointments.filter(Q(to_day=None) | Q(to_day__gte=from_day)).update(to_day=from_day - ONE_DAY)
    appointment.save()
    record_event(
        by=by,
        act="appoint_guide",
        subject=f"trainees.Trainee:{trainee.pk}",
        now=now,
        about=trainee.person_id,
        detail={
            "guide": guide_id,
            "from_day": from_day.isoformat(),
            "to_day": to_day.isoformat() if to_day else None,
            "appointment": appointment.pk,
            "failings": list(failings),
        },
        private={"why": exception} if exception else None,
    )
    return appointment


def failings_of(guide_id: int, trainee: Trainee, on: dt.date) -> tuple[str, ...]:
    """What stands against a guide by § 25 on the first day of the appointment."""
    facts = GuideFacts(
        specialist_in_field=is_specialist(guide_id, trainee.programme.specialty_id, on),
        at_approved_enterprise=any(is_approved(employer) for employer in employers_of(guide_id, on)),
    )
    return guide_failings(facts)


def _reason_needed(name: str, failings: tuple[str, ...]) -> str:
    """What is missing, and the two ways to mend it."""
    missing = {
        "not_specialist": _("%(name)s er ikke registrert som spesialist i faget."),
        "not_at_approved_enterprise": _("%(name)s har ingen stilling ved en godkjent virksomhet den dagen."),
    }
    said = " ".join(missing[failing] % {"name": name} for failing in failings)
    return f"{said} " + _("Velg en annen, eller skriv her hvorfor dere gjør et unntak (§ 25).")
