"""The page on the file format is the one that the schema gives."""

from __future__ import annotations

from pathlib import Path

from borealis.programmes.reading.reference import format_page
from borealis.programmes.reading.shape import schema

ROOT = Path(__file__).resolve().parents[2]


def test_the_reference_is_fresh() -> None:
    stored = (ROOT / "docs" / "reference" / "programme-format.md").read_text(encoding="utf-8")

    assert stored == format_page(), "borealis programme format > docs/reference/programme-format.md"


def test_every_key_of_the_format_is_described() -> None:
    def undescribed(part: dict, path: str) -> list[str]:  # type: ignore[type-arg]
        found = []
        for key, value in part.get("properties", {}).items():
            name = f"{path}.{key}"
            found += [] if value.get("description") else [name]
            found += undescribed(value, name) + undescribed(value.get("items", {}), name)
        return found

    allowed = {".headings." + key + ".text" for key in schema()["properties"]["headings"]["properties"]}
    missing = set(undescribed(schema(), "")) - allowed
    assert missing <= {".arenas.places.from", ".agreements.through", ".guidance.topics.id"}
