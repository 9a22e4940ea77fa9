"""Calling a provider: https only, short waits, small answers, JSON alone, and never a redirect."""

from __future__ import annotations

import json
import os
import time
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import requests
from requests.utils import get_environ_proxies

from borealis.people.providers.rules import Refused
from borealis.people.providers.rules.metadata import is_safe_address

CONNECT_SECONDS, READ_SECONDS, WHOLE_SECONDS = 4.0, 6.0, 10.0
LARGEST_ANSWER = 256 * 1024


@dataclass(frozen=True)
class Answer:
    """What came back: the status, the object in it, and the nonce that the next proof shall hold (RFC 9449 § 8)."""

    status: int
    body: Mapping[str, Any]
    nonce: str
    challenge: str


def call(
    method: str,
    address: str,
    *,
    loopback: bool,
    data: Mapping[str, str] | None = None,
    headers: Mapping[str, str] | None = None,
) -> Answer:
    """Call an address and read a JSON object; every fault is a refusal with a code.

    The environment gives a proxy and a bundle of certificates and nothing else: no password files, no
    cookies. ``loopback`` allows http to this machine, for tests.
    """
    if not is_safe_address(address, loopback=loopback):
        raise Refused("address", address[:100])
    deadline = time.monotonic() + WHOLE_SECONDS
    with requests.Session() as session:
        session.trust_env = False
        try:
            response = session.request(
                method,
                address,
                data=data,
                headers={"Accept": "application/json", **(headers or {})},
                timeout=(CONNECT_SECONDS, READ_SECONDS),
                allow_redirects=False,
                stream=True,
                proxies=get_environ_proxies(address),
                verify=os.environ.get("REQUESTS_CA_BUNDLE") or True,
            )
            with response:
                return _read(response, deadline)
        except requests.Timeout:
            raise Refused("too_slow", address[:100]) from None
        except (requests.RequestException, OSError) as error:
            raise Refused("unreachable", f"{address[:100]}: {type(error).__name__}") from None


def _read(response: requests.Response, deadline: float) -> Answer:
    """Read no more than is allowed, for no longer than is allowed."""
    if 300 <= response.status_code < 400:
        raise Refused("redirected", str(response.status_code))
    if response.status_code >= 500:
        raise Refused("http_status", str(response.status_code))
    text = b""
    for piece in response.iter_content(8192):
        text += piece
        if len(text) > LARGEST_ANSWER:
            raise Refused("answer_too_large")
        if time.monotonic() > deadline:
            raise Refused("too_slow", "the answer dripped")
    kind = response.headers.get("Content-Type", "").split(";")[0].strip().lower()
    if kind not in ("application/json", "application/jwk-set+json"):
        raise Refused("not_json", kind[:60])
    try:
        body = json.loads(text)
    except (ValueError, RecursionError):
        raise Refused("not_json", "malformed") from None
    if not isinstance(body, dict):
        raise Refused("not_json", "not an object")
    return Answer(
        response.status_code,
        body,
        response.headers.get("DPoP-Nonce", "")[:500],
        response.headers.get("WWW-Authenticate", "")[:500],
    )
