"""Recording on a phone without a network, in a real browser: nothing is lost and nothing is doubled."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser, BrowserContext, Page

from tests.browser.look import LONGEST_MS, Window, look

pytestmark = pytest.mark.browser
PAGE = "/frakoblet/unn-nuk/"
PHONE = {"viewport": {"width": 390, "height": 844}, "locale": "nb-NO", "has_touch": True, "is_mobile": True}


def phone_of(browser: Browser, address: str, name: str) -> BrowserContext:
    context = browser.new_context(**PHONE)  # type: ignore[arg-type]
    context.set_default_timeout(LONGEST_MS)
    page = context.new_page()
    page.goto(address)
    with page.expect_navigation():  # a page that is closed or left sooner takes its signing in with it
        page.get_by_role("button", name=name).click()
    page.close()
    return context


def keep_the_page(page: Page, address: str) -> None:
    """Open one's own portfolio, and wait until the device has kept the page for recording."""
    page.goto(f"{address}/lis/mappe/")
    for _ in range(LONGEST_MS // 100):
        if page.evaluate("async () => Boolean(await caches.match('/frakoblet/'))"):
            return
        page.wait_for_timeout(100)
    pytest.fail("the device did not keep the page")


def record(page: Page, title: str) -> None:
    page.get_by_label("Hva").fill(title)
    page.get_by_role("button", name="Før opp").click()
    page.locator("#waiting").get_by_text(title).wait_for()


def test_what_is_recorded_without_a_network_is_all_there_once(demonstration: str, browser: Browser) -> None:
    """given a phone in flight mode, when three activities are recorded and one is changed, the page is
    closed and the network comes back, then all are in the portfolio once"""
    context = phone_of(browser, demonstration, "Jonas Polarrev")
    page = context.new_page()
    keep_the_page(page, demonstration)
    context.set_offline(True)
    page.goto(f"{demonstration}/lis/mappe/")
    assert page.get_by_role("heading", name="Registrer uten nett").is_visible()
    for title in ("Uten nett én", "Uten nett to", "Uten nett tre"):
        record(page, title)
    row = page.locator("#waiting li", has_text="Uten nett to")
    row.get_by_role("button", name="Endre").click()
    page.get_by_label("Hva").fill("Uten nett to, rettet")
    page.get_by_role("button", name="Før opp").click()
    page.locator("#waiting").get_by_text("Uten nett to, rettet").wait_for()
    assert page.locator("#waiting li").count() == 3
    page.close()
    context.set_offline(False)
    page = context.new_page()
    page.goto(f"{demonstration}/lis/mappe/")
    page.get_by_text("Sendt fra denne enheten: 3").wait_for()
    for _ in range(2):
        page.goto(f"{demonstration}/lis/mappe/")
        for title in ("Uten nett én", "Uten nett to, rettet", "Uten nett tre"):
            assert page.get_by_text(title, exact=True).count() == 1
        assert page.get_by_text("Uten nett to", exact=True).count() == 0
    context.close()


def test_an_answer_that_gets_lost_does_not_double_an_entry(demonstration: str, browser: Browser) -> None:
    """given an entry that the server stored while its answer was lost, when it is sent again, then it is
    there once and no longer waits"""
    context = phone_of(browser, demonstration, "Jonas Polarrev")
    page = context.new_page()
    page.goto(f"{demonstration}{PAGE}")
    lost = []

    def lose(route: object) -> None:
        if not lost:
            lost.append(route.fetch().status)  # type: ignore[attr-defined]
            route.abort()  # type: ignore[attr-defined]
        else:
            route.continue_()  # type: ignore[attr-defined]

    page.route("**/lis/mappe/*/ny/", lose)
    page.get_by_label("Hva").fill("Svaret ble borte")
    page.get_by_role("button", name="Før opp").click()
    page.locator("#waiting").get_by_text("Svaret ble borte").wait_for()
    page.wait_for_function("document.querySelectorAll('#waiting li').length === 1")
    for _ in range(LONGEST_MS // 50):
        if lost:  # the first answer is lost before the page is opened again
            break
        page.wait_for_timeout(50)
    page.reload()
    page.get_by_text("Alt er sendt til Borealis.").wait_for()
    assert lost == [201]
    page.goto(f"{demonstration}/lis/mappe/")
    assert page.get_by_text("Svaret ble borte", exact=True).count() == 1
    context.close()


def test_the_page_that_is_kept_can_be_used_by_everyone(demonstration: str, window: Window) -> None:
    look(window, f"{demonstration}{PAGE}")
