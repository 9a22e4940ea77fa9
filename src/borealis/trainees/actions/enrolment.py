"""Taking a doctor into a programme, and appointing the individual guide."""

from __future__ import annotations

import datetime as dt

from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from borealis.audit.actions import record_event
from borealis.curriculum.queries import goal_sets_in_force
from borealis.trainees.actions.refusals import (
    Refusals,
    check_period,
    check_refers,
    check_text,
    locked_trainee,
    refuse,
    shown,
)
from borealis.trainees.models import GuideAppointment, Trainee
from borealis.trainees.rules import part1_is_settled

ONE_DAY = dt.timedelta(days=1)


@transaction.atomic
def enrol_trainee(
    *,
    by: int | None,
    person_id: int,
    programme_id: int,
    started_on: dt.date,
    home_town: str,
    now: dt.datetime,
    licensed_on: dt.date | None = None,
    part1_completed_on: dt.date | None = None,
    part1_exception: str = "",
) -> Trainee:
    """Take a doctor into a programme, pinned to the goal sets in force.

    The sets are those of today, or of the first day if that is to come. The employer has checked that all
    part 1 goals are reached before part 2 or 3, or writes why not (§ 18).
    """
    refusals = Refusals()
    home_town = check_text(
        refusals, "home_town", home_town, 100, needed=_("Skriv hvor legen bor, for eksempel Tromsø.")
    )
    part1_exception = check_text(refusals, "part1_exception", part1_exception, 300)
    trainee = Trainee(
        person_id=person_id,
        programme_id=programme_id,
        started_on=started_on,
        home_town=home_town,
        licensed_on=licensed_on,
        part1_completed_on=part1_completed_on,
        part1_exception=part1_exception,
    )
    _check_enrolment(refusals, trainee, timezone.localdate(now))
    refusals.stop()
    sets = goal_sets_in_force(trainee.programme.specialty, max(started_on, timezone.localdate(now)))
    if not sets:
        raise refuse("programme", _("Ingen læringsmål er i kraft for spesialiteten. Hent inn målene først."))
    trainee.save()
    trainee.goal_sets.set(sets)
    record_event(
        by=by,
        act="enrol_trainee",
        subject=f"trainees.Trainee:{trainee.pk}",
        now=now,
        detail={
            "person": person_id,
            "programme": programme_id,
            "goal_sets": [row.code for row in sets],
            "part1_exception": bool(part1_exception),
        },
    )
    return trainee


def _check_enrolment(refusals: Refusals, trainee: Trainee, today: dt.date) -> None:
    dates = Refusals()
    check_period(dates, trainee.started_on, None, today, licence=trainee.licensed_on)
    for text in dates.found.get("from_day", ()):
        refusals.add("started_on", text)
    check_refers(refusals, trainee, "person", _("Personen finnes ikke. Velg en fra listen."))
    check_refers(refusals, trainee, "programme", _("Programmet finnes ikke. Velg et fra listen."))
    already = Trainee.objects.filter(
        person_id=trainee.person_id, programme_id=trainee.programme_id, finished_on=None
    )
    if already.exists():
        refusals.add("person", _("Legen er allerede tatt opp i dette programmet."))
    if not part1_is_settled(trainee.part1_completed_on, trainee.started_on, trainee.part1_exception):
        refusals.add(
            "part1_completed_on",
            _(
                "Alle læringsmål i del 1 må være nådd før %(start)s (§ 18). Skriv dagen de ble nådd, "
                "eller skriv i feltet under hvorfor legen likevel kan begynne."
            )
            % {"start": shown(trainee.started_on)},
        )


@transaction.atomic
def appoint_guide(
    *, by: int | None, trainee_id: int, guide_id: int, from_day: dt.date, now: dt.datetime
) -> GuideAppointment:
    """Appoint the individual guide from a day on (§ 25 d); the one before ends the day before."""
    trainee = locked_trainee(trainee_id)
    refusals = Refusals()
    check_period(refusals, from_day, None, timezone.localdate(now), licence=None)
    appointment = GuideAppointment(trainee=trainee, guide_id=guide_id, from_day=from_day, recorded_at=now)
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
    appointments.filter(Q(to_day=None) | Q(to_day__gte=from_day)).update(to_day=from_day - ONE_DAY)
    appointment.save()
    record_event(
        by=by,
        act="appoint_guide",
        subject=f"trainees.Trainee:{trainee.pk}",
        now=now,
        detail={"guide": guide_id, "from_day": from_day.isoformat(), "appointment": appointment.pk},
    )
    return appointment
