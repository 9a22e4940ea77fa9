"""Levels over time as a small drawing: one dot for each time somebody said how independent the doctor was."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from borealis.shell.charts.svg import Axis, element, percent, words
from borealis.shell.words import month_short

STEP, TOP, BOTTOM = 34, 22, 26
RADIUS = 5.5


@dataclass(frozen=True)
class Point:
    """A level that somebody gave on a day, and for what."""

    day: dt.date
    level: int
    what: str
    name: str


def drawn_levels(points: Sequence[Point], names: Sequence[str], label: str) -> SafeString:
    """Dots at their days, highest level on top; ``names`` are the levels from 0. Says all in ``label``."""
    axis = Axis(points[0].day - dt.timedelta(days=10), points[-1].day + dt.timedelta(days=10))
    height = TOP + STEP * (len(names) - 1) + BOTTOM

    def across(day: dt.date) -> str:
        return percent(0.02 + 0.96 * axis.at(day))

    def down(level: int) -> int:
        return TOP + STEP * (len(names) - 1 - min(level, len(names) - 1))

    body = "".join(
        element("line", class_="l-grid", x1=0, x2="100%", y1=down(level), y2=down(level))
        + element("text", words(name), class_="tx-s", x=0, y=down(level) - 10)
        for level, name in enumerate(names)
    )
    first, last = points[0].day, points[-1].day
    body += element("text", words(month_short(first)), class_="tx-s", x=0, y=height - 4)
    if (first.year, first.month) != (last.year, last.month):
        body += element(
            "text", words(month_short(last)), class_="tx-s", x="100%", y=height - 4, text_anchor="end"
        )
    body += "".join(
        element(
            "circle",
            element("title", words(f"{point.day:%d.%m.%Y} {names[min(point.level, len(names) - 1)]}")),
            class_="f-now",
            cx=across(point.day),
            cy=down(point.level),
            r=RADIUS,
        )
        for point in points
    )
    svg = element("svg", body, class_="chart", width="100%", height=height, role="img", aria_label=label)
    return mark_safe(svg)  # noqa: S308  (every text and attribute is escaped by shell.charts.svg)


def sentence(points: Sequence[Point], names: Sequence[str]) -> str:
    """What the drawing shows, in words."""
    if not points:
        return _("Ingen har sagt noe om nivå for dette målet ennå.")
    last = points[-1]
    return _("%(n)s ganger har noen sagt noe om nivå. Sist %(day)s: %(level)s (%(name)s).") % {
        "n": len(points),
        "day": f"{last.day.day}.{last.day.month}.{last.day.year}",
        "level": names[min(last.level, len(names) - 1)],
        "name": last.name,
    }
