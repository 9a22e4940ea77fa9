"""Numbers and days in the three languages."""

from __future__ import annotations

import datetime as dt

import pytest
from django.template import Context, Template
from django.utils import translation

from borealis.shell import words

DAY = dt.date(2026, 11, 25)


@pytest.mark.parametrize(
    ("function", "value", "nb", "nn", "en"),
    [
        ("months_words", 7.6, "7,6 md", "7,6 md", "7.6 mo"),
        ("months_words", 18.0, "18 md", "18 md", "18 mo"),
        ("months_words", 7.64, "7,6 md", "7,6 md", "7.6 mo"),
        ("months_words", 7.65, "7,7 md", "7,7 md", "7.7 mo"),
        ("months_long", 1, "1 måned", "1 månad", "1 month"),
        ("months_long", 2.5, "2,5 måneder", "2,5 månader", "2.5 months"),
        ("months_difference", 19, "+19 md", "+19 md", "+19 mo"),
        ("months_difference", -2, "−2 md", "−2 md", "−2 mo"),
        ("months_difference", 0.04, "0 md", "0 md", "0 mo"),
        ("month_year", DAY, "november 2026", "november 2026", "November 2026"),
        ("month_short", dt.date(2029, 2, 1), "feb. 2029", "feb. 2029", "Feb. 2029"),
        ("day_month", DAY, "25. november", "25. november", "25 November"),
        ("day_short", DAY, "25.11.2026", "25.11.2026", "25 Nov. 2026"),
        (
            "long_day",
            DAY,
            "onsdag 25. november 2026",
            "onsdag 25. november 2026",
            "Wednesday 25 November 2026",
        ),
        ("week_day", DAY, "Onsdag 25. nov.", "Onsdag 25. nov.", "Wednesday 25 Nov."),
        (
            "long_day",
            dt.date(2026, 11, 28),
            "lørdag 28. november 2026",
            "laurdag 28. november 2026",
            "Saturday 28 November 2026",
        ),
    ],
)
def test_each_language_writes_in_its_own_way(function: str, value: object, nb: str, nn: str, en: str) -> None:
    for language, expected in (("nb", nb), ("nn", nn), ("en", en)):
        with translation.override(language):
            assert getattr(words, function)(value) == expected


@pytest.mark.parametrize(
    ("first", "last", "expected"),
    [
        ((2025, 3, 1), (2025, 10, 31), "mars – okt. 2025"),
        ((2021, 9, 1), (2023, 2, 28), "sep. 2021 – feb. 2023"),
        ((2027, 6, 1), (2027, 6, 30), "juni 2027"),
    ],
)
def test_a_span_says_each_year_once(
    first: tuple[int, int, int], last: tuple[int, int, int], expected: str
) -> None:
    assert words.month_span(dt.date(*first), dt.date(*last)) == expected


def test_a_moment_late_in_the_evening_belongs_to_the_norwegian_day() -> None:
    moment = dt.datetime(2026, 11, 24, 23, 30, tzinfo=dt.UTC)
    assert words.long_day(moment) == "onsdag 25. november 2026"


def test_no_value_gives_no_words() -> None:
    template = Template("[{{ nothing|months_words }}{{ nothing|long_day }}{{ missing|number:2 }}]")
    assert template.render(Context({"nothing": None})) == "[]"
