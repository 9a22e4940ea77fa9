"""The rules alone: published vectors, edges of time, and what the tests over the wire do not reach."""

from __future__ import annotations

import ast
import base64
import datetime as dt
import json
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st
from joserfc import jws, jwt
from joserfc.jwk import ECKey, RSAKey, import_key

from borealis.people.providers import rules
from borealis.people.providers.rules import KINDS, Attempt, Metadata, Provider, Refused, kind_of
from borealis.people.providers.rules.answers import ATTEMPT_SECONDS, SKEW_SECONDS, check_answer
from borealis.people.providers.rules.identity import HPR_NUMBER, SECURITY_LEVEL
from borealis.people.providers.rules.keys import choose_key
from borealis.people.providers.rules.metadata import is_safe_address, metadata_address
from borealis.people.providers.rules.tokens import BACKDATED_SECONDS

NOW = dt.datetime(2026, 11, 22, 9, tzinfo=dt.UTC)
PLAIN = Provider(id="prove", name="Prøve", issuer="https://op.example", client_id="borealis", secret="a b&c")
STRICT = replace(
    PLAIN, profile="helseid", secret="", key=rules.new_private_key("EC"), level="3", levels=("2", "3", "4")
)
SAID: dict[str, Any] = {
    "issuer": "https://op.example",
    "authorization_endpoint": "https://op.example/authorize?tenant=1",
    "token_endpoint": "https://op.example/token",
    "jwks_uri": "https://op.example/jwks",
}
SAID_STRICT = {
    **SAID,
    "pushed_authorization_request_endpoint": "https://op.example/par",
    "authorization_response_iss_parameter_supported": True,
    "response_types_supported": ["code"],
    "code_challenge_methods_supported": ["S256"],
    "id_token_signing_alg_values_supported": ["PS256"],
    "token_endpoint_auth_methods_supported": ["private_key_jwt"],
    "dpop_signing_alg_values_supported": ["ES256"],
}


def attempt(**changes: Any) -> Attempt:
    return replace(rules.new_attempt(PLAIN, redirect_uri="https://b.example/svar/", now=NOW), **changes)


# Published vectors


def test_pkce_as_in_rfc_7636_appendix_b() -> None:
    assert (
        rules.challenge_of("dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk")
        == "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM"
    )


def test_the_thumbprint_of_a_key_as_in_rfc_7638_section_3_1() -> None:
    key = {
        "kty": "RSA",
        "n": (
            "0vx7agoebGcQSuuPiLJXZptN9nndrQmbXEps2aiAFbWhM78LhWx4cbbfAAtVT86zwu1RK7aPFFxuhDR1L6tSoc_BJECPebWK"
            "RXjBZCiFV4n3oknjhMstn64tZ_2W-5JsGY4Hc5n9yBXArwl93lqt7_RN5w6Cf0h4QyQ5v-65YGjQR0_FDW2QvzqY368QQMicA"
            "taSqzs8KJZgnYb9c7d0zgdAZHzu6qMQvRL5hajrn1n91CbOpbISD08qNLyrdkt-bFTWhAI4vMQFh6WeZu0fM4lFd2NcRwr3XP"
            "ksINHaQ-G_xBniIqbw0Ls1jF44-csFCur-kEgU8awapJzKnqDKgw"
        ),
        "e": "AQAB",
        "alg": "RS256",
        "kid": "2011-04-29",
    }
    assert import_key(key).thumbprint() == "NzbLsXh8uDCcd-6MNwXF4W_7noWXFZAfHkxZsRGC9Xs"


