"""A web server as in real use: Borealis with HTTPS settings, and a front with TLS before it on this machine."""

from __future__ import annotations

import datetime as dt
import http.client
import ipaddress
import os
import shutil
import socket
import ssl
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from tests import telling
from tests.security.observatory import Answer

ROOT = Path(__file__).resolve().parent.parent.parent
_OF_ONE_CONNECTION = {"connection", "transfer-encoding", "keep-alive"}


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def environment(home: Path, **more: str) -> dict[str, str]:
    """The surroundings of a place that runs Borealis, without those of the test run."""
    kept = {
        name: value for name, value in os.environ.items() if not name.startswith(("BOREALIS_", "DJANGO_"))
    }
    return {**kept, "PYTHONPATH": str(ROOT / "src"), "BOREALIS_HOME": str(home), **more}


def run(home: Path, *arguments: str, **more: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", *arguments],
        env=environment(home, **more),
        cwd=home,
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )


def certificate(folder: Path) -> Path:
    """A key and a certificate of our own for localhost, in one file."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "localhost")])
    now = dt.datetime.now(dt.UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - dt.timedelta(minutes=5))
        .not_valid_after(now + dt.timedelta(days=1))
        .add_extension(
            x509.SubjectAlternativeName(
                [x509.DNSName("localhost"), x509.IPAddress(ipaddress.ip_address("127.0.0.1"))]
            ),
            critical=False,
        )
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    path = folder / "tls.pem"
    private = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    path.write_bytes(private + made.public_bytes(serialization.Encoding.PEM))
    return path


def _front(inner: int, scheme: str) -> ThreadingHTTPServer:
    class Front(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def answer(self) -> None:
            length = int(self.headers.get("Content-Length") or 0)
            connection = http.client.HTTPConnection("127.0.0.1", inner, timeout=30)
            headers = {name: value for name, value in self.headers.items() if "forwarded" not in name.lower()}
            headers |= {"X-Forwarded-Proto": scheme, "X-Forwarded-For": self.client_address[0]}
            connection.request(self.command, self.path, self.rfile.read(length), headers)
            got = connection.getresponse()
            body = got.read()
            self.send_response_only(got.status, got.reason)
            for name, value in got.getheaders():
                if name.lower() not in _OF_ONE_CONNECTION | {"content-length"}:
                    self.send_header(name, value)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)
            connection.close()

        do_GET = do_POST = do_HEAD = do_OPTIONS = answer

        def log_message(self, *arguments: object) -> None:
            pass

    return ThreadingHTTPServer(("127.0.0.1", 0), Front)


@dataclass
class Site:
    """Where the pages are, over https and over http, and a browser's cookies."""

    secure: int
    plain: int
    inner: int
    trust: ssl.SSLContext

    def get(self, path: str, *, method: str = "GET", body: str = "", **headers: str) -> Answer:
        connection = http.client.HTTPSConnection("localhost", self.secure, timeout=30, context=self.trust)
        return self._ask(connection, f"https://localhost:{self.secure}{path}", path, method, body, headers)

    def get_plain(self, path: str, **headers: str) -> Answer:
        connection = http.client.HTTPConnection("localhost", self.plain, timeout=30)
        return self._ask(connection, f"http://localhost:{self.plain}{path}", path, "GET", "", headers)

    def get_past_the_front(self, path: str, **headers: str) -> Answer:
        connection = http.client.HTTPConnection("127.0.0.1", self.inner, timeout=30)
        return self._ask(connection, f"http://localhost:{self.inner}{path}", path, "GET", "", headers)

    def _ask(
        self,
        connection: http.client.HTTPConnection,
        url: str,
        path: str,
        method: str,
        body: str,
        headers: Mapping[str, str],
    ) -> Answer:
        sent = {name.replace("_", "-"): value for name, value in headers.items()}
        connection.request(method, path, body.encode() or None, sent)
        got = connection.getresponse()
        answer = Answer(
            url, got.status, tuple((name.lower(), value) for name, value in got.getheaders()), got.read()
        )
        connection.close()
        return answer


@contextmanager
def site() -> Iterator[Site]:
    """The demonstration, served as in real use behind TLS."""
    home = Path(tempfile.mkdtemp(prefix="borealis-front-"))
    shutil.copytree(telling.folder(), home, dirs_exist_ok=True)
    inner = free_port()
    surroundings = environment(home, BOREALIS_DEMO="1", BOREALIS_HTTPS="1", BOREALIS_HOSTS="localhost")
    with (home / "log").open("w") as log:
        server = subprocess.Popen(
            [sys.executable, "-m", "borealis", "serve", "--port", str(inner)],
            env=surroundings,
            cwd=home,
            stdout=log,
            stderr=log,
        )
    pem = certificate(home)
    secure, plain = _front(inner, "https"), _front(inner, "http")
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.minimum_version = ssl.TLSVersion.TLSv1_2
    context.load_cert_chain(pem)
    secure.socket = context.wrap_socket(secure.socket, server_side=True)
    for front in (secure, plain):
        threading.Thread(target=front.serve_forever, daemon=True).start()
    try:
        _wait_for(inner, server, home)
        trust = ssl.create_default_context(cafile=str(pem))
        yield Site(secure.server_address[1], plain.server_address[1], inner, trust)
    finally:
        for front in (secure, plain):
            front.shutdown()
            front.server_close()
        server.terminate()
        server.wait(timeout=20)
        shutil.rmtree(home, ignore_errors=True)


def _wait_for(port: int, server: subprocess.Popen[bytes], home: Path) -> None:
    for _ in range(1200):
        assert server.poll() is None, (home / "log").read_text()
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.1)
    raise AssertionError("the server did not start")
