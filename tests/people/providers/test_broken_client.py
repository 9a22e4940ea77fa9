"""Each rule that a client could break: made by changing what Borealis sends, and refused by the provider.

So that the strictness of the provider in these tests is itself tried, and a slip in Borealis would be seen.
"""

from __future__ import annotations

import base64
import datetime as dt
import hashlib
import json
from collections.abc import Callable
from dataclasses import replace
from typing import Any
from urllib.parse import parse_qsl, urlencode, urlsplit

import pytest
import requests
from joserfc import jwt
from joserfc.jwk import ECKey, import_key

from borealis.people.providers import wire
from borealis.people.providers.client import Client
from borealis.people.providers.rules import Refused, new_private_key
from borealis.people.providers.wire import Answer
from tests.people.providers.conftest import CALLBACK, CLIENT_KEY, agreed_with, browser, now, sign_in
from tests.people.providers.fake import Fake

Change = Callable[[str, dict[str, str], dict[str, str]], None]


@pytest.fixture
def sends(monkeypatch: pytest.MonkeyPatch) -> Callable[[str, Change], None]:
    """Change the form and the headers of what is sent to one path."""

    def install(path: str, change: Change) -> None:
        real = wire.call

        def changed(method: str, address: str, **more: Any) -> Answer:
            data, headers = dict(more.pop("data", None) or {}), dict(more.pop("headers", None) or {})
            if address.endswith(path):
                change(address, data, headers)
            return real(method, address, data=data or None, headers=headers, **more)

        monkeypatch.setattr(wire, "call", changed)

    return install


def parts(token: str) -> tuple[dict[str, Any], dict[str, Any]]:
    """The head and the claims of a token, unchecked."""
    found = [json.loads(base64.urlsafe_b64decode(part + "==")) for part in token.split(".")[:2]]
    return found[0], found[1]


def signed_anew(token: str, key: dict[str, Any], head: dict[str, Any] | None = None, **claims: Any) -> str:
    """The same token with other claims, signed by a key."""
    old_head, old_claims = parts(token)
    new = {name: value for name, value in {**old_claims, **claims}.items() if value is not None}
    return jwt.encode({**old_head, **(head or {})}, new, import_key(key), algorithms=["ES256"])


def drops(name: str) -> Change:
    return lambda _address, data, _headers: data.pop(name, None) and None


def puts(name: str, value: str) -> Change:
    return lambda _address, data, _headers: data.__setitem__(name, value)


def asserts(head: dict[str, Any] | None = None, key: dict[str, Any] | None = None, **claims: Any) -> Change:
    """Another assertion of who we are."""

    def change(_address: str, data: dict[str, str], _headers: dict[str, str]) -> None:
        changed = {name: value(parts(data["client_assertion"])[1]) if callable(value) else value
                   for name, value in claims.items()}  # fmt: skip
        data["client_assertion"] = signed_anew(data["client_assertion"], key or CLIENT_KEY, head, **changed)

    return change


def proves(head: dict[str, Any] | None = None, **claims: Any) -> Change:
    """Another proof, signed by a key of its own."""

    def change(_address: str, _data: dict[str, str], headers: dict[str, str]) -> None:
        key = ECKey.generate_key("P-256")
        whole = {"jwk": key.as_dict(private=False), **(head or {})}
        headers["DPoP"] = signed_anew(headers["DPoP"], dict(key.as_dict(private=True)), whole, **claims)

    return change


def _no_proof(_address: str, _data: dict[str, str], headers: dict[str, str]) -> None:
    del headers["DPoP"]


def _proof_of_another_key(_address: str, _data: dict[str, str], headers: dict[str, str]) -> None:
    head = {"jwk": ECKey.generate_key("P-256").as_dict(private=False)}
    headers["DPoP"] = signed_anew(headers["DPoP"], new_private_key("EC"), head)


def _private_key_in_proof(_address: str, _data: dict[str, str], headers: dict[str, str]) -> None:
    key = ECKey.generate_key("P-256")
    headers["DPoP"] = signed_anew(
        headers["DPoP"], dict(key.as_dict(private=True)), {"jwk": key.as_dict(private=True)}
    )


def _minutes(number: int) -> Callable[[dict[str, Any]], int]:
    return lambda claims: int(claims["iat"]) + 60 * number


