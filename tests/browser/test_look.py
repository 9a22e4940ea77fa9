"""What looks at pages finds what is wrong with them."""

from __future__ import annotations

from dataclasses import dataclass

import pytest
from playwright.sync_api import Route

from tests.browser.look import Window, look

pytestmark = pytest.mark.browser
HOME = "http://127.0.0.1:9"  # nobody is there: what is asked for is answered below
PAGE = """<!doctype html><html lang="nb"><head><title>En side</title><link rel="icon" href="data:,">
<meta name="viewport" content="width=device-width"><style>
body {{ margin: 0; background: #fff; color: #111; }} a {{ color: #114; padding: 4px; display: inline-block; }}
:focus-visible {{ outline: 3px solid #114; }} .tabbar {{ display: none; }}
@media (prefers-color-scheme: dark) {{ body {{ background: #111; color: #eee; }} a {{ color: #cdf; }} }}
@media (width < 400px) {{ .tabbar {{
  display: block; position: fixed; bottom: 0; height: 80px; width: 100%; background: inherit; }} }}
{style}</style></head><body><main><h1>En side</h1><p><a href="/en/">En</a> <a href="/to/">To</a></p>
{body}</main><div class="tabbar">Linje</div></body></html>"""
IN_DARK, ON_A_PHONE = "@media (prefers-color-scheme: dark)", "@media (width < 400px)"
LATE = "<script>addEventListener('load', () => setTimeout(() => { %s }, 200))</script>"


@dataclass(frozen=True)
class Wrong:
    """A page with faults that look() must tell of, and words that must not be told."""

    style: str
    body: str
    found: tuple[str, ...]
    never: str = ""


WRONG = {
    "rules": Wrong(
        ".weak { color: #ccc }",
        '<p class="weak">Svakt</p><input>',
        (
            '1280 px, light: color-contrast: <p class="weak"',
            '390 px, light: color-contrast: <p class="weak"',
            "1280 px, light: label: <input",
            "390 px, light: label: <input",
        ),
        "dark: color-contrast",
    ),
    "colours in dark": Wrong(
        f"{IN_DARK} {{ .weak {{ color: #333 }} {ON_A_PHONE} {{ .small {{ color: #333 }} }} }}",
        '<p class="weak">Svakt</p><p class="small">Svakt</p>',
        (
            '1280 px, dark: color-contrast: <p class="weak"',
            '390 px, dark: color-contrast: <p class="weak"',
            '390 px, dark: color-contrast: <p class="small"',
        ),
        "light",
    ),
    "what is shown in dark alone": Wrong(
        f"img {{ display: none }} {IN_DARK} {{ img {{ display: block }} }}",
        '<img src="data:image/gif;base64,R0lGODlhAQABAAAAACw=" width="9" height="9">',
        ("1280 px, dark: image-alt: <img", "390 px, dark: image-alt: <img"),
        "light",
    ),
    "rings": Wrong(
        "[href='/to/'] { outline: none !important }" + ON_A_PHONE + "{ .no { outline: none !important } }",
        '<p><a class="no" href="/tre/">Tre</a></p>',
        (
            '1280 px: no visible focus: <a href="/to/"',
            '390 px: no visible focus: <a href="/to/"',
            '390 px: no visible focus: <a class="no"',
        ),
        '1280 px: no visible focus: <a class="no"',
    ),
    "sight": Wrong(
        "",
        """<a href="/fem/" style="position: fixed; left: -900px">Fem</a>
        <a href="/seks/" style="position: fixed; bottom: 9px">Seks</a><p style="height: 3000px"></p>
        <a href="/langt-nede/">Langt nede</a><p style="height: 90px"></p>""",
        (
            '1280 px: focus out of sight: <a href="/fem/"',
            '390 px: focus out of sight: <a href="/fem/"',
            '390 px: focus out of sight: <a href="/seks/"',
        ),
        "langt-nede",
    ),
    "width": Wrong("", '<p style="width: 330px">Bred</p>', ("320 px: the page is 10 px too wide",), "390 px"),
    "files and scripts": Wrong(
        "",
        '<script src="/borte.js"></script><script src="/brutt.js"></script><script>ingen()</script>'
        "<script>console.error('Au')</script>" + LATE % "fetch('/sent/'); aldri()",
        (
            f"404: {HOME}/borte.js",
            f"not fetched: {HOME}/brutt.js",
            "script: ingen is not defined",
            "console: Au",
            f"404: {HOME}/sent/",
            "script: aldri is not defined",
        ),
        "px",
    ),
}


def serve(window: Window, style: str = "", body: str = "") -> None:
    """Answer for a server with one page. What is called broken breaks; anything else is missing."""

    def answer(route: Route) -> None:
        path = route.request.url.removeprefix(HOME)
        if path == "/":
            route.fulfill(body=PAGE.format(style=style, body=body), content_type="text/html; charset=utf-8")
        elif path.startswith("/brutt"):
            route.abort("connectionreset")
        else:
            route.fulfill(status=404, body="Borte")

    window.page.unroute_all()
    window.page.route(f"{HOME}/**", answer)


@pytest.mark.parametrize("kind", WRONG)
def test_what_is_wrong_is_found(window: Window, kind: str) -> None:
    wrong = WRONG[kind]
    serve(window, wrong.style, wrong.body)
    with pytest.raises(AssertionError) as failed:
        look(window, f"{HOME}/")
    told = str(failed.value)
    assert [words for words in wrong.found if words not in told] == []
    assert not wrong.never or wrong.never not in told


def test_what_tab_does_not_reach_is_found(window: Window) -> None:
    serve(window, body='<button onfocus="this.blur()">Tre</button><a href="/fire/">Fire</a>')
    with pytest.raises(AssertionError, match="390 px: not reached with Tab: <button"):
        look(window, f"{HOME}/")


def test_a_page_that_is_missing_is_found(window: Window) -> None:
    serve(window)
    with pytest.raises(AssertionError, match=": 404"):
        look(window, f"{HOME}/borte/")


def test_nothing_is_left_on_the_device_for_the_next_look(window: Window) -> None:
    was = "<script>if (localStorage.was || document.cookie) console.error('Igjen');"
    serve(window, body=was + "localStorage.was = 1; document.cookie = 'was=1'</script>")
    for _time in range(2):
        look(window, f"{HOME}/")
