"""What Borealis stores about the reader, in short: the page "Personvern"."""

from __future__ import annotations

from dataclasses import dataclass

from borealis.privacy.queries.registry import terms
from borealis.privacy.queries.requests import erasure_plan
from borealis.shell.language import text_in


@dataclass(frozen=True)
class Stored:
    """Rows of one kind about the reader: how many, by what right, and for how long."""

    title: str
    rows: int
    basis: str
    retention: str


@dataclass(frozen=True)
class Purpose:
    """Why something is stored, and what that is."""

    title: str
    stored: tuple[Stored, ...]


def stored_about(person_id: int) -> list[Purpose]:
    """What is stored about a person, by purpose; purposes without a row are left out."""
    words, planned = terms(), erasure_plan(person_id)
    found = []
    for code, term in words.purposes.items():
        stored = tuple(
            Stored(
                one.title,
                one.rows,
                text_in(words.bases[one.rule.fields[0].basis].texts),
                text_in(words.retentions[one.rule.retention].texts),
            )
            for one in planned
            if one.rule.purpose == code
        )
        if stored:
            found.append(Purpose(text_in(term.texts), stored))
    return found
