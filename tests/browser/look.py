"""Looking at a page as people with different eyes, hands and screens do."""

from __future__ import annotations

import itertools
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urljoin

from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Browser, BrowserContext, Page, Request, Response

from tests.browser import scripts

WIDTHS = (1280, 390)
OTHER_WIDTHS = (320, 640, 960)  # at which nothing may have to be scrolled sideways either
HEIGHT = 800
LONGEST_MS = 60_000  # a machine that does other things meanwhile gets there too
AXE_TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
AXE_COLOURS = ["color-contrast", "link-in-text-block"]
MOST_STOPS = 600
MORE_PRESSES = 10


@dataclass
class Troubles:
    """What the browser complained of while a page was open, and what it still waits for."""

    found: list[str] = field(default_factory=list)
    awaited: set[Request] = field(default_factory=set)

    def forget(self) -> None:
        self.found.clear()
        self.awaited.clear()

    def listen(self, page: Page) -> None:
        page.on("console", lambda m: self.found.append(f"console: {m.text}") if m.type == "error" else None)
        page.on("pageerror", lambda error: self.found.append(f"script: {error}"))
        page.on("request", lambda request: self.awaited.add(request))
        page.on("requestfinished", lambda request: self.awaited.discard(request))
        page.on("requestfailed", self._failed)
        page.on("response", self._response)

    def _failed(self, request: Request) -> None:
        """What could not be fetched; what the browser itself drops because the page is left is no trouble."""
        self.awaited.discard(request)
        if request.failure != "net::ERR_ABORTED":
            self.found.append(f"not fetched: {request.url} ({request.failure})")

    def _response(self, response: Response) -> None:
        if response.status >= 400 and response.request.resource_type != "document":
            self.found.append(f"{response.status}: {response.url}")

    def wait_until_quiet(self, page: Page) -> None:
        """Until nothing is fetched any more, and what was fetched is drawn: seen so twice in a row."""
        began, quiet = time.monotonic(), 0
        while quiet < 2:
            quiet = quiet + 1 if page.evaluate(scripts.QUIET) and not self.awaited else 0
            assert time.monotonic() - began < LONGEST_MS / 1000, f"never quiet: {self.awaited}"

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
    add_cookies(context, cookies or {})
    context.set_default_timeout(LONGEST_MS)
    return context


def add_cookies(context: BrowserContext, cookies: dict[str, str]) -> None:
    """Cookies for the machine itself, by number and by name."""
    context.add_cookies(
        [
            {"name": name, "value": value, "domain": domain, "path": "/"}
            for name, value in cookies.items()
            for domain in ("127.0.0.1", "localhost")
        ]
    )


class Window:
    """One window for many looks: what is slow to open stays open, and what a page keeps on a device is gone."""

    def __init__(self, browser: Browser) -> None:
        self.page = open_context(browser, WIDTHS[0]).new_page()
        self.troubles = Troubles()
        self.troubles.listen(self.page)
        self._browser = self.page.context.new_cdp_session(self.page)

    def open(self, url: str, cookies: dict[str, str]) -> int:
        """Open a page as on a new device, and wait until all of it is there. Returns its status."""
        self.page.goto("about:blank")
        self._browser.send(
            "Storage.clearDataForOrigin", {"origin": urljoin(url, "/").rstrip("/"), "storageTypes": "all"}
        )
        self.page.context.clear_cookies()
        add_cookies(self.page.context, cookies)
        self.page.emulate_media(color_scheme="light")
        self.page.set_viewport_size({"width": WIDTHS[0], "height": HEIGHT})
        self.troubles.forget()
        response = self.page.goto(url, wait_until="load")
        assert response is not None
        self.troubles.wait_until_quiet(self.page)
        return response.status

    def close(self) -> None:
        self.page.context.close()


def rule_faults(page: Page, width: int) -> list[str]:
    """What axe finds against WCAG 2.0 to 2.2, A and AA, in light and in dark.

    The window is made as tall as the page, so that the bar at the bottom of a phone covers nothing. In dark
    only colours can differ, so only what depends on them is looked at again, unless anything has moved.
    """
    tall: int = page.evaluate(scripts.TALL)
    page.set_viewport_size({"width": width, "height": max(tall, HEIGHT)})
    light, shape = page.evaluate(scripts.AXE, AXE_TAGS), page.evaluate(scripts.SHAPE)
    page.emulate_media(color_scheme="dark")
    same = page.evaluate(scripts.SHAPE) == shape
    dark = page.evaluate(scripts.AXE, AXE_COLOURS if same else AXE_TAGS)
    page.emulate_media(color_scheme="light")
    page.set_viewport_size({"width": width, "height": HEIGHT})
    found = [(f"{width} px, light", light), (f"{width} px, dark", dark)]
    return [f"{view}: {violation}" for view, violations in found for violation in violations]


def sideways_faults(page: Page, width: int) -> list[str]:
    """Whether the page must be scrolled sideways in a window of this width."""
    wider: int = page.evaluate(scripts.WIDER)
    return [f"{width} px: the page is {wider} px too wide"] if wider else []


def walk(page: Page, stops: int) -> Iterator[dict[str, Any] | None]:
    """What each press of the Tab key leads to, from the top; nothing when the focus leaves the page.

    Keys are pressed in a row: first so many as it takes to get past the last stop.
    """
    page.evaluate(scripts.WALK)
    presses = stops + 2
    while True:
        for _press in range(presses):
            page.keyboard.press("Tab")
        yield from page.evaluate(scripts.READ)
        presses = MORE_PRESSES


def keyboard_faults(page: Page, width: int) -> list[str]:
    """What the Tab key does not reach, or reaches without showing where it is."""
    stops: int = page.evaluate(scripts.INTERACTIVE)
    reached: set[str] = set()
    faults = []
    for now in itertools.islice(walk(page, stops), min(stops * 2 + 20, MOST_STOPS)):
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
    page.evaluate(scripts.END)
    missed = [n for n in range(stops) if str(n) not in reached]
    for number in missed[:10]:
        faults.append(f"not reached with Tab: {page.evaluate(scripts.MARKUP, number)}")
    return [f"{width} px: {fault}" for fault in faults]


def page_faults(page: Page) -> list[str]:
    """What is wrong with the page that is open: rules of WCAG in four views, reflow and keyboard."""
    page.evaluate(AXE_SCRIPT)
    page.evaluate(scripts.COLOURS_ARE_READ_ONCE)
    faults: list[str] = []
    for width in (*WIDTHS, *OTHER_WIDTHS):
        page.set_viewport_size({"width": width, "height": HEIGHT})
        faults += sideways_faults(page, width)
        if width in WIDTHS:
            faults += rule_faults(page, width) + keyboard_faults(page, width)
    return faults


def look(window: Window, url: str, cookies: dict[str, str] | None = None, status: int = 200) -> None:
    """All looks at one page, and no complaints of the browser from its first byte to the last look."""
    answered = window.open(url, cookies or {})
    assert answered == status, f"{url}: {answered}"
    faults = page_faults(window.page)
    window.troubles.wait_until_quiet(window.page)
    faults += window.troubles.besides(status)
    assert not faults, f"{url}\n" + "\n".join(faults)