BROKEN: list[tuple[str, str, Change, str]] = [
    # source, the call that is changed, how, the rule that the provider names
    ("HelseID SK2", "/par", drops("client_assertion"), "assertion_missing"),
    ("RFC 7523 § 2.2", "/par", puts("client_assertion_type", "x"), "assertion_missing"),
    ("RFC 7523 § 3 point 9", "/par", asserts(key=new_private_key("EC")), "assertion_signature"),
    ("RFC 7523 § 3 point 1", "/par", asserts(iss="another"), "assertion_subject"),
    ("RFC 7523 § 3 point 2", "/par", asserts(sub="another"), "assertion_subject"),
    ("FAPI 2.0 § 5.3.3.1", "/par", asserts(aud="https://other.example"), "assertion_audience"),
    ("FAPI 2.0 § 5.3.3.1, one string", "/par", asserts(aud=["http://127.0.0.1"]), "assertion_audience"),
    ("RFC 7523 § 3 point 4", "/par", asserts(exp=1), "assertion_expired"),
    ("HelseID: at most 60 s", "/par", asserts(exp=_minutes(2)), "assertion_lasts_too_long"),
    ("FAPI 2.0 § 5.3.2.1 point 13", "/par", asserts(iat=_minutes(2)), "assertion_from_the_future"),
    ("FAPI 2.0 § 5.3.2.1 point 13", "/par", asserts(nbf=_minutes(2)), "assertion_from_the_future"),
    ("RFC 7523 § 3 point 7", "/par", asserts(jti=None), "assertion_reused"),
    ("HelseID's library: typ", "/par", asserts(head={"typ": "JWT"}), "assertion_type"),
    ("RFC 9126 § 2.1", "/par", puts("request_uri", "urn:x"), "request_uri_pushed"),
    ("RFC 7636 § 4.4.1", "/par", drops("code_challenge"), "pkce_missing"),
    ("RFC 9700 § 2.1.1", "/par", puts("code_challenge_method", "plain"), "pkce_plain"),
    ("RFC 7636 § 4.3", "/par", drops("code_challenge_method"), "pkce_plain"),
    ("RFC 9700 § 4.1.3", "/par", puts("redirect_uri", CALLBACK + "x"), "redirect_uri"),
    ("FAPI 2.0 § 5.3.2.2", "/par", puts("response_type", "code id_token"), "response_type"),
    ("OIDC Core § 3.1.2.1", "/par", puts("scope", "profile"), "scope"),
    ("OIDC Core § 3.1.2.1", "/par", drops("nonce"), "state_or_nonce_missing"),
    ("RFC 6749 § 10.12", "/par", puts("state", "short"), "state_or_nonce_missing"),
    ("RFC 6749 § 4.1.1", "/par", puts("client_id", "another"), "client_id"),
    ("RFC 9449 § 5", "/token", _no_proof, "dpop_missing"),
    ("RFC 9449 § 4.3 point 6", "/token", _proof_of_another_key, "dpop_signature"),
    ("RFC 9449 § 4.3 point 4", "/token", proves(head={"typ": "JWT"}), "dpop_type"),
    ("RFC 9449 § 4.3 point 7", "/token", _private_key_in_proof, "dpop_type"),
    ("RFC 9449 § 4.3 point 8", "/token", proves(htm="GET"), "dpop_method"),
    ("RFC 9449 § 4.3 point 9", "/token", proves(htu="https://other.example/token"), "dpop_address"),
    ("RFC 9449 § 4.3 point 11", "/token", proves(iat=1), "dpop_old"),
    ("RFC 9449 § 11.1", "/token", proves(jti=None), "dpop_reused"),
    ("RFC 6749 § 4.1.3", "/token", puts("grant_type", "implicit"), "grant_type"),
    ("RFC 6749 § 4.1.3", "/token", puts("code", "another"), "code"),
    ("RFC 6749 § 4.1.3", "/token", puts("redirect_uri", CALLBACK + "x"), "redirect_uri"),
    ("RFC 7636 § 4.6", "/token", puts("code_verifier", "x" * 43), "verifier"),
    ("HelseID SK2", "/token", drops("client_assertion"), "assertion_missing"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("source", "path", "change", "rule"), BROKEN, ids=[f"{s} {p}: {r}" for s, p, _, r in BROKEN]
)
def test_the_provider_refuses_a_broken_client(
    helseid: Fake, sends: Callable[[str, Change], None], source: str, path: str, change: Change, rule: str
) -> None:
    sends(path, change)
    with pytest.raises(Refused) as refused:
        sign_in(helseid)
    assert helseid.refused == [rule]
    assert refused.value.code == {"/par": "declined_by_pushed", "/token": "declined_by_token"}[path]


def test_an_assertion_that_is_used_again_is_refused(
    helseid: Fake, sends: Callable[[str, Change], None]
) -> None:
    first: list[str] = []

    def again(_address: str, data: dict[str, str], _headers: dict[str, str]) -> None:
        if "client_assertion" in data:
            first.append(data["client_assertion"])
            data["client_assertion"] = first[0]

    sends("", again)
    with pytest.raises(Refused):
        sign_in(helseid)
    assert helseid.refused == ["assertion_reused"]


def test_a_proof_that_is_used_again_is_refused(helseid: Fake, sends: Callable[[str, Change], None]) -> None:
    first: list[str] = []

    def again(_address: str, _data: dict[str, str], headers: dict[str, str]) -> None:
        first.append(headers["DPoP"])
        headers["DPoP"] = first[0]

    sends("/token", again)
    sign_in(helseid)
    with pytest.raises(Refused):
        sign_in(helseid)
    assert helseid.refused == ["dpop_reused"]


def test_a_nonce_that_is_asked_for_and_not_given_is_refused(
    helseid: Fake, sends: Callable[[str, Change], None]
) -> None:
    helseid.demands_nonce = True
    sends("/token", proves(nonce=None))
    with pytest.raises(Refused):
        sign_in(helseid)
    assert helseid.refused == ["dpop_nonce", "dpop_nonce"]  # asked again once, and not more


def test_a_nonce_that_is_asked_for_is_given_with_a_new_assertion(helseid: Fake) -> None:
    helseid.demands_nonce = True
    assert sign_in(helseid).subject == "subject-1"
    assert helseid.refused == ["dpop_nonce"]


@pytest.mark.parametrize(
    ("change", "rule"),
    [(proves(), "dpop_other_key"), (proves(ath="x"), "dpop_token"), (proves(htm="POST"), "dpop_method")],
)
def test_userinfo_is_refused_without_the_right_proof(
    helseid: Fake, sends: Callable[[str, Change], None], change: Change, rule: str
) -> None:
    sends("/userinfo", change)
    with pytest.raises(Refused) as refused:
        sign_in(helseid, match="email")
    assert refused.value.code == "declined_by_userinfo"
    assert helseid.refused == [rule]


def test_a_request_that_is_not_pushed_is_refused(helseid: Fake) -> None:
    address, _attempt = Client(agreed_with(helseid), clock=now, loopback=True).begin(CALLBACK)
    for query in (
        {"client_id": "borealis", "scope": "openid"},
        {"client_id": "borealis", "request_uri": "x"},
    ):
        response = requests.get(f"{helseid.address}/authorize?{urlencode(query)}", timeout=5)
        assert response.status_code == 400
    assert helseid.refused == ["par_missing", "request_uri"]
    assert browser(address)["iss"] == helseid.issuer


def test_a_request_that_was_pushed_works_once(helseid: Fake) -> None:
    address, _attempt = Client(agreed_with(helseid), clock=now, loopback=True).begin(CALLBACK)
    browser(address)
    assert requests.get(address, timeout=5, allow_redirects=False).status_code == 400
    assert helseid.refused == ["request_uri"]


@pytest.mark.parametrize(
    ("seconds", "rule"), [(-120, "assertion_expired"), (120, "assertion_lasts_too_long")]
)
def test_a_clock_out_of_step_is_refused(helseid: Fake, seconds: int, rule: str) -> None:
    """HelseID FK4: the clock of the client is kept in step."""
    client = Client(agreed_with(helseid), clock=lambda: now() + dt.timedelta(seconds=seconds), loopback=True)
    with pytest.raises(Refused):
        client.begin(CALLBACK)
    assert helseid.refused == [rule]


def test_a_wrong_secret_is_refused(plain: Fake) -> None:
    with pytest.raises(Refused) as refused:
        sign_in(plain, secret="wrong")
    assert refused.value.code == "declined_by_token"
    assert plain.refused == ["secret"]


def test_what_is_sent_never_repeats_between_two_attempts(helseid: Fake) -> None:
    client = Client(agreed_with(helseid), clock=now, loopback=True)
    one, two = client.begin(CALLBACK)[1], client.begin(CALLBACK)[1]
    for name in ("state", "nonce", "verifier", "dpop_key"):
        assert getattr(one, name) != getattr(two, name)
        assert len(str(getattr(one, name))) >= 43
    assert replace(one, state=two.state) != two


def test_the_address_that_the_browser_sees_holds_no_more_than_a_handle(helseid: Fake) -> None:
    """FAPI 2.0 § 5.3.3.2: nothing of the request travels by the browser."""
    address, attempt = Client(agreed_with(helseid), clock=now, loopback=True).begin(CALLBACK)
    assert set(parse(address)) == {"client_id", "request_uri"}
    assert attempt.state not in address
    assert hashlib.sha256(attempt.verifier.encode()).hexdigest() not in address


def parse(address: str) -> dict[str, str]:
    return dict(parse_qsl(urlsplit(address).query))
