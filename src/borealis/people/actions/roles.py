"""Giving persons roles, changing their last day, and ending them."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from borealis.audit.actions import record_event
from borealis.people.actions.refusals import (
    ONE_DAY,
    ChangedMeanwhile,
    Refusals,
    check_days,
    check_others,
    end_sessions,
    locked_person,
    refuse,
    shown,
)
from borealis.people.models import Person, RoleAssignment
from borealis.people.rules import ROLES
from borealis.people.rules.roles import TRAINEE, may_be_held_at


@transaction.atomic
def assign_role(
    *,
    by: int | None,
    person: Person,
    role: str,
    in_force_from: dt.date,
    now: dt.datetime,
    organisation_id: int | None = None,
    trainee_id: int | None = None,
    in_force_to: dt.date | None = None,
    post_id: int | None = None,
    why: str = "",
) -> RoleAssignment:
    """Give a person a role at a place, or for one trainee, between two days.

    The same role at the same place is held once at a time. A role that follows from a post ends with it.
    Who may give which role where is asked for before (``personnel.permissions``); nobody gives own roles.
    """
    locked_person(person.pk)
    check_others(by, person.pk, _("Du kan ikke gi deg selv en rolle. Be en annen om det."))
    row = RoleAssignment(
        person_id=person.pk,
        role=role,
        organisation_id=organisation_id,
        trainee_id=trainee_id,
        post_id=post_id,
        in_force_from=in_force_from,
        in_force_to=in_force_to,
    )
    _check_new(row, now)
    row.save()
    _tell("assign_role", by, row, now, why)
    return row


def _check_new(row: RoleAssignment, now: dt.datetime) -> None:
    refusals = Refusals()
    if row.role not in ROLES:
        refusals.add("role", _("Rollen finnes ikke. Velg en fra listen."))
    check_days(refusals, ("in_force_from", row.in_force_from), ("in_force_to", row.in_force_to), now)
    if (row.organisation_id is None) == (row.trainee_id is None):
        refusals.add("organisation", _("Velg et sted, eller én lege, men ikke begge."))
    refusals.stop()
    scope = _scope_of(row)
    if scope is None:
        refusals.add("organisation", _("Stedet eller legen finnes ikke. Velg fra listen."))
    elif not may_be_held_at(row.role, scope):
        refusals.add("organisation", _("Denne rollen kan ikke gjelde et slikt sted. Velg et annet."))
    if row.post_id is not None and not row.person.posts.filter(pk=row.post_id).exists():
        refusals.add("post", _("Stillingen tilhører ikke personen. Velg en annen."))
    refusals.stop()
    _check_alone(row, "in_force_from")


def _scope_of(row: RoleAssignment) -> str | None:
    """The kind of body that the role is held at, ``TRAINEE``, or None when there is no such row."""
    name = "trainee" if row.organisation_id is None else "organisation"
    related: Any = RoleAssignment._meta.get_field(name).related_model
    found = related._default_manager.filter(pk=getattr(row, f"{name}_id")).first()
    if found is None:
        return None
    return TRAINEE if name == "trainee" else str(found.kind)


def _check_alone(row: RoleAssignment, field: str) -> None:
    """The person holds the same role at the same place on no day of this one."""
    clash = overlapping(row).exclude(pk=row.pk).first()
    if clash is not None:
        raise refuse(
            field,
            _("Personen har denne rollen her fra %(first)s. Forleng den, eller velg andre dager.")
            % {"first": shown(clash.in_force_from)},
        )


def overlapping(row: RoleAssignment) -> QuerySet[RoleAssignment]:
    """The same role of the same person at the same place on any of these days."""
    same = RoleAssignment.objects.filter(
        person=row.person_id, role=row.role, organisation=row.organisation_id, trainee=row.trainee_id
    )
    same = same.filter(Q(in_force_to=None) | Q(in_force_to__gte=row.in_force_from))
    same = same.filter(Q(post=None) | Q(post__to_day=None) | Q(post__to_day__gte=row.in_force_from))
    return same.filter(in_force_from__lte=row.in_force_to) if row.in_force_to else same


def _held(by: int | None, assignment_id: int, version: int) -> RoleAssignment:
    """The assignment and its person, held until the transaction ends, as the caller saw it."""
    person_id = RoleAssignment.objects.filter(pk=assignment_id).values_list("person_id", flat=True).first()
    if person_id is None:
        raise ChangedMeanwhile({"ended": True})
    person = locked_person(person_id)
    row = RoleAssignment.objects.select_for_update(of=("self",)).filter(pk=assignment_id).first()
    if row is None:
        raise ChangedMeanwhile({"ended": True})
    check_others(by, row.person_id, _("Du kan ikke endre dine egne roller. Be en annen om det."))
    if row.version != version:
        raise ChangedMeanwhile(standing(row))
    row.person = person
    return row


def standing(row: RoleAssignment) -> dict[str, object]:
    """What is stored of an assignment that can be changed."""
    return {"in_force_to": row.in_force_to, "version": row.version}


def _check_not_over(row: RoleAssignment, today: dt.date) -> None:
    if row.in_force_to is not None and row.in_force_to < today:
        raise refuse(
            "in_force_to",
            _("Rollen sluttet %(day)s og kan ikke endres. Gi den på nytt i stedet.")
            % {"day": shown(row.in_force_to)},
        )


@transaction.atomic
def change_role_end(
    *,
    by: int | None,
    assignment_id: int,
    in_force_to: dt.date | None,
    version: int,
    now: dt.datetime,
    why: str = "",
) -> RoleAssignment:
    """Move the last day of a role; None: until further. Raises ChangedMeanwhile on another version."""
    row, refusals = _held(by, assignment_id, version), Refusals()
    today = timezone.localdate(now)
    _check_not_over(row, today)
    check_days(refusals, ("in_force_to", row.in_force_from), ("in_force_to", in_force_to), now)
    if in_force_to is not None and in_force_to < today:
        refusals.add("in_force_to", _("Skriv i dag eller en senere dag. Avslutt rollen for å ende den nå."))
    refusals.stop()
    if in_force_to == row.in_force_to:
        return row
    return _move_end(row, in_force_to, "change_role_end", by, now, why)


def _move_end(
    row: RoleAssignment, last: dt.date | None, act: str, by: int | None, now: dt.datetime, why: str
) -> RoleAssignment:
    before, row.in_force_to = row.in_force_to, last
    _check_alone(row, "in_force_to")
    row.version += 1
    row.save(update_fields=["in_force_to", "version"])
    _tell(act, by, row, now, why, before=before)
    return row


@transaction.atomic
def restore_role_end(
    *,
    by: int | None,
    assignment_id: int,
    in_force_to: dt.date | None,
    version: int,
    now: dt.datetime,
    why: str = "",
) -> RoleAssignment:
    """Put a role's last day back as it stood, also one that has passed: for undoing what was done."""
    row = _held(by, assignment_id, version)
    row = _move_end(row, in_force_to, "restore_role_end", by, now, why)
    if in_force_to is not None and in_force_to < timezone.localdate(now):
        end_sessions(row.person)
    return row


