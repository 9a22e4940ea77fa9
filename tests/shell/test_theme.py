"""The theme: the same names in light and dark, enough contrast, and no class without a look."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
SHELL = ROOT / "src" / "borealis" / "shell"
THEME = SHELL / "static" / "shell" / "theme"
COLOUR = re.compile(r"^\s*(--[\w-]+):\s*(#[0-9a-f]{6});", re.M)

NEUTRAL, ACCENT, WARNING = "--ds-color-neutral-", "--ds-color-accent-", "--ds-color-warning-"
PANEL = NEUTRAL + "surface-default"
TEXT_ON_GROUND = [
    (NEUTRAL + "text-default", PANEL),
    (NEUTRAL + "text-default", NEUTRAL + "background-default"),
    (NEUTRAL + "text-subtle", PANEL),
    (NEUTRAL + "text-subtle", NEUTRAL + "background-default"),
    (NEUTRAL + "text-subtle", NEUTRAL + "surface-tinted"),
    (ACCENT + "text-subtle", PANEL),
    (ACCENT + "text-subtle", NEUTRAL + "background-default"),
    (ACCENT + "text-default", ACCENT + "surface-tinted"),
    (ACCENT + "base-contrast-default", ACCENT + "base-default"),
    (WARNING + "text-subtle", PANEL),
    (WARNING + "text-default", WARNING + "background-tinted"),
    (WARNING + "text-subtle", WARNING + "surface-tinted"),
    (WARNING + "base-contrast-default", WARNING + "base-default"),
    ("--b-done-text", "--b-done"),
    ("--b-now-text", "--b-now"),
    ("--b-ice-ink", "--b-ice-1"),
    ("--b-ice-2-ink", "--b-ice-2"),
    ("--b-on-night", "--b-night"),
    ("--b-on-night-subtle", "--b-night-2"),
]
SHAPE_ON_GROUND = [
    (NEUTRAL + "border-default", PANEL),
    (ACCENT + "border-default", PANEL),
    (WARNING + "border-default", PANEL),
    ("--b-ice-3", PANEL),
    ("--b-now", PANEL),
    ("--b-done", PANEL),
    ("--ds-color-focus-outer", PANEL),
    ("--ds-color-focus-outer", NEUTRAL + "background-default"),
]


def colours(scheme: str) -> dict[str, str]:
    light = dict(COLOUR.findall((THEME / "tokens.css").read_text(encoding="utf-8")))
    if scheme == "light":
        return light
    return light | dict(COLOUR.findall((THEME / "dark.css").read_text(encoding="utf-8")))


def luminance(colour: str) -> float:
    """Relative luminance by WCAG 2."""
    channels = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_text_and_shapes_stand_out(scheme: str) -> None:
    known = colours(scheme)
    weak = [
        f"{front} on {ground}: {contrast(known[front], known[ground]):.2f}"
        for pairs, least in ((TEXT_ON_GROUND, 4.5), (SHAPE_ON_GROUND, 3.0))
        for front, ground in pairs
        if contrast(known[front], known[ground]) < least
    ]
    assert weak == []


def test_dark_gives_values_to_names_of_light_only() -> None:
    light = set(re.findall(r"^\s*(--[\w-]+):", (THEME / "tokens.css").read_text(encoding="utf-8"), re.M))
    dark = set(re.findall(r"^\s*(--[\w-]+):", (THEME / "dark.css").read_text(encoding="utf-8"), re.M))
    assert dark - light == set()


def test_every_style_sheet_is_linked() -> None:
    linked = (SHELL / "templates" / "shell" / "theme.html").read_text(encoding="utf-8")
    assert [path.name for path in sorted(THEME.glob("*.css")) if path.name not in linked] == []


def test_no_template_holds_style_or_inline_code() -> None:
    guilty = [
        path.name
        for path in (ROOT / "src" / "borealis").glob("*/templates/**/*.html")
        if re.search(r"\sstyle=|<style|<script(?![^>]*\bsrc=)|\son\w+=", path.read_text(encoding="utf-8"))
    ]
    assert guilty == []


def test_every_class_in_a_template_has_a_look() -> None:
    sheets = [*THEME.glob("*.css"), SHELL / "static" / "vendor" / "designsystemet.css"]
    sheets += (ROOT / "src" / "borealis").glob("*/static/*/*.css")  # what one room alone needs
    known = set(re.findall(r"\.(-?[A-Za-z_][\w-]*)", "".join(p.read_text(encoding="utf-8") for p in sheets)))
    known |= {"two", "has-fi", "gantt"}  # hooks without a look of their own
    unknown = {
        f"{path.name}: {name}"
        for path in (ROOT / "src" / "borealis").glob("*/templates/**/*.html")
        for names in re.findall(r'class="([^"]*)"', strip_tags(path.read_text(encoding="utf-8")))
        for name in names.split()
        if name not in known
    }
    assert unknown == set()


def strip_tags(template: str) -> str:
    """A template without its tags; a class that is half written by a tag is left out."""
    return re.sub(r"[\w-]*(\{%.*?%\}|\{\{.*?\}\})[\w-]*", " ", template)


def test_what_others_made_is_as_written_down() -> None:
    command = [sys.executable, str(ROOT / "scripts" / "vendor.py"), "--check"]
    assert subprocess.run(command, check=False).returncode == 0