def test_the_signature_of_rfc_7515_appendix_a_3_holds_and_a_changed_one_does_not() -> None:
    token = (
        "eyJhbGciOiJFUzI1NiJ9.eyJpc3MiOiJqb2UiLA0KICJleHAiOjEzMDA4MTkzODAsDQogImh0dHA6Ly9leGFtcGxlLmNvbS9pc19y"
        "b290Ijp0cnVlfQ.DtEhU3ljbEg8L38VWAfUAqOyKAM6-Xx-F4GawxaepmXFCgfTjDxw5djxLa8ISlSApmWQxfKTUJqPP3-Kg6NU1Q"
    )
    key = {
        "kty": "EC",
        "crv": "P-256",
        "x": "f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU",
        "y": "x_FEzRu9m36HLN_tue659LNpXW6pCyStikYjKIWI5a0",
    }
    assert rules.id_token_claims(PLAIN, token, {"keys": [key]})["iss"] == "joe"
    with pytest.raises(Refused, match="signature"):
        rules.id_token_claims(PLAIN, token[:-2] + "AA", {"keys": [key]})


def test_the_hash_of_an_access_token_as_in_oidc_core_appendix_a_3() -> None:
    """The access token and at_hash of the example in OIDC Core 1.0, A.3."""
    claims = {
        "iss": PLAIN.issuer,
        "aud": "borealis",
        "sub": "248289761001",
        "nonce": attempt(nonce="n").nonce,
        "iat": NOW.timestamp(),
        "exp": NOW.timestamp() + 300,
        "at_hash": "77QmUPtjPfzWtF2AnpK9RQ",
    }
    found = rules.check_id_token(
        PLAIN, attempt(nonce="n"), claims, access_token="jHkWEdUXMU1BwAsC4vtUsZwnNvTIxEl0z9K3vx5KF0Y", now=NOW
    )
    assert found == "248289761001"


def test_the_hash_in_a_proof_as_in_rfc_9449_section_7_1() -> None:
    proof = rules.dpop_proof(
        rules.new_dpop_key(),
        method="GET",
        address="https://resource.example.org/protectedresource?x=1#y",
        now=NOW,
        token="Kz~8mXK1EalYznwH-LC-1fBAo.4Ljp~zsPE_NeO.gxU",
    )
    head = jws.extract_compact(proof.encode()).protected
    claims = jwt.decode(proof, import_key(head["jwk"]), algorithms=["ES256"]).claims
    assert claims["ath"] == "fUHyO2r2Z3DZ53EsNrWBb0xWXoaNy59IiKCAqksmQEo"
    assert claims["htu"] == "https://resource.example.org/protectedresource"
    assert (claims["htm"], claims["iat"], "nonce" in claims) == ("GET", int(NOW.timestamp()), False)
    assert (head["typ"], head["alg"], "d" in head["jwk"]) == ("dpop+jwt", "ES256", False)


# What is sent


def test_the_assertion_of_each_profile() -> None:
    for provider, kind in ((STRICT, "client-authentication+jwt"), (replace(STRICT, profile="openid"), "JWT")):
        parameters, headers = rules.authentication(provider, now=NOW)
        assertion = parameters["client_assertion"]
        head = jws.extract_compact(assertion.encode()).protected
        assert (head["typ"], head["kid"], headers) == (kind, provider.key["kid"], {})  # type: ignore[index]
        claims = jwt.decode(assertion, import_key(rules.public_part(provider.key))).claims  # type: ignore[arg-type]
        assert claims["aud"] == "https://op.example"
        assert 0 < claims["exp"] - claims["iat"] <= 60


def test_an_rsa_key_of_ours_signs_with_ps256() -> None:
    key = rules.new_private_key("RSA")
    assertion = rules.authentication(replace(STRICT, key=key), now=NOW)[0]["client_assertion"]
    assert jws.extract_compact(assertion.encode()).protected["alg"] == "PS256"
    bare = {name: value for name, value in key.items() if name not in ("alg", "use")}
    assertion = rules.authentication(replace(STRICT, key=bare), now=NOW)[0]["client_assertion"]
    assert (
        jwt.decode(assertion, import_key(rules.public_part(bare)), algorithms=["PS256"]).claims["sub"]
        == "borealis"
    )


