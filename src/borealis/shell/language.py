"""Choosing a text in the reader's language, with bokmål where a language is missing."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import get_language

DEFAULT = "nb"


def localised(row: Any, field: str, language: str | None = None) -> str:
    """A row's text in the reader's language: ``localised(goal, "title")`` reads title_nb, _nn or _en."""
    language = language or get_language() or DEFAULT
    return getattr(row, f"{field}_{language}", "") or getattr(row, f"{field}_{DEFAULT}")


def text_in(texts: Mapping[str, str], language: str | None = None) -> str:
    """A text of {"nb": …, "nn": …, "en": …} in the reader's language."""
    language = language or get_language() or DEFAULT
    return texts.get(language) or texts.get(DEFAULT, "")
