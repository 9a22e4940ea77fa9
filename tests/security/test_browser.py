"""A real browser under the real policy, over TLS: nothing of ours is refused, and what is foreign is."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, sync_playwright

from tests.browser.conftest import FLAGS, find_browser
from tests.security import front

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def site() -> Iterator[front.Site]:
    with front.site() as running:
        yield running


@pytest.fixture(scope="module")
def page(site: front.Site) -> Iterator[Page]:
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=find_browser(), args=FLAGS)
        context = chromium.new_context(ignore_https_errors=True, base_url=f"https://localhost:{site.secure}")
        yield context.new_page()
        chromium.close()


def test_no_page_of_ours_is_stopped_by_the_policy(page: Page) -> None:
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda error: said.append(str(error)))
    for path in ("/", "/program/unn-nuk/", "/personvern/", "/logg-inn/"):
        page.goto(path)
        page.wait_for_load_state("networkidle")
    assert said == []
    assert page.evaluate("typeof htmx") == "object"  # the digest of the script was right


def test_htmx_puts_in_parts_of_pages_under_trusted_types(page: Page) -> None:
    page.goto("/personvern/")
    page.evaluate("htmx.ajax('GET', '/tilgjengelighet/', {target: 'main', select: 'main'})")
    page.wait_for_function("document.querySelector('main').innerText.includes('Tilgjengelighet')")


@pytest.mark.parametrize(
    "attempt",
    [
        "setTimeout('window.bad = 1', 0)",
        "document.head.appendChild(Object.assign(document.createElement('script'), {text: 'window.bad = 1'}))",
        "document.head.appendChild(Object.assign(document.createElement('script'), {src: 'https://a.example/'}))",
        "document.createElement('script').src = 'data:text/javascript,window.bad=1'",
    ],
)
def test_script_made_of_text_is_refused(page: Page, attempt: str) -> None:
    """The browser's tools may evaluate text where pages may not, so ``eval`` itself is not tried here."""
    page.goto("/personvern/")
    page.evaluate("window.bad = 0")
    stopped = page.evaluate(
        "(attempt) => { try { (0, window.eval)(attempt); return false } catch (error) { return true } }",
        attempt,
    )
    assert stopped
    assert page.evaluate("window.bad") == 0


def test_markup_that_is_put_in_runs_nothing(page: Page) -> None:
    page.goto("/personvern/")
    page.evaluate("window.bad = 0")
    page.evaluate(
        "document.querySelector('main').innerHTML = '<img src=x onerror=\"window.bad=1\"><script>window.bad=1</script>'"
    )
    page.wait_for_timeout(300)
    assert page.evaluate("window.bad") == 0


def test_the_page_is_isolated_from_other_sites(page: Page) -> None:
    page.goto("/")
    assert page.evaluate("window.crossOriginIsolated") is True
    assert page.evaluate("document.cookie") == ""
