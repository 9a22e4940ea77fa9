"""Each rule that a provider could break: Borealis refuses, by name, and lets nobody in."""

from __future__ import annotations

import base64
import datetime as dt
import json
import time
import warnings
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from joserfc import jwt
from joserfc.jwk import OctKey, RSAKey

from borealis.people.providers import client as client_module
from borealis.people.providers import wire
from borealis.people.providers.client import Client
from borealis.people.providers.rules import Refused
from tests.people.providers.conftest import CALLBACK, HPR, LEVEL, agreed_with, browser, now, sign_in
from tests.people.providers.fake import EC, OTHER, RSA, Fake

Lie = Callable[[Fake], None]


def says(what: str, **changes: Any) -> Lie:
    """The provider changes some of what it says; None leaves it out."""

    def change(truth: dict[str, Any]) -> dict[str, Any]:
        changed = {**truth, **changes}
        return {name: value for name, value in changed.items() if value is not None}

    return lambda fake: fake.lies.__setitem__(what, change)


def answers(path: str, body: bytes, *, status: int = 200, kind: str = "application/json") -> Lie:
    return lambda fake: fake.raw.__setitem__(path, (status, kind, body))


def swaps(what: str, value: Any) -> Lie:
    return lambda fake: fake.lies.__setitem__(what, lambda _truth: value)


def _unsigned(fake: Fake) -> None:
    def strip(answer: dict[str, Any]) -> dict[str, Any]:
        header = base64.urlsafe_b64encode(b'{"alg":"none"}').rstrip(b"=").decode()
        return {**answer, "id_token": f"{header}.{answer['id_token'].split('.')[1]}."}

    fake.lies["tokens"] = strip


def _shared_secret(fake: Fake) -> None:
    """The old trick: the public key is used as a shared secret."""

    def sign(answer: dict[str, Any]) -> dict[str, Any]:
        public = json.dumps(fake.signing_key.as_dict(private=False))
        part = answer["id_token"].split(".")[1]
        claims = json.loads(base64.urlsafe_b64decode(part + "=" * (-len(part) % 4)))
        key = OctKey.import_key(public)
        return {**answer, "id_token": jwt.encode({"alg": "HS256"}, claims, key, algorithms=["HS256"])}

    fake.lies["tokens"] = sign


def _tampered(fake: Fake) -> None:
    def change(answer: dict[str, Any]) -> dict[str, Any]:
        header, body, seal = answer["id_token"].split(".")
        claims = json.loads(base64.urlsafe_b64decode(body + "=" * (-len(body) % 4)))
        claims["sub"] = "another"
        body = base64.urlsafe_b64encode(json.dumps(claims).encode()).rstrip(b"=").decode()
        return {**answer, "id_token": f"{header}.{body}.{seal}"}

    fake.lies["tokens"] = change


def _other_key_same_kid(fake: Fake) -> None:
    fake.lies["key"] = lambda _key: OTHER
    fake.lies["header"] = lambda header: {**header, "kid": EC.kid}


def heads(**changes: Any) -> Lie:
    """The head of the id token is changed after it was signed."""
    return lambda fake: fake.lies.__setitem__(
        "tokens", lambda answer: {**answer, "id_token": _with_header(answer["id_token"], **changes)}
    )


def _with_header(token: str, **changes: Any) -> str:
    part = token.split(".")[0]
    header = json.loads(base64.urlsafe_b64decode(part + "=" * (-len(part) % 4)))
    changed = base64.urlsafe_b64encode(json.dumps({**header, **changes}).encode()).rstrip(b"=").decode()
    return ".".join([changed, *token.split(".")[1:]])


def _small_key(fake: Fake) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        fake.signing_key = RSAKey.generate_key(1024, {"use": "sig", "alg": "RS256"}, auto_kid=True)


def both(*lies: Lie) -> Lie:
    def tell(fake: Fake) -> None:
        for lie in lies:
            lie(fake)

    return tell


