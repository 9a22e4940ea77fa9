"""Bars and dots: how much of something, and how much is left."""

from __future__ import annotations

from collections.abc import Iterable

from borealis.shell.charts.kinds import LOOKS
from borealis.shell.charts.svg import element, percent


def stacked_bar(
    parts: Iterable[tuple[str, float]],
    total: float,
    label: str,
    pace: float | None = None,
    height: int = 12,
) -> str:
    """A bar of parts laid end to end on a track that stands for the total.

    ``parts`` are (kind, number) in the order drawn; what exceeds the total is cut off. ``pace`` is the
    number that would be right today, drawn as a tick. ``label`` says all the numbers in words.
    """
    drawn = [element("rect", class_="f-empty", width="100%", height=height)]
    before = 0.0
    for kind, number in parts:
        share = min(number / total, 1 - before) if total else 0.0
        if share > 0:
            drawn.append(
                element(
                    "rect", class_=LOOKS[kind].fill, x=percent(before), width=percent(share), height=height
                )
            )
            before += share
    body = element("g", element("g", "".join(drawn), class_="pill"), transform="translate(0 1)")
    if pace is not None and total:
        x = percent(min(max(pace / total, 0), 1))
        body += element("line", class_="l-halo", x1=x, x2=x, y1=-1, y2=height + 3)
        body += element("line", class_="l-ink", x1=x, x2=x, y1=-1, y2=height + 3)
    return element("svg", body, class_="chart", width="100%", height=height + 2, role="img", aria_label=label)


def dot(kind: str, x: float, y: float, radius: float) -> str:
    """One dot: held is filled, booked a ring with a core, not booked a ring."""
    if kind == "held":
        return element("circle", class_="f-now", cx=x, cy=y, r=radius)
    if kind == "booked":
        ring = element("circle", class_="l-green", cx=x, cy=y, r=radius - 0.5)
        return ring + element("circle", class_="f-now", cx=x, cy=y, r=round(radius * 0.42, 1))
    return element("circle", class_="l-ring", cx=x, cy=y, r=radius - 0.5)


def quota_dots(held: int, booked: int, quota: int, label: str, small: bool = False) -> str:
    """One dot for each of a quota; more held than the quota asks for are drawn too."""
    radius, step, height = (4.5, 15, 13) if small else (6, 18, 16)
    kinds = ["held"] * held + ["booked"] * booked
    kinds += ["not_booked"] * (quota - len(kinds))
    y = height / 2
    dots = "".join(dot(kind, radius + 2 + step * i, y, radius) for i, kind in enumerate(kinds))
    return element("svg", dots, width=step * max(len(kinds), 1), height=height, role="img", aria_label=label)
