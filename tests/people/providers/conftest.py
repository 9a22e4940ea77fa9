"""A running provider of each kind, and Borealis as its client."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import replace
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import pytest
import requests

from borealis.people.providers import client as client_module
from borealis.people.providers.client import Client
from borealis.people.providers.rules import Account, Provider, new_private_key, public_part
from tests.people.providers.fake import Fake, running

CALLBACK = "http://testserver/logg-inn/med/prove/svar/"
CLIENT_KEY = new_private_key("EC")
HPR = "helseid://claims/hpr/hpr_number"
LEVEL = "helseid://claims/identity/security_level"


def now() -> dt.datetime:
    return dt.datetime.now(dt.UTC)


@pytest.fixture(autouse=True)
def _nothing_kept() -> Iterator[None]:
    client_module.forget()
    yield
    client_module.forget()


@pytest.fixture
def plain() -> Iterator[Fake]:
    """A plain provider of OpenID Connect, with a secret."""
    with running(Fake(secret="a secret & more")) as fake:
        yield fake


@pytest.fixture
def helseid() -> Iterator[Fake]:
    """A provider by HelseID's profile, with proofs of possession."""
    fake = Fake(client_key=public_part(CLIENT_KEY), strict=True, dpop=True)
    fake.person = {"sub": "subject-1", HPR: "123456789", LEVEL: "4"}
    with running(fake):
        yield fake


def agreed_with(fake: Fake, **changes: Any) -> Provider:
    """What was agreed with a provider."""
    common = Provider(
        id="prove", name="Prøve", issuer=fake.issuer, client_id=fake.client_id, secret=fake.secret
    )
    if fake.strict:
        common = replace(
            common,
            profile="helseid",
            key=CLIENT_KEY,
            algorithms=("PS256", "ES256"),
            match="hpr_number",
            level="4",
            levels=("2", "3", "4"),
            dpop=fake.dpop,
        )
    return replace(common, **changes)


def browser(address: str) -> dict[str, str]:
    """Follow the address to the provider, and give what the browser comes back with."""
    response = requests.get(address, allow_redirects=False, timeout=5)
    assert response.status_code == 302, response.text
    return dict(parse_qsl(urlsplit(response.headers["Location"]).query))


def sign_in(fake: Fake, **changes: Any) -> Account:
    """The whole way: begin, sign in at the provider, come back."""
    client = Client(agreed_with(fake, **changes), clock=now, loopback=True)
    address, attempt = client.begin(CALLBACK)
    return client.finish(attempt, browser(address))
