"""A passkey in a real browser: invited, made, signed out, signed in with it, and used as proof."""

from __future__ import annotations

import os
import socket
import sqlite3
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from django.db import connection
from playwright.sync_api import Browser, Page
from pytest_django import DjangoDbBlocker

from tests import processes
from tests.browser.look import LONGEST_MS, WIDTHS, Window, look, open_context

pytestmark = pytest.mark.browser
DEVICE = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}


@pytest.fixture(scope="module")
def home(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Path:
    """A folder with a database that has its tables and nothing in them: a copy of the one of the tests."""
    home = Path(tempfile.mkdtemp(prefix="borealis-passkey-"))
    with django_db_blocker.unblock(), closing(sqlite3.connect(home / "borealis.sqlite3")) as copy:
        connection.ensure_connection()
        connection.connection.backup(copy)
    return home


@pytest.fixture(scope="module")
def hospital(home: Path) -> Iterator[tuple[str, str]]:
    """The address of an installation of its own, not a demonstration, and the first person's invitation.

    Passkeys are for names, not for numbers: the address is localhost.
    """
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    address = f"http://localhost:{port}"
    environment = {
        **os.environ,
        "BOREALIS_HOME": str(home),
        "BOREALIS_DATABASE": "",
        "BOREALIS_DEMO": "",
        "BOREALIS_HOSTS": "localhost",
        "BOREALIS_ADDRESS": address,
    }
    command = [sys.executable, "-m", "borealis"]
    person = [*command, "person", "add", "Kari Kvitrev", "kari@eksempel.example"]
    person += ["--role", "administrator", "--at", "helse-nord"]
    told = subprocess.run(person, env=environment, capture_output=True, text=True, check=True).stdout
    server = subprocess.Popen(
        [*command, "serve", "--port", str(port)], env=environment, stdout=subprocess.DEVNULL
    )
    try:
        _wait(address, server)
        yield address, told.strip().splitlines()[-1]
    finally:
        processes.end(server)


def _wait(address: str, server: subprocess.Popen[bytes]) -> None:
    began = time.monotonic()
    while time.monotonic() - began < LONGEST_MS / 1000:
        assert server.poll() is None, "the server ended"
        try:
            with urllib.request.urlopen(f"{address}/logg-inn/", timeout=5):
                return
        except OSError:
            time.sleep(0.2)
    pytest.fail("the server did not answer")


def _sign_out(page: Page, address: str) -> None:
    page.goto(f"{address}/logg-ut/")
    page.locator("main").get_by_role("button", name="Logg ut").click()
    page.wait_for_url(f"{address}/")


def _cookies(page: Page) -> dict[str, str]:
    return {one["name"]: one["value"] for one in page.context.cookies() if one["name"] == "sessionid"}


def test_an_invited_person_makes_a_passkey_and_signs_in_with_it(
    hospital: tuple[str, str], browser: Browser, window: Window
) -> None:
    address, link = hospital
    context = open_context(browser, WIDTHS[0])
    page = context.new_page()
    wrongs: list[str] = []
    page.on("pageerror", lambda error: wrongs.append(str(error)))
    device = context.new_cdp_session(page)
    device.send("WebAuthn.enable")
    made = device.send("WebAuthn.addVirtualAuthenticator", {"options": DEVICE})
    page.goto(link)
    assert page.url == f"{address}/invitasjon/"
    look(window, f"{address}/invitasjon/", _cookies(page), 200)
    look(window, f"{address}/invitasjon/", {}, 410)
    page.reload()  # each look asks the device something new
    page.get_by_role("button", name="Lag passnøkkel").click()
    page.wait_for_url(f"{address}/meg/")
    kept = device.send("WebAuthn.getCredentials", {"authenticatorId": made["authenticatorId"]})["credentials"]
    assert [one["isResidentCredential"] for one in kept] == [True]
    _sign_out(page, address)
    page.goto(f"{address}/logg-inn/?next=/meg/nokler/")
    page.get_by_role("button", name="Logg inn med passnøkkel").click()
    page.wait_for_url(f"{address}/meg/nokler/")
    assert "Passnøkkel 1" in page.locator("main").inner_text()
    page.goto(f"{address}/meg/engangskode/")  # asks who you are first
    page.get_by_role("button", name="Bruk passnøkkel").click()
    page.wait_for_url(f"{address}/meg/engangskode/")
    page.goto(f"{address}/meg/reservekoder/")
    page.get_by_role("button", name="Lag nye koder").click()
    page.wait_for_url(f"{address}/meg/reservekoder/")
    for path in ("/meg/nokler/", "/meg/reservekoder/", "/meg/bekreft/passnokkel/", "/meg/nokler/1/fjern/"):
        look(window, f"{address}{path}", _cookies(page), 200)
    page.goto(f"{address}/meg/nokler/ny/")
    page.get_by_role("button", name="Lag passnøkkel").click()
    page.get_by_text("Denne enheten har allerede en passnøkkel").wait_for()
    page.goto(f"{address}/meg/innlogginger/")
    assert page.get_by_text("med passnøkkel").count() == 2
    _sign_out(page, address)
    device.send(
        "WebAuthn.setUserVerified", {"authenticatorId": made["authenticatorId"], "isUserVerified": False}
    )
    page.goto(f"{address}/logg-inn/")
    page.get_by_role("button", name="Logg inn med passnøkkel").click()
    page.get_by_text("Det ble ikke noe av. Prøv igjen").wait_for()
    assert wrongs == []
    context.close()
