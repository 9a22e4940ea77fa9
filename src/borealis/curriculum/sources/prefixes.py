"""What the goal sets that are no specialty are called, and which part of the training they are of."""

from __future__ import annotations

from borealis.curriculum.rules import Names

NAMES = {
    "FKM": Names(
        "Felles kompetansemål, del 2 og 3", "Felles kompetansemål, del 2 og 3", "Common goals, parts 2 and 3"
    ),
    "FKMS": Names(
        "Felles kompetansemål, del 1 i sykehus",
        "Felles kompetansemål, del 1 i sjukehus",
        "Common goals, part 1 in hospital",
    ),
    "FKMK": Names(
        "Felles kompetansemål, del 1 i kommune",
        "Felles kompetansemål, del 1 i kommune",
        "Common goals, part 1 in a municipality",
    ),
    "KLS": Names(
        "Kliniske læringsmål, del 1 i sykehus",
        "Kliniske læringsmål, del 1 i sjukehus",
        "Clinical goals, part 1 in hospital",
    ),
    "KLP": Names(
        "Kliniske læringsmål, del 1 i psykiatri",
        "Kliniske læringsmål, del 1 i psykiatri",
        "Clinical goals, part 1 in psychiatry",
    ),
    "KLK": Names(
        "Kliniske læringsmål, del 1 i kommune",
        "Kliniske læringsmål, del 1 i kommune",
        "Clinical goals, part 1 in a municipality",
    ),
    "FIM": Names(
        "Felles læringsmål for indremedisinske spesialiteter, del 2",
        "Felles læringsmål for indremedisinske spesialitetar, del 2",
        "Shared goals of the internal medicine specialties, part 2",
    ),
    "FKI": Names(
        "Felles læringsmål for kirurgiske spesialiteter, del 2",
        "Felles læringsmål for kirurgiske spesialitetar, del 2",
        "Shared goals of the surgical specialties, part 2",
    ),
}
PARTS = {"FKM": "2-3", "FKMS": "1", "FKMK": "1", "KLS": "1", "KLP": "1", "KLK": "1", "FIM": "2", "FKI": "2"}
COMMON = frozenset({"FKM", "FKMS", "FKMK"})
"""Goals for all specialties (felles kompetansemål)."""


def part_of(prefix: str) -> str:
    """The part of the training that a prefix belongs to; a specialty's own goals are part 3."""
    return PARTS.get(prefix, "3")
