"""What a provider says of itself, and what in it would stop a sign-in."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from borealis.people.providers.rules.provider import Provider
from borealis.people.providers.rules.refusals import Refused

LOOPBACK = ("127.0.0.1", "localhost", "::1")


@dataclass(frozen=True)
class Metadata:
    """The parts of the provider's metadata that are used. Addresses that it does not offer are ""."""

    issuer: str
    authorisation: str
    token: str
    keys: str
    pushed: str
    userinfo: str
    end_session: str
    says_issuer: bool


def metadata_address(issuer: str) -> str:
    """Where the metadata lie (Discovery § 4)."""
    return issuer.rstrip("/") + "/.well-known/openid-configuration"


def is_safe_address(address: object, *, loopback: bool) -> bool:
    """Whether an address may be called or sent to: https; http to this machine only where ``loopback`` says so."""
    if not isinstance(address, str):
        return False
    try:
        parts = urlsplit(address)
        host = parts.hostname
        parts.port  # noqa: B018  a port that is no number raises here
    except ValueError:
        return False
    if not host or parts.username is not None or parts.fragment:
        return False
    return parts.scheme == "https" or (loopback and parts.scheme == "http" and host in LOOPBACK)


def failings_of(
    provider: Provider, said: Mapping[str, Any], *, loopback: bool = False
) -> Iterator[tuple[str, str]]:
    """Each thing in the metadata that would stop a sign-in, as (name in the metadata, words)."""
    if said.get("issuer") != provider.issuer:  # Discovery § 4.3: exactly the same
        yield (
            "issuer",
            f"er {said.get('issuer')!r}, men oppsettet sier {provider.issuer!r}. De skal være helt like.",
        )
    for name in ("authorization_endpoint", "token_endpoint", "jwks_uri", *_demanded(provider)):
        if not is_safe_address(said.get(name), loopback=loopback):
            yield name, "mangler, eller er ikke en https-adresse."
    for name in ("pushed_authorization_request_endpoint", "userinfo_endpoint", "end_session_endpoint"):
        if (
            name not in _demanded(provider)
            and name in said
            and not is_safe_address(said[name], loopback=loopback)
        ):
            yield name, "er ikke en https-adresse."
    for name, needed in _needed(provider):
        offered = said.get(name)
        if offered is None and not (provider.strict or name == "dpop_signing_alg_values_supported"):
            continue  # optional in Discovery § 3, and plain providers leave them out
        if not isinstance(offered, list) or not set(needed) & {str(one) for one in offered}:
            yield name, f"har ikke {' eller '.join(needed)}."
    if provider.strict and said.get("authorization_response_iss_parameter_supported") is not True:
        yield "authorization_response_iss_parameter_supported", "er ikke sann (RFC 9207 § 3, FAPI 2.0)."


def _demanded(provider: Provider) -> tuple[str, ...]:
    return ("pushed_authorization_request_endpoint",) if provider.strict else ()


def _needed(provider: Provider) -> Iterator[tuple[str, tuple[str, ...]]]:
    """What must be among the values of each list: RFC 8414 § 2, RFC 7636, RFC 9449 § 5.1, OIDC Core § 9."""
    yield "response_types_supported", ("code",)
    yield "code_challenge_methods_supported", ("S256",)
    yield "id_token_signing_alg_values_supported", provider.algorithms
    yield (
        "token_endpoint_auth_methods_supported",
        ("private_key_jwt" if provider.key else "client_secret_basic",),
    )
    if provider.dpop:
        yield "dpop_signing_alg_values_supported", ("ES256",)


def read_metadata(provider: Provider, said: Mapping[str, Any], *, loopback: bool = False) -> Metadata:
    """The metadata, when nothing in them would stop a sign-in."""
    failing = next(failings_of(provider, said, loopback=loopback), None)
    if failing:
        raise Refused("metadata", failing[0])
    return Metadata(
        issuer=said["issuer"],
        authorisation=said["authorization_endpoint"],
        token=said["token_endpoint"],
        keys=said["jwks_uri"],
        pushed=said.get("pushed_authorization_request_endpoint", ""),
        userinfo=said.get("userinfo_endpoint", ""),
        end_session=said.get("end_session_endpoint", ""),
        says_issuer=provider.strict or said.get("authorization_response_iss_parameter_supported") is True,
    )
