"""What is true of signing in with OpenID Connect: pure functions; the moment ``now`` always comes as an argument.

Sources, named at each rule: OpenID Connect Core 1.0 (OIDC), Discovery 1.0, RP-Initiated Logout 1.0; the FAPI 2.0
Security Profile; RFC 7523 (client assertions), 7636 (PKCE), 9126 (PAR), 9207 (``iss``), 9449 (DPoP), 9700 (best
current practice); and HelseID's security profile and functional requirements (FK) of 5 November 2025.
"""

from borealis.people.providers.rules.answers import (
    check_answer,
    check_pushed,
    check_tokens,
    check_userinfo,
)
from borealis.people.providers.rules.identity import Account, account_of, check_level
from borealis.people.providers.rules.keys import new_dpop_key, new_private_key, public_part
from borealis.people.providers.rules.metadata import Metadata, failings_of, read_metadata
from borealis.people.providers.rules.provider import Provider
from borealis.people.providers.rules.refusals import KINDS, Refused, kind_of
from borealis.people.providers.rules.requests import (
    Attempt,
    authentication,
    authorisation_request,
    challenge_of,
    dpop_proof,
    new_attempt,
    onward_address,
    token_request,
)
from borealis.people.providers.rules.tokens import check_id_token, id_token_claims

__all__ = [
    "KINDS",
    "Account",
    "Attempt",
    "Metadata",
    "Provider",
    "Refused",
    "account_of",
    "authentication",
    "authorisation_request",
    "challenge_of",
    "check_answer",
    "check_id_token",
    "check_level",
    "check_pushed",
    "check_tokens",
    "check_userinfo",
    "dpop_proof",
    "failings_of",
    "id_token_claims",
    "kind_of",
    "new_attempt",
    "new_dpop_key",
    "new_private_key",
    "onward_address",
    "public_part",
    "read_metadata",
    "token_request",
]
