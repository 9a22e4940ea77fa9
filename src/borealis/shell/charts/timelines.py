"""A plan as a line of time: across on a desk, down on a phone."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Literal

from django.utils.translation import gettext as _

from borealis.shell.charts.kinds import AFTER_TODAY, LOOKS
from borealis.shell.charts.svg import PANEL, Axis, element, fitting_labels, percent, text_width, words
from borealis.shell.words import month_short, month_span

Lane = Literal["full", "upper", "lower"]

LANES: dict[str, tuple[float, float]] = {"full": (30.5, 43), "upper": (30, 21), "lower": (53, 21)}
GAP = 0.002
DIAMOND = "M0-6l6 6-6 6-6-6z"


@dataclass(frozen=True)
class Segment:
    """A stretch of time in a plan, from its first day to its last.

    Two at the same time stand in the upper and the lower lane. ``label`` names it, ``short`` is for narrow
    blocks, ``sublabel`` says how long ("18 md"). "now" and "research" are drawn solid until today and
    tinted after.
    """

    kind: str
    from_day: dt.date
    to_day: dt.date
    lane: Lane = "full"
    label: str = ""
    sublabel: str = ""
    short: str = ""


@dataclass(frozen=True)
class TimelineChart:
    """A plan from its first day, with today, the normal end, and the forecast with its 80 % interval.

    ``title`` and ``description`` say in whole sentences what the line shows.
    """

    first: dt.date
    last: dt.date
    today: dt.date
    segments: tuple[Segment, ...]
    forecast: dt.date | None = None
    earliest: dt.date | None = None
    latest: dt.date | None = None
    norm: dt.date | None = None
    title: str = ""
    description: str = ""

    @property
    def axis(self) -> Axis:
        """The line's ends, wide enough for the forecast."""
        ends = [self.last, *(day for day in (self.forecast, self.latest, self.norm) if day)]
        return Axis(self.first, max(ends))


@dataclass(frozen=True)
class Mark:
    """A word under the line, at a day."""

    day: dt.date
    text: str
    classes: str


def timeline(chart: TimelineChart) -> str:
    """Both drawings; the style sheet shows one of them."""
    return element("div", across(chart) + down(chart), class_="tl")


def across(chart: TimelineChart) -> str:
    """The line across, for windows from 640 px."""
    axis = chart.axis
    marks, height = _marks(chart, axis)
    drawn = _years(axis) + "".join(_block(part, axis) for part in _split_at_today(chart))
    return element(
        "svg",
        drawn + _today(chart, axis) + _forecast(chart, axis) + marks,
        class_="chart tl-across",
        width="100%",
        height=height,
        role="img",
        aria_label=f"{chart.title}. {chart.description}".strip(". ") + ".",
    )


def _years(axis: Axis) -> str:
    drawn = []
    years = axis.new_years()
    crowded = len(years) > 12
    for number, day in enumerate(years):
        x = percent(axis.at(day))
        drawn.append(element("line", class_="l-grid", x1=x, x2=x, y1=18, y2=82))
        if 0.015 < axis.at(day) < 0.985 and not (crowded and number % 2):
            hidden = "" if number % 2 == 0 else " at at-wide at-middle"
            drawn.append(
                element("text", words(day.year), class_="tx-s" + hidden, x=x, y=12, text_anchor="middle")
            )
    return "".join(drawn)


def _split_at_today(chart: TimelineChart) -> Iterator[Segment]:
    """The segments, with what is going on parted into what has been and what is meant."""
    for segment in chart.segments:
        after = AFTER_TODAY.get(segment.kind)
        if after is None or segment.to_day <= chart.today:
            yield segment
        elif segment.from_day >= chart.today:
            yield replace(segment, kind=after)
        else:
            been = replace(segment, to_day=chart.today)
            meant = replace(segment, kind=after, from_day=chart.today + dt.timedelta(days=1))
            mostly_been = chart.today - segment.from_day > segment.to_day - chart.today
            yield been if mostly_been else _without_words(been)
            yield _without_words(meant) if mostly_been else meant


def _without_words(segment: Segment) -> Segment:
    return replace(segment, label="", sublabel="", short="")


def _block(segment: Segment, axis: Axis) -> str:
    """A block with its words, where they fit."""
    left, right = axis.at(segment.from_day), axis.at(segment.to_day + dt.timedelta(days=1))
    share = max(right - left - GAP, 0.0025)
    y, height = LANES[segment.lane]
    look = LOOKS[segment.kind]
    drawn = element("rect", class_=look.fill, x=percent(left), width=percent(share), y=y, height=height, rx=5)
    centre = percent(left + share / 2)
    two_lines = bool(segment.sublabel) and segment.lane == "full"
    first_line = y + (18.5 if two_lines else height / 2 + 4.5)
    for text, ranges in fitting_labels((segment.label, segment.short), share, PANEL):
        classes = f"{look.text} {ranges}".strip()
        drawn += element("text", words(text), class_=classes, x=centre, y=first_line, text_anchor="middle")
        if two_lines:
            drawn += element(
                "text", words(segment.sublabel), class_=classes, x=centre, y=y + 34.5, text_anchor="middle"
            )
    return drawn


