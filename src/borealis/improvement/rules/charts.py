"""A measure over time as a chart: a centre, limits where the kind has them, and what does not look like chance."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import copysign, inf
from statistics import median

from borealis.improvement.rules import limits as made
from borealis.improvement.rules.limits import Limits
from borealis.improvement.rules.phases import Phase, phases_of
from borealis.improvement.rules.runs import astronomical, odd_runs, shifts, trends
from borealis.improvement.rules.signals import Signal, western_electric

RUN, INDIVIDUALS, SHARE, RATE, COUNT = "run", "xmr", "p", "u", "c"
CHART_KINDS = (RUN, INDIVIDUALS, SHARE, RATE, COUNT)
FEW = 12  # points below which limits are provisional


def needs_size(kind: str) -> bool:
    """Whether a value is so many of how many: shares and rates."""
    return kind in (SHARE, RATE)


@dataclass(frozen=True)
class Observation:
    """What was seen on a day. ``size`` is how many it was seen among, for shares and rates."""

    on: dt.date
    number: float
    size: float | None = None

    @property
    def value(self) -> float:
        return self.number / self.size if self.size else self.number


@dataclass(frozen=True)
class Chart:
    """Values in order, with the limits of each (None: too few points), the phases, and the signals."""

    kind: str
    days: tuple[dt.date, ...]
    values: tuple[float, ...]
    limits: tuple[Limits | None, ...]
    phases: tuple[Phase, ...]
    signals: tuple[Signal, ...]

    @property
    def provisional(self) -> bool:
        """Whether some limits come from fewer than twelve points."""
        return any(phase.base_end - phase.first < FEW for phase in self.phases)

    def rules_at(self, place: int) -> tuple[str, ...]:
        """The rules that strike at a point: every point of a shift or a trend, and the one that completes a pattern of
        a control chart. Runs are told of the whole chart."""
        told = (s for s in self.signals if s.rule not in ("few_runs", "many_runs"))
        strikes = (s.rule for s in told if place == s.at or (self.kind == RUN and place in s.points))
        return tuple(dict.fromkeys(strikes))


def chart_of(
    kind: str,
    observations: Iterable[Observation],
    baseline_to: dt.date | None = None,
    changes: Iterable[dt.date] = (),
) -> Chart:
    """The chart of a kind of ``CHART_KINDS``; ValueError for another, or for a share of nothing."""
    if kind not in CHART_KINDS:
        raise ValueError(kind)
    rows = sorted(observations, key=lambda row: row.on)
    if needs_size(kind) and any(not row.size or row.size < 0 for row in rows):
        raise ValueError("size")
    days = tuple(row.on for row in rows)
    phases = phases_of(days, baseline_to, changes)
    found: list[Limits | None] = []
    signals: list[Signal] = []
    for phase in phases:
        part = rows[phase.first : phase.end]
        base = rows[phase.first : phase.base_end]
        lines = _lines(kind, base, part)
        found += lines
        signals += _moved(_signals(kind, base, part, lines), phase.first)
    return Chart(kind, days, tuple(row.value for row in rows), tuple(found), phases, tuple(signals))


def ranges_of(chart: Chart) -> Chart | None:
    """The moving ranges of individual values, within each phase; None for other kinds, and without any range."""
    places = [place for phase in chart.phases for place in range(phase.first + 1, phase.end)]
    if chart.kind != INDIVIDUALS or not places:
        return None
    found: list[Limits | None] = []
    for phase in chart.phases:
        line = made.range_limit(chart.values[phase.first : phase.base_end])
        drawn = Limits(line[0], 0.0, None, line[1]) if line else None
        found += [drawn] * (phase.end - phase.first - 1)
    values = tuple(abs(chart.values[place] - chart.values[place - 1]) for place in places)
    above = [n for n, line in enumerate(found) if line and line.upper is not None and values[n] > line.upper]
    days = tuple(chart.days[place] for place in places)
    whole = (Phase(0, len(places), len(places)),)
    return Chart("mr", days, values, tuple(found), whole, tuple(Signal("beyond", (n,)) for n in above))


def _lines(kind: str, base: Sequence[Observation], part: Sequence[Observation]) -> list[Limits | None]:
    """The limits of each point of a phase."""
    numbers = [row.number for row in base]
    if kind == RUN:
        middle = median(row.value for row in base)
        return [Limits(middle, 0.0, None, None) for _row in part]
    if kind == INDIVIDUALS:
        return [made.xmr_limits(numbers)] * len(part)
    if kind == COUNT:
        return [made.c_limits(made.mean(numbers))] * len(part)
    centre = made.p_centre(numbers, [row.size or 0.0 for row in base])
    limit = made.p_limits if kind == SHARE else made.u_limits
    return [limit(centre, row.size or 1.0) for row in part]


def _signals(
    kind: str, base: Sequence[Observation], part: Sequence[Observation], lines: Sequence[Limits | None]
) -> tuple[Signal, ...]:
    values = [row.value for row in part]
    if kind == RUN:
        middle = median(row.value for row in base)
        told = (*shifts(values, middle), *trends(values), *odd_runs(values, middle))
        return (*told, *astronomical(values, [row.value for row in base]))
    scores = [_score(value, line) for value, line in zip(values, lines, strict=True) if line is not None]
    return western_electric(scores)


def _score(value: float, line: Limits) -> float:
    """Standard deviations from the centre; without any spread, every other value is infinitely far."""
    away = value - line.centre
    if abs(away) < 1e-12:
        return 0.0
    return away / line.sigma if line.sigma else copysign(inf, away)


def _moved(signals: Iterable[Signal], by: int) -> list[Signal]:
    return [Signal(signal.rule, tuple(place + by for place in signal.points)) for signal in signals]
