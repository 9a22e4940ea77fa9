"""A provider of sign-in on this machine: real HTTP, real keys, and strict.

It refuses each rule that a client could break, and names the rule in ``refused``. It can be told to lie:
``lies`` holds, by name, a function that changes what it was about to say.
"""

from __future__ import annotations

import base64
import hashlib
import json
import secrets
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, parse_qsl, unquote_plus, urlencode, urlsplit

from joserfc import jws, jwt
from joserfc.errors import JoseError
from joserfc.jwk import ECKey, RSAKey, import_key

RSA = RSAKey.generate_key(2048, {"use": "sig", "alg": "RS256"}, auto_kid=True)
EC = ECKey.generate_key("P-256", {"use": "sig", "alg": "ES256"}, auto_kid=True)
OTHER = ECKey.generate_key("P-256", {"use": "sig", "alg": "ES256"}, auto_kid=True)
CODE_SECONDS = 60  # FAPI 2.0 § 5.3.2.1: at most 60
ASSERTION_TYPE = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"


class Broken(Exception):
    """The client broke a rule; the argument is its name."""


def digest(text: str) -> str:
    return base64.urlsafe_b64encode(hashlib.sha256(text.encode()).digest()).rstrip(b"=").decode()


@dataclass
class Fake:
    """What the provider has agreed with its one client, whom it will say came, and how it lies."""

    client_id: str = "borealis"
    secret: str = ""
    client_key: dict[str, Any] | None = None  # the public part
    redirect_uris: tuple[str, ...] = ("http://testserver/logg-inn/med/prove/svar/",)
    strict: bool = False
    dpop: bool = False
    demands_nonce: bool = False
    person: dict[str, Any] = field(default_factory=lambda: {"sub": "subject-1"})
    userinfo: dict[str, Any] = field(default_factory=dict)
    signing_key: Any = field(default_factory=lambda: EC)
    lies: dict[str, Callable[[Any], Any]] = field(default_factory=dict)
    raw: dict[str, tuple[int, str, bytes]] = field(default_factory=dict)
    slow: dict[str, float] = field(default_factory=dict)
    refused: list[str] = field(default_factory=list)
    asked: list[str] = field(default_factory=list)
    address: str = ""
    nonce: str = field(default_factory=lambda: secrets.token_urlsafe(8))
    _pushed: dict[str, dict[str, str]] = field(default_factory=dict)
    _codes: dict[str, tuple[dict[str, str], float]] = field(default_factory=dict)
    _tokens: dict[str, str] = field(default_factory=dict)
    _seen: set[str] = field(default_factory=set)

    @property
    def issuer(self) -> str:
        return self.address

    def lied(self, what: str, truth: Any) -> Any:
        return self.lies[what](truth) if what in self.lies else truth

    # What it says of itself

    def metadata(self) -> dict[str, Any]:
        said = {
            "issuer": self.issuer,
            "authorization_endpoint": self.address + "/authorize",
            "token_endpoint": self.address + "/token",
            "jwks_uri": self.address + "/jwks",
            "userinfo_endpoint": self.address + "/userinfo",
            "end_session_endpoint": self.address + "/end",
            "response_types_supported": ["code"],
            "code_challenge_methods_supported": ["S256"],
            "id_token_signing_alg_values_supported": ["ES256", "RS256"],
            "token_endpoint_auth_methods_supported": ["private_key_jwt", "client_secret_basic"],
        }
        if self.strict:
            said["pushed_authorization_request_endpoint"] = self.address + "/par"
            said["authorization_response_iss_parameter_supported"] = True
        if self.dpop:
            said["dpop_signing_alg_values_supported"] = ["ES256"]
        return said

    def jwks(self) -> dict[str, Any]:
        return {"keys": [self.signing_key.as_dict(private=False)]}

    # Checking the client

    def authenticate(self, data: dict[str, str], headers: Any) -> None:
        """RFC 7523 § 3 and FAPI 2.0 § 5.3.2.1, or a secret by HTTP Basic (RFC 6749 § 2.3.1)."""
        if self.client_key is None:
            expected = f"{self.client_id}:{self.secret}"
            kind, _, given = headers.get("Authorization", "").partition(" ")
            pair = base64.b64decode(given).decode().split(":")
            if kind != "Basic" or ":".join(unquote_plus(part) for part in pair) != expected:
                raise Broken("secret")
            return
        if data.get("client_assertion_type") != ASSERTION_TYPE or "client_assertion" not in data:
            raise Broken("assertion_missing")
        try:
            token = jwt.decode(
                data["client_assertion"], import_key(self.client_key), algorithms=["ES256", "PS256"]
            )
        except (JoseError, ValueError):
            raise Broken("assertion_signature") from None
        claims, now = token.claims, time.time()
        if self.strict and token.header.get("typ") != "client-authentication+jwt":
            raise Broken("assertion_type")
        if claims.get("iss") != self.client_id or claims.get("sub") != self.client_id:
            raise Broken("assertion_subject")
        if claims.get("aud") != self.issuer:
            raise Broken("assertion_audience")
        if claims.get("exp", 0) < now:
            raise Broken("assertion_expired")
        if claims["exp"] > now + 60:
            raise Broken("assertion_lasts_too_long")
        if claims.get("iat", 1e12) > now + 10 or claims.get("nbf", 1e12) > now + 10:
            raise Broken("assertion_from_the_future")
        if not claims.get("jti") or "a" + claims["jti"] in self._seen:
            raise Broken("assertion_reused")
        self._seen.add("a" + claims["jti"])

    def check_request(self, request: dict[str, str]) -> dict[str, str]:
        """OIDC Core § 3.1.2.2, RFC 7636 § 4.4.1, FAPI 2.0 § 5.3.2.2."""
        if request.get("client_id") != self.client_id:
            raise Broken("client_id")
        if request.get("response_type") != "code":
            raise Broken("response_type")
        if "openid" not in request.get("scope", "").split():
            raise Broken("scope")
        if request.get("redirect_uri") not in self.redirect_uris:
            raise Broken("redirect_uri")
        if not request.get("code_challenge"):
            raise Broken("pkce_missing")
        if request.get("code_challenge_method") != "S256":
            raise Broken("pkce_plain")
        if len(request.get("state", "")) < 16 or len(request.get("nonce", "")) < 16:
            raise Broken("state_or_nonce_missing")
        return request

    def check_proof(self, method: str, path: str, headers: Any, token: str = "") -> str:
        """RFC 9449 § 4.3; gives the thumbprint of the key (RFC 7638)."""
        proofs = headers.get_all("DPoP") or []
        if len(proofs) != 1:
            raise Broken("dpop_missing")
        try:
            header = jws.extract_compact(proofs[0].encode()).protected
            key = import_key(header["jwk"])
            claims = jwt.decode(proofs[0], key, algorithms=["ES256"]).claims
        except (JoseError, ValueError, KeyError):
            raise Broken("dpop_signature") from None
        if header.get("typ") != "dpop+jwt" or key.is_private:
            raise Broken("dpop_type")
        if claims.get("htm") != method:
            raise Broken("dpop_method")
        if claims.get("htu") != self.address + path:
            raise Broken("dpop_address")
        if abs(claims.get("iat", 0) - time.time()) > 30:
            raise Broken("dpop_old")
        if not claims.get("jti") or "d" + claims["jti"] in self._seen:
            raise Broken("dpop_reused")
        self._seen.add("d" + claims["jti"])
        if self.demands_nonce and claims.get("nonce") != self.nonce:
            raise Broken("dpop_nonce")
        if token and claims.get("ath") != digest(token):
            raise Broken("dpop_token")
        return key.thumbprint()

    # Its pages

    def push(self, data: dict[str, str], headers: Any) -> dict[str, Any]:
        self.authenticate(data, headers)
        if "request_uri" in data:
            raise Broken("request_uri_pushed")
        name = "urn:ietf:params:oauth:request_uri:" + secrets.token_urlsafe(16)
        self._pushed[name] = self.check_request(data)
        return {"request_uri": name, "expires_in": 60}

    def authorise(self, query: dict[str, str]) -> str:
        """The person signs in, and the browser is sent back."""
        if self.strict:
            if "request_uri" not in query:
                raise Broken("par_missing")
            request = self._pushed.pop(query["request_uri"], None)
            if request is None or query.get("client_id") != self.client_id:
                raise Broken("request_uri")
        else:
            request = self.check_request(query)
        code = secrets.token_urlsafe(16)
        self._codes[code] = (request, time.time())
        answer = {"code": code, "state": request["state"]}
        if self.strict:
            answer["iss"] = self.issuer
        return request["redirect_uri"] + "?" + urlencode(self.lied("answer", answer))

    def tokens(self, data: dict[str, str], headers: Any) -> dict[str, Any]:
        self.authenticate(data, headers)
        thumbprint = self.check_proof("POST", "/token", headers) if self.dpop else ""
        if data.get("grant_type") != "authorization_code":
            raise Broken("grant_type")
        request, made = self._codes.pop(data.get("code", ""), ({}, 0.0))
        if not request or time.time() > made + CODE_SECONDS:
            raise Broken("code")  # unknown, used before, or too old
        if data.get("redirect_uri") != request["redirect_uri"]:
            raise Broken("redirect_uri")
        if digest(data.get("code_verifier", "")) != request["code_challenge"]:
            raise Broken("verifier")
        access = secrets.token_urlsafe(24)
        self._tokens[access] = thumbprint
        answer = {
            "access_token": access,
            "token_type": "DPoP" if self.dpop else "Bearer",
            "expires_in": 600,
            "id_token": self.id_token(request, access),
        }
        return dict(self.lied("tokens", answer))

    def id_token(self, request: dict[str, str], access: str) -> str:
        now = int(time.time())
        half = hashlib.sha256(access.encode()).digest()[:16]
        claims = {
            "iss": self.issuer,
            "aud": self.client_id,
            "iat": now,
            "exp": now + 300,
            "nonce": request["nonce"],
            "at_hash": base64.urlsafe_b64encode(half).rstrip(b"=").decode(),
            **self.person,
        }
        if "max_age" in request:
            claims["auth_time"] = now
        key = self.lied("key", self.signing_key)
        header = self.lied("header", {"alg": key.alg, "kid": key.kid})
        return str(jwt.encode(header, self.lied("id_token", claims), key, algorithms=[header["alg"]]))

    def about(self, headers: Any) -> dict[str, Any]:
        kind, _, token = headers.get("Authorization", "").partition(" ")
        if token not in self._tokens or kind != ("DPoP" if self.dpop else "Bearer"):
            raise Broken("access_token")
        if self.dpop and self.check_proof("GET", "/userinfo", headers, token) != self._tokens[token]:
            raise Broken("dpop_other_key")
        return dict(self.lied("userinfo", {"sub": self.person.get("sub"), **self.userinfo}))