def test_a_secret_travels_by_basic_with_its_odd_characters_written_out() -> None:
    parameters, headers = rules.authentication(PLAIN, now=NOW)
    assert parameters == {}
    assert base64.b64decode(headers["Authorization"].split()[1]) == b"borealis:a+b%26c"


def test_a_request_names_age_and_level_only_where_asked() -> None:
    request = rules.authorisation_request(PLAIN, attempt())
    assert request["response_type"] == "code"
    assert request["code_challenge_method"] == "S256"
    assert not {"max_age", "acr_values"} & set(request)
    asked = rules.authorisation_request(replace(PLAIN, max_age=0, level="x"), attempt())
    assert (asked["max_age"], asked["acr_values"]) == ("0", "x")
    assert "acr_values" not in rules.authorisation_request(STRICT, attempt())


def test_the_address_keeps_the_query_it_has() -> None:
    metadata = rules.read_metadata(PLAIN, SAID)
    address = rules.onward_address(metadata, {"scope": "openid email", "x": "æ&="})
    assert dict(parse_qsl(urlsplit(address).query)) == {"tenant": "1", "scope": "openid email", "x": "æ&="}


@given(st.text(min_size=1), st.text(min_size=1))
def test_nothing_in_a_parameter_can_change_another(name: str, value: str) -> None:
    try:
        value.encode(), name.encode()
    except UnicodeEncodeError:
        return
    address = rules.onward_address(
        rules.read_metadata(PLAIN, SAID), {"client_id": "borealis", "x" + name: value}
    )
    assert parse_qsl(urlsplit(address).query, keep_blank_values=True)[1:] == [
        ("client_id", "borealis"),
        ("x" + name, value),
    ]


# What the provider says of itself


def test_metadata_of_each_profile_are_read() -> None:
    plain = rules.read_metadata(PLAIN, SAID)
    assert (plain.pushed, plain.userinfo, plain.says_issuer) == ("", "", False)
    strict = rules.read_metadata(replace(STRICT, dpop=True), SAID_STRICT)
    assert (strict.pushed, strict.says_issuer) == ("https://op.example/par", True)
    assert rules.read_metadata(
        PLAIN, {**SAID, "authorization_response_iss_parameter_supported": True}
    ).says_issuer


@pytest.mark.parametrize(
    ("provider", "changes", "failing"),
    [
        (PLAIN, {"userinfo_endpoint": "http://op.example/"}, ["userinfo_endpoint"]),
        (PLAIN, {"end_session_endpoint": 7}, ["end_session_endpoint"]),
        (PLAIN, {"response_types_supported": "code"}, ["response_types_supported"]),
        (replace(PLAIN, dpop=True), {}, ["dpop_signing_alg_values_supported"]),
        (PLAIN, {"authorization_endpoint": "https://[::1"}, ["authorization_endpoint"]),
        (PLAIN, {"authorization_endpoint": "https://op.example:port/"}, ["authorization_endpoint"]),
    ],
)
def test_each_failing_of_metadata_is_named(
    provider: Provider, changes: dict[str, Any], failing: list[str]
) -> None:
    assert [name for name, _words in rules.failings_of(provider, {**SAID, **changes})] == failing


def test_metadata_lie_under_the_issuer_with_or_without_a_slash() -> None:
    for issuer in ("https://op.example/t", "https://op.example/t/"):
        assert metadata_address(issuer) == "https://op.example/t/.well-known/openid-configuration"


@pytest.mark.parametrize(
    ("address", "loopback", "safe"),
    [
        ("https://op.example/", False, True),
        ("http://127.0.0.1:8000/", True, True),
        ("http://127.0.0.1:8000/", False, False),
        ("http://127.0.0.1.op.example/", True, False),
        ("https://a@op.example/", True, False),
        ("https://op.example/#x", False, False),
        ("javascript:alert(1)", True, False),
        (None, True, False),
    ],
)
def test_safe_addresses(address: object, loopback: bool, safe: bool) -> None:
    assert is_safe_address(address, loopback=loopback) is safe


