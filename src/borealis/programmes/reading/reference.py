"""The description of the file format for people, written from the schema."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from borealis.programmes.reading.shape import schema

_HEAD = """# The programme file

Written from `src/borealis/programmes/data/programme.schema.json` by `borealis programme format`.

A programme is one YAML file, UTF-8, at most 1 MB, without anchors, aliases and tags. Plain words are read as
in YAML 1.2: only `true` and `false` are yes and no, and a day stays the text it is. The whole of one:
`src/borealis/programmes/data/unn-nuk.yaml`. How to write one: `docs/how-to/write-a-programme.md`.

A **text** has one line for each language: `nb` (bokmål, must be there), `nn` (nynorsk), `en` (English).
A **list of goals** holds codes (`NUK-103`) and ranges (`NUK-116..NUK-132`, in the order of the goal sets).
A key in **bold** must be there.

| key | what stands there | meaning |
|---|---|---|
"""
_WORDS = {"string": "word", "integer": "whole number", "number": "number", "boolean": "true or false"}
_REFS = {"text": "text", "name": "text", "short": "text", "goals": "list of goals"}


def format_page() -> str:
    """The reference page of the format, as Markdown."""
    return _HEAD + "".join(f"{row}\n" for row in _rows(schema(), ""))


def _rows(part: dict[str, Any], prefix: str) -> Iterator[str]:
    for key, value in part["properties"].items():
        name = f"{prefix}{key}"
        marked = f"**`{name}`**" if key in part.get("required", ()) else f"`{name}`"
        yield f"| {marked} | {_kind(value)} | {value.get('description', '')} |"
        inner = value.get("items", {}) if value.get("type") == "array" else value
        if "properties" in inner:
            yield from _rows(inner, f"{name}{'[]' if inner is not value else ''}.")


def _kind(value: dict[str, Any]) -> str:
    if "const" in value:
        return f"`{value['const']}`"
    if "enum" in value:
        return ", ".join(f"`{choice}`" for choice in value["enum"])
    if "$ref" in value:
        name = value["$ref"].rsplit("/", 1)[1]
        return _REFS.get(name) or {
            "day": "day `2026-09-01` or null",
            "required_day": "day `2026-09-01`",
            "month": "month `2026-09`",
            "open_month": "month `2026-09` or null",
        }.get(name, "code")
    if "pattern" in value and "null" in value.get("type", ()):
        return "day `2026-09-01` or null"
    if value["type"] == "array":
        items = value["items"]
        return f"list of {_kind(items)}" if "properties" not in items else "list"
    if value["type"] == "object":
        return "keys"
    kind = value["type"] if isinstance(value["type"], str) else value["type"][0]
    return _WORDS[kind] + _bounds(value)


def _bounds(value: dict[str, Any]) -> str:
    least = f"from {value['minimum']}" if "minimum" in value else ""
    least = f"above {value['exclusiveMinimum']}" if "exclusiveMinimum" in value else least
    most = f"to {value['maximum']}" if "maximum" in value else ""
    return f" {least} {most}".rstrip() if least or most else ""
