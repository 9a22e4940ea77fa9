"""Charts: geometry in attributes, colour in classes, words escaped and only where they fit."""

from __future__ import annotations

import datetime as dt
import re
from itertools import pairwise
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st

from borealis.shell import charts
from borealis.shell.charts.kinds import LOOKS
from borealis.shell.charts.svg import PANEL, fitting_labels, text_width

FIRST, LAST, TODAY = dt.date(2021, 9, 1), dt.date(2029, 8, 31), dt.date(2026, 11, 25)
days = st.dates(dt.date(2015, 1, 1), dt.date(2040, 12, 31))


def tree(markup: str) -> ElementTree.Element:
    return ElementTree.fromstring(markup)


def bars(markup: str) -> list[tuple[str, float, float]]:
    """(class, start, width) of each drawn part of a stacked bar, in per cent."""
    parts = tree(markup).findall(".//rect[@x]")
    return [(r.get("class", ""), float(r.get("x", "")[:-1]), float(r.get("width", "")[:-1])) for r in parts]


def test_a_stacked_bar_lays_its_parts_end_to_end() -> None:
    drawn = charts.stacked_bar([("reached", 44), ("sent", 11), ("begun", 22)], 88, "44 av 88")
    assert bars(drawn) == [("f-now", 0, 50), ("f-sent", 50, 12.5), ("f-work", 62.5, 25)]


@pytest.mark.parametrize("total", [0, 10])
def test_a_bar_never_goes_beyond_its_track(total: int) -> None:
    drawn = charts.stacked_bar([("reached", 8), ("sent", 8)], total, "over", pace=99)
    assert sum(width for _class, _start, width in bars(drawn)) <= 100
    assert all(float(line.get("x1", "")[:-1]) <= 100 for line in tree(drawn).findall(".//line"))


@given(st.lists(st.tuples(st.sampled_from(sorted(LOOKS)), st.floats(0, 500)), max_size=8), st.floats(0, 500))
def test_any_bar_is_whole_markup_within_its_width(parts: list[tuple[str, float]], total: float) -> None:
    for _class, start, width in bars(charts.stacked_bar(parts, total, "x")):
        assert 0 <= start <= 100
        assert start + width <= 100.02


@pytest.mark.parametrize(
    ("held", "booked", "quota", "classes"),
    [
        (1, 0, 2, ["f-now", "l-ring"]),
        (1, 1, 2, ["f-now", "l-green", "f-now"]),
        (3, 0, 2, ["f-now", "f-now", "f-now"]),
        (0, 0, 0, []),
    ],
)
def test_dots_show_held_booked_and_missing(held: int, booked: int, quota: int, classes: list[str]) -> None:
    drawn = tree(charts.quota_dots(held, booked, quota, "ord"))
    assert [circle.get("class") for circle in drawn.findall(".//circle")] == classes


def example(**changes: object) -> charts.TimelineChart:
    given_values: dict[str, object] = {
        "first": FIRST,
        "last": LAST,
        "today": TODAY,
        "segments": (
            charts.Segment("done", FIRST, dt.date(2026, 8, 31), label="PET-senteret", sublabel="60 md"),
            charts.Segment("now", dt.date(2026, 9, 1), dt.date(2028, 8, 31), "upper", "PET 50 %"),
            charts.Segment("research", dt.date(2026, 9, 1), dt.date(2028, 8, 31), "lower", "Ph.d. 50 %"),
        ),
        "forecast": dt.date(2029, 6, 30),
        "earliest": dt.date(2029, 4, 1),
        "latest": dt.date(2029, 10, 31),
        "norm": dt.date(2028, 2, 28),
        "title": "Planen",
        "description": "Slik",
    }
    return charts.TimelineChart(**{**given_values, **changes})  # type: ignore[arg-type]


def test_what_goes_on_is_solid_until_today_and_tinted_after() -> None:
    drawn = tree(charts.timeline(example()))
    across = drawn.find("svg")
    assert across is not None
    assert [r.get("class") for r in across.findall("rect")] == [
        "f-done", "f-now", "f-plan", "f-res", "f-res-plan", "f-band",
    ]  # fmt: skip


def test_the_line_down_has_one_row_a_block_and_ends_with_the_forecast() -> None:
    drawn = tree(charts.timeline(example()))
    rows = ["".join(row.itertext()) for row in drawn.findall("ol/li")]
    assert len(rows) == 3 + 3
    assert rows[-1].startswith("Ferdig juni 2029")
    assert "april – okt. 2029" in rows[-1]


def test_words_are_escaped() -> None:
    evil = '<script>alert("x")</script>'
    segment = charts.Segment("done", FIRST, LAST, label=evil, sublabel=evil)
    block = charts.Block("old", FIRST, LAST, evil)
    for drawn in (
        charts.timeline(example(segments=(segment,), title=evil, description=evil)),
        charts.lane((block,), FIRST, LAST, label=evil),
        charts.stacked_bar([], 1, evil),
        charts.choice_points(choices((1, 1), name=evil), evil, evil, evil),
        charts.quota_dots(1, 1, 2, evil),
        charts.forecast_mark(None, None, None, None, FIRST, LAST, evil),
    ):
        tree(drawn)
        assert "<script" not in drawn


