"""A trainee's way to a course: wished, leave approved, applied, admitted, withdrawn, completed."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Collection

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from borealis.audit.actions import record_event
from borealis.courses.actions.catalogue import held_date
from borealis.courses.actions.steps import add_step, check_step, take_step
from borealis.courses.models import CourseDate, Registration
from borealis.courses.queries.goals import goal_keys
from borealis.courses.rules import ACTIVE, APPLIED, COMPLETED, PLACED, WAITING, WISHED
from borealis.courses.wording import span_words
from borealis.people.actions.refusals import Refusals, check_text, refuse
from borealis.portfolio.activities.actions import add_activity_file, record_activity
from borealis.shell.language import localised
from borealis.shell.uploads import Upload
from borealis.shell.words import day_short
from borealis.trainees.actions.refusals import locked_trainee

LONGEST_REASON = 300
COMPLETES = uuid.UUID("2f0f6d0e-0c55-4a5f-8f0e-5a3c5f7f9b21")
"""What the keys of activities that come from courses are made from, so that each is recorded once."""


@transaction.atomic
def wish_course(*, by: int | None, trainee_id: int, date_id: int, now: dt.datetime) -> Registration:
    """Wish a place on a date: it goes to the head for leave. One course is wished once at a time."""
    trainee, date = locked_trainee(trainee_id), held_date(date_id)
    _check_open(date, now)
    _check_single(trainee.pk, date)
    row = Registration.objects.create(trainee=trainee, course_date=date, state=WISHED, wished_at=now)
    add_step(row, by=by, now=now)
    _record(by, "wish_course", row, now, date=date.pk)
    return row


def _check_open(date: CourseDate, now: dt.datetime) -> None:
    """A date that can still be applied for. The deadline's own day counts."""
    if date.cancelled_at is not None or date.course.retired_at is not None:
        raise refuse("date", _("Kurset er avlyst. Velg en annen dato."))
    if date.deadline < timezone.localdate(now):
        words = {"day": day_short(date.deadline), "provider": date.course.provider}
        raise refuse(
            "date",
            _("Fristen var %(day)s. Velg en senere dato, eller spør %(provider)s om det er ledige plasser.")
            % words,
        )


def _check_single(trainee_id: int, date: CourseDate) -> None:
    """No second registration for the same course while one is open, nor after it is completed."""
    rows = Registration.objects.filter(trainee=trainee_id, course_date__course=date.course_id)
    found = rows.filter(state__in=[*ACTIVE, COMPLETED]).select_related("course_date").first()
    if found is None:
        return
    days = {"days": span_words(found.course_date.first_day, found.course_date.last_day)}
    if found.state == COMPLETED:
        raise refuse("date", _("Du har alt fullført dette kurset, %(days)s.") % days)
    if found.course_date_id == date.pk:
        raise refuse("date", _("Du er alt påmeldt denne datoen, %(days)s.") % days)
    raise refuse(
        "date",
        _("Du er alt påmeldt dette kurset, %(days)s. Trekk deg der før du velger en annen dato.") % days,
    )


@transaction.atomic
def answer_leave(
    *, by: int | None, registration_id: int, version: int, approved: bool, now: dt.datetime, reason: str = ""
) -> Registration:
    """The head gives leave for the days of the course, or says why not."""
    row, refusals = held_registration(registration_id, version), Refusals()
    needed = "" if approved else _("Skriv kort hvorfor, så legen kan velge en annen dato.")
    reason = check_text(refusals, "reason", reason, LONGEST_REASON, needed=needed)
    refusals.stop()
    if by is not None and by == row.trainee.person_id:
        raise refuse("state", _("Du kan ikke godkjenne fri for deg selv."))
    act = "approve_course_leave" if approved else "decline_course_leave"
    take_step(row, act, by=by, now=now, reason="" if approved else reason)
    _record(by, act, row, now)
    return row


@transaction.atomic
def apply_for_course(*, by: int | None, registration_id: int, version: int, now: dt.datetime) -> Registration:
    """Apply for the place, once the leave is approved and before the deadline is over."""
    row = held_registration(registration_id, version)
    _check_open(row.course_date, now)
    row.applied_at = now
    take_step(row, "apply_for_course", by=by, now=now)
    _record(by, "apply_for_course", row, now)
    return row