@transaction.atomic
def end_role(
    *,
    by: int | None,
    assignment_id: int,
    version: int,
    now: dt.datetime,
    from_day: dt.date | None = None,
    why: str = "",
) -> None:
    """The role is not held from a day on; today, when no day is said, at once.

    A role that then never was in force before today is taken away: the record tells of it. Ending at
    once ends the person's sessions.
    """
    row, today = _held(by, assignment_id, version), timezone.localdate(now)
    _check_not_over(row, today)
    from_day = from_day or today
    if from_day < today:
        raise refuse("from_day", _("Skriv i dag eller en senere dag. En rolle kan ikke endes tilbake i tid."))
    if row.in_force_to is not None and row.in_force_to < from_day:
        raise refuse("from_day", _("Rollen slutter %(day)s.") % {"day": shown(row.in_force_to)})
    if from_day <= row.in_force_from:
        _tell("end_role", by, row, now, why, before=row.in_force_to, last=None)
        row.delete()
    else:
        before, row.in_force_to = row.in_force_to, from_day - ONE_DAY
        row.version += 1
        row.save(update_fields=["in_force_to", "version"])
        _tell("end_role", by, row, now, why, before=before)
    if from_day == today:
        end_sessions(row.person)


def _tell(
    act: str,
    by: int | None,
    row: RoleAssignment,
    now: dt.datetime,
    why: str = "",
    **days: dt.date | None,
) -> None:
    """One event: which role, where, and between which days; ``before`` is the last day until now."""
    days = {"from": row.in_force_from, "to": row.in_force_to, **days}
    record_event(
        by=by,
        act=act,
        subject=f"people.RoleAssignment:{row.pk}",
        now=now,
        about=row.person_id,
        version=str(row.version),
        detail={
            "person": row.person_id,
            "role": row.role,
            "organisation": row.organisation_id,
            "trainee": row.trainee_id,
            "post": row.post_id,
            **{name: day.isoformat() if day else None for name, day in days.items()},
        },
        private={"why": why} if why else None,
    )
