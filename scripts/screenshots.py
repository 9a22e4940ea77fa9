"""Take pictures of pages of a running Borealis, to look at.

    python scripts/screenshots.py --out /tmp/pictures http://127.0.0.1:8000/stil/ …

Each page is taken at 1280 and 390 pixels, light and dark, whole. Pictures belong outside the repository.
"""

from __future__ import annotations

import argparse
import re
import shutil
from pathlib import Path
from urllib.parse import urlsplit

from playwright.sync_api import sync_playwright

FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")


def find_browser() -> str:
    """The first Chromium on this machine."""
    for name in BROWSERS:
        if found := shutil.which(name):
            return found
    raise SystemExit("No Chromium found. scripts/browser.sh installs it.")


def file_name(url: str, width: int, scheme: str) -> str:
    """A readable name: /leder/plan/3/ at 390, dark -> "leder-plan-3-390-dark.png"."""
    parts = urlsplit(url)
    name = re.sub(r"[^a-z0-9]+", "-", (parts.path + "-" + parts.query).lower()).strip("-") or "start"
    return f"{name}-{width}{'-dark' if scheme == 'dark' else ''}.png"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("urls", nargs="+")
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--widths", default="1280,390")
    parser.add_argument("--schemes", default="light,dark")
    parser.add_argument("--cookie", action="append", default=[], metavar="NAME=VALUE")
    parser.add_argument("--click", help="a selector to click before the picture")
    chosen = parser.parse_args()
    chosen.out.mkdir(parents=True, exist_ok=True)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=find_browser(), args=FLAGS)
        for scheme in chosen.schemes.split(","):
            for width in map(int, chosen.widths.split(",")):
                size = {"width": width, "height": 900}
                context = browser.new_context(viewport=size, color_scheme=scheme, locale="nb-NO")
                for cookie in chosen.cookie:
                    name, value = cookie.split("=", 1)
                    context.add_cookies([{"name": name, "value": value, "url": chosen.urls[0]}])
                page = context.new_page()
                for url in chosen.urls:
                    page.goto(url, wait_until="networkidle")
                    if chosen.click:
                        page.click(chosen.click)
                    path = chosen.out / file_name(url, width, scheme)
                    page.screenshot(path=path, full_page=True)
                    print(path)
        browser.close()


if __name__ == "__main__":
    main()
