"""Reading certificates: the page of a trainee's periods, one certificate in words, and what is late."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from borealis.organisations.queries import arenas
from borealis.people.directory import persons
from borealis.shell.findings import Finding
from borealis.shell.language import localised
from borealis.shell.prepared import KEYS, prepared
from borealis.shell.words import day_short
from borealis.trainees.certificates.actions import lacking_words
from borealis.trainees.certificates.content import content_of, digest_of
from borealis.trainees.certificates.rules import is_late
from borealis.trainees.certificates.wording import FIELD_WORDS, SIGNER_WORDS
from borealis.trainees.models import Service, ServiceCertificate
from borealis.trainees.wording import SERVICE_WORDS


@dataclass(frozen=True)
class Signature:
    """One of the two signatures. ``name`` is who has signed or is asked; ``at`` None: not signed."""

    role: str
    words: str
    name: str
    at: dt.datetime | None


@dataclass(frozen=True)
class Part:
    """A part of the text that the department has written, with its heading."""

    title: str
    text: str
    note: str = ""


@dataclass(frozen=True)
class CertificateView:
    """A certificate as it stands: its state, what it tells, what it lacks, and who has signed."""

    row: ServiceCertificate
    state: str  # draft, half, complete, replaced
    content: dict[str, Any]
    digest: str
    lacks: list[str]
    signatures: tuple[Signature, ...]
    replaced_by: int | None
    being_replaced: bool
    confirmed: bool

    @property
    def absences(self) -> list[dict[str, Any]]:
        return [_with_days(span) for span in self.content["absences"]]

    @property
    def guides(self) -> list[dict[str, Any]]:
        return [_with_days(guide) for guide in self.content["guides"]]

    @property
    def parts(self) -> list[Part]:
        """What is written, in the order of the paper."""
        content = self.content
        hours = content["teaching_hours"]
        extent = _("Til sammen %(hours)s timer.") % {"hours": hours} if hours is not None else ""
        by_hand = _("Ført for hånd av avdelingen.") if content["teaching_by_hand"] else ""
        return [
            *(
                Part(str(FIELD_WORDS[name]), content[name])
                for name in ("service_content", "department_content", "on_call")
            ),
            Part(str(FIELD_WORDS["teaching"]), content["teaching"], f"{extent} {by_hand}".strip()),
            Part(str(FIELD_WORDS["satisfactory"]), judged_words(content["satisfactory"])),
            *([Part(str(FIELD_WORDS["remarks"]), content["remarks"])] if content["remarks"] else []),
        ]


def _with_days(told: dict[str, Any]) -> dict[str, Any]:
    """Days as days again; the content holds them as text."""
    return {**told, **{name: dt.date.fromisoformat(told[name]) for name in ("from_day", "to_day")}}


def judged_words(satisfactory: bool | None) -> str:
    """The judgement as a sentence."""
    return {
        True: _("Tjenesten var tilfredsstillende."),
        False: _("Tjenesten var ikke tilfredsstillende, og bekreftes ikke som tellende tjeneste."),
        None: _("Ikke vurdert ennå."),
    }[satisfactory]


@dataclass(frozen=True)
class PeriodLine:
    """A period of service with its certificates, the newest first."""

    service: Service
    place: str
    kind: str
    certificates: tuple[ServiceCertificate, ...]
    late: bool

    @property
    def current(self) -> ServiceCertificate | None:
        return self.certificates[0] if self.certificates else None

    @property
    def complete(self) -> bool:
        return any(row.completed_at for row in self.certificates)


def certificate_view(row: ServiceCertificate) -> CertificateView:
    """One certificate for reading. ``row`` comes with its trainee and service."""
    successor = ServiceCertificate.objects.filter(replaces=row).first()
    after = successor if successor is not None and successor.completed_at else None
    names = dict(
        persons().filter(pk__in=[row.head_id or 0, row.consultant_id or 0]).values_list("pk", "name")
    )
    return CertificateView(
        row=row,
        state=_state(row, replaced=after is not None),
        content=content_of(row),
        digest=digest_of(row),
        lacks=[] if row.digest else lacking_words(row),
        signatures=(
            Signature("head", str(SIGNER_WORDS["head"]), names.get(row.head_id or 0, ""), row.head_at),
            Signature(
                "consultant",
                str(SIGNER_WORDS["consultant"]),
                names.get(row.consultant_id or 0, ""),
                row.consultant_at,
            ),
        ),
        replaced_by=after.pk if after else None,
        being_replaced=successor is not None,
        confirmed=row.service.confirmed_on is not None,
    )


def _state(row: ServiceCertificate, *, replaced: bool) -> str:
    if row.completed_at:
        return "replaced" if replaced else "complete"
    return "half" if row.digest else "draft"


def periods_of(trainee_id: int, today: dt.date) -> list[PeriodLine]:
    """Every period of service with its certificates, the latest period first."""
    services = (
        Service.objects.filter(trainee_id=trainee_id).select_related("arena").order_by("-from_day", "-pk")
    )
    certificates: dict[int, list[ServiceCertificate]] = defaultdict(list)
    for row in ServiceCertificate.objects.filter(trainee_id=trainee_id).order_by("-pk"):
        certificates[row.service_id].append(row)
    known = arenas({service.arena.code for service in services if service.arena})
    lines = []
    for service in services:
        rows = tuple(certificates[service.pk])
        certified = any(row.completed_at for row in rows)
        lines.append(
            PeriodLine(
                service=service,
                place=localised(known[service.arena.code], "name") if service.arena else service.place,
                kind=str(SERVICE_WORDS[service.kind]),
                certificates=rows,
                late=is_late(service.to_day, service.confirmed_on, certified, today),
            )
        )
    return lines


def asked_of(person_id: int) -> list[ServiceCertificate]:
    """The certificates that wait for a consultant's signature, the oldest first."""
    rows = ServiceCertificate.objects.filter(consultant_id=person_id, consultant_at=None)
    return list(
        rows.exclude(head_at=None).select_related("trainee__person", "service").order_by("prepared_at")
    )