@transaction.atomic
def withdraw_from_course(
    *, by: int | None, registration_id: int, version: int, now: dt.datetime
) -> Registration:
    """The trainee does not want the place any more; until the course begins."""
    row = held_registration(registration_id, version)
    if row.course_date.first_day <= timezone.localdate(now):
        raise refuse("state", _("Kurset har begynt. Si fra til den som holder det."))
    take_step(row, "withdraw_from_course", by=by, now=now)
    _record(by, "withdraw_from_course", row, now)
    return row


@transaction.atomic
def admit_to_course(
    *, by: int | None, date_id: int, chosen: Collection[int], now: dt.datetime
) -> list[Registration]:
    """Give places to those chosen of the applicants; the others wait. Those who have a place keep it."""
    date = held_date(date_id)
    if date.cancelled_at is not None:
        raise refuse("chosen", _("Kurset er avlyst."))
    rows = list(
        date.registrations.select_for_update(of=("self",))
        .filter(state__in=(APPLIED, WAITING))
        .select_related("trainee", "course_date")
    )
    _check_chosen(date, chosen, rows)
    for row in rows:
        if row.pk in chosen:
            take_step(row, "give_place", by=by, now=now)
        elif row.state == APPLIED:
            take_step(row, "put_on_waiting_list", by=by, now=now)
    record_event(
        by=by,
        act="admit_to_course",
        subject=f"courses.CourseDate:{date.pk}",
        now=now,
        detail={"placed": sorted(chosen), "waiting": sorted({row.pk for row in rows} - set(chosen))},
    )
    return rows


def _check_chosen(date: CourseDate, chosen: Collection[int], rows: list[Registration]) -> None:
    if not rows:
        raise refuse("chosen", _("Ingen venter på svar."))
    if set(chosen) - {row.pk for row in rows}:
        raise refuse("chosen", _("En av dem venter ikke på plass lenger. Last siden på nytt."))
    free = date.places - date.registrations.filter(state=PLACED).count()
    if len(set(chosen)) > free:
        words = {"chosen": len(set(chosen)), "free": max(0, free)}
        raise refuse("chosen", _("Du har valgt %(chosen)s, men bare %(free)s plasser er ledige.") % words)


@transaction.atomic
def complete_course(
    *, by: int | None, registration_id: int, version: int, certificate: Upload, now: dt.datetime
) -> Registration:
    """The certificate, checked by ``shell.uploads``: the course becomes an activity in the portfolio, once.

    The trainee is held first, as everywhere, so that two acts never wait for each other.
    """
    locked_trainee(trainee_of(registration_id))
    row = held_registration(registration_id, version)
    date, course = row.course_date, row.course_date.course
    check_step(row, "complete_course")
    if date.last_day > timezone.localdate(now):
        words = {"day": day_short(date.last_day)}
        raise refuse("file", _("Kurset varer til %(day)s. Legg inn beviset når det er over.") % words)
    activity = record_activity(
        by=by,
        trainee_id=row.trainee_id,
        key=uuid.uuid5(COMPLETES, str(row.pk)),
        now=now,
        kind="course",
        title=localised(course, "name", "nb"),
        from_day=date.first_day,
        to_day=date.last_day,
        place=date.place,
        goals=goal_keys(row.trainee_id, course.goals),
    )
    add_activity_file(by=by, trainee_id=row.trainee_id, activity_id=activity.pk, upload=certificate, now=now)
    row.activity_id = activity.pk
    take_step(row, "complete_course", by=by, now=now)
    _record(by, "complete_course", row, now, activity=activity.pk)
    return row


def trainee_of(registration_id: int) -> int:
    """The key of the trainee whose registration it is; 0 for none, which the next step refuses."""
    found = Registration.objects.filter(pk=registration_id).values_list("trainee_id", flat=True)
    return found.first() or 0


def held_registration(registration_id: int, version: int | None = None) -> Registration:
    """The registration, held until the transaction ends; refused when it has changed since it was read."""
    rows = Registration.objects.select_for_update(of=("self",)).select_related(
        "trainee", "course_date__course"
    )
    found = rows.filter(pk=registration_id).first()
    if found is None:
        raise refuse("state", _("Påmeldingen finnes ikke lenger. Last siden på nytt."))
    if version is not None and found.version != version:
        raise refuse("state", _("Påmeldingen er endret siden du så den. Se på den nye."))
    return found


def _record(by: int | None, act: str, row: Registration, now: dt.datetime, **detail: object) -> None:
    record_event(
        by=by,
        act=act,
        subject=f"courses.Registration:{row.pk}",
        now=now,
        about=row.trainee.person_id,
        detail=detail,
    )
