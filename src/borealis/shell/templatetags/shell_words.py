"""Filters that put numbers and days into words."""

from __future__ import annotations

from typing import Any

from django import template

from borealis.shell import words
from borealis.shell.language import localised, text_in

register = template.Library()

for name in (
    "months_words",
    "months_long",
    "months_difference",
    "month_year",
    "month_short",
    "month_name",
    "day_month",
    "day_short",
    "long_day",
    "number",
):
    register.filter(name, getattr(words, name))


@register.filter
def month_span(first: Any, last: Any) -> str:
    """``{{ period.first|month_span:period.last }}``: "mars – okt. 2025"."""
    return words.month_span(first, last)


@register.filter(name="localised")
def localised_filter(row: Any, field: str) -> str:
    """``{{ goal|localised:"title" }}``: a row's text in the reader's language."""
    return localised(row, field)


@register.filter(name="text_in")
def text_in_filter(texts: Any) -> str:
    """``{{ texts|text_in }}``: the reader's language of {"nb": …, "nn": …, "en": …}."""
    return text_in(texts or {})
