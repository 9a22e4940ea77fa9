"""A measure with its chart in words, in a drawing and in a table."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from borealis.improvement.drawing import Mark, measure_chart
from borealis.improvement.models import Measure, Test
from borealis.improvement.rules import Chart, Limits, Observation, chart_of, needs_size, ranges_of
from borealis.improvement.wording import DIRECTION_WORDS, KIND_WORDS, RULE_WORDS
from borealis.shell.words import number


@dataclass(frozen=True)
class Line:
    """A value in the table, with its centre, limits and what strikes, as words."""

    pk: int
    on: dt.date
    value: str
    of: str
    centre: str
    limits: str
    rules: tuple[str, ...]


@dataclass(frozen=True)
class ChartView:
    """A measure as a page shows it."""

    measure: Measure
    kind: str
    direction: str
    sentence: str
    drawing: SafeString | None
    ranges: SafeString | None
    found: tuple[str, ...]
    provisional: bool
    lines: tuple[Line, ...]
    needs_size: bool


def chart_view(measure: Measure, tests: Sequence[Test]) -> ChartView:
    """The chart of a measure, with the tests of change marked on it."""
    rows = list(measure.values.all())
    changes = [test.from_day for test in tests if test.reckons_anew]
    seen = (Observation(row.on, row.number, row.size) for row in rows)
    chart = chart_of(measure.kind, seen, measure.baseline_to, changes)
    marks = [Mark(str(place), test.from_day, test.title) for place, test in enumerate(tests, start=1)]
    found = tuple(str(RULE_WORDS[rule]) for rule in dict.fromkeys(signal.rule for signal in chart.signals))
    sentence = _sentence(measure, chart)
    return ChartView(
        measure=measure,
        kind=str(KIND_WORDS[measure.kind]),
        direction=str(DIRECTION_WORDS[measure.direction]),
        sentence=sentence,
        drawing=measure_chart(chart, marks, sentence) if rows else None,
        ranges=_ranges(chart, marks),
        found=found,
        provisional=bool(rows) and chart.provisional,
        lines=tuple(_line(row.pk, row.number, row.size, chart, place) for place, row in enumerate(rows)),
        needs_size=needs_size(measure.kind),
    )


def _ranges(chart: Chart, marks: Sequence[Mark]) -> SafeString | None:
    moving = ranges_of(chart)
    if moving is None:
        return None
    label = _("Forskjellen fra én verdi til den neste, med gjennomsnitt og øvre grense.")
    return measure_chart(moving, marks, label, height=110)


def shown(value: float, kind: str) -> str:
    """A value with the reader's decimal sign; shares in per cent."""
    if kind == "p":
        return f"{number(100 * value, 1)} %"
    return number(value, 2 if kind == "u" else 1)


def _sentence(measure: Measure, chart: Chart) -> str:
    """What the chart says, before it is drawn."""
    if not chart.values:
        return _("Ingen verdier er ført opp ennå.")
    last = chart.limits[-1]
    words = ngettext(
        "%(n)d verdi. Den siste er %(last)s (%(unit)s).",
        "%(n)d verdier. Den siste er %(last)s (%(unit)s).",
        len(chart.values),
    ) % {"n": len(chart.values), "last": shown(chart.values[-1], chart.kind), "unit": measure.unit}
    if last is None:
        return words
    centre = shown(last.centre, chart.kind)
    first = chart.limits[0]
    if len(chart.phases) > 1 and first is not None:
        before = shown(first.centre, chart.kind)
        moved = _("Midtlinjen har gått fra %(before)s til %(centre)s.") % {"before": before, "centre": centre}
    elif chart.kind == "run":
        moved = _("Medianen er %(centre)s.") % {"centre": centre}
    else:
        moved = _("Midtlinjen er %(centre)s.") % {"centre": centre}
    told = (
        _("Noe er annerledes enn tilfeldig.")
        if chart.signals
        else _("Ingenting tyder på annet enn tilfeldig.")
    )
    return f"{words} {moved} {told}"


def _line(pk: int, value: float, size: float | None, chart: Chart, place: int) -> Line:
    limits = chart.limits[place]
    return Line(
        pk=pk,
        on=chart.days[place],
        value=shown(chart.values[place], chart.kind),
        of="" if size is None else f"{number(value, 0)} / {number(size, 0)}",
        centre="" if limits is None else shown(limits.centre, chart.kind),
        limits=_between(limits, chart.kind),
        rules=tuple(str(RULE_WORDS[rule]) for rule in chart.rules_at(place)),
    )


def _between(limits: Limits | None, kind: str) -> str:
    if limits is None or (limits.lower is None and limits.upper is None):
        return ""
    lower = "–" if limits.lower is None else shown(limits.lower, kind)
    upper = "–" if limits.upper is None else shown(limits.upper, kind)
    return _("%(lower)s til %(upper)s") % {"lower": lower, "upper": upper}


def measure_page(measure: Measure) -> dict[str, Any]:
    """A measure, for its own page."""
    tests = list(measure.project.tests.all())
    return {
        "view": chart_view(measure, tests),
        "project": measure.project,
        "tests": list(enumerate(tests, start=1)),
    }
