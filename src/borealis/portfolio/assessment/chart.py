"""Levels over time as a drawing: a line for each step of the scale, a dot for each assessment."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from borealis.portfolio.assessment.rules import Scale, Tendency
from borealis.shell.charts.svg import Axis, element, percent, words
from borealis.shell.language import text_in
from borealis.shell.words import month_short

STEP, TOP, RADIUS = 52, 18, 6.5
MARGIN, BUCKETS = 0.03, 44  # room at both ends; how many dots fit side by side


@dataclass(frozen=True)
class Dot:
    """A level on a day. ``title`` says it in words, ``outside`` that the assessor came by a link."""

    on: dt.date
    value: int
    title: str
    outside: bool = False


def levels_chart(scale: Scale, dots: Iterable[Dot], label: str) -> SafeString:
    """The highest step on top, the oldest to the left. Dots that would cover each other are stacked."""
    placed = sorted(dots, key=lambda dot: (dot.on, dot.value))
    axis = Axis(placed[0].on, max(placed[-1].on, placed[0].on + dt.timedelta(days=1)))
    rows = {step.value: TOP + STEP * at for at, step in enumerate(reversed(scale.steps))}
    height = TOP + STEP * len(rows) - 4
    drawn = _years(axis, height - 22)
    for step in scale.steps:
        y = rows[step.value]
        drawn += element("line", class_="l-grid", x1="0", x2="100%", y1=y + 12, y2=y + 12)
        drawn += element("text", words(text_in(step.name)), class_="tx-s", x="0", y=y - 4)
    drawn += _dots(placed, axis, rows)
    drawn += _ends(axis, height)
    chart = element("svg", drawn, class_="chart", width="100%", height=height, role="img", aria_label=label)
    return mark_safe(chart)  # noqa: S308  (element and words escape every text and attribute)


def difference_chart(found: Tendency, label: str) -> SafeString:
    """A difference as a dot on its interval, around a line that means the same as others."""
    furthest = max(1.0, abs(found.low), abs(found.high))

    def at(value: float) -> str:
        return percent(MARGIN + (1 - 2 * MARGIN) * (value + furthest) / (2 * furthest))

    width = percent((1 - 2 * MARGIN) * (found.high - found.low) / (2 * furthest))
    drawn = element("line", class_="l-grid", x1="0", x2="100%", y1=14, y2=14)
    drawn += element("line", class_="l-ink", x1=at(0), x2=at(0), y1=2, y2=26)
    drawn += element("rect", class_="f-band", x=at(found.low), width=width, y=9, height=10, rx=5)
    drawn += element("circle", class_="f-now", cx=at(found.difference), cy=14, r=RADIUS)
    drawn += element("text", words(_("lavere")), class_="tx-s", x="0", y=42)
    drawn += element("text", words(_("som andre")), class_="tx-s", x=at(0), y=42, text_anchor="middle")
    drawn += element("text", words(_("høyere")), class_="tx-s", x="100%", y=42, text_anchor="end")
    chart = element("svg", drawn, class_="chart", width="100%", height=46, role="img", aria_label=label)
    return mark_safe(chart)  # noqa: S308  (element and words escape every text and attribute)


def _at(axis: Axis, day: dt.date) -> float:
    return MARGIN + (1 - 2 * MARGIN) * axis.at(day)


def _dots(placed: list[Dot], axis: Axis, rows: dict[int, int]) -> str:
    stacked: Counter[tuple[int, int]] = Counter()
    drawn = ""
    for dot in placed:
        share = _at(axis, dot.on)
        spot = (round(share * BUCKETS), dot.value)
        y = rows[dot.value] + 12 - 5 * min(stacked[spot], 3)
        stacked[spot] += 1
        title = element("title", words(dot.title))
        look = {"class_": "l-ring f-surface"} if dot.outside else {"class_": "f-now"}
        halo = element("circle", class_="f-surface", cx=percent(share), cy=y, r=RADIUS + 1.5)
        drawn += halo + element("circle", title, cx=percent(share), cy=y, r=RADIUS, **look)
    return drawn


def _years(axis: Axis, height: int) -> str:
    drawn = ""
    for day in axis.new_years():
        x = percent(_at(axis, day))
        drawn += element("line", class_="l-grid", x1=x, x2=x, y1=0, y2=height)
        drawn += element("text", str(day.year), class_="tx-s", x=x, y=height + 16, text_anchor="middle")
    return drawn


def _ends(axis: Axis, height: int) -> str:
    """The first and the last month, unless a year stands there already."""
    near = [_at(axis, day) for day in axis.new_years()]
    drawn = ""
    for day, anchor, share in ((axis.first, "start", 0.0), (axis.last, "end", 1.0)):
        if all(abs(share - other) > 0.26 for other in near):
            x = percent(share)
            drawn += element("text", month_short(day), class_="tx-s", x=x, y=height - 6, text_anchor=anchor)
    return drawn