# The answer and its times

METADATA = Metadata("https://op.example", "", "", "", "", "", "", says_issuer=False)


@pytest.mark.parametrize(
    ("seconds", "code"),
    [
        (0, ""),
        (ATTEMPT_SECONDS, ""),
        (ATTEMPT_SECONDS + 1, "attempt_too_old"),
        (-SKEW_SECONDS, ""),
        (-SKEW_SECONDS - 1, "attempt_from_the_future"),
    ],
)
def test_an_attempt_lasts_ten_minutes_and_a_clock_that_jumps_back_ends_it(seconds: int, code: str) -> None:
    begun = attempt(began=NOW.timestamp() - seconds)
    answer = {"state": begun.state, "code": "c"}
    if not code:
        assert check_answer(PLAIN, METADATA, begun, answer, now=NOW) == "c"
    else:
        with pytest.raises(Refused) as refused:
            check_answer(PLAIN, METADATA, begun, answer, now=NOW)
        assert refused.value.code == code


@pytest.mark.parametrize(
    ("begun", "answer", "code"),
    [
        (attempt(provider="another"), {}, "provider_differs"),
        (attempt(), {"state": "another"}, "attempt_unknown"),
        (attempt(), {"iss": "https://other.example"}, "issuer_differs"),
        (attempt(), {"error": "x" * 5000}, "provider_error"),
        (attempt(), {"code": "x" * 5000}, "code_missing"),
    ],
)
def test_answers_that_are_not_ours(begun: Attempt, answer: dict[str, str], code: str) -> None:
    with pytest.raises(Refused) as refused:
        check_answer(PLAIN, METADATA, begun, {"state": begun.state, "code": "c", **answer}, now=NOW)
    assert refused.value.code == code


@pytest.mark.parametrize("found", [None, 7, "", "x" * 5000])
def test_a_pushed_request_needs_a_handle(found: object) -> None:
    with pytest.raises(Refused, match="request_uri_missing"):
        rules.check_pushed({"request_uri": found})


@pytest.mark.parametrize(
    ("answer", "code"),
    [
        ({"id_token": 7, "token_type": "Bearer"}, "id_token_missing"),
        ({"id_token": "x", "access_token": 7, "token_type": "Bearer"}, "token_type"),
        ({"id_token": "x", "access_token": "y"}, "token_type"),
        ({"id_token": "x", "access_token": "y", "token_type": "DPoP"}, "token_type"),
    ],
)
def test_tokens_of_the_wrong_kind(answer: dict[str, Any], code: str) -> None:
    with pytest.raises(Refused) as refused:
        rules.check_tokens(PLAIN, answer)
    assert refused.value.code == code


def _claims(**changes: Any) -> dict[str, Any]:
    moment = NOW.timestamp()
    claims = {
        "iss": PLAIN.issuer,
        "aud": "borealis",
        "sub": "s",
        "nonce": "n",
        "iat": moment,
        "exp": moment + 60,
    }
    return {**claims, **changes}


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"exp": NOW.timestamp() - SKEW_SECONDS + 1}, ""),
        ({"exp": NOW.timestamp() - SKEW_SECONDS}, "expired"),
        ({"iat": NOW.timestamp() + SKEW_SECONDS}, ""),
        ({"iat": NOW.timestamp() + SKEW_SECONDS + 1}, "from_the_future"),
        ({"iat": NOW.timestamp() - BACKDATED_SECONDS}, ""),
        ({"iat": NOW.timestamp() - BACKDATED_SECONDS - 1}, "older_than_attempt"),
        ({"nbf": NOW.timestamp() + SKEW_SECONDS}, ""),
        ({"nbf": NOW.timestamp() + SKEW_SECONDS + 1}, "not_yet_valid"),
        ({"exp": float("nan")}, "time_malformed"),
        ({"exp": float("inf")}, "time_malformed"),
        ({"exp": 10**400}, "time_malformed"),
        ({"exp": -1}, "time_malformed"),
        ({"exp": True}, "time_malformed"),
        ({"nonce": "\ud800"}, "nonce"),
        ({"sub": "a\x00b"}, "subject"),
        ({"sub": 7}, "subject"),
    ],
)
def test_the_edges_of_an_id_token(changes: dict[str, Any], code: str) -> None:
    begun = attempt(nonce="n")
    if not code:
        assert rules.check_id_token(PLAIN, begun, _claims(**changes), access_token="", now=NOW) == "s"
    else:
        with pytest.raises(Refused) as refused:
            rules.check_id_token(PLAIN, begun, _claims(**changes), access_token="", now=NOW)
        assert refused.value.code == code


