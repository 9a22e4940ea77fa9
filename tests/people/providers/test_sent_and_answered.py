"""What is sent word for word, and each refusal with what the log says of it, at the edge where it begins."""

from __future__ import annotations

import base64
import datetime as dt
import json
from collections.abc import Callable
from dataclasses import replace
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import pytest
from joserfc import jws, jwt
from joserfc.jwk import ECKey, import_key

from borealis.people.providers import rules
from borealis.people.providers.rules import Account, Attempt, Metadata, Provider, Refused
from borealis.people.providers.rules.answers import ATTEMPT_SECONDS, LONGEST_WORD, SKEW_SECONDS
from borealis.people.providers.rules.identity import HPR_NUMBER, SECURITY_LEVEL
from borealis.people.providers.rules.tokens import LONGEST_SUBJECT, LONGEST_TOKEN

NOW = dt.datetime(2026, 11, 22, 9, tzinfo=dt.UTC)
MOMENT = int(NOW.timestamp())
PLAIN = Provider(id="prove", name="Prøve", issuer="https://op.example", client_id="borealis", secret="s")
EC = rules.new_private_key("EC")
STRICT = replace(PLAIN, profile="helseid", secret="", key=EC, level="3", levels=("2", "3", "4"))
ATTEMPT = Attempt("prove", "state", "nonce", "verifier", "https://b.example/svar/", MOMENT)
SAYS = Metadata("https://op.example", "", "", "", "", "", "", says_issuer=True)
SILENT = replace(SAYS, says_issuer=False)


def refusal(of: Callable[[], object]) -> str:
    """The code of a refusal with what the log says, or "" when nothing is refused."""
    try:
        of()
    except Refused as refused:
        return str(refused)
    return ""


# What is sent


def test_the_request_for_sign_in_word_for_word() -> None:
    request = {
        "response_type": "code",
        "client_id": "borealis",
        "redirect_uri": "https://b.example/svar/",
        "scope": "openid email profile",
        "state": "state",
        "nonce": "nonce",
        "code_challenge": rules.challenge_of("verifier"),
        "code_challenge_method": "S256",
    }
    assert rules.authorisation_request(PLAIN, ATTEMPT) == request
    demanding = replace(PLAIN, max_age=3600, level="high")
    assert rules.authorisation_request(demanding, ATTEMPT) == {
        **request,
        "max_age": "3600",
        "acr_values": "high",
    }


def test_a_code_is_traded_word_for_word() -> None:
    assert rules.token_request(ATTEMPT, "code") == {
        "grant_type": "authorization_code",
        "code": "code",
        "redirect_uri": "https://b.example/svar/",
        "code_verifier": "verifier",
    }


def test_the_onward_address_is_the_providers_own_with_the_request_after_it() -> None:
    address = rules.onward_address(replace(SAYS, authorisation="https://op.example:8/a/b?x=1#y"), {"q": "1"})
    assert address == "https://op.example:8/a/b?x=1&q=1"
    assert parse_qsl(urlsplit(address).query) == [("x", "1"), ("q", "1")]


def test_an_attempt_is_ours_begins_now_and_no_word_of_it_comes_twice() -> None:
    tries = [rules.new_attempt(PLAIN, redirect_uri="https://b.example/", now=NOW) for _ in range(2)]
    words = [word for one in tries for word in (one.state, one.nonce, one.verifier)]
    assert len(set(words)) == 6
    assert {len(base64.urlsafe_b64decode(word + "=")) for word in words} == {32}
    assert {(one.provider, one.redirect_uri, one.began, one.dpop_key) for one in tries} == {
        ("prove", "https://b.example/", NOW.timestamp(), None)
    }
    proving = rules.new_attempt(replace(PLAIN, dpop=True), redirect_uri="", now=NOW)
    assert proving.dpop_key is not None
    assert (proving.dpop_key["kty"], proving.dpop_key["crv"], "d" in proving.dpop_key) == (
        "EC",
        "P-256",
        True,
    )


def test_the_assertion_says_who_we_are_and_for_less_than_a_minute() -> None:
    sent, headers = rules.authentication(STRICT, now=NOW)
    assertion = sent.pop("client_assertion")
    assert headers == {}
    assert sent == {
        "client_id": "borealis",
        "client_assertion_type": "urn:ietf:params:oauth:client-assertion-type:jwt-bearer",
    }
    claims = jwt.decode(assertion, import_key(rules.public_part(EC)), algorithms=["ES256"]).claims
    del claims["jti"]
    assert claims == {
        "iss": "borealis",
        "sub": "borealis",
        "aud": "https://op.example",
        "iat": MOMENT,
        "nbf": MOMENT,
        "exp": MOMENT + 50,
    }