NOW = int(time.time())  # when the tests are collected, which may be long before they run
A_DAY = 86_400
CORE = "OIDC Core § 3.1.3.7"
LIES: list[tuple[str, Lie, str]] = [
    # source, what the provider does, the code of our refusal
    ("Discovery § 4.3", says("metadata", issuer="https://other.example"), "metadata"),
    ("Discovery § 4.3, a slash more", lambda f: says("metadata", issuer=f.issuer + "/")(f), "metadata"),
    ("RFC 9700 § 2.6", says("metadata", token_endpoint="http://other.example/token"), "metadata"),
    ("Discovery § 3", says("metadata", jwks_uri=None), "metadata"),
    ("RFC 7636 § 4.2", says("metadata", code_challenge_methods_supported=["plain"]), "metadata"),
    ("Discovery § 3", says("metadata", response_types_supported=["token"]), "metadata"),
    ("RFC 8725 § 3.1", says("metadata", id_token_signing_alg_values_supported=["HS256"]), "metadata"),
    ("OIDC Core § 9", says("metadata", token_endpoint_auth_methods_supported=["none"]), "metadata"),
    (CORE + " 2", says("id_token", iss="https://other.example"), "issuer_differs"),
    (CORE + " 2", says("id_token", iss=None), "issuer_differs"),
    (CORE + " 3", says("id_token", aud="another-client"), "audience"),
    (CORE + " 3", says("id_token", aud=["borealis", "another-client"]), "audience"),
    (CORE + " 3", says("id_token", aud=None), "audience"),
    (CORE + " 5", says("id_token", azp="another-client"), "authorised_party"),
    (CORE + " 6", swaps("key", OTHER), "key_unknown"),
    (CORE + " 6", _other_key_same_kid, "signature"),
    (CORE + " 6", _tampered, "signature"),
    (CORE + " 7, alg none", _unsigned, "algorithm"),
    ("RFC 8725 § 2.1, HS256", _shared_secret, "algorithm"),
    ("FAPI 2.0 § 5.4.1, small key", _small_key, "key_too_small"),
    (CORE + " 9", says("id_token", exp=NOW - 600), "expired"),
    (CORE + " 9", says("id_token", exp=None), "time_malformed"),
    (CORE + " 9", says("id_token", exp="soon"), "time_malformed"),
    (CORE + " 10", says("id_token", iat=NOW - 1200), "older_than_attempt"),
    (CORE + " 10", says("id_token", iat=NOW + A_DAY), "from_the_future"),
    (CORE + " 10", says("id_token", iat=None), "time_malformed"),
    ("RFC 7519 § 4.1.5", says("id_token", nbf=NOW + A_DAY), "not_yet_valid"),
    (CORE + " 11", says("id_token", nonce="another"), "nonce"),
    (CORE + " 11", says("id_token", nonce=None), "nonce"),
    ("OIDC Core § 3.1.3.8", says("id_token", at_hash="AAAAAAAAAAAAAAAAAAAAAA"), "at_hash"),
    ("OIDC Core § 2, no sub", says("id_token", sub=None), "subject"),
    ("OIDC Core § 2, empty sub", says("id_token", sub=""), "subject"),
    ("OIDC Core § 2, long sub", says("id_token", sub="x" * 256), "subject"),
    ("OIDC Core § 2, not ASCII", says("id_token", sub="bjørn"), "subject"),
    ("OIDC Core § 3.1.3.3", says("tokens", id_token=None), "id_token_missing"),
    ("OIDC Core § 3.1.3.3", says("tokens", token_type="mac"), "token_type"),
    ("RFC 7515 § 5.2", says("tokens", id_token="not.a.token"), "id_token_malformed"),
    ("RFC 7515 § 5.2, huge", says("tokens", id_token="a." + "b" * 40_000 + ".c"), "id_token_malformed"),
    ("RFC 6749 § 10.12", says("answer", state="another"), "attempt_unknown"),
    ("RFC 6749 § 4.1.2", says("answer", code=None), "code_missing"),
    ("RFC 9207 § 2.4, mixed up", says("answer", iss="https://other.example"), "issuer_differs"),
    ("RFC 6749 § 4.1.2.1", says("answer", error="access_denied"), "declined"),
    ("RFC 6749 § 4.1.2.1", says("answer", error="temporarily_unavailable"), "temporarily_unavailable"),
    ("RFC 6749 § 4.1.2.1", says("answer", error="server_error"), "provider_error"),
    ("RFC 6749 § 5.2", answers("/token", b'{"error": "invalid_grant"}', status=400), "declined_by_token"),
    ("RFC 6749 § 5.1", answers("/token", b"<h1>Hei</h1>", kind="text/html"), "not_json"),
    ("RFC 8259", answers("/token", b"{"), "not_json"),
    ("RFC 8259", answers("/token", b"[" * 100_000), "not_json"),
    ("RFC 8259", answers("/jwks", b"[]"), "not_json"),
    ("house: size", answers("/token", b'{"a": "' + b"x" * 300_000 + b'"}'), "answer_too_large"),
    ("house: size", answers("/jwks", b" " * 300_000), "answer_too_large"),
    ("RFC 9700 § 4.11", answers("/token", b"", status=302), "redirected"),
    ("RFC 9700 § 4.11", answers("/.well-known/openid-configuration", b"", status=307), "redirected"),
    ("RFC 9110 § 15.6", answers("/token", b"{}", status=503), "http_status"),
    ("RFC 9110 § 15.5", answers("/jwks", b"{}", status=404), "http_status"),
    ("RFC 7517 § 5", swaps("jwks", {"keys": "none"}), "key_unknown"),
    ("RFC 7517 § 5", swaps("jwks", {}), "key_unknown"),
    ("RFC 7517 § 4", swaps("jwks", {"keys": [{**EC.as_dict(private=False), "x": "AAAA"}]}), "key_broken"),
    ("OIDC Core § 10.1", both(says("header", kid=None), lambda f: swaps(
        "jwks", {"keys": [EC.as_dict(private=False), OTHER.as_dict(private=False)]})(f)), "key_ambiguous"),
    ("RFC 7515 § 4.1.11", heads(crit=["b64x"], b64x=True), "id_token_malformed"),
    ("RFC 7515 § 4.1.4", heads(kid=7), "id_token_malformed"),
]  # fmt: skip


