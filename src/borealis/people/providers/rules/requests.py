"""What Borealis sends: the request for sign-in, who it is, and the proofs of its key."""

from __future__ import annotations

import base64
import datetime as dt
import hashlib
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qsl, quote_plus, urlencode, urlsplit, urlunsplit

from joserfc import jwt
from joserfc.jwk import import_key

from borealis.people.providers.rules.keys import new_dpop_key, public_part, signing_algorithm
from borealis.people.providers.rules.metadata import Metadata
from borealis.people.providers.rules.provider import Provider

ASSERTION_SECONDS = 50  # HelseID refuses more than 60 from its own clock; ten are left for the clocks
ASSERTION_TYPE = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"  # RFC 7523 § 2.2
ENTROPY_OCTETS = 32  # RFC 7636 § 4.1 and § 7.1; RFC 9700 § 4.7


@dataclass(frozen=True)
class Attempt:
    """What is remembered in the server's session of one attempt to sign in; used once.

    ``began`` is in seconds since 1970 (UTC). ``dpop_key`` is a private JWK, or None.
    """

    provider: str
    state: str
    nonce: str
    verifier: str = field(repr=False)
    redirect_uri: str
    began: float
    dpop_key: dict[str, Any] | None = field(default=None, repr=False)


def new_attempt(provider: Provider, *, redirect_uri: str, now: dt.datetime) -> Attempt:
    """A fresh attempt: each of its words has 256 bits of chance."""
    return Attempt(
        provider=provider.id,
        state=secrets.token_urlsafe(ENTROPY_OCTETS),
        nonce=secrets.token_urlsafe(ENTROPY_OCTETS),
        verifier=secrets.token_urlsafe(ENTROPY_OCTETS),
        redirect_uri=redirect_uri,
        began=now.timestamp(),
        dpop_key=new_dpop_key() if provider.dpop else None,
    )


def challenge_of(verifier: str) -> str:
    """The S256 challenge of a verifier (RFC 7636 § 4.2); "plain" is never used."""
    return _digest(verifier)


def authorisation_request(provider: Provider, attempt: Attempt) -> dict[str, str]:
    """The parameters of the request for sign-in (OIDC Core § 3.1.2.1, RFC 7636 § 4.3), code flow alone."""
    request = {
        "response_type": "code",
        "client_id": provider.client_id,
        "redirect_uri": attempt.redirect_uri,
        "scope": " ".join(provider.scopes),
        "state": attempt.state,
        "nonce": attempt.nonce,
        "code_challenge": challenge_of(attempt.verifier),
        "code_challenge_method": "S256",
    }
    if provider.max_age is not None:
        request["max_age"] = str(provider.max_age)
    if provider.level and not provider.strict:
        request["acr_values"] = provider.level  # to HelseID acr_values names identity providers, not levels
    return request


def onward_address(metadata: Metadata, parameters: Mapping[str, str]) -> str:
    """Where the browser is sent; the address may have a query of its own (RFC 6749 § 3.1)."""
    parts = urlsplit(metadata.authorisation)
    query = urlencode([*parse_qsl(parts.query), *parameters.items()])
    return urlunsplit((parts.scheme, parts.netloc, parts.path, query, ""))


def token_request(attempt: Attempt, code: str) -> dict[str, str]:
    """The parameters that trade a code for tokens (RFC 6749 § 4.1.3, RFC 7636 § 4.5)."""
    return {
        "grant_type": "authorization_code",
        "code": code,
        "redirect_uri": attempt.redirect_uri,
        "code_verifier": attempt.verifier,
    }


def authentication(provider: Provider, *, now: dt.datetime) -> tuple[dict[str, str], dict[str, str]]:
    """Who we are to the provider, as (parameters, headers): a signed assertion when there is a key."""
    if provider.key is None:
        pair = f"{quote_plus(provider.client_id)}:{quote_plus(provider.secret)}"  # RFC 6749 § 2.3.1
        return {}, {"Authorization": "Basic " + base64.b64encode(pair.encode()).decode()}
    return {
        "client_id": provider.client_id,
        "client_assertion_type": ASSERTION_TYPE,
        "client_assertion": _assertion(provider, provider.key, now),
    }, {}


def _assertion(provider: Provider, key: Mapping[str, Any], now: dt.datetime) -> str:
    """A JWT that says who we are (RFC 7523 § 3), once and for less than a minute.

    The audience is the issuer as one string (FAPI 2.0 § 5.3.3.1). The type is what HelseID's own library
    says; other providers know "JWT".
    """
    moment = int(now.timestamp())
    header = {
        "alg": signing_algorithm(key),
        "typ": "client-authentication+jwt" if provider.strict else "JWT",
        "kid": str(key.get("kid", "")),
    }
    claims = {
        "iss": provider.client_id,
        "sub": provider.client_id,
        "aud": provider.issuer,
        "jti": secrets.token_urlsafe(ENTROPY_OCTETS),
        "iat": moment,
        "nbf": moment,
        "exp": moment + ASSERTION_SECONDS,
    }
    return jwt.encode(header, claims, import_key(dict(key)), algorithms=[header["alg"]])


def dpop_proof(
    key: Mapping[str, Any], *, method: str, address: str, now: dt.datetime, nonce: str = "", token: str = ""
) -> str:
    """A proof that we hold the key, for one call (RFC 9449 § 4.2).

    ``nonce`` is what the server asked for (§ 8); ``token`` is the access token when one is used (``ath``).
    """
    parts = urlsplit(address)
    claims = {
        "jti": secrets.token_urlsafe(ENTROPY_OCTETS),
        "htm": method,
        "htu": urlunsplit((parts.scheme, parts.netloc, parts.path, "", "")),
        "iat": int(now.timestamp()),
    }
    if nonce:
        claims["nonce"] = nonce
    if token:
        claims["ath"] = _digest(token)
    header = {"alg": "ES256", "typ": "dpop+jwt", "jwk": public_part(key)}
    return jwt.encode(header, claims, import_key(dict(key)), algorithms=["ES256"])


def _digest(text: str) -> str:
    """SHA-256 of ASCII text in base64url without padding."""
    return base64.urlsafe_b64encode(hashlib.sha256(text.encode()).digest()).rstrip(b"=").decode()