def test_two_assertions_or_proofs_never_share_their_name() -> None:
    sent = [rules.authentication(STRICT, now=NOW)[0]["client_assertion"] for _ in range(2)]
    sent += [rules.dpop_proof(EC, method="GET", address="https://op.example/", now=NOW) for _ in range(2)]
    names = [json.loads(jws.extract_compact(token.encode()).payload)["jti"] for token in sent]
    assert len(set(names)) == 4
    assert {len(name) for name in names} == {43}


def test_a_key_without_a_name_signs_without_one() -> None:
    bare = {name: value for name, value in EC.items() if name not in ("kid", "alg")}
    assertion = rules.authentication(replace(STRICT, key=bare), now=NOW)[0]["client_assertion"]
    assert jws.extract_compact(assertion.encode()).protected == {
        "alg": "ES256",
        "typ": "client-authentication+jwt",
        "kid": "",
    }


@pytest.mark.parametrize(
    ("asked", "more"),
    [
        ({}, {}),
        ({"nonce": "n"}, {"nonce": "n"}),
        ({"token": "t"}, {"ath": rules.challenge_of("t")}),
    ],
)
def test_a_proof_names_the_call_and_what_the_server_asked_for(
    asked: dict[str, str], more: dict[str, str]
) -> None:
    proof = rules.dpop_proof(EC, method="POST", address="https://op.example:8/token?x=1#y", now=NOW, **asked)
    found = jws.extract_compact(proof.encode())
    claims = json.loads(found.payload)
    del claims["jti"]
    assert claims == {"htm": "POST", "htu": "https://op.example:8/token", "iat": MOMENT, **more}
    assert found.protected == {"alg": "ES256", "typ": "dpop+jwt", "jwk": rules.public_part(EC)}


# What comes back


@pytest.mark.parametrize(
    ("changes", "answer", "said"),
    [
        ({}, {}, ""),
        ({}, {"state": "other"}, "attempt_unknown"),
        ({"provider": "other"}, {}, "provider_differs: other"),
        ({"began": MOMENT - ATTEMPT_SECONDS}, {}, ""),
        ({"began": MOMENT - ATTEMPT_SECONDS - 1}, {}, "attempt_too_old: 601 s"),
        ({"began": MOMENT + SKEW_SECONDS}, {}, ""),
        ({"began": MOMENT + SKEW_SECONDS + 1}, {}, "attempt_from_the_future: -31 s"),
        ({}, {"iss": "https://other.example"}, "issuer_differs: iss in the answer"),
        ({}, {"error": "access_denied"}, "declined: access_denied"),
        ({}, {"error": "temporarily_unavailable"}, "temporarily_unavailable: temporarily_unavailable"),
        ({}, {"error": "x" * 61}, f"provider_error: {'x' * 60}"),
        ({}, {"code": ""}, "code_missing"),
        ({}, {"code": "c" * LONGEST_WORD}, ""),
        ({}, {"code": "c" * (LONGEST_WORD + 1)}, "code_missing"),
    ],
)
def test_an_answer_is_ours_in_time_and_holds_a_code(
    changes: dict[str, Any], answer: dict[str, str], said: str
) -> None:
    whole = {"state": "state", "iss": "https://op.example", "code": "c", **answer}
    assert (
        refusal(lambda: rules.check_answer(PLAIN, SAYS, replace(ATTEMPT, **changes), whole, now=NOW)) == said
    )


def test_an_answer_names_its_issuer_when_the_provider_says_that_it_does() -> None:
    answer = {"state": "state", "code": "c"}
    assert refusal(lambda: rules.check_answer(PLAIN, SAYS, ATTEMPT, answer, now=NOW)) == "issuer_missing"
    assert rules.check_answer(PLAIN, SILENT, ATTEMPT, answer, now=NOW) == "c"
    del answer["code"]
    assert refusal(lambda: rules.check_answer(PLAIN, SILENT, ATTEMPT, answer, now=NOW)) == "code_missing"


@pytest.mark.parametrize(
    ("found", "said"),
    [
        ("u", ""),
        ("u" * LONGEST_WORD, ""),
        ("u" * (LONGEST_WORD + 1), "request_uri_missing"),
        ("", "request_uri_missing"),
        (["u"], "request_uri_missing"),
    ],
)
def test_a_pushed_request_has_an_address_of_its_own(found: object, said: str) -> None:
    assert refusal(lambda: rules.check_pushed({"request_uri": found})) == said
    if not said:
        assert rules.check_pushed({"request_uri": found}) == found


