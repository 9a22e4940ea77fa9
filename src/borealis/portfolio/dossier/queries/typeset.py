"""Pieces that a page of the PDF is put together from."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

Facts = Iterable[tuple[str, str]]


def section(
    title: str,
    *,
    intro: str = "",
    tables: Iterable[dict[str, Any]] = (),
    blocks: Iterable[dict[str, Any]] = (),
) -> dict[str, Any]:
    """A chapter: tables, then blocks; what is empty is left out."""
    kept = [one for one in tables if one["rows"]]
    told = list(blocks)
    return {"title": title, "intro": intro, "tables": kept, "blocks": told, "empty": not kept and not told}


def table(
    title: str, labels: list[str], widths: list[float], rows: Iterable[Sequence[str]]
) -> dict[str, Any]:
    return {"title": title, "labels": labels, "widths": widths, "rows": [list(row) for row in rows]}


def block(title: str, facts: Facts) -> dict[str, Any]:
    """A heading with lines of label and text; lines without text are left out."""
    return {"title": title, "facts": [[label, text] for label, text in facts if text]}


def shown(iso: str | None) -> str:
    """A day, or the day of a time, as 3.12.2026; a dash for none."""
    if not iso:
        return "–"
    found = dt.date.fromisoformat(iso[:10])
    return f"{found.day}.{found.month}.{found.year}"


def name_of(person: Mapping[str, str] | None) -> str:
    """A person's name, with the HPR number where it is known."""
    if person is None:
        return ""
    return f"{person['name']} (HPR {person['hpr_number']})" if person["hpr_number"] else person["name"]


def codes(goals: Iterable[str]) -> str:
    """Goals by their codes alone: "NUK-2025-09/NUK-103" as NUK-103."""
    return ", ".join(goal.rpartition("/")[2] for goal in goals)
