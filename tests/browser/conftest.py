"""A real browser, the pages served to it, and people to look with."""

from __future__ import annotations

import datetime as dt
import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings
from django.test import Client
from playwright.sync_api import Browser, expect, sync_playwright

from borealis.organisations.models import Organisation
from borealis.people.actions import add_person, assign_role
from borealis.people.models import Person
from tests import processes, telling
from tests.browser.look import LONGEST_MS, Window

BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
MAC_BROWSERS = (
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
)
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--disable-dev-shm-usage",  # a container's shared memory may be small
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
NOW = dt.datetime(2026, 11, 22, 9, tzinfo=dt.UTC)


def find_browser() -> str:
    for name in BROWSERS:
        if found := shutil.which(name):
            return found
    for path in MAC_BROWSERS:
        if os.path.exists(path):  # noqa: PTH110
            return path
    pytest.fail("No Chromium found: run scripts/browser.sh once.")


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Chromium. Playwright keeps an event loop going, which Django must be told to allow meanwhile."""
    before = os.environ.get("DJANGO_ALLOW_ASYNC_UNSAFE")
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    expect.set_options(timeout=LONGEST_MS)
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=find_browser(), args=FLAGS)
        yield chromium
        chromium.close()
    if before is None:
        del os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"]
    else:
        os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = before


@pytest.fixture(scope="module")
def window(browser: Browser) -> Iterator[Window]:
    """The window in which a module looks at its pages, one after the other."""
    window = Window(browser)
    yield window
    window.close()


@pytest.fixture(scope="session")
def demonstration_home() -> Path:
    """The folder in which the demonstration keeps its data and the mail that it sends."""
    return Path(tempfile.mkdtemp(prefix="borealis-demo-test-"))


@pytest.fixture(scope="session")
def demonstration(demonstration_home: Path) -> Iterator[str]:
    """The address of ``borealis demo`` in a folder of its own."""
    shutil.copytree(telling.folder(), demonstration_home, dirs_exist_ok=True)
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    environment = {**os.environ, "BOREALIS_HOME": str(demonstration_home), "BOREALIS_DATABASE": ""}
    environment["BOREALIS_HOSTS"] = "127.0.0.1"
    address = f"http://127.0.0.1:{port}"
    environment["BOREALIS_ADDRESS"] = address
    arguments = [sys.executable, "-m", "borealis", "demo", "--port", str(port)]
    server = subprocess.Popen(arguments, env=environment, stdout=subprocess.DEVNULL)
    try:
        _wait(address, server)
        yield address
    finally:
        processes.end(server)


def _wait(address: str, server: subprocess.Popen[bytes]) -> None:
    began = time.monotonic()
    while time.monotonic() - began < 300:
        assert server.poll() is None, "the demonstration ended"
        try:
            with urllib.request.urlopen(address, timeout=5):
                return
        except OSError:
            time.sleep(0.2)
    pytest.fail("the demonstration did not answer")


def signed_in(email: str) -> dict[str, str]:
    """The cookies of a person who is signed in; none for an empty address."""
    if not email:
        return {}
    client = Client()
    client.force_login(Person.objects.get(email=email))
    return {settings.SESSION_COOKIE_NAME: client.cookies[settings.SESSION_COOKIE_NAME].value}


@pytest.fixture
def department_people(transactional_db: None) -> dict[str, str]:
    """A department with a head who is also a guide."""
    department = Organisation.objects.create(code="pet", kind="department", name_nb="PET-senteret")
    head = add_person(by=None, name="Randi Snøugle", email="randi@example.org", now=NOW)
    for role in ("head", "guide"):
        assign_role(
            by=None,
            person=head,
            role=role,
            organisation_id=department.pk,
            in_force_from=dt.date(2026, 1, 1),
            now=NOW,
        )
    return {"head": head.email}
