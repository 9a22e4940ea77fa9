"""How many touches and seconds it takes to sign and to record, on a phone at slow 4G."""

from __future__ import annotations

import re
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Locator, Page

from tests.browser.look import LONGEST_MS

pytestmark = pytest.mark.browser
PHONE = {"viewport": {"width": 390, "height": 844}, "locale": "nb-NO", "has_touch": True, "is_mobile": True}
# What Chromium's own tools call slow 4G: milliseconds, and bytes in a second.
SLOW_4G = {
    "offline": False,
    "latency": 562.5,
    "downloadThroughput": 180_000,
    "uploadThroughput": 84_375,
}
MOST_S_TO_SIGN, MOST_TOUCHES_TO_SIGN = 20.0, 3
MOST_S_TO_RECORD, MOST_TOUCHES_TO_RECORD = 30.0, 5
RADIOLOGIST = "line.multe@eksempel.example"


class Hand:
    """A hand that touches and counts."""

    def __init__(self) -> None:
        self.touches, self.began = 0, time.monotonic()

    def touch(self, what: Locator) -> None:
        self.touches += 1
        what.tap()

    @property
    def seconds(self) -> float:
        return time.monotonic() - self.began


def phone(browser: Browser) -> tuple[BrowserContext, Page]:
    """A phone that has never been here."""
    context = browser.new_context(**PHONE)  # type: ignore[arg-type]
    page = context.new_page()
    page.set_default_timeout(LONGEST_MS)
    return context, page


@contextmanager
def slow_4g(page: Page) -> Iterator[None]:
    """Where seconds are counted, the network is slow, and is seen to be; what comes before and after is not."""
    network = page.context.new_cdp_session(page)
    network.send("Network.emulateNetworkConditions", SLOW_4G)
    began = time.monotonic()
    yield
    assert time.monotonic() - began > SLOW_4G["latency"] / 1000
    network.detach()


def newest_link(home: Path) -> str:
    """The link in the last mail to the radiologist."""
    mails = sorted((home / "mail").glob("*"), key=lambda path: path.stat().st_mtime)
    texts = [path.read_text(encoding="utf-8") for path in mails]
    links = [re.search(r"https?://\S+/s/\S+/", text) for text in texts if RADIOLOGIST in text]
    found = [link[0] for link in links if link]
    assert found, "no mail with a link"
    return found[-1]


def test_recording_and_signing_take_seconds(
    demonstration: str, demonstration_home: Path, browser: Browser
) -> None:
    """given a trainee who has just read a series of images, when it is recorded on a phone, then it takes at
    most five touches and half a minute; and when an outsider gets the link to sign it by mail, then it takes
    three touches and twenty seconds, counted from the mail"""
    context, page = phone(browser)
    page.goto(demonstration)
    with page.expect_navigation():
        page.get_by_role("button", name="Maja Lomvi").click()
    page.goto(f"{demonstration}/lis/")
    with slow_4g(page):
        hand = Hand()
        hand.touch(page.get_by_role("link", name="Registrer aktivitet"))
        hand.touch(page.locator(".pick label").first)
        hand.touch(page.get_by_role("button", name="Før opp", exact=True))
        page.get_by_text("Ført opp:").wait_for()
    print(f"recording: {hand.touches} touches, {hand.seconds:.1f} s")
    assert hand.touches <= MOST_TOUCHES_TO_RECORD
    assert hand.seconds <= MOST_S_TO_RECORD
    page.locator("ul.divide h3 a").first.click()
    page.get_by_role("link", name="Be om signatur").first.click()
    page.get_by_label("Navn").fill("Line Multe")
    page.get_by_label("E-post").fill(RADIOLOGIST)
    page.get_by_role("button", name=re.compile("Send")).click()
    page.get_by_role("status").get_by_text(re.compile("Sendt|Line Multe")).first.wait_for()
    context.close()
    context, page = phone(browser)
    with slow_4g(page):
        hand = Hand()
        hand.touches += 1  # the link in the mail
        page.goto(newest_link(demonstration_home))
        hand.touch(page.get_by_role("button", name=re.compile("^Selvstendig")))
        page.get_by_role("heading", name="Signert: selvstendig").wait_for()
    print(f"signing: {hand.touches} touches, {hand.seconds:.1f} s")
    assert hand.touches <= MOST_TOUCHES_TO_SIGN
    assert hand.seconds <= MOST_S_TO_SIGN
    context.close()
