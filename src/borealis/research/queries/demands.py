"""What universities ask for, from the room's data files: read once, each with its place when it is wrong."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from borealis.research.rules.tracks import ANCHORS, Demand, Demands

FORMAT = "borealis/doctoral-demands/1"
FOLDER = Path(__file__).resolve().parents[1] / "data"
LANGUAGES = ("nb", "nn", "en")


class WrongDemands(ValueError):
    """A data file says something that cannot be: its message names the file and what."""


@cache
def known_demands() -> dict[str, Demands]:
    """Every list of demands, by code. Raises WrongDemands."""
    found = [
        read_demands(path.read_text(encoding="utf-8"), path.name) for path in sorted(FOLDER.glob("*.yaml"))
    ]
    return {demands.code: demands for demands in found}


def demands_of(code: str) -> Demands:
    """One list; raises KeyError for an unknown code."""
    return known_demands()[code]


def read_demands(text: str, name: str) -> Demands:
    """The content of a data file. Raises WrongDemands."""
    try:
        content = yaml.safe_load(text)
        if content["format"] != FORMAT:
            raise WrongDemands(f"{name}: not {FORMAT}")
        return Demands(
            code=str(content["code"]),
            university=str(content["university"]),
            programme=_words(content["programme"], name),
            credits=Decimal(str(content["credits"])),
            thesis_credits=Decimal(str(content["thesis_credits"])),
            mandatory=tuple((row["title"], Decimal(str(row["credits"]))) for row in content["mandatory"]),
            items=tuple(_item(row, name) for row in content["items"]),
            checked=dt.date.fromisoformat(str(content["checked"])),
        )
    except (yaml.YAMLError, KeyError, TypeError, ValueError, ArithmeticError) as wrong:
        raise WrongDemands(f"{name}: {wrong!r}") from wrong


def _item(row: Mapping[str, Any], name: str) -> Demand:
    if row["anchor"] not in ANCHORS:
        raise WrongDemands(f"{name}: {row['id']}: anchor {row['anchor']!r}")
    return Demand(
        row["id"], _words(row["text"], name), row["anchor"], int(row["days"]), str(row.get("source", ""))
    )


def _words(words: Mapping[str, str], name: str) -> dict[str, str]:
    """A text in all three languages."""
    if set(words) != set(LANGUAGES):
        raise WrongDemands(f"{name}: needs {', '.join(LANGUAGES)}: {dict(words)!r}")
    return dict(words)