def _today(chart: TimelineChart, axis: Axis) -> str:
    if not axis.holds(chart.today):
        return ""
    x = percent(axis.at(chart.today))
    return element("line", class_="l-now", x1=x, x2=x, y1=22, y2=82)


def _forecast(chart: TimelineChart, axis: Axis) -> str:
    """The band where the end lies with 80 % probability, the diamond at the expected end, the normal end."""
    drawn = ""
    if chart.norm:
        x = percent(axis.at(chart.norm))
        drawn += element("line", class_="l-ink", x1=x, x2=x, y1=80, y2=92)
    if chart.forecast:
        if chart.earliest and chart.latest:
            left, right = axis.at(chart.earliest), axis.at(chart.latest)
            drawn += element(
                "rect",
                class_="f-band",
                x=percent(left),
                width=percent(max(right - left, 0.004)),
                y=82,
                height=8,
                rx=4,
            )
        drawn += diamond(axis.at(chart.forecast), 86)
    return drawn


def diamond(share: float, y: float, fill: str = "f-ink") -> str:
    """The sign of an expected end, centred at a share of the width."""
    return element("svg", element("path", class_=fill, d=DIAMOND), x=percent(share), y=y, overflow="visible")


def _marks(chart: TimelineChart, axis: Axis) -> tuple[str, int]:
    """The words under the line, each on the first row where it does not touch another; and the height."""
    wanted = []
    if axis.holds(chart.today):
        wanted.append(Mark(chart.today, _("I dag"), "tx-acc"))
    if chart.forecast:
        wanted.append(Mark(chart.forecast, forecast_words(chart.forecast), "tx tx-b"))
    if chart.norm:
        wanted.append(Mark(chart.norm, norm_words(chart.norm), "tx-s"))
    rows: list[list[tuple[float, float]]] = []
    drawn = ""
    for mark in wanted:
        share = axis.at(mark.day)
        half = text_width(mark.text) / PANEL.middle / 2
        anchor = "start" if share < half else "end" if share > 1 - half else "middle"
        left = {"start": share, "end": share - 2 * half, "middle": share - half}[anchor]
        right = left + 2 * half
        row = next(
            (i for i, taken in enumerate(rows) if all(right + 0.01 < a or left > b + 0.01 for a, b in taken)),
            len(rows),
        )
        if row == len(rows):
            rows.append([])
        rows[row].append((left, right))
        y = 105 + 15 * row
        drawn += element(
            "text", words(mark.text), class_=mark.classes, x=percent(share), y=y, text_anchor=anchor
        )
    return drawn, 95 + 15 * max(len(rows), 1)


def forecast_words(day: dt.date) -> str:
    return _("Ferdig %(month)s") % {"month": month_short(day)}


def norm_words(day: dt.date) -> str:
    return _("norm %(month)s") % {"month": month_short(day)}


def down(chart: TimelineChart) -> str:
    """The line down, for phones: one block a line with its words, and the marks in their places."""
    rows: list[tuple[dt.date, int, str]] = []
    for number, segment in enumerate(chart.segments):
        rows.append((segment.from_day, number, _row(segment)))
    after = len(chart.segments)
    if chart.first <= chart.today <= chart.axis.last:
        rows.append((chart.today, after, _mark_row(_("I dag"), "", "l-now")))
    if chart.norm:
        rows.append((chart.norm, after + 1, _mark_row(norm_words(chart.norm).capitalize(), "", "l-ink")))
    if chart.forecast:
        between = ""
        if chart.earliest and chart.latest:
            between = _("sannsynlig %(months)s") % {"months": month_span(chart.earliest, chart.latest)}
        rows.append((dt.date.max, 0, _mark_row(forecast_words(chart.forecast), between, "end")))
    rows.sort(key=lambda row: row[:2])
    return element("ol", "".join(row for _day, _order, row in rows), class_="tl-down")


def _row(segment: Segment) -> str:
    """A block with its words; longer time, taller block, within reason."""
    height = min(max((segment.to_day - segment.from_day).days // 16, 38), 84)
    block = element("rect", class_=LOOKS[segment.kind].fill, x=1, y=1, width=18, height=height - 2, rx=4)
    picture = element("svg", block, class_="k", width=20, height=height, aria_hidden="true")
    span = element("small", words(month_span(segment.from_day, segment.to_day)))
    text = element("span", words(segment.label) + span)
    return element("li", picture + text + element("span", words(segment.sublabel) or " ", class_="n"))


def _mark_row(text: str, quiet: str, kind: str) -> str:
    if kind == "end":
        sign = element("svg", element("path", class_="f-ink", d=DIAMOND), x=10, y=12, overflow="visible")
    else:
        sign = element("line", class_=kind, x1=0, x2=20, y1=12, y2=12)
    picture = element("svg", sign, width=20, height=24, aria_hidden="true")
    line = words(text) + (element("small", words(quiet)) if quiet else "")
    classes = "mark" if kind == "l-now" else "mark end"
    return element("li", picture + element("span", line, class_=classes))
