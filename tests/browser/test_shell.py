"""The frame of every page, used by hand: with and without script."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.conftest import signed_in
from tests.browser.look import Troubles, open_context

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def open_page(browser: Browser, url: str, width: int = 1280, **more: object) -> tuple[Page, Troubles]:
    context = open_context(browser, width, **more)  # type: ignore[arg-type]
    page, troubles = context.new_page(), Troubles()
    troubles.listen(page)
    page.goto(url)
    return page, troubles


@pytest.mark.parametrize("with_script", [True, False])
def test_dark_and_language_are_chosen_in_the_menu(
    browser: Browser, live_server: object, with_script: bool
) -> None:
    page, troubles = open_page(browser, f"{live_server}/personvern/", java_script_enabled=with_script)
    page.click("summary.who")
    page.click("button[name=scheme][value=dark]")
    expect(page.locator("html")).to_have_attribute("data-color-scheme", "dark")
    expect(page.locator("body")).to_have_css("background-color", "rgb(6, 25, 31)")
    page.click("summary.who")
    page.click("button[name=language][value=nn]")
    expect(page.locator("html")).to_have_attribute("lang", "nn")
    expect(page.locator("a.skip")).to_have_text("Hopp til innhaldet")
    assert troubles.found == []
    page.context.close()


@pytest.mark.parametrize(
    ("chosen", "device", "ground"),
    [
        ("auto", "light", "rgb(243, 247, 247)"),
        ("auto", "dark", "rgb(6, 25, 31)"),
        ("light", "dark", "rgb(243, 247, 247)"),
        ("dark", "light", "rgb(6, 25, 31)"),
    ],
)
def test_the_choice_wins_over_the_device(
    browser: Browser, live_server: object, chosen: str, device: str, ground: str
) -> None:
    page, _troubles = open_page(
        browser, f"{live_server}/personvern/", scheme=device, cookies={"scheme": chosen}
    )
    expect(page.locator("body")).to_have_css("background-color", ground)
    page.emulate_media(media="print")
    expect(page.locator("body")).to_have_css("background-color", "rgb(255, 255, 255)")
    page.context.close()


def test_the_menu_closes_by_escape_and_gives_the_focus_back(browser: Browser, live_server: object) -> None:
    page, _troubles = open_page(browser, f"{live_server}/personvern/")
    page.click("summary.who")
    page.keyboard.press("Tab")
    page.keyboard.press("Escape")
    expect(page.locator("details.me")).not_to_have_attribute("open", "")
    expect(page.locator("summary.who")).to_be_focused()
    page.context.close()


def test_the_skip_link_leads_to_the_content(browser: Browser, live_server: object) -> None:
    page, _troubles = open_page(browser, f"{live_server}/personvern/")
    page.keyboard.press("Tab")
    expect(page.locator("a.skip")).to_be_in_viewport()
    page.keyboard.press("Enter")
    expect(page.locator("main")).to_be_focused()
    page.context.close()


def test_a_form_that_comes_back_begins_at_its_faults(browser: Browser, live_server: object) -> None:
    page, troubles = open_page(browser, f"{live_server}/stil/skjema/?feil=1")
    expect(page.locator("ds-error-summary")).to_be_focused()
    page.click("ds-error-summary a >> nth=0")
    expect(page.locator("#id_name")).to_be_focused()
    assert troubles.found == []
    page.context.close()


def test_a_phone_shows_the_plan_down_and_a_desk_across(browser: Browser, live_server: object) -> None:
    page, _troubles = open_page(browser, f"{live_server}/stil/", width=390)
    expect(page.locator(".tl-down")).to_be_visible()
    expect(page.locator(".tl-across")).to_be_hidden()
    page.set_viewport_size({"width": 1280, "height": 800})
    expect(page.locator(".tl-down")).to_be_hidden()
    expect(page.locator(".tl-across")).to_be_visible()
    page.context.close()


def test_no_words_leave_their_block(browser: Browser, live_server: object) -> None:
    """A label in a plan is drawn only where it fits, at every width of window."""
    page, _troubles = open_page(browser, f"{live_server}/stil/")
    for width in (1280, 961, 959, 700, 641, 390, 320):
        page.set_viewport_size({"width": width, "height": 800})
        outside = page.evaluate(LABELS_OUTSIDE)
        assert outside == [], f"{width} px"
    page.context.close()


LABELS_OUTSIDE = """() => {
  const outside = [];
  for (const svg of document.querySelectorAll('svg.chart')) {
    const blocks = [...svg.querySelectorAll('rect')].map(r => r.getBoundingClientRect());
    const labels = 'text.tx-done, text.tx-now, text.tx-plan, text.tx-ice, text.tx-blk, text.tx-amb';
    for (const text of svg.querySelectorAll(labels)) {
      const t = text.getBoundingClientRect();
      if (!t.width) continue;
      const middle = (t.left + t.right) / 2;
      const across = b => b.left <= middle && b.right >= middle;
      const home = blocks.filter(b => across(b) && b.top <= t.bottom && b.bottom >= t.top);
      if (!home.some(b => b.left - 1 <= t.left && b.right + 1 >= t.right)) outside.push(text.textContent);
    }
  }
  return outside;
}"""


def test_who_holds_two_roles_changes_between_them(
    browser: Browser, live_server: object, department_people: dict[str, str]
) -> None:
    cookies = signed_in(department_people["head"])
    page, _troubles = open_page(browser, f"{live_server}/leder/finnes-ikke/", cookies=cookies)
    expect(page.locator("summary.who")).to_contain_text("Leder, PET-senteret")
    page.context.close()
