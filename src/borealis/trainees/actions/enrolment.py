"""Taking a doctor into a programme, moving to another, and the end of the training."""

from __future__ import annotations

import datetime as dt

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from borealis.audit.actions import record_event
from borealis.curriculum.queries import goal_sets_in_force
from borealis.people.actions.refusals import Refusals, refuse, shown
from borealis.trainees.actions.refusals import (
    check_period,
    check_refers,
    check_text,
    locked_trainee,
)
from borealis.trainees.models import Enrolment, Trainee
from borealis.trainees.queries import person_of
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
    Enrolment.objects.create(trainee=trainee, programme_id=programme_id, from_day=started_on, recorded_at=now)
    record_event(
        by=by,
        act="enrol_trainee",
        subject=f"trainees.Trainee:{trainee.pk}",
        now=now,
        about=person_id,
        detail={
            "person": person_id,
            "programme": programme_id,
            "goal_sets": [row.code for row in sets],
        },
        private={"why": part1_exception} if part1_exception else None,
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
def move_trainee(
    *, by: int | None, trainee_id: int, programme_id: int, from_day: dt.date, now: dt.datetime
) -> Enrolment:
    """The training goes on by another department's programme in the same specialty, from a day that has come.

    The department before sees the record up to the day before, and nothing after. The goal sets stay.
    """
    trainee = locked_trainee(trainee_id)
    current = trainee.enrolments.select_for_update().get(to_day=None)
    refusals = Refusals()
    row = Enrolment(trainee=trainee, programme_id=programme_id, from_day=from_day, recorded_at=now)
    check_refers(refusals, row, "programme", _("Programmet finnes ikke. Velg et fra listen."))
    refusals.stop()
    if trainee.finished_on is not None:
        refusals.add("programme", _("Utdanningen er fullført og kan ikke flyttes."))
    if programme_id == current.programme_id:
        refusals.add("programme", _("Legen følger dette programmet allerede. Velg et annet."))
    elif row.programme.specialty_id != trainee.programme.specialty_id:
        refusals.add("programme", _("Programmet gjelder en annen spesialitet. Ta opp legen på nytt der."))
    if not current.from_day < from_day <= timezone.localdate(now):
        refusals.add(
            "from_day",
            _("Skriv en dag etter %(first)s, og senest i dag. Registrer flyttingen når den har skjedd.")
            % {"first": shown(current.from_day)},
        )
    refusals.stop()
    current.to_day = from_day - ONE_DAY
    current.save(update_fields=["to_day"])
    row.save()
    trainee.programme_id = programme_id
    trainee.save(update_fields=["programme"])
    record_event(
        by=by,
        act="move_trainee",
        subject=f"trainees.Trainee:{trainee.pk}",
        now=now,
        about=trainee.person_id,
        detail={"programme": programme_id, "from": current.programme_id, "from_day": from_day.isoformat()},
    )
    return row


@transaction.atomic
def finish_training(*, by: int | None, trainee_id: int, finished_on: dt.date, now: dt.datetime) -> None:
    """The training is over from the day after: approved as a specialist, or broken off."""
    trainee = locked_trainee(trainee_id)
    refusals = Refusals()
    if trainee.finished_on is not None:
        refusals.add("finished_on", _("Utdanningen er allerede avsluttet."))
    if not trainee.started_on <= finished_on <= timezone.localdate(now):
        refusals.add("finished_on", _("Skriv en dag etter at utdanningen begynte, og senest i dag."))
    refusals.stop()
    trainee.finished_on = finished_on
    trainee.save(update_fields=["finished_on"])
    record_event(
        by=by,
        act="finish_training",
        subject=f"trainees.Trainee:{trainee.pk}",
        now=now,
        about=trainee.person_id,
        detail={"finished_on": finished_on.isoformat()},
    )


def record_archive_read(*, by: int | None, trainee_id: int, until: dt.date, now: dt.datetime) -> None:
    """Somebody who no longer follows the training has read it as it stood on a day."""
    record_event(
        by=by,
        act="read_archive",
        subject=f"trainees.Trainee:{trainee_id}",
        now=now,
        about=person_of(trainee_id),
        detail={"until": until.isoformat()},
    )