def test_helseid_dates_its_tokens_right() -> None:
    """Given a token that is dated back, then it is let in from a plain provider alone."""
    begun, claims = attempt(nonce="n"), _claims(iat=NOW.timestamp() - SKEW_SECONDS - 1)
    assert rules.check_id_token(PLAIN, begun, claims, access_token="", now=NOW) == "s"
    with pytest.raises(Refused, match="older_than_attempt"):
        rules.check_id_token(STRICT, begun, claims, access_token="", now=NOW)
    claims["iat"] += 1
    assert rules.check_id_token(STRICT, begun, claims, access_token="", now=NOW) == "s"


@given(
    st.recursive(
        st.none() | st.booleans() | st.floats() | st.integers() | st.text(),
        lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
        max_leaves=6,
    ),
    st.sampled_from(
        ["iss", "aud", "azp", "sub", "nonce", "iat", "exp", "nbf", "at_hash", "auth_time", "acr"]
    ),
)
def test_whatever_stands_in_a_claim_it_is_read_or_refused(value: Any, name: str) -> None:
    """Given any JSON in any claim, then the answer is a subject or a refusal, never another error."""
    provider = replace(PLAIN, max_age=60, level="b", levels=("a", "b"))
    claims = {**_claims(auth_time=NOW.timestamp(), acr="b"), name: value}
    with suppress(Refused):
        subject = rules.check_id_token(provider, attempt(nonce="n"), claims, access_token="t", now=NOW)
        rules.check_level(provider, claims)
        assert rules.account_of(provider, subject, claims).subject == subject


@given(st.text(max_size=60))
def test_whatever_stands_for_a_token_it_is_refused(token: str) -> None:
    with pytest.raises(Refused):
        rules.id_token_claims(PLAIN, token, {"keys": []})


def test_a_token_that_holds_no_object_is_refused() -> None:
    key = ECKey.generate_key("P-256")
    jwks = {"keys": [key.as_dict(private=False)]}
    for body in (b"[]", b"7", b"nonsense"):
        token = jws.serialize_compact({"alg": "ES256"}, body, key)
        with pytest.raises(Refused, match="id_token_malformed"):
            rules.id_token_claims(PLAIN, token, jwks)


# Keys


def test_a_key_is_chosen_by_type_use_algorithm_and_name() -> None:
    rsa, ec = (
        RSAKey.generate_key(2048).as_dict(private=False),
        ECKey.generate_key("P-256").as_dict(private=False),
    )
    jwks = {"keys": ["no key", {**rsa, "kid": "1"}, {**ec, "kid": "1"}, {**ec, "kid": "2", "use": "enc"}]}
    assert choose_key(jwks, "RS256", "1").key_type == "RSA"
    assert choose_key(jwks, "ES256", None).key_type == "EC"
    for algorithm, kid in (("ES256", "2"), ("RS256", "3")):
        with pytest.raises(Refused, match="key_unknown"):
            choose_key(jwks, algorithm, kid)
    with pytest.raises(Refused, match="key_unknown"):
        choose_key({"keys": [{**rsa, "alg": "PS256"}]}, "RS256", None)


