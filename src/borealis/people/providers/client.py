"""The one client: begins an attempt at a provider, and finishes it when the browser comes back."""

from __future__ import annotations

import datetime as dt
import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from borealis.people.providers import rules, wire
from borealis.people.providers.rules import Account, Attempt, Metadata, Provider, Refused
from borealis.people.providers.rules.metadata import metadata_address

Clock = Callable[[], dt.datetime]
METADATA_LASTS = dt.timedelta(hours=24)  # HelseID FK2
KEYS_LAST = dt.timedelta(hours=24)
REST = dt.timedelta(
    seconds=10
)  # a provider that did not answer is not asked, so that nobody else waits for it
KEYS_NOT_AGAIN_FOR = dt.timedelta(minutes=1)  # an unknown key makes us ask again, but not at every call


@dataclass(frozen=True)
class _Kept:
    """Something fetched, and when."""

    value: Any
    at: dt.datetime

    def lasts(self, now: dt.datetime, how_long: dt.timedelta) -> bool:
        """Whether it is still fresh; a clock that was put back makes it stale."""
        return self.at <= now < self.at + how_long


_kept: dict[tuple[str, str], _Kept] = {}
_silent: dict[str, dt.datetime] = {}  # when a provider last did not answer, by issuer
_lock = threading.Lock()


def forget() -> None:
    """Fetch everything anew from now on."""
    with _lock:
        _kept.clear()
        _silent.clear()


