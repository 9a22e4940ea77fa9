"""Preparing, writing and signing certificates. The second signature confirms the service, so that it counts."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from borealis.audit.actions import record_event
from borealis.people.actions.refusals import ChangedMeanwhile, Refusals, refuse, shown
from borealis.trainees.actions import confirm_service, withdraw_confirmation
from borealis.trainees.actions.refusals import check_text, locked_trainee
from borealis.trainees.certificates.content import WRITTEN, content_of, digest_of, first_words
from borealis.trainees.certificates.rules import CONSULTANT, HEAD, SIGNERS, lacking
from borealis.trainees.certificates.wording import FIELD_WORDS
from borealis.trainees.models import ServiceCertificate, Trainee

LENGTHS = {
    "post_type": 200,
    "guide_note": 300,
    "teaching": 2000,
    "on_call": 1000,
    "service_content": 4000,
    "department_content": 4000,
    "remarks": 2000,
}
MOST_HOURS = 2000


def _locked(certificate_id: int, trainee_id: int) -> ServiceCertificate:
    """The certificate, held with its trainee until the transaction ends."""
    locked_trainee(trainee_id)
    rows = ServiceCertificate.objects.select_for_update(of=("self",)).filter(trainee_id=trainee_id)
    found = rows.select_related("trainee__person", "trainee__programme__specialty", "service__arena").filter(
        pk=certificate_id
    )
    row = found.first()
    if row is None:
        raise refuse("certificate", _("Attesten finnes ikke lenger. Last siden på nytt."))
    return row


def _check_not_own(by: int | None, trainee: Trainee) -> None:
    if by is not None and by == trainee.person_id:
        raise refuse("certificate", _("Ingen lager eller signerer en attest for seg selv. Spør lederen."))


def _check_open(row: ServiceCertificate) -> None:
    """Nothing is changed once somebody has signed."""
    if row.completed_at is not None:
        raise refuse(
            "certificate",
            _("Attesten er signert av begge og endres ikke. Lag en ny som erstatter den."),
        )
    if row.digest:
        raise refuse(
            "certificate",
            _("Attesten er signert av én og kan ikke endres. Ta signaturen tilbake først."),
        )


@transaction.atomic
def prepare_certificate(
    *, by: int | None, trainee_id: int, service_id: int, now: dt.datetime, replaces_why: str = ""
) -> ServiceCertificate:
    """Begin a certificate for a period (§ 25 e). Where one is signed already, the new one replaces it, and says why."""
    trainee, refusals = locked_trainee(trainee_id), Refusals()
    _check_not_own(by, trainee)
    service = trainee.services.filter(pk=service_id).first()
    if service is None:
        raise refuse("service", _("Tjenesten finnes ikke lenger. Last siden på nytt."))
    rows = service.certificates.all()
    if rows.filter(completed_at=None).exists():
        raise refuse("service", _("En attest for perioden er under arbeid. Skriv ferdig den."))
    standing = rows.filter(replaced_by=None).order_by("-pk").first()
    replaces_why = check_text(
        refusals,
        "replaces_why",
        replaces_why,
        300,
        needed=_("Perioden har en signert attest. Skriv hva som er feil i den.") if standing else "",
    )
    refusals.stop()
    words = (
        {name: getattr(standing, name) for name in WRITTEN} if standing else first_words(trainee_id, service)
    )
    row = ServiceCertificate.objects.create(
        trainee=trainee,
        service=service,
        replaces=standing,
        replaces_why=replaces_why if standing else "",
        consultant_id=standing.consultant_id if standing else None,
        prepared_at=now,
        by_id=by,
        **words,
    )
    _tell(row, by, "prepare_certificate", now, {"replaces": row.replaces_id}, why=row.replaces_why)
    return row


@transaction.atomic
def write_certificate(
    *,
    by: int | None,
    trainee_id: int,
    certificate_id: int,
    version: int,
    now: dt.datetime,
    consultant_id: int | None = None,
    **words: Any,
) -> ServiceCertificate:
    """Write what is not registered. Raises ChangedMeanwhile when ``version`` is not the stored one."""
    row = _locked(certificate_id, trainee_id)
    _check_not_own(by, row.trainee)
    _check_open(row)
    stands = {name: getattr(row, name) for name in WRITTEN}
    if row.version != version:
        consultant = str(row.consultant_id or "")
        raise ChangedMeanwhile({**stands, "consultant": consultant, "version": row.version})
    refusals = Refusals()
    facts = {**stands, **{name: words[name] for name in WRITTEN if name in words}}
    for name, longest in LENGTHS.items():
        facts[name] = check_text(refusals, name, facts[name].replace("\r\n", "\n"), longest)
    hours = facts["teaching_hours"]
    if hours is not None and not 0 <= hours <= MOST_HOURS:
        refusals.add("teaching_hours", _("Skriv et helt tall, for eksempel 35."))
    if consultant_id is not None and consultant_id == row.trainee.person_id:
        refusals.add("consultant", _("Legen kan ikke signere sin egen attest. Velg en annen."))
    refusals.stop()
    changed = [name for name in WRITTEN if facts[name] != stands[name]]
    if not changed and consultant_id == row.consultant_id:
        return row
    for name in changed:
        setattr(row, name, facts[name])
    row.consultant_id = consultant_id
    row.version += 1
    row.save()
    _tell(row, by, "write_certificate", now, {"fields": changed, "consultant": consultant_id})
    return row


def lacking_words(row: ServiceCertificate) -> list[str]:
    """What must be filled in before anybody signs, in words."""
    lacks = [str(FIELD_WORDS[name]) for name in lacking(content_of(row))]
    return lacks if row.consultant_id else [*lacks, str(FIELD_WORDS["consultant"])]


@transaction.atomic
def sign_certificate(
    *, by: int, trainee_id: int, certificate_id: int, role: str, seen_digest: str, now: dt.datetime
) -> ServiceCertificate:
    """Sign as head or as consultant what was read. The first signature freezes the content; the second confirms
    the service (§ 25 e, § 31 first paragraph), unless it was not satisfactory."""
    row = _locked(certificate_id, trainee_id)
    _check_signer(row, by, role)
    today = timezone.localdate(now)
    if row.service.to_day > today:
        raise refuse(
            "certificate",
            _("Perioden varer til %(day)s. Signer når tjenesten er gjort.")
            % {"day": shown(row.service.to_day)},
        )
    if lacks := lacking_words(row):
        raise refuse("certificate", _("Dette mangler i attesten: %(fields)s.") % {"fields": ", ".join(lacks)})
    content = content_of(row)
    digest = digest_of(row)
    if seen_digest != digest:
        raise refuse(
            "certificate", _("Attesten er endret siden du leste den. Les den igjen før du signerer.")
        )
    row.content, row.digest = content, digest
    if role == HEAD:
        row.head_id, row.head_at = by, now
    else:
        row.consultant_at = now
    if row.head_at and row.consultant_at:
        row.completed_at = now
    row.version += 1
    row.save()
    if row.completed_at:
        _confirm(row, by, today, now)
    _tell(
        row, by, "sign_certificate", now, {"as": role, "digest": digest, "complete": bool(row.completed_at)}
    )
    return row


def _check_signer(row: ServiceCertificate, by: int, role: str) -> None:
    """Two persons, neither of them the doctor; the consultant is the one who is asked."""
    _check_not_own(by, row.trainee)
    if role not in SIGNERS:
        raise refuse("certificate", _("Signer som leder eller som ansvarlig overlege."))
    if row.head_at if role == HEAD else row.consultant_at:
        raise refuse("certificate", _("Denne signaturen står der allerede."))
    if role == CONSULTANT and by != row.consultant_id:
        raise refuse("certificate", _("En annen er bedt om å signere som ansvarlig overlege."))
    if role == HEAD and by == row.consultant_id:
        raise refuse(
            "certificate",
            _("To personer signerer. Velg en annen ansvarlig overlege, eller la stedfortrederen signere."),
        )


def _confirm(row: ServiceCertificate, by: int, today: dt.date, now: dt.datetime) -> None:
    """What both have signed of the service holds for whether it counts."""
    service = row.service
    if row.satisfactory and service.confirmed_on is None:
        confirm_service(by=by, trainee_id=row.trainee_id, service_id=service.pk, confirmed_on=today, now=now)
    elif not row.satisfactory and service.confirmed_on is not None:
        withdraw_confirmation(by=by, trainee_id=row.trainee_id, service_id=service.pk, now=now)


@transaction.atomic
def reopen_certificate(
    *, by: int | None, trainee_id: int, certificate_id: int, now: dt.datetime
) -> ServiceCertificate:
    """Take the only signature back, so that what is written can be mended."""
    row = _locked(certificate_id, trainee_id)
    _check_not_own(by, row.trainee)
    if row.completed_at is not None:
        _check_open(row)
    if not row.digest:
        raise refuse("certificate", _("Ingen har signert ennå. Attesten kan endres som den er."))
    row.head_id = row.head_at = row.consultant_at = None
    row.content, row.digest = {}, ""
    row.version += 1
    row.save()
    _tell(row, by, "reopen_certificate", now, {})
    return row


@transaction.atomic
def drop_certificate(*, by: int | None, trainee_id: int, certificate_id: int, now: dt.datetime) -> None:
    """Take away a certificate that nobody has signed."""
    row = _locked(certificate_id, trainee_id)
    _check_not_own(by, row.trainee)
    _check_open(row)
    _tell(row, by, "drop_certificate", now, {})
    row.delete()


def _tell(
    row: ServiceCertificate, by: int | None, act: str, now: dt.datetime, detail: dict[str, Any], why: str = ""
) -> None:
    record_event(
        by=by,
        act=act,
        subject=f"trainees.ServiceCertificate:{row.pk}",
        now=now,
        about=row.trainee.person_id,
        detail={"trainee": row.trainee_id, "service": row.service_id, **detail},
        private={"why": why} if why else None,
    )
