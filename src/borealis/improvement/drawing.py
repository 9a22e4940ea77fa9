"""A measure over time as a drawing: values, centre, limits, what strikes, and the tests of change.

What strikes is told by form and size and not by colour alone: a large square with a rim instead of a dot. Limits
that are drawn on from a baseline are dashed closer than others.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import floor, log10

from django.utils.safestring import SafeString, mark_safe

from borealis.improvement.rules import Chart, Limits
from borealis.shell.charts.svg import Axis, element, percent, words
from borealis.shell.words import day_month, month_short, number

HEIGHT, TOP, BOTTOM = 230, 26, 24
LEFT, RIGHT = 0.11, 0.02


@dataclass(frozen=True)
class Mark:
    """A test of change on the chart: its sign, its first day, and its words."""

    sign: str
    day: dt.date
    title: str


@dataclass(frozen=True)
class _Plane:
    """Days across and values up."""

    axis: Axis
    low: float
    high: float
    height: int

    def x(self, day: dt.date) -> float:
        return LEFT + (1 - LEFT - RIGHT) * self.axis.at(day)

    def y(self, value: float) -> float:
        share = (value - self.low) / (self.high - self.low)
        return round(self.height - BOTTOM - share * (self.height - TOP - BOTTOM), 1)


def measure_chart(chart: Chart, marks: Iterable[Mark], label: str, height: int = HEIGHT) -> SafeString:
    """The chart of at least one value; ``label`` says in words what it shows."""
    axis = Axis(chart.days[0], max(chart.days[-1], chart.days[0] + dt.timedelta(days=1)))
    plane = _Plane(axis, *_span(chart), height)
    drawn = _grid(plane, percents=chart.kind == "p")
    drawn += _marks(marks, plane)
    drawn += _lines(chart, plane)
    drawn += _values(chart, plane)
    drawn += _days(axis, plane)
    svg = element(
        "svg", drawn, class_="chart measure", width="100%", height=height, role="img", aria_label=label
    )
    return mark_safe(svg)  # noqa: S308  (element and words escape every text and attribute)


def _span(chart: Chart) -> tuple[float, float]:
    """The lowest and the highest that is drawn, with a little air; nought stays the floor of what is never below."""
    edges = [edge for line in chart.limits if line for edge in (line.lower, line.upper) if edge is not None]
    low, high = min([*chart.values, *edges]), max([*chart.values, *edges])
    air = 0.06 * (high - low) or 1.0
    floor_at = 0.0 if low >= 0 and low - air < 0.35 * high else low - air
    return floor_at, high + air


def _steps(low: float, high: float) -> list[float]:
    """Three to six round numbers between two."""
    raw = (high - low) / 4
    ten = 10.0 ** floor(log10(raw))
    step = next(size * ten for size in (1, 2, 2.5, 5, 10) if size * ten >= raw)
    first = floor(low / step) + (1 if low % step else 0)
    return [n * step for n in range(first, first + 8) if n * step <= high]


def _grid(plane: _Plane, *, percents: bool) -> str:
    drawn = ""
    for value in _steps(plane.low, plane.high):
        y = plane.y(value)
        text = f"{number(100 * value, 0)} %" if percents else number(value, 0 if value == int(value) else 2)
        drawn += element("line", class_="l-grid", x1=percent(LEFT), x2="100%", y1=y, y2=y)
        drawn += element("text", words(text), class_="tx-s", x="0", y=y + 4)
    return drawn


def _marks(marks: Iterable[Mark], plane: _Plane) -> str:
    """A dashed line with a number in a ring; the words stand in the list beside."""
    drawn = ""
    for mark in marks:
        if not plane.axis.holds(mark.day):
            continue
        x = percent(plane.x(mark.day))
        title = element("title", words(f"{mark.sign}. {mark.title}"))
        drawn += element("line", title, class_="l-test", x1=x, x2=x, y1=20, y2=plane.height - BOTTOM)
        drawn += element("circle", class_="f-surface l-test-ring", cx=x, cy=11, r=9)
        drawn += element("text", words(mark.sign), class_="tx-s tx-b", x=x, y=15, text_anchor="middle")
    return drawn


def _lines(chart: Chart, plane: _Plane) -> str:
    """Centre and limits as steps, phase by phase."""
    drawn = ""
    for phase in chart.phases:
        days = chart.days[phase.first : phase.end]
        for place in range(phase.first, phase.end):
            line = chart.limits[place]
            if line is not None:
                frozen = place >= phase.base_end
                drawn += _level(line, plane, *_half_ways(days, place - phase.first, plane), frozen=frozen)
    return drawn


def _half_ways(days: Sequence[dt.date], at: int, plane: _Plane) -> tuple[float, float]:
    """Half way to the point before and to the point after; the edge points reach as far as they stand."""
    here = plane.x(days[at])
    left = (plane.x(days[at - 1]) + here) / 2 if at else here
    right = (here + plane.x(days[at + 1])) / 2 if at + 1 < len(days) else here
    return left, right


def _level(line: Limits, plane: _Plane, left: float, right: float, *, frozen: bool) -> str:
    drawn = ""
    for value, look in ((line.centre, "l-centre"), (line.lower, "l-limit"), (line.upper, "l-limit")):
        if value is not None:
            y, drawn_on = plane.y(value), " l-frozen" if frozen else ""
            drawn += element("line", class_=look + drawn_on, x1=percent(left), x2=percent(right), y1=y, y2=y)
    return drawn


def _values(chart: Chart, plane: _Plane) -> str:
    places = range(len(chart.values))
    spots = [(plane.x(chart.days[n]), plane.y(chart.values[n])) for n in places]
    breaks = {phase.first for phase in chart.phases}
    drawn = ""
    for n in places[1:]:
        if n not in breaks:
            (x1, y1), (x2, y2) = spots[n - 1], spots[n]
            drawn += element("line", class_="l-value", x1=percent(x1), x2=percent(x2), y1=y1, y2=y2)
    for n in places:
        drawn += _dot(*spots[n], strikes=bool(chart.rules_at(n)), text=_said(chart, n))
    return drawn


def _said(chart: Chart, place: int) -> str:
    value = chart.values[place]
    shown = f"{number(100 * value, 1)} %" if chart.kind == "p" else number(value, 1)
    return f"{day_month(chart.days[place])}: {shown}"


def _dot(x: float, y: float, *, strikes: bool, text: str) -> str:
    title = element("title", words(text))
    if not strikes:
        return element("circle", title, class_="f-now", cx=percent(x), cy=y, r=3.5)
    square = element("rect", title, class_="f-amber l-strike", x=-5, y=-5, width=10, height=10)
    return element("svg", square, x=percent(x), y=y, overflow="visible")


def _days(axis: Axis, plane: _Plane) -> str:
    y = plane.height - 6
    first = element("text", words(month_short(axis.first)), class_="tx-s", x=percent(LEFT), y=y)
    last = element("text", words(month_short(axis.last)), class_="tx-s", x="100%", y=y, text_anchor="end")
    return first + (last if month_short(axis.first) != month_short(axis.last) else "")
