"""Tags that draw charts. The drawings escape their own words, so their markup is safe to show."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from typing import Any

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

from borealis.shell import charts

register = template.Library()


def _drawn(markup: str) -> SafeString:
    return mark_safe(markup)  # noqa: S308  (charts.svg escapes every text and attribute)


@register.simple_tag
def stacked_bar(
    parts: Iterable[tuple[str, float]], total: float, label: str, pace: float | None = None, height: int = 12
) -> SafeString:
    """``{% stacked_bar parts 88 label %}`` with parts [("reached", 38), ("sent", 5), …]."""
    return _drawn(charts.stacked_bar(parts, total, label, pace, height))


@register.simple_tag
def choice_points(choices: Sequence[charts.Choice], label: str, across: str, up: str) -> SafeString:
    """Choices as points that are links: ``{% choice_points page.points label "måneder" "måneder senere" %}``."""
    return _drawn(charts.choice_points(choices, label, across, up))


@register.simple_tag
def quota_dots(held: int, booked: int, quota: int, label: str, small: bool = False) -> SafeString:
    """``{% quota_dots 5 1 8 "5 av 8 holdt, 1 avtalt" %}``."""
    return _drawn(charts.quota_dots(held, booked, quota, label, small))


@register.simple_tag
def timeline(chart: charts.TimelineChart) -> SafeString:
    """``{% timeline chart %}``: the plan across, and down on a phone."""
    return _drawn(charts.timeline(chart))


@register.simple_tag
def forecast_mark(
    norm: dt.date | None,
    expected: dt.date | None,
    earliest: dt.date | None,
    latest: dt.date | None,
    first: dt.date,
    last: dt.date,
    label: str,
) -> SafeString:
    """A forecast against the norm in a row of a table."""
    return _drawn(charts.forecast_mark(norm, expected, earliest, latest, first, last, label))


@register.simple_tag
def year_axis(first: dt.date, last: dt.date) -> SafeString:
    """The years above a column of forecasts."""
    return _drawn(charts.year_axis(first, last))


@register.simple_tag
def lane(
    blocks: Iterable[charts.Block],
    first: dt.date,
    last: dt.date,
    end_marks: Iterable[charts.EndMark] = (),
    label: str = "",
) -> SafeString:
    """One plan as a row of blocks."""
    return _drawn(charts.lane(blocks, first, last, end_marks or (), label))


@register.simple_tag
def two_lanes(
    before: Any,
    after: Any,
    first: dt.date,
    last: dt.date,
    before_end: charts.EndMark | None,
    after_end: charts.EndMark | None,
    label: str,
) -> SafeString:
    """The plan of today above the proposal."""
    return _drawn(charts.two_lanes(before, after, first, last, before_end, after_end, label))


@register.simple_tag
def lane_axis(first: dt.date, last: dt.date) -> SafeString:
    """Half-years above lanes."""
    return _drawn(charts.lane_axis(first, last))


@register.simple_tag
def swatch(kind: str) -> SafeString:
    """``<span>{% swatch "done" %}Ferdig</span>`` in a legend."""
    return _drawn(charts.swatch(kind))


@register.simple_tag
def heat_cell(used: float, places: float | None, closed: bool = False) -> SafeString:
    """A cell of a heat map, with its figure and its sign."""
    return format_html(
        '<td class="{}">{}</td>',
        charts.heat_class(used, places, closed),
        charts.heat_text(used, places, closed),
    )