@pytest.mark.parametrize(
    ("dpop", "answer", "found"),
    [
        (False, {"id_token": "i", "access_token": "a", "token_type": "Bearer"}, ("i", "a")),
        (False, {"id_token": "i", "token_type": "bearer"}, ("i", "")),
        (True, {"id_token": "i", "access_token": "a", "token_type": "DPoP"}, ("i", "a")),
        (True, {"id_token": "i", "access_token": "a", "token_type": "Bearer"}, "token_type: bearer"),
        (False, {"id_token": "i", "access_token": "a", "token_type": "DPoP"}, "token_type: dpop"),
        (False, {"id_token": "i", "access_token": ["a"], "token_type": "Bearer"}, "token_type: bearer"),
        (False, {"id_token": "i", "token_type": "x" * 21}, f"token_type: {'x' * 20}"),
        (False, {"id_token": "i"}, "token_type"),
        (False, {"id_token": "", "token_type": "Bearer"}, "id_token_missing"),
        (False, {"token_type": "Bearer"}, "id_token_missing"),
    ],
)
def test_tokens_are_of_the_kind_that_was_agreed(
    dpop: bool, answer: dict[str, Any], found: str | tuple[str, str]
) -> None:
    provider = replace(PLAIN, dpop=dpop)
    if isinstance(found, str):
        assert refusal(lambda: rules.check_tokens(provider, answer)) == found
    else:
        assert rules.check_tokens(provider, answer) == found


def test_what_is_said_apart_is_of_the_same_person() -> None:
    assert rules.check_userinfo("s", {"sub": "s", "email": "e"}) == {"sub": "s", "email": "e"}
    assert refusal(lambda: rules.check_userinfo("s", {"sub": "t"})) == "userinfo_subject"


# The id token

KEY = ECKey.generate_key("P-256")
JWKS = {"keys": [KEY.as_dict(private=False)]}


@pytest.mark.parametrize(
    ("header", "body", "said"),
    [
        ({"alg": "ES256"}, b'{"sub": "s"}', ""),
        ({"alg": "ES256", "kid": 7}, b"{}", "id_token_malformed: kid"),
        ({"alg": "ES256"}, b"[]", "id_token_malformed: not an object"),
        ({"alg": "ES256"}, b"nonsense", "id_token_malformed: JSONDecodeError"),
        ({"alg": "ES256", "kid": "k"}, b"{}", "key_unknown: no ES256 key for kid 'k'"),
    ],
)
def test_a_signed_token_is_read_or_refused_for_what_is_wrong_with_it(
    header: dict[str, Any], body: bytes, said: str
) -> None:
    written = b".".join(
        base64.urlsafe_b64encode(part).rstrip(b"=") for part in (json.dumps(header).encode(), body)
    )
    plain = jws.serialize_compact({"alg": "ES256"}, body, KEY)
    token = plain if header == {"alg": "ES256"} else f"{written.decode()}.{plain.split('.')[2]}"
    assert refusal(lambda: rules.id_token_claims(PLAIN, token, JWKS)) == said


def test_a_token_by_another_key_or_algorithm_is_refused() -> None:
    other = jws.serialize_compact({"alg": "ES256"}, b"{}", ECKey.generate_key("P-256"))
    assert refusal(lambda: rules.id_token_claims(PLAIN, other, JWKS)) == "signature"
    agreed = replace(PLAIN, algorithms=("PS256",))
    mine = jws.serialize_compact({"alg": "ES256"}, b"{}", KEY)
    assert refusal(lambda: rules.id_token_claims(agreed, mine, JWKS)) == "algorithm: ES256"


def test_a_token_is_no_longer_than_can_be_read_at_once() -> None:
    short, long = "x" * LONGEST_TOKEN, "x" * (LONGEST_TOKEN + 1)
    assert refusal(lambda: rules.id_token_claims(PLAIN, long, JWKS)) == "id_token_malformed: too long"
    assert refusal(lambda: rules.id_token_claims(PLAIN, short, JWKS)) == "id_token_malformed: DecodeError"


