"""Charts drawn on the server: geometry in SVG attributes, colour in classes, words escaped.

No chart stands alone: a sentence goes before it and a table with the same figures behind it.
"""

from borealis.shell.charts.bars import quota_dots, stacked_bar
from borealis.shell.charts.choices import Choice, choice_points
from borealis.shell.charts.kinds import Kind
from borealis.shell.charts.lanes import Block, EndMark, forecast_mark, lane, lane_axis, two_lanes, year_axis
from borealis.shell.charts.signs import heat_class, heat_text, swatch
from borealis.shell.charts.svg import BESIDE_NAMES, PANEL, Room
from borealis.shell.charts.timelines import Segment, TimelineChart, timeline

__all__ = [
    "BESIDE_NAMES",
    "PANEL",
    "Block",
    "Choice",
    "EndMark",
    "Kind",
    "Room",
    "Segment",
    "TimelineChart",
    "choice_points",
    "forecast_mark",
    "heat_class",
    "heat_text",
    "lane",
    "lane_axis",
    "quota_dots",
    "stacked_bar",
    "swatch",
    "timeline",
    "two_lanes",
    "year_axis",
]
