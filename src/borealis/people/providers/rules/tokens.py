"""Checking an id token (OIDC Core § 3.1.3.7, and HelseID's rules for validating identity tokens)."""

from __future__ import annotations

import base64
import datetime as dt
import hashlib
import hmac
import json
from collections.abc import Mapping
from typing import Any

from joserfc import jws
from joserfc.errors import JoseError

from borealis.people.providers.rules.answers import SKEW_SECONDS
from borealis.people.providers.rules.keys import choose_key
from borealis.people.providers.rules.provider import Provider
from borealis.people.providers.rules.refusals import Refused
from borealis.people.providers.rules.requests import Attempt

LONGEST_TOKEN = 32_000
LONGEST_SUBJECT = 255  # OIDC Core § 2
BACKDATED_SECONDS = (
    600  # plain providers are known to date tokens some minutes back; the nonce stops old ones
)


def id_token_claims(provider: Provider, token: str, jwks: Mapping[str, Any]) -> dict[str, Any]:
    """The claims of an id token, when its signature holds by one of the provider's keys.

    The algorithm must be one that was agreed; the header decides nothing else (RFC 8725 § 3.1). Keys and
    addresses inside the token are not looked at.
    """
    registry = jws.JWSRegistry(algorithms=list(provider.algorithms), strict_check_header=False)
    if len(token) > LONGEST_TOKEN:
        raise Refused("id_token_malformed", "too long")
    try:
        found = jws.extract_compact(token.encode(), registry=registry)
        header = found.protected
        if header.get("alg") not in provider.algorithms:
            raise Refused("algorithm", str(header.get("alg"))[:20])
        kid = header.get("kid")
        if not isinstance(kid, str | None):
            raise Refused("id_token_malformed", "kid")
        key = choose_key(jwks, header["alg"], kid)
        holds = jws.validate_compact(found, key, registry=registry)
        claims = json.loads(found.payload)
    except (JoseError, ValueError, TypeError, RecursionError) as error:
        raise Refused("id_token_malformed", type(error).__name__) from None
    if not holds:
        raise Refused("signature")
    if not isinstance(claims, dict):
        raise Refused("id_token_malformed", "not an object")
    return claims


def check_id_token(
    provider: Provider, attempt: Attempt, claims: Mapping[str, Any], *, access_token: str, now: dt.datetime
) -> str:
    """The subject of an id token, when it was made by this provider, for us, for this attempt, just now."""
    if claims.get("iss") != provider.issuer:
        raise Refused("issuer_differs", "iss in the id token")
    _check_audience(provider, claims)
    _check_times(provider, attempt, claims, now.timestamp())
    if not _same(claims.get("nonce"), attempt.nonce):
        raise Refused("nonce")
    if "at_hash" in claims and not _same(claims["at_hash"], _half_digest(access_token)):  # § 3.1.3.8
        raise Refused("at_hash")
    if provider.max_age is not None:
        _check_auth_time(provider.max_age, claims, now.timestamp())
    subject = claims.get("sub")
    if not isinstance(subject, str) or not 0 < len(subject) <= LONGEST_SUBJECT or not _is_plain(subject):
        raise Refused("subject")
    return subject


def _check_audience(provider: Provider, claims: Mapping[str, Any]) -> None:
    """Made for us and for nobody else: § 3.1.3.7 points 3 to 5; HelseID: only the client id."""
    audience = claims.get("aud")
    if audience not in (provider.client_id, [provider.client_id]):
        raise Refused("audience")
    if claims.get("azp", provider.client_id) != provider.client_id:
        raise Refused("authorised_party")


def _check_times(provider: Provider, attempt: Attempt, claims: Mapping[str, Any], now: float) -> None:
    """Still in force, and made after the attempt began: § 3.1.3.7 points 9 and 10, RFC 7519 § 4.1.5."""
    earliest = attempt.began - (SKEW_SECONDS if provider.strict else BACKDATED_SECONDS)
    expires, made = _moment(claims, "exp"), _moment(claims, "iat")
    if now - SKEW_SECONDS >= expires:
        raise Refused("expired", f"{now - expires:.0f} s ago")
    if made > now + SKEW_SECONDS:
        raise Refused("from_the_future", f"{made - now:.0f} s ahead")
    if made < earliest:
        raise Refused("older_than_attempt", f"{attempt.began - made:.0f} s")
    if "nbf" in claims and _moment(claims, "nbf") > now + SKEW_SECONDS:
        raise Refused("not_yet_valid")


def _check_auth_time(max_age: int, claims: Mapping[str, Any], now: float) -> None:
    """The person showed who they are no longer ago than asked: § 3.1.3.7 point 13, § 2."""
    if "auth_time" not in claims:
        raise Refused("auth_time_missing")
    if _moment(claims, "auth_time") < now - max_age - SKEW_SECONDS:
        raise Refused("auth_time_too_old")


def _moment(claims: Mapping[str, Any], name: str) -> float:
    """A moment in seconds since 1970; a bool or a text is none."""
    found = claims.get(name)
    if isinstance(found, bool) or not isinstance(found, int | float) or not 0 <= found < 1e12:
        raise Refused("time_malformed", name)
    return float(found)


def _half_digest(access_token: str) -> str:
    """The left half of SHA-256 in base64url; every allowed algorithm uses SHA-256."""
    half = hashlib.sha256(access_token.encode()).digest()[:16]
    return base64.urlsafe_b64encode(half).rstrip(b"=").decode()


def _same(said: object, expected: str) -> bool:
    return isinstance(said, str) and hmac.compare_digest(said.encode(errors="replace"), expected.encode())


def _is_plain(text: str) -> bool:
    """Whether a text is printable ASCII, as a subject shall be (OIDC Core § 2)."""
    return text.isascii() and text.isprintable()
