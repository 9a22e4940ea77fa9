"""Registering employment, service and absence, and confirming service."""

from __future__ import annotations

import datetime as dt
from typing import Any, TypeVar

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from borealis.audit.actions import record_event
from borealis.people.actions.refusals import Refusals, refuse, shown
from borealis.trainees.actions.refusals import (
    arena_id,
    check_kind,
    check_period,
    check_refers,
    check_room,
    check_share,
    check_text,
    locked_trainee,
)
from borealis.trainees.models import Absence, Employment, Service, Trainee
from borealis.trainees.rules import (
    ABSENCE_KINDS,
    PART1_KINDS,
    SERVICE_KINDS,
    first_day_outside,
    overlap,
)

ONE_DAY = dt.timedelta(days=1)
Row = TypeVar("Row", Employment, Service, Absence)


@transaction.atomic
def register_employment(
    *,
    by: int | None,
    trainee_id: int,
    department_id: int,
    from_day: dt.date,
    now: dt.datetime,
    to_day: dt.date | None = None,
    percent: int = 100,
    research_percent: int = 0,
) -> Employment:
    """Register a post: its share in training and in research, never more than full time on any day."""
    trainee, refusals = locked_trainee(trainee_id), Refusals()
    check_period(refusals, from_day, to_day, timezone.localdate(now), licence=trainee.licensed_on)
    row = Employment(
        trainee=trainee,
        department_id=department_id,
        from_day=from_day,
        to_day=to_day,
        percent=percent,
        research_percent=research_percent,
        recorded_at=now,
    )
    check_refers(refusals, row, "department", _("Avdelingen finnes ikke. Velg en fra listen."))
    check_share(refusals, "percent", percent, least=0)
    check_share(refusals, "research_percent", research_percent, least=0)
    refusals.stop()
    check_room(
        refusals,
        (from_day, to_day, percent + research_percent),
        [(e.from_day, e.to_day, e.percent + e.research_percent) for e in trainee.employments.all()],
        _(
            "Stillingene blir %(sum)d prosent til sammen %(day)s. Senk andelen, eller avslutt den andre "
            "stillingen først."
        ),
    )
    refusals.stop()
    return _store(row, by, "register_employment", now)


@transaction.atomic
def end_employment(
    *, by: int | None, employment_id: int, trainee_id: int, to_day: dt.date, now: dt.datetime
) -> Employment:
    """Set a post's last day."""
    trainee, refusals = locked_trainee(trainee_id), Refusals()
    row = trainee.employments.filter(pk=employment_id).first()
    if row is None:
        raise refuse("employment", _("Stillingen finnes ikke lenger. Last siden på nytt."))
    check_period(refusals, row.from_day, to_day, timezone.localdate(now), licence=None)
    if row.to_day is not None and to_day > row.to_day:
        refusals.add(
            "to_day",
            _("Stillingen slutter allerede %(day)s. Registrer en ny stilling etter den dagen.")
            % {"day": shown(row.to_day)},
        )
    refusals.stop()
    row.to_day = to_day
    return _store(row, by, "end_employment", now)


@transaction.atomic
def register_service(
    *,
    by: int | None,
    trainee_id: int,
    kind: str,
    from_day: dt.date,
    to_day: dt.date,
    now: dt.datetime,
    percent: int = 100,
    arena: str = "",
    place: str = "",
    confirmed_on: dt.date | None = None,
) -> Service:
    """Register practical service (§ 31), claimed until it is confirmed. ``arena`` is a code of ours;
    ``place`` tells where it was otherwise."""
    trainee, refusals = locked_trainee(trainee_id), Refusals()
    today = timezone.localdate(now)
    check_period(refusals, from_day, to_day, today, licence=trainee.licensed_on)
    known_kind = check_kind(refusals, kind, SERVICE_KINDS)
    if known_kind and kind in PART1_KINDS:
        _check_part1(refusals, trainee, to_day)
    place = check_text(refusals, "place", place, 200)
    arena_pk = arena_id(refusals, arena)
    if not arena and not place:
        refusals.add("place", _("Velg en læringsarena, eller skriv hvor tjenesten var."))
    check_share(refusals, "percent", percent)
    _check_confirmation(refusals, to_day, confirmed_on, today)
    refusals.stop()
    _check_service_room(refusals, trainee, kind, arena_pk, from_day, to_day, percent)
    refusals.stop()
    row = Service(
        trainee=trainee,
        kind=kind,
        arena_id=arena_pk,
        place=place,
        from_day=from_day,
        to_day=to_day,
        percent=percent,
        confirmed_on=confirmed_on,
        recorded_at=now,
    )
    return _store(row, by, "register_service", now)


def _check_part1(refusals: Refusals, trainee: Trainee, to_day: dt.date) -> None:
    """Part 1 lies before part 2 or 3 (§ 2, § 18), unless an exception was written."""
    if to_day >= trainee.started_on and not trainee.part1_exception:
        refusals.add(
            "to_day",
            _("Del 1 er ferdig før del 2 eller 3 begynner, %(start)s (§ 18). Skriv en tidligere dag.")
            % {"start": shown(trainee.started_on)},
        )


def _check_confirmation(
    refusals: Refusals, to_day: dt.date, confirmed_on: dt.date | None, today: dt.date
) -> None:
    """Service is confirmed when it is done, and not ahead (§ 25 e)."""
    if confirmed_on is None:
        return
    if confirmed_on > today:
        refusals.add("confirmed_on", _("Dagen er ikke kommet ennå. Skriv dagen attesten ble gitt."))
    elif confirmed_on < to_day:
        refusals.add(
            "confirmed_on",
            _("Tjenesten varer til %(day)s. Bekreft den når den er gjort, eller del perioden.")
            % {"day": shown(to_day)},
        )