class _Page(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.0"
    fake: Fake

    def do_GET(self) -> None:
        self._answer({})

    def do_POST(self) -> None:
        length = int(self.headers.get("Content-Length", "0"))
        given = parse_qs(self.rfile.read(length).decode(), strict_parsing=True)
        self._answer({name: values[0] for name, values in given.items()})

    def _answer(self, data: dict[str, str]) -> None:
        fake, parts = self.fake, urlsplit(self.path)
        path = parts.path
        fake.asked.append(path)
        time.sleep(fake.slow.get(path, 0))
        if path in fake.raw:
            self._send(*fake.raw[path])
            return
        try:
            if path == "/authorize":
                self._send(302, "text/plain", b"", Location=fake.authorise(dict(parse_qsl(parts.query))))
                return
            said = {
                "/.well-known/openid-configuration": lambda: fake.lied("metadata", fake.metadata()),
                "/jwks": lambda: fake.lied("jwks", fake.jwks()),
                "/par": lambda: fake.lied("pushed", fake.push(data, self.headers)),
                "/token": lambda: fake.tokens(data, self.headers),
                "/userinfo": lambda: fake.about(self.headers),
            }[path]()
            self._send(201 if path == "/par" else 200, "application/json", json.dumps(said).encode())
        except Broken as broken:
            self._refuse(str(broken), path)

    def _refuse(self, rule: str, path: str) -> None:
        self.fake.refused.append(rule)
        if rule == "dpop_nonce":
            status = 401 if path == "/userinfo" else 400
            more = {"DPoP-Nonce": self.fake.nonce, "WWW-Authenticate": 'DPoP error="use_dpop_nonce"'}
            self._send(status, "application/json", b'{"error": "use_dpop_nonce"}', **more)
        else:
            said = json.dumps({"error": "invalid_request", "error_description": rule})
            self._send(400, "application/json", said.encode())

    def _send(self, status: int, kind: str, body: bytes, **headers: str) -> None:
        self.send_response(status)
        self.send_header("Content-Type", kind)
        for name, value in headers.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *arguments: Any) -> None:
        """Say nothing."""


class _Server(ThreadingHTTPServer):
    daemon_threads = True

    def handle_error(self, *arguments: Any) -> None:
        """A client that hung up is no fault."""


@contextmanager
def running(fake: Fake) -> Iterator[Fake]:
    """The provider, answering on this machine until the end of the block."""
    server = _Server(("127.0.0.1", 0), type("Page", (_Page,), {"fake": fake}))
    fake.address = f"http://127.0.0.1:{server.server_port}"
    thread = threading.Thread(target=lambda: server.serve_forever(0.01), daemon=True)
    thread.start()
    try:
        yield fake
    finally:
        server.shutdown()
        server.server_close()
        thread.join(10)
