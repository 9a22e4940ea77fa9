"""The picture of a week: days across, hours down. The list beside it is the truth; readers are not shown this."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from borealis.rosters.queries.week import Bar, DayList, Item
from borealis.shell.charts.svg import element, percent, text_width, words
from borealis.shell.words import number

FIRST, LAST = 8 * 60, 16 * 60  # at least these hours are drawn
HEAD = 4  # pixels above the first hour
DAY_ROOM = 190  # pixels that a day has on a desk
# Classes of the shape and of its words, for a person's own and for the guide's.
LOOKS = {
    "prot": ("f-now", "tx-now"),
    "clin": ("w-clin", "tx-ice"),
    "res": ("f-res", "tx-blk"),
    "home": ("f-ghost", "tx"),
    "away": ("f-leave", "tx-ice"),
}
BESIDE = {**LOOKS, "prot": ("f-plan", "tx-plan")}


def week_grid(days: Sequence[DayList]) -> str:
    """The whole picture, as markup whose every word is escaped."""
    timed = [item for day in days for item in (*day.items, *day.beside) if not item.whole_day]
    first = min([FIRST, *(item.start for item in timed)]) // 60 * 60
    last = -(-max([LAST, *(item.end for item in timed)]) // 60) * 60
    scale = _scale(last - first)
    height = (last - first) * scale + 2 * HEAD
    drawn = _hours(first, last, scale)
    share, left = 0.965 / len(days), 0.035
    for place, day in enumerate(days):
        x = left + place * share
        own = 0.62 if any(d.beside for d in days) else 0.94
        drawn += _lane(day.items, x, share * own, first, last, scale, LOOKS, own * DAY_ROOM)
        drawn += _lane(day.beside, x + share * 0.64, share * 0.3, first, last, scale, BESIDE, 0.3 * DAY_ROOM)
    return element("svg", drawn, class_="chart", width="100%", height=round(height))


def _scale(minutes: int) -> float:
    """Pixels a minute: a day at work has room for its words, a week with nights is still one picture."""
    return 1.1 if minutes <= 11 * 60 else 0.75 if minutes <= 16 * 60 else 0.5


def _hours(first: int, last: int, scale: float) -> str:
    drawn = ""
    for minute in range(first, last + 1, 60):
        y = round((minute - first) * scale + HEAD, 1)
        drawn += element("line", class_="l-grid", x1="3.2%", x2="100%", y1=y, y2=y)
        if minute < last:
            drawn += element("text", words(f"{minute // 60:02}"), class_="tx-s", x=0, y=y + 4)
    return drawn


def _lane(
    items: Iterable[Item],
    x: float,
    width: float,
    first: int,
    last: int,
    scale: float,
    looks: dict[str, tuple[str, str]],
    room: float,
) -> str:
    drawn = ""
    for item in items:
        start, end = (first, last) if item.whole_day else (item.start, item.end)
        y, height = (start - first) * scale + HEAD, max((end - start) * scale - 2, 8)
        shape, ink = looks[item.kind]
        inner = element("rect", class_=shape, x=1, y=1, width="98%", height=round(height - 2, 1), rx=6)
        inner += _words(item, ink, height, room)
        drawn += element(
            "svg", inner, x=percent(x), y=round(y, 1), width=percent(width), height=round(height, 1)
        )
    return drawn


def _words(item: Item, ink: str, height: float, room: float) -> str:
    """As many lines as there is room for: what it is, when, and what the roster calls it."""
    lines = [_cut(item.words, room), item.hours, item.detail if _fits(item.detail, room) else item.code]
    fitting = [line for line in lines if line and _fits(line, room)]
    number_of = max(1, int((height - 4) // 16)) if height >= 16 else 0
    return "".join(
        element("text", words(line), class_=f"{ink} tx-b" if place == 0 else ink, x=8, y=17 + 16 * place)
        for place, line in enumerate(fitting[:number_of])
    )


def _fits(text: str, room: float) -> bool:
    return text_width(text) <= room - 10


def _cut(text: str, room: float) -> str:
    """The word, or its beginning with a full stop: "Und."."""
    while text and not _fits(text, room):
        text = f"{text.rstrip('.')[:-1]}."
    return text if len(text) > 2 else ""


def study_bars(bars: Sequence[Bar], label: str) -> str:
    """Hours of study time week by week; the week shown is marked by its colour and its number in bold."""
    most = max([4.0, *(bar.hours for bar in bars)])
    share = 1 / max(len(bars), 1)
    drawn = ""
    for place, bar in enumerate(bars):
        height = round(56 * bar.hours / most, 1)
        column = element("rect", class_="f-empty", width="100%", height=56, rx=3)
        if height:
            column += element(
                "rect", class_="f-now", width="100%", y=round(56 - height, 1), height=height, rx=3
            )
        drawn += element(
            "svg", column, x=percent((place + 0.1) * share), width=percent(0.8 * share), y=14, height=56
        )
        middle = percent((place + 0.5) * share)
        if bar.hours:
            drawn += element(
                "text", words(number(bar.hours)), class_="tx-s", x=middle, y=10, text_anchor="middle"
            )
        week = "tx tx-b" if bar.current else "tx-s"
        drawn += element("text", words(bar.week), class_=week, x=middle, y=86, text_anchor="middle")
    return element("svg", drawn or " ", class_="chart", width="100%", height=92, role="img", aria_label=label)