@pytest.mark.parametrize("number", [None, "", "AQAB", "!!", "å"])
def test_an_rsa_key_without_a_proper_number_is_refused(number: object) -> None:
    with pytest.raises(Refused, match="key_too_small"):
        choose_key({"keys": [{"kty": "RSA", "n": number, "e": "AQAB"}]}, "RS256", None)


def test_a_key_of_ours_shows_nothing_private() -> None:
    for kind in ("EC", "RSA"):
        shown = rules.public_part(rules.new_private_key(kind))
        assert not {"d", "p", "q", "dp", "dq", "qi"} & set(shown)
        assert shown["kid"] == import_key(shown).thumbprint()
    assert "a b&c" not in repr(PLAIN)
    assert str(STRICT.key["d"]) not in repr(STRICT)  # type: ignore[index]


# Who came


@pytest.mark.parametrize(
    ("said", "code"),
    [
        ("4", ""),
        (3, ""),
        ("2", "level_too_low"),
        ("5", "level_too_low"),
        ("", "level_missing"),
        ([4], "level_missing"),
    ],
)
def test_the_level_of_helseid_is_at_least_what_is_demanded(said: object, code: str) -> None:
    if not code:
        rules.check_level(STRICT, {SECURITY_LEVEL: said})
    else:
        with pytest.raises(Refused, match=code):
            rules.check_level(STRICT, {SECURITY_LEVEL: said})


def test_no_level_is_demanded_when_none_is_agreed() -> None:
    rules.check_level(PLAIN, {})


@pytest.mark.parametrize(
    ("said", "number"),
    [("123456789", "123456789"), (1234567, "1234567"), ("123456", ""), ("1234567890", ""), ("12 34567", ""),
     ("١٢٣٤٥٦٧", ""), (True, ""), (None, ""), ([1234567], "")],
)  # fmt: skip
def test_an_hpr_number_has_seven_to_nine_digits(said: object, number: str) -> None:
    assert rules.account_of(STRICT, "s", {HPR_NUMBER: said}).hpr_number == number
    assert rules.account_of(PLAIN, "s", {HPR_NUMBER: said}).hpr_number == ""


def test_the_national_identity_number_is_never_read() -> None:
    claims = {"helseid://claims/identity/pid": "01019012345", "pid": "01019012345", HPR_NUMBER: "1234567"}
    assert "01019012345" not in json.dumps(vars(rules.account_of(STRICT, "s", claims)))


@pytest.mark.parametrize("email", ["nora\x00@eksempel.example", "\ud800@eksempel.example"])
def test_an_address_that_cannot_be_stored_is_dropped(email: str) -> None:
    assert rules.account_of(PLAIN, "s", {"email": email, "email_verified": True}).email == ""


def test_every_code_has_one_kind() -> None:
    codes = [code for codes in KINDS.values() for code in codes]
    assert len(codes) == len(set(codes))
    assert kind_of("signature") == "untrusted"
    assert kind_of("level_too_low") == "level"
    assert str(Refused("signature")) == "signature"
    assert str(Refused("signature", "why")) == "signature: why"


def test_the_rules_know_nothing_of_the_web_of_stored_data_or_of_the_clock() -> None:
    """Given each module of the rules, then it imports no Django, calls nobody, and reads no clock."""
    folder = Path(rules.__file__).parent
    for path in folder.glob("*.py"):
        text = path.read_text(encoding="utf-8")
        for node in ast.walk(ast.parse(text)):
            names = [node.module or ""] if isinstance(node, ast.ImportFrom) else []
            names += [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
            assert not {name.split(".")[0] for name in names} & {"django", "requests", "time", "os"}, path
        assert ".now(" not in text, path
