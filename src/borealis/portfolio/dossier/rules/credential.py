"""The signed record of a package: one Open Badges 3.0 credential for the whole.

One credential, and not one for each goal: what binds the goals to each other, to the service and to the files
is then the same signature, and no goal can be left out of the pile without being missed. Each goal is a
``ResultDescription`` of the achievement with a ``Result`` that says how far it is; the files are
``relatedResource`` (Verifiable Credentials 2.0 § 5.3) with their digests.
"""

from __future__ import annotations

import base64
import uuid
from collections.abc import Iterable, Mapping
from typing import Any

from borealis.portfolio.dossier.rules.package import Member

CONTEXT = [
    "https://www.w3.org/ns/credentials/v2",
    "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json",
]
ACT = "https://lovdata.no/dokument/SF/forskrift/2016-12-08-1482"
STATUS = {
    "approved": "Completed",
    "returned": "InProgress",
    "submitted": "InProgress",
    "in_progress": "InProgress",
}
NOT_BEGUN = "Enrolled"


def credential_for(
    content: Mapping[str, Any],
    members: Iterable[Member],
    *,
    did: str,
    issuer: str,
    valid_from: str,
    digest: str,
) -> dict[str, Any]:
    """The credential of a package, not yet signed. ``digest`` is that of dossier.json."""
    own = f"urn:uuid:{uuid.uuid5(uuid.NAMESPACE_URL, f'{did} {digest}')}"
    person, training = content["person"], content["training"]
    goals = [goal for group in content["goal_sets"] for goal in group["goals"]]
    return {
        "@context": CONTEXT,
        "id": own,
        "type": ["VerifiableCredential", "AchievementCredential"],
        "name": f"Utdanningsmappe, {training['specialty_name']}",
        "issuer": {"id": did, "type": ["Profile"], "name": issuer},
        "validFrom": valid_from,
        "credentialSubject": {
            "type": ["AchievementSubject"],
            "identifier": _identifiers(person),
            "achievement": {
                "id": f"{own}#utdanning",
                "type": ["Achievement"],
                "achievementType": "LearningProgram",
                "name": f"Spesialistutdanning i {training['specialty_name']}",
                "description": "Læringsmål og tjeneste i spesialistutdanningen for leger.",
                "criteria": {
                    "id": ACT,
                    "narrative": "Læringsmål avgjøres etter § 26, tjeneste regnes etter § 31.",
                },
                "resultDescription": [_description(own, goal) for goal in goals],
            },
            "result": [
                {
                    "type": ["Result"],
                    "resultDescription": _goal_id(own, goal),
                    "status": STATUS.get(goal["state"] or "", NOT_BEGUN),
                }
                for goal in goals
            ],
        },
        "relatedResource": [_resource(own, member) for member in members],
    }


def _identifiers(person: Mapping[str, Any]) -> list[dict[str, Any]]:
    found = [("name", person["name"])]
    if person["hpr_number"]:
        found.append(("ext:hprNumber", person["hpr_number"]))
    return [
        {"type": "IdentityObject", "hashed": False, "identityHash": text, "identityType": kind}
        for kind, text in found
    ]


def _goal_id(own: str, goal: Mapping[str, Any]) -> str:
    return f"{own}#{goal['set']}/{goal['code']}"


def _description(own: str, goal: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "id": _goal_id(own, goal),
        "type": ["ResultDescription"],
        "name": f"{goal['code']} {goal['title']}".strip(),
        "resultType": "Status",
        "alignment": [
            {
                "type": ["Alignment"],
                "targetCode": goal["code"],
                "targetFramework": goal["set"],
                "targetName": goal["title"] or goal["code"],
                "targetUrl": ACT,
            }
        ],
    }


def _resource(own: str, member: Member) -> dict[str, Any]:
    digest = base64.b64encode(bytes.fromhex(member.digest)).decode()
    return {"id": f"{own}#{member.name}", "mediaType": member.media_type, "digestSRI": f"sha256-{digest}"}


def digests_in(credential: Mapping[str, Any]) -> dict[str, str]:
    """The SHA-256 of each file that a credential names, in hexadecimal. Raises ValueError."""
    own, found = credential["id"], {}
    for resource in credential["relatedResource"]:
        name = resource["id"].removeprefix(f"{own}#")
        way, _dash, digest = resource["digestSRI"].partition("-")
        if way != "sha256" or name == resource["id"]:
            raise ValueError(resource["id"])
        found[name] = base64.b64decode(digest, validate=True).hex()
    return found