@pytest.mark.parametrize(("source", "lie", "code"), LIES, ids=[f"{s}: {c}" for s, _, c in LIES])
def test_a_lie_is_refused_by_its_name(plain: Fake, source: str, lie: Lie, code: str) -> None:
    lie(plain)
    with pytest.raises(Refused) as refused:
        sign_in(plain)
    assert refused.value.code == code


STRICT_LIES: list[tuple[str, Lie, str]] = [
    ("FAPI 2.0 § 5.3.3.2, PAR", says("metadata", pushed_authorization_request_endpoint=None), "metadata"),
    ("RFC 9207 § 3", says("metadata", authorization_response_iss_parameter_supported=False), "metadata"),
    ("RFC 7636", says("metadata", code_challenge_methods_supported=None), "metadata"),
    ("RFC 9449 § 5.1", says("metadata", dpop_signing_alg_values_supported=["RS256"]), "metadata"),
    ("HelseID SK2", says("metadata", token_endpoint_auth_methods_supported=["tls_client_auth"]), "metadata"),
    ("FAPI 2.0 § 5.4.1", says("metadata", id_token_signing_alg_values_supported=["RS256"]), "metadata"),
    ("RFC 9207 § 2.4", says("answer", iss=None), "issuer_missing"),
    ("RFC 9207 § 2.4", says("answer", iss="https://other.example"), "issuer_differs"),
    ("OIDC Core § 3.1.3.7 10", says("id_token", iat=NOW - 600), "older_than_attempt"),
    ("RFC 9126 § 2.2", says("pushed", request_uri=None), "request_uri_missing"),
    ("RFC 9449 § 5", says("tokens", token_type="Bearer"), "token_type"),
    ("FAPI 2.0 § 5.4.1, RS256", swaps("key", RSA), "algorithm"),
    ("HelseID: security_level", says("id_token", **{LEVEL: "3"}), "level_too_low"),
    ("HelseID: security_level", says("id_token", **{LEVEL: None}), "level_missing"),
    ("HelseID: security_level", says("id_token", **{LEVEL: True}), "level_missing"),
    ("HelseID: only the client id", says("id_token", aud=["borealis", "nhn:other"]), "audience"),
]


