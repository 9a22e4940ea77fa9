"""Rows of time beside names: forecasts against the norm, and plans before and after."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache

from borealis.shell.charts.kinds import LOOKS
from borealis.shell.charts.svg import BESIDE_NAMES, Axis, Room, element, fitting_labels, percent, words
from borealis.shell.charts.timelines import diamond
from borealis.shell.words import month_name, month_short


@dataclass(frozen=True)
class Block:
    """A stretch of time in a lane, of a kind in ``kinds.LOOKS``; ``short`` is for narrow blocks."""

    kind: str
    from_day: dt.date
    to_day: dt.date
    label: str = ""
    short: str = ""


@dataclass(frozen=True)
class EndMark:
    """The day a plan ends, as a diamond; green when it has moved."""

    day: dt.date
    changed: bool = False


def forecast_mark(
    norm: dt.date | None,
    expected: dt.date | None,
    earliest: dt.date | None,
    latest: dt.date | None,
    first: dt.date,
    last: dt.date,
    label: str,
) -> str:
    """A forecast as a diamond on its 80 % band, with the norm as a tick, on a grid of years."""
    axis = Axis(first, last)
    drawn = _years(axis, 26)
    if norm:
        x = percent(axis.at(norm))
        drawn += element("line", class_="l-ink", x1=x, x2=x, y1=4, y2=22)
    if earliest and latest:
        left, right = axis.at(earliest), axis.at(latest)
        width = percent(max(right - left, 0.01))
        drawn += element("rect", class_="f-band", x=percent(left), width=width, y=9, height=8, rx=4)
    if expected:
        drawn += diamond(axis.at(expected), 13)
    return element("svg", drawn, class_="chart", width="100%", height=26, role="img", aria_label=label)


def year_axis(first: dt.date, last: dt.date) -> str:
    """The years above a column of forecasts; for the eye alone."""
    axis = Axis(first, last)
    years = [day for day in axis.new_years() if 0.06 < axis.at(day) < 0.94]
    step = max(1, -(-len(years) // 4))
    drawn = "".join(
        element("text", words(day.year), class_="tx-s", x=percent(axis.at(day)), y=12, text_anchor="middle")
        for day in years[::step]
    )
    return element("svg", drawn or " ", class_="chart", width="100%", height=16, aria_hidden="true")


@lru_cache(maxsize=32)
def _years(axis: Axis, height: float) -> str:
    """The same years stand behind every forecast in a list."""
    return grid(axis.new_years(), axis, height)


def grid(days: Iterable[dt.date], axis: Axis, height: float) -> str:
    """Thin lines at days."""
    return "".join(
        element("line", class_="l-grid", x1=percent(axis.at(d)), x2=percent(axis.at(d)), y1=0, y2=height)
        for d in days
    )


def half_years(first: dt.date, last: dt.date) -> list[dt.date]:
    """The first of January and of July, from the first day through the last."""
    days = (dt.date(year, month, 1) for year in range(first.year, last.year + 1) for month in (1, 7))
    return [day for day in days if first <= day <= last]


def lane_axis(first: dt.date, last: dt.date) -> str:
    """Half-years above lanes: "jan. 2027", "juli"; Januaries alone over four years, and on a phone."""
    axis = Axis(first, last)
    long = (last - first).days > 366 * 4
    drawn = ""
    januaries = 0
    for day in half_years(first, last):
        if axis.at(day) > 0.95 or (long and day.month == 7):
            continue
        if day.month == 1:
            januaries += 1
            text, hidden = (str(day.year) if long else month_short(day)), ""
            if long and januaries % 2 == 0:
                hidden = " only-desk"
        else:
            text, hidden = month_name(day), " only-desk"
        drawn += element("text", words(text), class_="tx-s" + hidden, x=percent(axis.at(day)), dx=4, y=12)
    return element("svg", drawn or " ", class_="chart", width="100%", height=18, aria_hidden="true")


def lane(
    blocks: Iterable[Block],
    first: dt.date,
    last: dt.date,
    end_marks: Iterable[EndMark] = (),
    label: str = "",
    room: Room = BESIDE_NAMES,
) -> str:
    """One row of blocks with diamonds where the plan ends."""
    axis = Axis(first, last)
    drawn = grid(half_years(first, last), axis, 36) + _row(blocks, end_marks, axis, 4.5, 27, room)
    return element("svg", drawn, class_="chart", width="100%", height=36, role="img", aria_label=label)


def two_lanes(
    before: Sequence[Block],
    after: Sequence[Block],
    first: dt.date,
    last: dt.date,
    before_end: EndMark | None,
    after_end: EndMark | None,
    label: str,
    room: Room = BESIDE_NAMES,
) -> str:
    """Two rows: the plan of today above, the proposal below."""
    axis = Axis(first, last)
    drawn = grid(half_years(first, last), axis, 64)
    drawn += _row(before, [before_end] if before_end else [], axis, 3, 25, room)
    drawn += _row(after, [after_end] if after_end else [], axis, 34, 27, room)
    return element("svg", drawn, class_="chart", width="100%", height=64, role="img", aria_label=label)


def _row(
    blocks: Iterable[Block], ends: Iterable[EndMark], axis: Axis, y: float, height: float, room: Room
) -> str:
    drawn = ""
    for block in blocks:
        if block.to_day < axis.first or block.from_day > axis.last:
            continue
        left, right = axis.at(block.from_day), axis.at(block.to_day + dt.timedelta(days=1))
        share = max(right - left - 0.0025, 0.003)
        look = LOOKS[block.kind]
        drawn += element(
            "rect", class_=look.fill, x=percent(left), width=percent(share), y=y, height=height, rx=4
        )
        for text, ranges in fitting_labels((block.label, block.short), share, room, margin=6):
            drawn += element(
                "text",
                words(text),
                class_=f"{look.text} {ranges}".strip(),
                x=percent(left + share / 2),
                y=y + height / 2 + 4.5,
                text_anchor="middle",
            )
    for end in ends:
        if axis.holds(end.day):
            fill = "f-chg" if end.changed else "f-ink"
            sign = element("path", class_=fill, d="M9-7l7 7-7 7-7-7z")
            drawn += element("svg", sign, x=percent(axis.at(end.day)), y=y + height / 2, overflow="visible")
    return drawn
