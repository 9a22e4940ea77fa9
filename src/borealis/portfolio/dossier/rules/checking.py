"""Checking a package, its JSON or its credential: who issued it, for whom, and whether it is as it was issued."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from borealis.audit.rules import canonical
from borealis.portfolio.dossier.rules.credential import digests_in
from borealis.portfolio.dossier.rules.package import (
    CREDENTIAL,
    DOSSIER,
    FORMAT,
    LARGEST_UNPACKED,
    Member,
    Unreadable,
    parse,
    unpack,
)
from borealis.portfolio.dossier.rules.proofs import ProofRefused, signer_of


@dataclass(frozen=True)
class Fault:
    """What does not hold. ``code`` has its words in the part's wording; ``name`` is the file or what it says."""

    code: str
    name: str = ""


@dataclass
class Finding:
    """What a file says, once it is read, and each thing that does not hold. ``issuer`` is the did:key whose
    signature holds; "" when none does."""

    kind: str = ""  # package, dossier, credential
    issuer: str = ""
    issuer_name: str = ""
    person: str = ""
    hpr_number: str = ""
    issued_at: str = ""
    what: str = ""
    approved: int = 0
    goals: int = 0
    checked: list[str] = field(default_factory=list)  # files whose digests hold
    faults: list[Fault] = field(default_factory=list)

    @property
    def holds(self) -> bool:
        return bool(self.issuer) and not self.faults


def check_file(data: bytes, trusted: str = "", largest: int = LARGEST_UNPACKED) -> Finding:
    """What a file is, and whether it is as it was issued; by ``trusted`` (a did:key), when it is given.

    An archive that unpacks to more than ``largest`` bytes is not read.
    """
    finding = Finding()
    try:
        if data[:4] == b"PK\x03\x04":
            _check_package(finding, unpack(data, largest))
        else:
            _check_document(finding, parse(data))
    except Unreadable as unreadable:
        finding.faults.append(Fault(unreadable.code, unreadable.name))
    if trusted and finding.issuer and finding.issuer != trusted:
        finding.faults.append(Fault("other_issuer", finding.issuer))
    return finding


def _check_package(finding: Finding, members: Mapping[str, Member]) -> None:
    finding.kind = "package"
    for name in (CREDENTIAL, DOSSIER):
        if name not in members:
            finding.faults.append(Fault("missing", name))
            return
    credential = _canonical_document(finding, members[CREDENTIAL])
    dossier = _canonical_document(finding, members[DOSSIER])
    _told_by_credential(finding, credential)
    _check_proof(finding, credential, CREDENTIAL)
    issuer = finding.issuer
    _check_proof(finding, dossier, DOSSIER)
    if issuer != finding.issuer:
        finding.faults.append(Fault("two_issuers"))
    _check_files(finding, credential, members)


def _canonical_document(finding: Finding, member: Member) -> dict[str, Any]:
    """A signed file of a package, which is written in the one canonical way."""
    document = parse(member.data, member.name)
    try:
        if canonical(document) != member.data:
            finding.faults.append(Fault("rewritten", member.name))
    except TypeError:
        raise Unreadable("not_json", member.name) from None
    return document


def _check_document(finding: Finding, document: dict[str, Any]) -> None:
    if document.get("format") == FORMAT:
        finding.kind = "dossier"
        _told_by_dossier(finding, document)
    elif "credentialSubject" in document:
        finding.kind = "credential"
        _told_by_credential(finding, document)
    else:
        finding.faults.append(Fault("not_ours"))
        return
    _check_proof(finding, document, "")


def _check_proof(finding: Finding, document: Mapping[str, Any], name: str) -> None:
    """The signature holds, and is made with the key that the document says it is issued with."""
    try:
        signer = signer_of(document)
    except ProofRefused as refused:
        finding.issuer = ""
        finding.faults.append(Fault(refused.code, name))
        return
    issuer = document.get("issuer")
    if not isinstance(issuer, dict) or issuer.get("id") != signer:
        finding.faults.append(Fault("other_key", name))
    finding.issuer = signer


def _check_files(finding: Finding, credential: Mapping[str, Any], members: Mapping[str, Member]) -> None:
    """Every file is named in the credential with its digest, and every file that is named is there."""
    try:
        named = digests_in(credential)
    except (KeyError, TypeError, ValueError, AttributeError):
        finding.faults.append(Fault("no_digests"))
        return
    for name, digest in named.items():
        if name not in members:
            finding.faults.append(Fault("missing", name))
        elif members[name].digest != digest:
            finding.faults.append(Fault("changed", name))
        else:
            finding.checked.append(name)
    for name in members:
        if name not in named and name != CREDENTIAL:
            finding.faults.append(Fault("added", name))


def _told_by_credential(finding: Finding, document: Mapping[str, Any]) -> None:
    """Who and what, as the credential says it; what is not there is left empty."""
    try:
        subject = document["credentialSubject"]
        told = {entry["identityType"]: entry["identityHash"] for entry in subject["identifier"]}
        statuses = [result["status"] for result in subject["result"]]
        finding.person, finding.hpr_number = str(told["name"]), str(told.get("ext:hprNumber", ""))
        finding.what = str(subject["achievement"]["name"])
        finding.issued_at = str(document["validFrom"])
        finding.issuer_name = str(document["issuer"]["name"])
        finding.goals, finding.approved = len(statuses), statuses.count("Completed")
    except (KeyError, TypeError, AttributeError):
        finding.faults.append(Fault("not_ours"))


def _told_by_dossier(finding: Finding, document: Mapping[str, Any]) -> None:
    try:
        content = document["content"]
        states = [goal["state"] for group in content["goal_sets"] for goal in group["goals"]]
        finding.person = str(content["person"]["name"])
        finding.hpr_number = str(content["person"]["hpr_number"])
        finding.what = f"Spesialistutdanning i {content['training']['specialty_name']}"
        finding.issued_at = str(document["record"]["as_of"])
        finding.issuer_name = str(document["issuer"]["name"])
        finding.goals, finding.approved = len(states), states.count("approved")
    except (KeyError, TypeError, AttributeError):
        finding.faults.append(Fault("not_ours"))
