"""Who came: what is taken from the claims, and nothing more. The national identity number is never read."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from borealis.people.providers.rules.provider import Provider
from borealis.people.providers.rules.refusals import Refused

HPR_NUMBER = "helseid://claims/hpr/hpr_number"
SECURITY_LEVEL = "helseid://claims/identity/security_level"


@dataclass(frozen=True)
class Account:
    """An account at a provider: ``email`` only if the provider has verified it, ``hpr_number`` only from HelseID."""

    issuer: str
    subject: str
    email: str = ""
    hpr_number: str = ""


def check_level(provider: Provider, claims: Mapping[str, Any]) -> None:
    """The person showed who they are at least as surely as is demanded.

    HelseID says ``security_level`` 2, 3 or 4; others say ``acr`` (OIDC Core § 2). A level that is not in
    the provider's row of levels is none.
    """
    if not provider.level:
        return
    said = claims.get(SECURITY_LEVEL if provider.strict else "acr")
    if isinstance(said, int) and not isinstance(said, bool):
        said = str(said)
    if not isinstance(said, str) or not said:
        raise Refused("level_missing")
    enough = provider.levels[provider.levels.index(provider.level) :]
    if said not in enough:
        raise Refused("level_too_low", said[:40])


def account_of(provider: Provider, subject: str, claims: Mapping[str, Any]) -> Account:
    """The account, with what a person can be matched by. ``email_verified`` must be true, not a text."""
    email = claims.get("email")
    verified = isinstance(email, str) and email.isprintable() and claims.get("email_verified") is True
    number = str(claims.get(HPR_NUMBER)) if provider.strict else ""
    return Account(
        issuer=provider.issuer,
        subject=subject,
        email=str(email) if verified else "",
        hpr_number=number if re.fullmatch(r"[0-9]{7,9}", number) else "",
    )