def _check_service_room(
    refusals: Refusals,
    trainee: Trainee,
    kind: str,
    arena_pk: int | None,
    from_day: dt.date,
    to_day: dt.date,
    percent: int,
) -> None:
    others = list(trainee.services.all())
    for other in others:
        same_place = arena_pk is not None and other.arena_id == arena_pk and other.kind == kind
        if same_place and overlap((from_day, to_day), (other.from_day, other.to_day)):
            refusals.add(
                "from_day",
                _(
                    "Tjeneste på samme sted er registrert fra %(first)s til %(last)s. Velg dager utenom, "
                    "eller rett den andre perioden."
                )
                % {"first": shown(other.from_day), "last": shown(other.to_day)},
            )
            return
    check_room(
        refusals,
        (from_day, to_day, percent),
        [(s.from_day, s.to_day, s.percent) for s in others],
        _("Tjenesten blir %(sum)d prosent til sammen %(day)s. Senk andelen, eller rett den andre perioden."),
    )


@transaction.atomic
def confirm_service(
    *,
    by: int | None,
    trainee_id: int,
    service_id: int,
    confirmed_on: dt.date,
    now: dt.datetime,
    through: dt.date | None = None,
) -> Service:
    """Confirm service (§ 25 e), so that it counts (§ 31 first paragraph).

    ``through`` confirms the first part of a period that goes on; the rest becomes a claimed period.
    """
    trainee, refusals = locked_trainee(trainee_id), Refusals()
    row = trainee.services.filter(pk=service_id).first()
    if row is None:
        raise refuse("service", _("Tjenesten finnes ikke lenger. Last siden på nytt."))
    if row.confirmed_on is not None:
        raise refuse("service", _("Tjenesten ble bekreftet %(day)s.") % {"day": shown(row.confirmed_on)})
    last = through or row.to_day
    if not row.from_day <= last <= row.to_day:
        refusals.add(
            "through",
            _("Velg en dag fra %(first)s til %(last)s, i perioden som bekreftes.")
            % {"first": shown(row.from_day), "last": shown(row.to_day)},
        )
    _check_confirmation(refusals, last, confirmed_on, timezone.localdate(now))
    refusals.stop()
    if last < row.to_day:
        _split(row, last)
    row.confirmed_on = confirmed_on
    return _store(row, by, "confirm_service", now)


def _split(row: Service, last: dt.date) -> None:
    """Leave the days after ``last`` as a claimed period of their own."""
    rest = Service.objects.get(pk=row.pk)
    rest.pk, rest.from_day = None, last + ONE_DAY
    rest._state.adding = True
    rest.save()
    row.to_day = last


@transaction.atomic
def withdraw_confirmation(*, by: int | None, trainee_id: int, service_id: int, now: dt.datetime) -> Service:
    """Take a confirmation back; the service is claimed again and no longer counts."""
    row = locked_trainee(trainee_id).services.filter(pk=service_id).first()
    if row is None:
        raise refuse("service", _("Tjenesten finnes ikke lenger. Last siden på nytt."))
    row.confirmed_on = None
    return _store(row, by, "withdraw_confirmation", now)


@transaction.atomic
def register_absence(
    *,
    by: int | None,
    trainee_id: int,
    kind: str,
    from_day: dt.date,
    to_day: dt.date,
    now: dt.datetime,
    percent: int = 100,
) -> Absence:
    """Register time away, past or agreed ahead, within employment or service."""
    trainee, refusals = locked_trainee(trainee_id), Refusals()
    check_period(refusals, from_day, to_day, timezone.localdate(now), licence=None)
    check_kind(refusals, kind, ABSENCE_KINDS)
    check_share(refusals, "percent", percent)
    refusals.stop()
    covers: list[tuple[dt.date, dt.date | None]] = [
        *((e.from_day, e.to_day) for e in trainee.employments.all()),
        *((s.from_day, s.to_day) for s in trainee.services.all()),
    ]
    outside = first_day_outside((from_day, to_day), covers)
    if outside is not None:
        refusals.add(
            "from_day" if outside == from_day else "to_day",
            _("Legen har ingen stilling eller tjeneste %(day)s. Registrer den først, eller rett dagen.")
            % {"day": shown(outside)},
        )
    check_room(
        refusals,
        (from_day, to_day, percent),
        [(a.from_day, a.to_day, a.percent) for a in trainee.absences.all()],
        _("Fraværet blir %(sum)d prosent til sammen %(day)s. Senk andelen, eller rett det andre fraværet."),
    )
    refusals.stop()
    row = Absence(
        trainee=trainee, kind=kind, from_day=from_day, to_day=to_day, percent=percent, recorded_at=now
    )
    return _store(row, by, "register_absence", now)


def _store(row: Row, by: int | None, act: str, now: dt.datetime) -> Row:
    """Save a row and tell the record of it."""
    row.full_clean()
    row.save()
    record_event(
        by=by,
        act=act,
        subject=f"trainees.{type(row).__name__}:{row.pk}",
        now=now,
        about=row.trainee.person_id,
        detail=_told(row),
    )
    return row


def _told(row: Any) -> dict[str, Any]:
    """What the record tells of a period: its days, shares and kind; no free text."""
    told = {"trainee": row.trainee_id, "percent": row.percent}
    for name in ("kind", "research_percent", "from_day", "to_day", "confirmed_on"):
        value = getattr(row, name, None)
        told[name] = value.isoformat() if isinstance(value, dt.date) else value
    return {name: value for name, value in told.items() if value is not None}