@dataclass(frozen=True)
class Client:
    """Borealis as a client of one provider. ``loopback`` allows http to this machine, for tests."""

    provider: Provider
    clock: Clock
    loopback: bool = False

    def begin(self, redirect_uri: str) -> tuple[str, Attempt]:
        """Where to send the browser, and what to remember until it comes back.

        The request is pushed (RFC 9126) when the provider offers it; HelseID demands it.
        """
        metadata = self.metadata()
        attempt = rules.new_attempt(self.provider, redirect_uri=redirect_uri, now=self.clock())
        request = rules.authorisation_request(self.provider, attempt)
        if metadata.pushed:
            parameters, headers = rules.authentication(self.provider, now=self.clock())
            answer = self._call("POST", metadata.pushed, data={**request, **parameters}, headers=headers)
            request_uri = rules.check_pushed(_accepted(answer, "pushed"))
            request = {"client_id": self.provider.client_id, "request_uri": request_uri}
        return rules.onward_address(metadata, request), attempt

    def finish(self, attempt: Attempt, answer: Mapping[str, str]) -> Account:
        """The account that came back, or a refusal."""
        metadata = self.metadata()
        code = rules.check_answer(self.provider, metadata, attempt, answer, now=self.clock())
        id_token, access_token = self._tokens(metadata, attempt, code)
        claims = self._claims(metadata, id_token)
        subject = rules.check_id_token(
            self.provider, attempt, claims, access_token=access_token, now=self.clock()
        )
        rules.check_level(self.provider, claims)
        if self.provider.match == "email" and "email" not in claims and metadata.userinfo and access_token:
            said = rules.check_userinfo(subject, self._userinfo(metadata, attempt, access_token))
            claims |= {name: said[name] for name in ("email", "email_verified") if name in said}
        return rules.account_of(self.provider, subject, claims)

    def metadata(self) -> Metadata:
        """What the provider says of itself, kept for a day."""
        said = self._fetch("metadata", metadata_address(self.provider.issuer), METADATA_LASTS)
        return rules.read_metadata(self.provider, said, loopback=self.loopback)

    def kept_metadata(self) -> Metadata | None:
        """The same if it is at hand, without asking for it."""
        kept = _kept.get((self.provider.issuer, "metadata"))
        return rules.read_metadata(self.provider, kept.value, loopback=self.loopback) if kept else None

    def said_metadata(self) -> Mapping[str, Any]:
        """The provider's metadata as they are, fetched now."""
        return _accepted(self._call("GET", metadata_address(self.provider.issuer)), "metadata")

    def keys(self, metadata: Metadata, *, fresh: bool = False) -> Mapping[str, Any]:
        """The provider's keys, kept for a day. ``fresh`` fetches them again, at most once a minute."""
        return self._fetch("keys", metadata.keys, KEYS_NOT_AGAIN_FOR if fresh else KEYS_LAST)

    def _claims(self, metadata: Metadata, id_token: str) -> dict[str, Any]:
        try:
            return rules.id_token_claims(self.provider, id_token, self.keys(metadata))
        except Refused as refused:
            if refused.code != "key_unknown":
                raise
        return rules.id_token_claims(self.provider, id_token, self.keys(metadata, fresh=True))

    def _tokens(self, metadata: Metadata, attempt: Attempt, code: str) -> tuple[str, str]:
        """Trade the code for tokens; once more when the provider asks for a nonce in the proof (RFC 9449 § 8)."""
        answer = self._ask_for_tokens(metadata, attempt, code, nonce="")
        if attempt.dpop_key and answer.body.get("error") == "use_dpop_nonce" and answer.nonce:
            answer = self._ask_for_tokens(metadata, attempt, code, nonce=answer.nonce)
        return rules.check_tokens(self.provider, _accepted(answer, "token"))

    def _ask_for_tokens(self, metadata: Metadata, attempt: Attempt, code: str, *, nonce: str) -> wire.Answer:
        now = self.clock()
        parameters, headers = rules.authentication(self.provider, now=now)
        if attempt.dpop_key:
            headers["DPoP"] = rules.dpop_proof(
                attempt.dpop_key, method="POST", address=metadata.token, now=now, nonce=nonce
            )
        data = {**rules.token_request(attempt, code), **parameters}
        return self._call("POST", metadata.token, data=data, headers=headers)

    def _userinfo(self, metadata: Metadata, attempt: Attempt, token: str) -> Mapping[str, Any]:
        """What the provider says of the person (OIDC Core § 5.3), with a proof where agreed (RFC 9449 § 7)."""
        answer = self._ask_for_userinfo(metadata, attempt, token, nonce="")
        if attempt.dpop_key and "use_dpop_nonce" in answer.challenge and answer.nonce:
            answer = self._ask_for_userinfo(metadata, attempt, token, nonce=answer.nonce)
        return _accepted(answer, "userinfo")

    def _ask_for_userinfo(
        self, metadata: Metadata, attempt: Attempt, token: str, *, nonce: str
    ) -> wire.Answer:
        headers = {"Authorization": f"Bearer {token}"}
        if attempt.dpop_key:
            proof = rules.dpop_proof(
                attempt.dpop_key,
                method="GET",
                address=metadata.userinfo,
                now=self.clock(),
                nonce=nonce,
                token=token,
            )
            headers = {"Authorization": f"DPoP {token}", "DPoP": proof}
        return self._call("GET", metadata.userinfo, headers=headers)

    def _fetch(self, what: str, address: str, lasts: dt.timedelta) -> Mapping[str, Any]:
        place = (self.provider.issuer, what)
        kept = _kept.get(place)
        if kept is None or not kept.lasts(self.clock(), lasts):
            body = _accepted(self._call("GET", address), what)
            if what == "metadata":
                rules.read_metadata(self.provider, body, loopback=self.loopback)  # what is bad is not kept
            kept = _Kept(body, self.clock())
            with _lock:
                _kept[place] = kept
        found: Mapping[str, Any] = kept.value
        return found

    def _call(self, method: str, address: str, **more: Any) -> wire.Answer:
        """Call the provider, unless it has just been silent: a few waiting calls would stop every page."""
        silent = _silent.get(self.provider.issuer)
        if silent and silent <= self.clock() < silent + REST:
            raise Refused("unreachable", "did not answer a moment ago")
        try:
            return wire.call(method, address, loopback=self.loopback, **more)
        except Refused as refused:
            if refused.code in ("unreachable", "too_slow"):
                with _lock:
                    _silent[self.provider.issuer] = self.clock()
            raise


def _accepted(answer: wire.Answer, what: str) -> Mapping[str, Any]:
    """The object in an answer that says yes."""
    if answer.status not in (200, 201):
        error = answer.body.get("error")
        code = "declined_by_" + what if isinstance(error, str) else "http_status"
        raise Refused(code, f"{what}: {answer.status} {str(error)[:60]}")
    return answer.body