CLAIMS: dict[str, Any] = {
    "iss": "https://op.example",
    "aud": "borealis",
    "sub": "s",
    "nonce": "nonce",
    "iat": MOMENT,
    "exp": MOMENT + 60,
    "auth_time": MOMENT,
}


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({}, ""),
        ({"iss": "https://op.example/"}, "issuer_differs: iss in the id token"),
        ({"aud": ["borealis"]}, ""),
        ({"aud": ["borealis", "others"]}, "audience"),
        ({"aud": "others"}, "audience"),
        ({"azp": "borealis"}, ""),
        ({"azp": "others"}, "authorised_party"),
        ({"exp": MOMENT - SKEW_SECONDS}, "expired: 30 s ago"),
        ({"iat": MOMENT + SKEW_SECONDS + 1}, "from_the_future: 31 s ahead"),
        ({"iat": MOMENT - 601}, "older_than_attempt: 601 s"),
        ({"nbf": MOMENT}, ""),
        ({"nbf": MOMENT + SKEW_SECONDS + 1}, "not_yet_valid"),
        ({"nbf": "soon"}, "time_malformed: nbf"),
        ({"iat": None}, "time_malformed: iat"),
        ({"exp": 1e12}, "time_malformed: exp"),
        ({"nonce": "other"}, "nonce"),
        ({"nonce": None}, "nonce"),
        ({"at_hash": "other"}, "at_hash"),
        ({"sub": "s" * LONGEST_SUBJECT}, ""),
        ({"sub": "s" * (LONGEST_SUBJECT + 1)}, "subject"),
        ({"sub": ""}, "subject"),
        ({"sub": "ø"}, "subject"),
        ({"sub": "a\tb"}, "subject"),
        ({"auth_time": MOMENT - 60 - SKEW_SECONDS}, ""),
        ({"auth_time": MOMENT - 61 - SKEW_SECONDS}, "auth_time_too_old"),
        ({"auth_time": "then"}, "time_malformed: auth_time"),
    ],
)
def test_an_id_token_is_made_by_the_provider_for_us_for_this_attempt_just_now(
    changes: dict[str, Any], said: str
) -> None:
    provider, claims = replace(PLAIN, max_age=60), {**CLAIMS, **changes}
    assert refusal(lambda: rules.check_id_token(provider, ATTEMPT, claims, access_token="t", now=NOW)) == said


def test_when_the_person_last_showed_who_they_are_is_asked_only_where_it_is_demanded() -> None:
    claims = {name: value for name, value in CLAIMS.items() if name != "auth_time"}
    assert rules.check_id_token(PLAIN, ATTEMPT, claims, access_token="", now=NOW) == "s"
    asked = replace(PLAIN, max_age=0)
    found = refusal(lambda: rules.check_id_token(asked, ATTEMPT, claims, access_token="", now=NOW))
    assert found == "auth_time_missing"
    first = {**CLAIMS, "iat": 0, "auth_time": 0, "exp": 60}
    began, then = replace(ATTEMPT, began=0), dt.datetime(1970, 1, 1, tzinfo=dt.UTC)
    assert rules.check_id_token(asked, began, first, access_token="", now=then) == "s"


# Who came


@pytest.mark.parametrize(
    ("provider", "claims", "said"),
    [
        (STRICT, {SECURITY_LEVEL: "3", "acr": "2"}, ""),
        (STRICT, {"acr": "4"}, "level_missing"),
        (STRICT, {SECURITY_LEVEL: True}, "level_missing"),
        (STRICT, {SECURITY_LEVEL: "x" * 41}, f"level_too_low: {'x' * 40}"),
        (replace(STRICT, profile="openid"), {"acr": "3", SECURITY_LEVEL: "2"}, ""),
        (replace(STRICT, profile="openid"), {"acr": "2"}, "level_too_low: 2"),
        (replace(STRICT, profile="openid"), {SECURITY_LEVEL: "4"}, "level_missing"),
    ],
)
def test_the_level_is_said_by_each_profile_in_its_own_claim(
    provider: Provider, claims: dict[str, Any], said: str
) -> None:
    assert refusal(lambda: rules.check_level(provider, claims)) == said


@pytest.mark.parametrize(
    ("claims", "email"),
    [
        ({"email": "a@b.example", "email_verified": True}, "a@b.example"),
        ({"email": "a@b.example", "email_verified": "true"}, ""),
        ({"email": "a@b.example", "email_verified": False}, ""),
        ({"email": "a@b.example"}, ""),
        ({"email": "a\n@b.example", "email_verified": True}, ""),
        ({"email": 7, "email_verified": True}, ""),
        ({"email_verified": True}, ""),
    ],
)
def test_an_address_counts_when_the_provider_has_verified_it(claims: dict[str, Any], email: str) -> None:
    assert rules.account_of(PLAIN, "s", {**claims, HPR_NUMBER: "1234567"}) == Account(
        PLAIN.issuer, "s", email, ""
    )
    assert rules.account_of(STRICT, "s", {**claims, HPR_NUMBER: 1234567}).hpr_number == "1234567"
