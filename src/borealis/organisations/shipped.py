"""The files of organisations that come with Borealis."""

from __future__ import annotations

from importlib import resources


def shipped_files() -> list[bytes]:
    """Their contents, by name: a region's own file before those that only name its bodies."""
    folder = resources.files("borealis.organisations") / "data"
    found = sorted((file for file in folder.iterdir() if file.name.endswith(".yaml")), key=lambda f: f.name)
    return [file.read_bytes() for file in found]
