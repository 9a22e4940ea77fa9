"""Checking what the provider answers, all but the id token itself."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

from borealis.people.providers.rules.metadata import Metadata
from borealis.people.providers.rules.provider import Provider
from borealis.people.providers.rules.refusals import Refused
from borealis.people.providers.rules.requests import Attempt

ATTEMPT_SECONDS = 600
SKEW_SECONDS = 30  # how far apart the clocks may be; HelseID (FK4) demands that they are kept in step
LONGEST_WORD = 4096


def check_answer(
    provider: Provider,
    metadata: Metadata,
    attempt: Attempt,
    answer: Mapping[str, str],
    *,
    now: dt.datetime,
) -> str:
    """The code in what the browser came back with, when it answers our own attempt."""
    if answer.get("state") != attempt.state:  # RFC 6749 § 10.12
        raise Refused("attempt_unknown")
    if attempt.provider != provider.id:  # RFC 9700 § 4.4.2: an address of return for each provider
        raise Refused("provider_differs", attempt.provider)
    age = now.timestamp() - attempt.began
    if age > ATTEMPT_SECONDS:
        raise Refused("attempt_too_old", f"{age:.0f} s")
    if age < -SKEW_SECONDS:
        raise Refused("attempt_from_the_future", f"{age:.0f} s")
    said = answer.get("iss")
    if said is None and metadata.says_issuer:  # RFC 9207 § 2.4
        raise Refused("issuer_missing")
    if said is not None and said != provider.issuer:
        raise Refused("issuer_differs", "iss in the answer")
    if "error" in answer:
        raise Refused(_explained(answer["error"]), answer["error"][:60])
    code = answer.get("code", "")
    if not 0 < len(code) <= LONGEST_WORD:
        raise Refused("code_missing")
    return code


def _explained(error: str) -> str:
    """The code of a refusal for an error that the provider gave (RFC 6749 § 4.1.2.1)."""
    return {"access_denied": "declined", "temporarily_unavailable": error}.get(error, "provider_error")


def check_pushed(answer: Mapping[str, Any]) -> str:
    """The address of a request that was pushed (RFC 9126 § 2.2)."""
    found = answer.get("request_uri")
    if not isinstance(found, str) or not 0 < len(found) <= LONGEST_WORD:
        raise Refused("request_uri_missing")
    return found


def check_tokens(provider: Provider, answer: Mapping[str, Any]) -> tuple[str, str]:
    """The id token and the access token ("" when none) of an answer (OIDC Core § 3.1.3.3).

    Where proofs of possession are agreed, a token that anyone could use is refused (RFC 9449 § 5).
    """
    id_token, access = answer.get("id_token"), answer.get("access_token", "")
    if not isinstance(id_token, str) or not id_token:
        raise Refused("id_token_missing")
    kind = str(answer.get("token_type", "")).lower()
    if not isinstance(access, str) or kind != ("dpop" if provider.dpop else "bearer"):
        raise Refused("token_type", kind[:20])
    return id_token, access


def check_userinfo(subject: str, answer: Mapping[str, Any]) -> Mapping[str, Any]:
    """What is said of the person apart from the id token; the subject must be the same (OIDC Core § 5.3.2)."""
    if answer.get("sub") != subject:
        raise Refused("userinfo_subject")
    return answer