@pytest.mark.parametrize(("source", "lie", "code"), STRICT_LIES, ids=[f"{s}: {c}" for s, _, c in STRICT_LIES])
def test_a_lie_by_helseids_profile_is_refused(helseid: Fake, source: str, lie: Lie, code: str) -> None:
    lie(helseid)
    with pytest.raises(Refused) as refused:
        sign_in(helseid)
    assert refused.value.code == code


def test_truth_is_let_in(plain: Fake, helseid: Fake) -> None:
    assert sign_in(plain).subject == "subject-1"
    account = sign_in(helseid)
    assert (account.subject, account.hpr_number, account.email) == ("subject-1", "123456789", "")
    assert plain.refused == helseid.refused == []


def test_an_audience_of_one_in_a_list_and_our_own_azp_are_let_in(plain: Fake) -> None:
    says("id_token", aud=["borealis"], azp="borealis")(plain)
    assert sign_in(plain).subject == "subject-1"


def test_a_provider_that_is_down_is_unreachable(plain: Fake) -> None:
    provider = agreed_with(plain, issuer="http://127.0.0.1:9")
    with pytest.raises(Refused) as refused:
        Client(provider, clock=now, loopback=True).begin(CALLBACK)
    assert refused.value.code == "unreachable"


def test_a_provider_that_is_slow_is_not_waited_for(plain: Fake, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(wire, "READ_SECONDS", 0.1)
    plain.slow["/token"] = 0.4
    began = time.monotonic()
    with pytest.raises(Refused) as refused:
        sign_in(plain)
    assert refused.value.code == "too_slow"
    assert time.monotonic() - began < 2


def test_a_silent_provider_is_left_alone_for_ten_seconds(
    plain: Fake, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Given a provider that did not answer, then the next is told at once, and it is asked again later."""
    monkeypatch.setattr(wire, "READ_SECONDS", 0.1)
    plain.slow["/.well-known/openid-configuration"] = 0.4
    provider = agreed_with(plain)
    moment = now()
    for seconds, code in ((0, "too_slow"), (9, "unreachable"), (-1, "too_slow"), (11, "too_slow")):
        later = moment + dt.timedelta(seconds=seconds)
        with pytest.raises(Refused) as refused:
            Client(provider, clock=lambda later=later: later, loopback=True).begin(CALLBACK)
        assert refused.value.code == code
    assert len(plain.asked) == 3


def test_an_answer_that_drips_is_not_waited_for(plain: Fake, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(wire, "WHOLE_SECONDS", -1.0)
    with pytest.raises(Refused) as refused:
        sign_in(plain)
    assert refused.value.code == "too_slow"


@pytest.mark.parametrize(
    "address",
    [
        "http://example.org/x",
        "ftp://127.0.0.1/x",
        "https://user@example.org/",
        "https://example.org/#x",
        "https:///x",
    ],
)
def test_only_https_is_called_and_http_to_this_machine_in_tests(address: str) -> None:
    with pytest.raises(Refused) as refused:
        wire.call("GET", address, loopback=True)
    assert refused.value.code == "address"


def test_loopback_is_not_called_when_the_setting_does_not_say_so(plain: Fake) -> None:
    with pytest.raises(Refused) as refused:
        Client(agreed_with(plain), clock=now).begin(CALLBACK)
    assert refused.value.code == "address"
    assert plain.asked == []


def test_a_code_that_is_used_again_is_refused_by_the_provider(plain: Fake) -> None:
    client = Client(agreed_with(plain), clock=now, loopback=True)
    address, attempt = client.begin(CALLBACK)
    answer = browser(address)
    client.finish(attempt, answer)
    with pytest.raises(Refused) as refused:
        client.finish(attempt, answer)
    assert refused.value.code == "declined_by_token"
    assert plain.refused == ["code"]


def test_a_new_key_is_fetched_once_and_not_at_every_call(plain: Fake) -> None:
    """Given keys that are kept, when the provider changes its key, then they are fetched once more."""
    sign_in(plain)
    place = (plain.issuer, "keys")
    earlier = client_module._kept[place].at - dt.timedelta(minutes=2)
    client_module._kept[place] = replace(client_module._kept[place], at=earlier)
    plain.signing_key = OTHER
    assert sign_in(plain).subject == "subject-1"
    plain.signing_key = RSA
    with pytest.raises(Refused) as refused:
        sign_in(plain)
    assert refused.value.code == "key_unknown"
    assert plain.asked.count("/jwks") == 2
    assert plain.asked.count("/.well-known/openid-configuration") == 1


def test_userinfo_gives_the_address_when_the_id_token_does_not(plain: Fake) -> None:
    plain.userinfo = {"email": "nora@eksempel.example", "email_verified": True, HPR: "7654321"}
    account = sign_in(plain, match="email")
    assert (account.email, account.hpr_number) == ("nora@eksempel.example", "")


def test_userinfo_with_proofs_and_a_demanded_nonce(helseid: Fake) -> None:
    helseid.demands_nonce = True
    helseid.userinfo = {"email": "nora@eksempel.example", "email_verified": True}
    assert sign_in(helseid, match="email").email == "nora@eksempel.example"
    assert helseid.refused == ["dpop_nonce", "dpop_nonce"]  # once at each place, then right


@pytest.mark.parametrize(
    ("said", "code"),
    [({"sub": "another", "email": "x@y.no"}, "userinfo_subject"), ({"sub": None}, "userinfo_subject")],
)
def test_userinfo_of_another_is_refused(plain: Fake, said: dict[str, Any], code: str) -> None:
    plain.lies["userinfo"] = lambda _truth: said
    with pytest.raises(Refused) as refused:
        sign_in(plain, match="email")
    assert refused.value.code == code


@pytest.mark.parametrize(
    ("email", "verified"),
    [
        ("nora@eksempel.example", False),
        ("nora@eksempel.example", "true"),
        ("nora@eksempel.example", None),
        (7, True),
    ],
)
def test_an_address_that_is_not_verified_is_dropped(plain: Fake, email: object, verified: object) -> None:
    plain.person |= {"email": email, "email_verified": verified}
    assert sign_in(plain, match="email").email == ""


@pytest.mark.parametrize(("max_age", "said", "code"), [
    (60, {"auth_time": None}, "auth_time_missing"),
    (60, {"auth_time": NOW - 600}, "auth_time_too_old"),
    (60, {"auth_time": "then"}, "time_malformed"),
])  # fmt: skip
def test_a_sign_in_that_is_too_old_is_refused(
    plain: Fake, max_age: int, said: dict[str, Any], code: str
) -> None:
    says("id_token", **said)(plain)
    with pytest.raises(Refused) as refused:
        sign_in(plain, max_age=max_age)
    assert refused.value.code == code


def test_a_fresh_sign_in_is_let_in(plain: Fake) -> None:
    assert sign_in(plain, max_age=60).subject == "subject-1"


@pytest.mark.parametrize(("acr", "let_in"), [
    ("idporten-loa-high", True),
    ("idporten-loa-substantial", True),
    ("idporten-loa-low", False),
    ("idporten-loa-highest", False),
])  # fmt: skip
def test_acr_must_be_enough(plain: Fake, acr: str, let_in: bool) -> None:
    plain.person["acr"] = acr
    levels = ("idporten-loa-low", "idporten-loa-substantial", "idporten-loa-high")
    wanted = {"level": "idporten-loa-substantial", "levels": levels}
    if let_in:
        assert sign_in(plain, **wanted).subject == "subject-1"
    else:
        with pytest.raises(Refused) as refused:
            sign_in(plain, **wanted)
        assert refused.value.code == "level_too_low"
