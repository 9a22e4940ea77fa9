"""Small signs for legends, and the cells of heat maps."""

from __future__ import annotations

from borealis.shell.charts.bars import dot
from borealis.shell.charts.kinds import LOOKS
from borealis.shell.charts.svg import element
from borealis.shell.words import number


def swatch(kind: str) -> str:
    """The sign of a kind in a legend; the word stands beside it.

    Besides the kinds of blocks: held, booked, not_booked (dots), pace (tick), band, end (diamond),
    end_changed, forecast (diamond on its band).
    """
    width, height, drawn = 18, 12, ""
    if kind in {"held", "booked", "not_booked"}:
        width, height, drawn = 14, 14, dot(kind, 7, 7, 6)
    elif kind == "pace":
        width, height = 4, 14
        drawn = element("line", class_="l-ink", x1=2, x2=2, y1=0, y2=14)
    elif kind == "band":
        width, drawn = 22, element("rect", class_="f-band", y=2, width=22, height=8, rx=4)
    elif kind in {"end", "end_changed"}:
        width, height = 14, 14
        drawn = element("path", class_="f-chg" if kind == "end_changed" else "f-ink", d="M7 1l6 6-6 6-6-6z")
    elif kind == "forecast":
        width = 30
        drawn = element("rect", class_="f-band", y=2, width=30, height=8, rx=4)
        drawn += element("path", class_="f-ink", d="M15 1l5 5-5 5-5-5z")
    else:
        drawn = element("rect", class_=LOOKS[kind].fill, x=1, y=1, width=16, height=10, rx=3)
    return element("svg", drawn, width=width, height=height, aria_hidden="true")


def heat_class(used: float, places: float | None, closed: bool = False) -> str:
    """The class of a cell: empty, under half, from half, full, over, or closed.

    ``places`` None means no limit, so the cell is never full.
    """
    if closed:
        return "hc"
    if places is not None and used > places:
        return "hx"
    if used <= 0:
        return "h0"
    if places is None:
        return "h1c"
    if used >= places:
        return "h3c"
    return "h1c" if used < places / 2 else "h2c"


def heat_text(used: float, places: float | None, closed: bool = False) -> str:
    """What the cell says: the figure, with "!" when more than there is room for, "–" when closed."""
    if closed:
        return "–"
    figure = number(used)
    return f"{figure} !" if places is not None and used > places else figure
