"""Adding persons and changing what is known of them."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import EmailValidator
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from borealis.audit.actions import record_event
from borealis.people.actions.refusals import (
    EARLIEST,
    ChangedMeanwhile,
    Refusals,
    check_others,
    check_text,
    end_sessions,
    locked_person,
    refuse,
    shown,
)
from borealis.people.models import Person, SpecialistApproval

FACTS = ("name", "email", "hpr_number", "personnel_number")


@transaction.atomic
def add_person(
    *,
    by: int | None,
    name: str,
    email: str,
    now: dt.datetime,
    language: str = "nb",
    hpr_number: str = "",
    personnel_number: str = "",
) -> Person:
    """Add a person, who cannot sign in before a password or another way is set."""
    person = Person(language=language)
    _fill(person, name=name, email=email, hpr_number=hpr_number, personnel_number=personnel_number)
    person.set_unusable_password()
    person.full_clean(exclude=["password"])
    _save(person)
    record_event(by=by, act="add_person", subject=f"people.Person:{person.pk}", now=now, about=person.pk)
    return person


@transaction.atomic
def change_person(
    *,
    by: int | None,
    person_id: int,
    version: int,
    name: str,
    email: str,
    now: dt.datetime,
    hpr_number: str = "",
    personnel_number: str = "",
    why: str = "",
) -> Person:
    """Change what is known of a person; raises ChangedMeanwhile when ``version`` is not the stored one."""
    person = locked_person(person_id)
    before = facts_of(person)
    if person.version != version:
        raise ChangedMeanwhile({**before, "version": person.version})
    _fill(person, name=name, email=email, hpr_number=hpr_number, personnel_number=personnel_number)
    changed = [field for field in FACTS if before[field] != facts_of(person)[field]]
    if not changed:
        return person
    person.version += 1
    _save(person)
    _tell("change_person", by, person, now, why, {"changed": changed})
    return person


def facts_of(person: Person) -> dict[str, str]:
    """What can be changed of a person, as text."""
    return {field: getattr(person, field) or "" for field in FACTS}


@transaction.atomic
def deactivate_person(*, by: int | None, person_id: int, now: dt.datetime, why: str = "") -> None:
    """The person can no longer sign in, and every session is over. Nothing that was done is lost."""
    person = locked_person(person_id)
    check_others(by, person_id, _("Du kan ikke stenge din egen konto. Be en annen om det."))
    if not person.is_active:
        raise refuse("person", _("Kontoen er stengt allerede."))
    person.is_active, person.version = False, person.version + 1
    person.save(update_fields=["is_active", "version"])
    end_sessions(person)
    _tell("deactivate_person", by, person, now, why)


@transaction.atomic
def reactivate_person(*, by: int | None, person_id: int, now: dt.datetime, why: str = "") -> None:
    """The person may sign in again. Roles that ended meanwhile stay ended."""
    person = locked_person(person_id)
    check_others(by, person_id, _("Du kan ikke åpne din egen konto. Be en annen om det."))
    if person.is_active or person.erased_at:
        raise refuse("person", _("Kontoen er åpen, eller personen er slettet. Ingenting er endret."))
    person.is_active, person.version = True, person.version + 1
    person.save(update_fields=["is_active", "version"])
    _tell("reactivate_person", by, person, now, why)


@transaction.atomic
def approve_specialist(
    *, by: int | None, person_id: int, specialty_id: int, approved_on: dt.date, now: dt.datetime
) -> SpecialistApproval:
    """Register that a person is approved as a specialist in a field (§ 29)."""
    person, refusals = locked_person(person_id), Refusals()
    if not EARLIEST - dt.timedelta(days=20 * 365) <= approved_on <= timezone.localdate(now):
        refusals.add("approved_on", _("Skriv dagen godkjenningen ble gitt, senest i dag."))
    specialties: Any = SpecialistApproval._meta.get_field("specialty").related_model
    if not specialties._default_manager.filter(pk=specialty_id).exists():
        refusals.add("specialty", _("Spesialiteten finnes ikke. Velg en fra listen."))
    earlier = person.specialist_approvals.filter(specialty_id=specialty_id).first()
    if earlier is not None:
        refusals.add(
            "specialty",
            _("Godkjenningen er registrert allerede, fra %(day)s.") % {"day": shown(earlier.approved_on)},
        )
    refusals.stop()
    row = person.specialist_approvals.create(specialty_id=specialty_id, approved_on=approved_on)
    _tell(
        "approve_specialist",
        by,
        person,
        now,
        "",
        {"specialty": specialty_id, "approved_on": approved_on.isoformat(), "approval": row.pk},
    )
    return row


@transaction.atomic
def withdraw_approval(*, by: int | None, approval_id: int, now: dt.datetime, why: str = "") -> None:
    """An approval that was registered by mistake is taken away."""
    row = SpecialistApproval.objects.filter(pk=approval_id).first()
    if row is None:
        raise refuse("approval", _("Godkjenningen er fjernet allerede."))
    person = locked_person(row.person_id)
    detail = {"specialty": row.specialty_id, "approved_on": row.approved_on.isoformat()}
    row.delete()
    _tell("withdraw_approval", by, person, now, why, detail)


@transaction.atomic
def choose_language(*, by: int, language: str, now: dt.datetime) -> None:
    """A person reads Borealis in another language from now on."""
    person = Person.objects.get(pk=by)
    person.language = language
    person.full_clean(exclude=["password"])
    person.save(update_fields=["language"])
    record_event(
        by=by,
        act="choose_language",
        subject=f"people.Person:{by}",
        now=now,
        about=by,
        detail={"language": language},
    )


def _fill(person: Person, *, name: str, email: str, hpr_number: str, personnel_number: str) -> None:
    """Put these facts on a person, or refuse them at their fields."""
    refusals = Refusals()
    person.name = check_text(refusals, "name", name, 200, needed=_("Skriv personens navn."))
    person.email = check_text(refusals, "email", email, 254, needed=_("Skriv en e-postadresse."))
    person.hpr_number = check_text(refusals, "hpr_number", hpr_number, 20)
    if person.hpr_number and not _is_hpr_number(person.hpr_number):
        refusals.add("hpr_number", _("Et HPR-nummer har 7 til 9 sifre. Rett det, eller la feltet stå tomt."))
    person.personnel_number = check_text(refusals, "personnel_number", personnel_number, 64) or None
    refusals.stop()  # nothing that a database cannot hold is asked for
    _check_address(refusals, person)
    taken = Person.objects.exclude(pk=person.pk).filter(personnel_number=person.personnel_number)
    if person.personnel_number and taken.exists():
        refusals.add("personnel_number", _("Ansattnummeret tilhører en annen. Rett det."))
    refusals.stop()


def _is_hpr_number(text: str) -> bool:
    return text.isascii() and text.isdigit() and 7 <= len(text) <= 9


def _check_address(refusals: Refusals, person: Person) -> None:
    try:
        if person.email:
            EmailValidator()(person.email)
    except ValidationError:
        refusals.add("email", _("Skriv en e-postadresse, for eksempel kari@eksempel.example."))
    if Person.objects.exclude(pk=person.pk).filter(email__iexact=person.email).exists():
        refusals.add("email", _("Adressen tilhører en som finnes fra før. Søk etter personen i listen."))


def _save(person: Person) -> None:
    """Save; who came second with the same address or number is refused at the field."""
    try:
        with transaction.atomic():
            person.save()
    except IntegrityError:
        raise refuse(
            "email", _("Adressen eller ansattnummeret ble tatt i bruk nå. Last siden på nytt.")
        ) from None


def _tell(
    act: str, by: int | None, person: Person, now: dt.datetime, why: str, detail: dict[str, Any] | None = None
) -> None:
    record_event(
        by=by,
        act=act,
        subject=f"people.Person:{person.pk}",
        now=now,
        about=person.pk,
        version=str(person.version),
        detail=detail,
        private={"why": why} if why else None,
    )