def choices(*points: tuple[int, int], name: str = "Valg") -> list[charts.Choice]:
    return [
        charts.Choice(n + 1, f"{name} {n + 1}", across, up, f"{n + 1}: {across}, {up}", f"#valg-{n + 1}")
        for n, (across, up) in enumerate(points)
    ]


def test_every_choice_is_a_link_with_its_figures_in_words() -> None:
    drawn = tree(charts.choice_points(choices((0, 9), (12, 4), (40, -2)), "Valgene", "endres", "senere"))
    assert drawn.get("role") == "group"
    assert drawn.get("aria-label") == "Valgene"
    links = drawn.findall("a")
    assert [link.get("href") for link in links] == ["#valg-1", "#valg-2", "#valg-3"]
    assert [link.get("aria-label") for link in links] == ["1: 0, 9", "2: 12, 4", "3: 40, -2"]
    assert [link.findall("text")[0].text for link in links] == ["1", "2", "3"]
    at = [(float(c.get("cx", "")[:-1]), float(c.get("cy", ""))) for c in drawn.findall("a/circle")]
    assert [x for x, _ in at] == sorted(x for x, _ in at)  # more changes lie further to the right
    assert [y for _, y in at] == sorted(y for _, y in at)  # ends earlier lie further down


def test_a_grid_has_the_figures_of_its_lines() -> None:
    drawn = tree(charts.choice_points(choices((0, 3), (10, -2)), "x", "endres", "senere"))
    figures = [text.text for text in drawn.findall("text")]
    assert figures == ["0", "3", "6", "9", "12", "−2", "0", "+2", "+4", "senere", "endres"]


months = st.integers(-5000, 5000)


@given(st.lists(st.tuples(months.map(abs), months), min_size=1, max_size=5))
def test_any_choices_lie_within_the_drawing(points: list[tuple[int, int]]) -> None:
    drawn = charts.choice_points(choices(*points), "x", "endres", "senere")
    lines = tree(drawn).findall("line[@class='l-grid']")
    assert 2 <= len(lines) <= 2 * 6
    for share in re.findall(r'="(-?[\d.]+)%"', drawn):
        assert 0 <= float(share) <= 100
    for circle in tree(drawn).findall("a/circle"):
        assert 40 <= float(circle.get("cy", "")) <= 216


@given(st.lists(days, min_size=2, max_size=12, unique=True), days, days)
def test_any_timeline_is_whole_markup_without_style(
    some: list[dt.date], today: dt.date, end: dt.date
) -> None:
    some = sorted(some)
    segments = tuple(charts.Segment("planned", a, b, label="Arena", sublabel="x") for a, b in pairwise(some))
    chart = example(first=some[0], last=some[-1], today=today, segments=segments, forecast=end)
    drawn = charts.timeline(chart)
    tree(drawn)
    assert "style=" not in drawn
    for share in re.findall(r'="(-?[\d.]+)%"', drawn):
        assert 0 <= float(share) <= 100


def test_marks_close_to_each_other_get_rows_of_their_own() -> None:
    near = example(norm=dt.date(2029, 6, 1), today=dt.date(2029, 5, 1))
    across = tree(charts.timeline(near)).find("svg")
    assert across is not None
    heights = [
        t.get("y") for t in across.findall("text") if (t.text or "").startswith(("I dag", "Ferdig", "norm"))
    ]
    assert len(set(heights)) == 3


@given(st.text("abcæøåWM 0123", min_size=1, max_size=40), st.floats(0, 1))
def test_a_label_is_shown_only_where_there_is_room(text: str, share: float) -> None:
    for shown, ranges in fitting_labels((text,), share, PANEL):
        assert text_width(shown) <= share * PANEL.wide
        if not ranges:
            assert text_width(shown) <= share * PANEL.phone


@pytest.mark.parametrize(
    ("used", "places", "closed", "expected", "says"),
    [
        (0, 3, False, "h0", "0"),
        (1, 3, False, "h1c", "1"),
        (2, 3, False, "h2c", "2"),
        (1, 2, False, "h2c", "1"),
        (3, 3, False, "h3c", "3"),
        (4, 3, False, "hx", "4 !"),
        (1, 0, False, "hx", "1 !"),
        (2, None, False, "h1c", "2"),
        (0, 3, True, "hc", "–"),
        (1.5, 1, False, "hx", "1,5 !"),
    ],
)
def test_a_cell_says_how_full_it_is(
    used: float, places: float | None, closed: bool, expected: str, says: str
) -> None:
    assert charts.heat_class(used, places, closed) == expected
    assert charts.heat_text(used, places, closed) == says


def test_a_lane_leaves_out_what_lies_outside() -> None:
    before = charts.Block("old", dt.date(2010, 1, 1), dt.date(2011, 1, 1), "Før")
    inside = charts.Block("changed", dt.date(2024, 1, 1), dt.date(2026, 1, 1), "Nå")
    drawn = tree(
        charts.lane((before, inside), FIRST, LAST, [charts.EndMark(dt.date(2028, 1, 1), changed=True)])
    )
    assert [r.get("class") for r in drawn.findall("rect")] == ["f-chg"]
    assert drawn.find("svg/path") is not None


@pytest.mark.parametrize(
    "kind", [*sorted(LOOKS), "held", "booked", "not_booked", "pace", "band", "end", "forecast"]
)
def test_every_sign_of_a_legend_is_hidden_from_readers(kind: str) -> None:
    assert tree(charts.swatch(kind)).get("aria-hidden") == "true"
