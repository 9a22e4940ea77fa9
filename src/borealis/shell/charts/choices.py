"""Choices as points: what each costs in two ways, every point a link to the choice itself."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from borealis.shell.charts.svg import element, percent, words

TOP, BOTTOM, HEIGHT = 40.0, 216.0, 250.0
"""Pixels from above: where the highest value and the lowest lie, and how high the drawing is."""
LEFT, RIGHT = 0.14, 0.94
"""Shares of the width where the lowest value and the highest lie; figures stand to the left."""
RADIUS = 13
STEPS = (1, 2, 3, 6, 12, 24, 36, 60, 120, 240, 600, 1200)
"""Months between two lines."""
LINES = 5
"""Lines at most beside the lowest."""


@dataclass(frozen=True)
class Choice:
    """A choice at ``across`` and ``up``, in whole months; ``label`` says both in words, ``href`` is where it is."""

    number: int
    name: str
    across: int
    up: int
    label: str
    href: str


def choice_points(choices: Sequence[Choice], label: str, across: str, up: str) -> str:
    """Points on a grid, joined from left to right by a thin line. ``across`` and ``up`` name what is measured.

    Names stand beside the points where there is room; on a phone the numbers lead to the names in the table.
    """
    columns = lines([choice.across for choice in choices])
    rows = lines([choice.up for choice in choices])
    drawn = "".join(_column(value, columns) for value in columns)
    drawn += "".join(_row(value, rows) for value in rows)
    drawn += element("text", words(up), class_="tx-s", x=0, y=14)
    drawn += element("text", words(across), class_="tx-s", x="100%", y=HEIGHT - 2, text_anchor="end")
    placed = [(_x(c.across, columns), _y(c.up, rows), c) for c in sorted(choices, key=lambda c: c.across)]
    for (x1, y1, _), (x2, y2, _) in pairwise(placed):
        drawn += element("line", class_="l-ring", x1=percent(x1), y1=y1, x2=percent(x2), y2=y2)
    drawn += "".join(_point(x, y, choice) for x, y, choice in sorted(placed, key=lambda one: one[2].number))
    return element(
        "svg", drawn, class_="chart points", width="100%", height=HEIGHT, role="group", aria_label=label
    )


def lines(values: Sequence[int]) -> list[int]:
    """Even steps from at most the lowest value, and at most 0, to at least the highest."""
    low, high = min(0, *values), max(1, *values)
    least = -(-(high - low) // (LINES - 1))
    step = next((step for step in STEPS if step >= least), least)
    return list(range(low // step * step, -(-high // step) * step + 1, step))


def _x(value: float, columns: Sequence[int]) -> float:
    return LEFT + (RIGHT - LEFT) * (value - columns[0]) / (columns[-1] - columns[0])


def _y(value: float, rows: Sequence[int]) -> float:
    return round(BOTTOM - (BOTTOM - TOP) * (value - rows[0]) / (rows[-1] - rows[0]), 1)


def _column(value: int, columns: Sequence[int]) -> str:
    x = percent(_x(value, columns))
    line = element("line", class_="l-grid", x1=x, x2=x, y1=TOP, y2=BOTTOM)
    return line + element("text", words(value), class_="tx-s", x=x, y=BOTTOM + 17, text_anchor="middle")


def _row(value: int, rows: Sequence[int]) -> str:
    y = _y(value, rows)
    line = element("line", class_="l-grid", x1=percent(LEFT), x2=percent(RIGHT), y1=y, y2=y)
    figure = f"+{value}" if value > 0 else f"−{-value}" if value < 0 else "0"
    return line + element(
        "text", words(figure), class_="tx-s", x=percent(LEFT - 0.02), y=y + 4, text_anchor="end"
    )


def _point(x: float, y: float, choice: Choice) -> str:
    """The number in a circle. The name stands above to the right, or below to the left near the right edge."""
    is_late = x > (LEFT + RIGHT) / 2
    name = element(
        "text",
        words(choice.name),
        class_="tx tx-b at at-wide at-middle at-narrow",
        x=percent(x),
        y=y + 5,
        dx=-RADIUS - 6 if is_late else RADIUS + 6,
        dy=RADIUS + 3 if is_late else -RADIUS - 1,
        text_anchor="end" if is_late else "start",
    )
    circle = element("circle", class_="f-now", cx=percent(x), cy=y, r=RADIUS)
    number = element(
        "text", words(choice.number), class_="tx-now tx-b", x=percent(x), y=y + 4.5, text_anchor="middle"
    )
    return element("a", circle + number + name, href=choice.href, aria_label=choice.label, class_="point")