_CERTIFIED = prepared(
    lambda ids: (
        ServiceCertificate.objects.filter(trainee_id__in=ids)
        .exclude(completed_at=None)
        .values_list("service_id")
    ),
    ids=KEYS,
)
_CLAIMED = prepared(
    lambda ids: (
        Service.objects.filter(trainee_id__in=ids, confirmed_on=None)
        .order_by("to_day")
        .values_list("pk", "trainee_id", "to_day")
    ),
    ids=KEYS,
)


def certificate_findings(
    trainee_ids: Iterable[int], today: dt.date, *, may_write: bool
) -> dict[int, list[Finding]]:
    """Of each trainee the periods that ended more than 30 days ago and have no certificate, in two queries."""
    ids = list(trainee_ids)
    done = {service for (service,) in _CERTIFIED(ids=ids)}
    late: dict[int, list[dt.date]] = defaultdict(list)
    for pk, trainee_id, to_day in _CLAIMED(ids=ids):
        if is_late(to_day, None, pk in done, today):
            late[trainee_id].append(to_day)
    return {pk: [_finding(pk, days, may_write)] for pk, days in late.items()}


def _finding(trainee_id: int, days: list[dt.date], may_write: bool) -> Finding:
    return Finding(
        "no_certificate",
        "attention" if may_write else "information",
        f"trainees.Trainee:{trainee_id}",
        ngettext("%(n)s tjenesteperiode mangler attest.", "%(n)s tjenesteperioder mangler attest.", len(days))
        % {"n": len(days)},
        _("Den eldste tok slutt %(day)s. Tjenesten teller først når den er bekreftet.")
        % {"day": day_short(days[0])},
        _("Lag attest") if may_write else "",
        reverse("certificates", args=[trainee_id]) if may_write else "",
        "§ 25 e",
    )
