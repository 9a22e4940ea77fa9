"""Which key of a provider fits, what our own keys are, and what in a provider's metadata would stop a sign-in."""

from __future__ import annotations

import base64
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from joserfc.jwk import RSAKey, import_key

from borealis.people.providers import rules
from borealis.people.providers.rules import Metadata, Provider, Refused
from borealis.people.providers.rules.keys import choose_key, signing_algorithm
from borealis.people.providers.rules.metadata import is_safe_address

PLAIN = Provider(id="prove", name="Prøve", issuer="https://op.example", client_id="borealis", secret="s")
EC = rules.new_private_key("EC")
STRICT = replace(PLAIN, profile="helseid", secret="", key=EC)


def refusal(of: Callable[[], object]) -> str:
    """The code of a refusal with what the log says, or "" when nothing is refused."""
    try:
        of()
    except Refused as refused:
        return str(refused)
    return ""


# Keys


def rsa(bits: int) -> dict[str, Any]:
    """A key with a number of this many bits; nothing is signed with it."""
    octets = (2**bits - 1).to_bytes((bits + 7) // 8)
    return {"kty": "RSA", "e": "AQAB", "n": base64.urlsafe_b64encode(octets).rstrip(b"=").decode()}


@pytest.mark.parametrize(
    ("keys", "algorithm", "kid", "said"),
    [
        ([rsa(2048)], "PS256", None, ""),
        ([rsa(2047)], "PS256", None, "key_too_small: RSA under 2048 bits"),
        ([{**rsa(2048), "use": "sig", "alg": "PS256", "kid": "a"}], "PS256", "a", ""),
        ([{**rsa(2048), "use": "enc"}], "PS256", None, "key_unknown: no PS256 key for kid None"),
        ([{**rsa(2048), "alg": "RS256"}], "PS256", None, "key_unknown: no PS256 key for kid None"),
        ([{**rsa(2048), "kid": "a"}], "PS256", "b", "key_unknown: no PS256 key for kid 'b'"),
        ([rsa(2048)], "ES256", None, "key_unknown: no ES256 key for kid None"),
        ([rsa(2048), rsa(3072)], "PS256", None, "key_ambiguous: 2 keys for kid None"),
        ([{**rsa(2048), "kid": "a"}] * 2, "PS256", "a", "key_ambiguous: 2 keys for kid 'a'"),
        ([{**rsa(2048), "e": None}], "PS256", None, "key_broken: ValueError"),
        ([{"kty": "EC", "crv": "P-256"}], "ES256", None, "key_broken: MissingKeyError"),
        ([], "ES256", None, "key_unknown: no ES256 key for kid None"),
    ],
)
def test_one_strong_key_of_the_provider_fits_a_signature(
    keys: list[dict[str, Any]], algorithm: str, kid: str | None, said: str
) -> None:
    found = refusal(lambda: choose_key({"keys": keys}, algorithm, kid))
    assert found.split(": ")[0] == said.split(": ")[0]
    if not said.startswith("key_broken"):
        assert found == said


def test_a_provider_that_shows_its_private_key_is_read_as_if_it_did_not() -> None:
    assert not choose_key({"keys": [EC]}, "ES256", None).is_private
    assert refusal(lambda: choose_key({}, "ES256", None)) == "key_unknown: no ES256 key for kid None"


@pytest.mark.parametrize(("kind", "algorithm"), [("EC", "ES256"), ("RSA", "PS256")])
def test_our_own_keys_are_strong_and_say_what_they_are_for(kind: str, algorithm: str) -> None:
    key = rules.new_private_key(kind)
    assert (key["kty"], key["use"], key["alg"], "d" in key) == (kind, "sig", algorithm, True)
    assert key["kid"] == import_key(key).thumbprint()
    assert signing_algorithm(key) == signing_algorithm({"kty": kind}) == algorithm
    assert signing_algorithm({"kty": kind, "alg": "RS256"}) == "RS256"
    if kind == "RSA":
        made = import_key(key)
        assert isinstance(made, RSAKey)
        assert made.raw_value.key_size == 3072
    else:
        assert key["crv"] == "P-256"


# What a provider says of itself

SAID: dict[str, Any] = {
    "issuer": "https://op.example",
    "authorization_endpoint": "https://op.example/authorize",
    "token_endpoint": "https://op.example/token",
    "jwks_uri": "https://op.example/jwks",
}
SAID_STRICT: dict[str, Any] = {
    **SAID,
    "pushed_authorization_request_endpoint": "https://op.example/par",
    "authorization_response_iss_parameter_supported": True,
    "response_types_supported": ["code"],
    "code_challenge_methods_supported": ["S256"],
    "id_token_signing_alg_values_supported": ["PS256"],
    "token_endpoint_auth_methods_supported": ["private_key_jwt"],
    "dpop_signing_alg_values_supported": ["ES256"],
}
NO_ADDRESS, ODD_ADDRESS = "mangler, eller er ikke en https-adresse.", "er ikke en https-adresse."
NOT_THE_SAME = "er 'x', men oppsettet sier 'https://op.example'. De skal være helt like."
NOT_TRUE = "er ikke sann (RFC 9207 § 3, FAPI 2.0)."


@pytest.mark.parametrize(
    ("provider", "name", "value", "words"),
    [
        (PLAIN, "issuer", "x", NOT_THE_SAME),
        (PLAIN, "authorization_endpoint", None, NO_ADDRESS),
        (PLAIN, "token_endpoint", "http://op.example/", NO_ADDRESS),
        (PLAIN, "jwks_uri", "", NO_ADDRESS),
        (STRICT, "pushed_authorization_request_endpoint", None, NO_ADDRESS),
        (PLAIN, "pushed_authorization_request_endpoint", None, ODD_ADDRESS),
        (STRICT, "userinfo_endpoint", "http://op.example/", ODD_ADDRESS),
        (PLAIN, "end_session_endpoint", "http://op.example/", ODD_ADDRESS),
        (PLAIN, "response_types_supported", ["token"], "har ikke code."),
        (STRICT, "response_types_supported", None, "har ikke code."),
        (PLAIN, "response_types_supported", None, ""),
        (STRICT, "code_challenge_methods_supported", ["plain"], "har ikke S256."),
        (
            STRICT,
            "id_token_signing_alg_values_supported",
            ["HS256"],
            "har ikke PS256 eller ES256 eller RS256.",
        ),
        (STRICT, "token_endpoint_auth_methods_supported", ["none"], "har ikke private_key_jwt."),
        (PLAIN, "token_endpoint_auth_methods_supported", ["none"], "har ikke client_secret_basic."),
        (replace(PLAIN, dpop=True), "dpop_signing_alg_values_supported", None, "har ikke ES256."),
        (replace(STRICT, dpop=True), "dpop_signing_alg_values_supported", ["ES256"], ""),
        (STRICT, "dpop_signing_alg_values_supported", None, ""),
        (STRICT, "authorization_response_iss_parameter_supported", "true", NOT_TRUE),
        (PLAIN, "authorization_response_iss_parameter_supported", False, ""),
    ],
)
def test_each_failing_of_the_metadata_is_named_in_words(
    provider: Provider, name: str, value: object, words: str
) -> None:
    said = {**(SAID_STRICT if provider.strict else SAID), name: value}
    assert list(rules.failings_of(provider, said)) == ([(name, words)] if words else [])
    assert refusal(lambda: rules.read_metadata(provider, said)) == (f"metadata: {name}" if words else "")


def test_metadata_are_read_into_their_places() -> None:
    more = {
        "pushed_authorization_request_endpoint": "https://op.example/par",
        "userinfo_endpoint": "https://op.example/me",
        "end_session_endpoint": "https://op.example/out",
    }
    addresses = (
        "https://op.example",
        "https://op.example/authorize",
        "https://op.example/token",
        "https://op.example/jwks",
    )
    assert rules.read_metadata(PLAIN, SAID) == Metadata(*addresses, "", "", "", says_issuer=False)
    assert rules.read_metadata(PLAIN, {**SAID, **more}) == Metadata(
        *addresses, *more.values(), says_issuer=False
    )
    assert rules.read_metadata(STRICT, SAID_STRICT).says_issuer


@pytest.mark.parametrize(
    ("address", "here", "elsewhere"),
    [
        ("https://op.example/a?b=c", True, True),
        ("http://localhost/", True, False),
        ("http://127.0.0.1:8000/", True, False),
        ("http://[::1]:8000/", True, False),
        ("http://op.example/", False, False),
        ("ftp://localhost/", False, False),
        ("https://@op.example/", False, False),
        ("https://op.example/#", True, True),
        ("https://op.example/#a", False, False),
        ("https:///a", False, False),
        ("", False, False),
    ],
)
def test_an_address_is_https_or_on_this_machine_for_a_rehearsal(
    address: str, here: bool, elsewhere: bool
) -> None:
    assert is_safe_address(address, loopback=True) is here
    assert is_safe_address(address, loopback=False) is elsewhere
