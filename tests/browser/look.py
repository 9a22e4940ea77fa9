"""Looking at a page as people with different eyes, hands and screens do."""

from __future__ import annotations

import itertools
from dataclasses import dataclass, field
from typing import Any, Literal

from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Browser, BrowserContext, Page

WIDTHS = (1280, 390)
REFLOW_WIDTHS = (320, 390, 640, 960, 1280)
HEIGHT = 800
SCHEMES: tuple[Literal["light", "dark"], ...] = ("light", "dark")
AXE_TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
MOST_STOPS = 600

INTERACTIVE = """() => {
  const shown = e => e.checkVisibility({checkVisibilityCSS: true}) && e.getClientRects().length > 0;
  const all = 'a[href], button, input:not([type=hidden]), select, textarea, summary, [tabindex="0"]';
  const groups = new Set();
  let number = 0;
  for (const e of document.querySelectorAll(all)) {
    if (e.disabled || !shown(e) || e.tabIndex < 0) continue;
    if (e.type === 'radio') {
      const group = e.form ? e.name + [...document.forms].indexOf(e.form) : e.name;
      if (groups.has(group)) continue;
      groups.add(group);
      for (const other of document.getElementsByName(e.name)) other.dataset.stop = number;
    }
    e.dataset.stop = number++;
  }
  return number;
}"""

FOCUSED = """() => {
  const e = document.activeElement;
  if (!e || e === document.body || e === document.documentElement) return null;
  const style = getComputedStyle(e);
  const box = e.getBoundingClientRect();
  const outlined = style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 2;
  const ring = outlined || style.boxShadow !== 'none';
  const inside = box.bottom > 0 && box.top < innerHeight && box.right > 0 && box.left < innerWidth;
  const bar = document.querySelector('.tabbar');
  const under = bar && !bar.contains(e) && getComputedStyle(bar).display !== 'none'
    && box.top >= bar.getBoundingClientRect().top;
  return {stop: e.dataset.stop ?? null, ring, seen: inside && !under, what: e.outerHTML.slice(0, 120)};
}"""


FROM_THE_TOP = """() => {
  document.body.tabIndex = -1;
  document.body.focus();
  document.body.removeAttribute('tabindex');
  scrollTo(0, 0);
}"""

MARKUP = "n => document.querySelector(`[data-stop='${n}']`).outerHTML.slice(0, 120)"


@dataclass
class Troubles:
    """What the browser complained of while a page was open."""

    found: list[str] = field(default_factory=list)

    def listen(self, page: Page) -> None:
        page.on("console", lambda m: self.found.append(f"console: {m.text}") if m.type == "error" else None)
        page.on("pageerror", lambda error: self.found.append(f"script: {error}"))
        page.on("requestfailed", self._failed)
        page.on("response", self._response)

    def _failed(self, request: Any) -> None:
        """What could not be fetched; what the browser itself drops because the page is left is no trouble."""
        if request.failure != "net::ERR_ABORTED":
            self.found.append(f"not fetched: {request.url} ({request.failure})")

    def _response(self, response: Any) -> None:
        if response.status >= 400 and response.request.resource_type != "document":
            self.found.append(f"{response.status}: {response.url}")

    def besides(self, status: int) -> list[str]:
        """The complaints, without the browser's word on a page that should be missing."""
        expected = f"the server responded with a status of {status} "
        return [trouble for trouble in self.found if status == 200 or expected not in trouble]


def open_context(
    browser: Browser, width: int, scheme: str = "light", cookies: dict[str, str] | None = None, **more: Any
) -> BrowserContext:
    """A window of a width, with a device's colour scheme and, for who is signed in, the session."""
    context = browser.new_context(
        viewport={"width": width, "height": HEIGHT},
        color_scheme="dark" if scheme == "dark" else "light",
        locale="nb-NO",
        reduced_motion="reduce",
        **more,
    )
    for name, value in (cookies or {}).items():
        context.add_cookies([{"name": name, "value": value, "domain": "127.0.0.1", "path": "/"}])
        context.add_cookies([{"name": name, "value": value, "domain": "localhost", "path": "/"}])
    context.set_default_timeout(15_000)
    return context


def axe_violations(page: Page) -> list[str]:
    """What axe finds against WCAG 2.0 to 2.2, A and AA.

    The window is made as tall as the page, so that the bar at the bottom of a phone covers nothing.
    """
    size = page.viewport_size or {"width": WIDTHS[0], "height": HEIGHT}
    tall: int = page.evaluate("document.documentElement.scrollHeight")
    page.set_viewport_size({"width": size["width"], "height": max(tall, HEIGHT)})
    page.evaluate(AXE_SCRIPT)
    response = page.evaluate(
        "tags => axe.run(document, {runOnly: {type: 'tag', values: tags}, resultTypes: ['violations']})",
        AXE_TAGS,
    )
    page.set_viewport_size(size)
    return [
        f"{rule['id']}: {node['target']} {node.get('failureSummary', '')[:200]}"
        for rule in response["violations"]
        for node in rule["nodes"]
    ]


def sideways_overflow(page: Page) -> int:
    """How many pixels the page is wider than its window."""
    wider: int = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    return wider


def keyboard_faults(page: Page) -> list[str]:
    """What the Tab key does not reach, or reaches without showing where it is."""
    stops: int = page.evaluate(INTERACTIVE)
    page.evaluate(FROM_THE_TOP)
    reached: set[str] = set()
    faults = []
    for _press in range(min(stops * 2 + 20, MOST_STOPS)):
        page.keyboard.press("Tab")
        now = page.evaluate(FOCUSED)
        if now is None:
            break
        stop = str(now["stop"])
        if not now["ring"] and stop not in reached:
            faults.append(f"no visible focus: {now['what']}")
        if not now["seen"]:
            faults.append(f"focus out of sight: {now['what']}")
        if stop in reached and len(reached) >= stops:
            break
        reached.add(stop)
    missed = [n for n in range(stops) if str(n) not in reached]
    for number in missed[:10]:
        faults.append(f"not reached with Tab: {page.evaluate(MARKUP, number)}")
    return faults


def look(browser: Browser, url: str, cookies: dict[str, str] | None = None, status: int = 200) -> None:
    """All looks at one page: rules of WCAG in four views, reflow, keyboard, and no complaints."""
    context = open_context(browser, WIDTHS[0], cookies=cookies)
    page, troubles = context.new_page(), Troubles()
    troubles.listen(page)
    response = page.goto(url, wait_until="networkidle")
    assert response is not None
    assert response.status == status, f"{url}: {response.status}"
    faults: list[str] = []
    for scheme, width in itertools.product(SCHEMES, WIDTHS):
        page.emulate_media(color_scheme=scheme)
        page.set_viewport_size({"width": width, "height": HEIGHT})
        faults += [f"{width} px, {scheme}: {violation}" for violation in axe_violations(page)]
        if scheme == "light":
            faults += [f"{width} px: {fault}" for fault in keyboard_faults(page)]
    faults += reflow_faults(page) + troubles.besides(status)
    context.close()
    assert not faults, f"{url}\n" + "\n".join(faults)


def reflow_faults(page: Page) -> list[str]:
    """Widths at which the page must be scrolled sideways."""
    faults = []
    for width in REFLOW_WIDTHS:
        page.set_viewport_size({"width": width, "height": HEIGHT})
        if wider := sideways_overflow(page):
            faults.append(f"{width} px: the page is {wider} px too wide")
    return faults
