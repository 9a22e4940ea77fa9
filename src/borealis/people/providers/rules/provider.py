"""A provider of sign-in as it was agreed with it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

PROFILES = ("openid", "helseid")
MATCHES = ("email", "hpr_number", "none")
STRONG = ("PS256", "ES256")  # FAPI 2.0 § 5.4.1; EdDSA is allowed there too, but no provider here uses it
ALLOWED = (*STRONG, "RS256")  # never "none", never HS*: OIDC Core § 2, RFC 8725 § 3.1 and § 3.2

LEVELS: tuple[tuple[str, ...], ...] = (
    ("2", "3", "4"),  # HelseID: helseid://claims/identity/security_level
    ("idporten-loa-low", "idporten-loa-substantial", "idporten-loa-high"),
)
"""Known levels of certainty, each row from the weakest to the strongest."""

HELSEID_SCOPES = (
    "openid",
    "profile",
    "helseid://scopes/hpr/hpr_number",
    "helseid://scopes/identity/security_level",
)
NATIONAL_NUMBER_SCOPES = ("helseid://scopes/identity/pid", "helseid://scopes/identity/all")


@dataclass(frozen=True)
class Provider:
    """One provider: who it is, who we are to it, and what we demand.

    ``profile`` "helseid" demands FAPI 2.0: a signed client assertion, PAR, PKCE and the ``iss`` answer
    parameter. ``key`` is a private JWK; without it the client authenticates with ``secret``. ``match``
    says how a person is found the first time. ``level`` is the weakest level that is let in ("" is any).
    ``algorithms`` are those with which it may sign. ``max_age`` is in seconds; None demands nothing.
    """

    id: str
    name: str
    issuer: str
    client_id: str
    profile: str = "openid"
    secret: str = field(default="", repr=False)
    key: Mapping[str, Any] | None = field(default=None, repr=False)
    scopes: tuple[str, ...] = ("openid", "email", "profile")
    match: str = "none"
    level: str = ""
    levels: tuple[str, ...] = ()
    dpop: bool = False
    algorithms: tuple[str, ...] = ALLOWED
    max_age: int | None = None

    @property
    def strict(self) -> bool:
        """Whether FAPI 2.0 is demanded."""
        return self.profile == "helseid"
