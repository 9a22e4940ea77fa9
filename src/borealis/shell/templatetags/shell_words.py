"""Filters that put numbers and days into words."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django import template

from borealis.shell import words
from borealis.shell.language import localised, text_in

register = template.Library()


def silent_on_nothing(words_for: Callable[[Any], str]) -> Callable[[Any], str]:
    """No words where there is no value."""

    @wraps(words_for)
    def filtered(value: Any) -> str:
        return "" if value is None or value == "" else words_for(value)

    return filtered


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
    "week_day",
):
    register.filter(name, silent_on_nothing(getattr(words, name)))


@register.filter
def number(value: Any, decimals: int = 1) -> str:
    """``{{ hours|number }}`` or ``{{ hours|number:2 }}``: with the reader's decimal sign."""
    return "" if value is None or value == "" else words.number(value, decimals)


@register.filter
def month_span(first: Any, last: Any) -> str:
    """``{{ period.first|month_span:period.last }}``: "mars – okt. 2025"."""
    return words.month_span(first, last) if first and last else ""


@register.filter(name="localised")
def localised_filter(row: Any, field: str) -> str:
    """``{{ goal|localised:"title" }}``: a row's text in the reader's language."""
    return localised(row, field)


@register.filter(name="text_in")
def text_in_filter(texts: Any) -> str:
    """``{{ texts|text_in }}``: the reader's language of {"nb": …, "nn": …, "en": …}."""
    return text_in(texts or {})
