"""The package: dossier.json, its PDF, the files, and the credential that binds them. Same state, same bytes."""

from __future__ import annotations

import datetime as dt
import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.apps import apps
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from borealis.audit.keys import record_key
from borealis.audit.rules import canonical, shown_time
from borealis.organisations.queries import name_of, surroundings
from borealis.portfolio.dossier.keys import IssuerKey, issuer_key
from borealis.portfolio.dossier.queries.content import content_of
from borealis.portfolio.dossier.queries.document import document_of
from borealis.portfolio.dossier.queries.parts import digest_of
from borealis.portfolio.dossier.queries.work import files_of
from borealis.portfolio.dossier.rules import FORMAT, Member, credential_for, pack, secure
from borealis.portfolio.dossier.rules.package import CREDENTIAL, DOSSIER, PDF, README, SCHEMA
from borealis.shell.pdf import make_pdf
from borealis.trainees.directory import Trainee

HERE = Path(__file__).resolve().parents[1]
SCHEMA_FILE = HERE / "schemas" / "dossier-1.schema.json"
TEMPLATE = HERE / "print" / "dossier.typ"
LANGUAGE = "nb"  # the package goes to an authority; it is the same whoever takes it out
ROOMS = ("trainees.", "portfolio.", "plans.")
# What is recorded of a training without changing it.
ONLY_READ = ("make_dossier", "read_archive", "read_activity_file")


@dataclass(frozen=True)
class Package:
    """A package ready to be handed out. ``digest`` is that of dossier.json."""

    members: tuple[Member, ...]
    digest: str
    did: str

    @property
    def data(self) -> bytes:
        return pack(self.members)

    def member(self, name: str) -> Member:
        return next(member for member in self.members if member.name == name)


def package_of(trainee_id: int, now: dt.datetime) -> Package:
    """The package of a trainee as the training stands. Raises Trainee.DoesNotExist."""
    key = issuer_key()
    dossier = signed_dossier(trainee_id, key, now)
    written = Member(DOSSIER, canonical(dossier))
    files = files_of(Trainee.objects.get(pk=trainee_id))
    with translation.override(LANGUAGE):
        pdf = make_pdf(
            TEMPLATE,
            document_of(dossier) | {"attachment": written.data.decode()},
            standards=("a-3a", "ua-1"),
        )
        readme = _readme(dossier).encode()
    members = [
        written,
        Member(PDF, pdf),
        Member(SCHEMA, SCHEMA_FILE.read_bytes()),
        Member(README, readme),
        *(Member(name, data) for name, data in files.items()),
    ]
    credential = credential_for(
        dossier["content"],
        members,
        did=key.did,
        issuer=dossier["issuer"]["name"],
        valid_from=dossier["record"]["as_of"],
        digest=written.digest,
    )
    signed = secure(credential, did=key.did, created=dossier["record"]["as_of"], sign=key.sign)
    return Package((Member(CREDENTIAL, canonical(signed)), *members), written.digest, key.did)


def signed_dossier(trainee_id: int, key: IssuerKey, now: dt.datetime) -> dict[str, Any]:
    """The content with what covers it, signed: what dossier.json holds."""
    trainee = Trainee.objects.select_related("programme__department").get(pk=trainee_id)
    covered = _covered(trainee)
    with translation.override(LANGUAGE):
        content = content_of(trainee, timezone.localdate(covered.at), now)
        name = issuer_name(trainee.programme.department_id)
    as_of = shown_seconds(covered.at)
    dossier = {
        "format": FORMAT,
        "issuer": {"id": key.did, "name": name},
        "content": content,
        "content_digest": digest_of(content),
        "record": {"as_of": as_of, "head": covered.head, "public_key": _public_key(covered)},
    }
    return secure(dossier, did=key.did, created=as_of, sign=key.sign)


def shown_seconds(at: dt.datetime) -> str:
    """A time in the form of XML Schema, to the second."""
    return at.astimezone(dt.UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


@dataclass(frozen=True)
class Covered:
    """When the training last changed, and the signed head of the record that ends with that change."""

    at: dt.datetime
    head: dict[str, Any] | None


def _covered(trainee: Trainee) -> Covered:
    """The last change of the training that the record tells of; the first day of the training if none is."""
    events = apps.get_model("audit.Event")._base_manager
    rows = events.filter(about_id=trainee.person_id).exclude(act__in=ONLY_READ).order_by("-number")
    facts = ("number", "subject", "at", "root", "key", "signature")
    for number, subject, at, root, key, signature in rows.values_list(*facts).iterator(chunk_size=50):
        if subject.startswith(ROOMS):
            head = {
                "size": number,
                "root": root,
                "time": shown_time(at),
                "key": key,
                "signature": signature,
            }
            return Covered(at, head)
    first = dt.datetime.combine(trainee.started_on, dt.time(), dt.UTC)
    return Covered(first, None)


def _public_key(covered: Covered) -> str:
    """The key by which the head is checked; "" when the record tells of no change."""
    return record_key().raw.hex() if covered.head else ""


def issuer_name(department_id: int) -> str:
    """Who issues: the trust above a department, or the department itself."""
    around = surroundings(department_id)
    return name_of(around.trust) if around.trust else name_of(around.line[0])


def _readme(dossier: dict[str, Any]) -> str:
    """What lies in the package and how anybody checks it."""
    words = {
        "name": dossier["content"]["person"]["name"],
        "issuer": dossier["issuer"]["name"],
        "key": dossier["issuer"]["id"],
        "as_of": dossier["record"]["as_of"],
    }
    return (
        _(
            "Utdanningsmappe for %(name)s\n"
            "Utstedt av %(issuer)s. Slik utdanningen sto %(as_of)s.\n\n"
            "dossier.pdf          alt i lesbar form (PDF/A-3a), med dossier.json som vedlegg\n"
            "dossier.json         det samme som data, signert\n"
            "dossier-1.schema.json  hva dataene betyr\n"
            "credential.json      det signerte beviset (Open Badges 3.0): mål, og kjennetegn på hver fil\n"
            "vedlegg/             filene som viser aktivitetene\n\n"
            "Kontroller pakken uten konto og uten nett: borealis verify PAKKEN.zip\n"
            "Nøkkelen som har signert:\n%(key)s\n"
            "Sammenlign den med nøkkelen som virksomheten oppgir.\n"
        )
        % words
    )


def schema() -> dict[str, Any]:
    """The JSON Schema of dossier.json."""
    read: dict[str, Any] = json.loads(SCHEMA_FILE.read_text(encoding="utf-8"))
    return read
