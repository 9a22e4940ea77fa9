"""Phases of a chart: where the centre line and the limits are reckoned anew, and from which points."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Phase:
    """Points ``first`` up to ``end`` (not included). Centre and limits come from ``first`` up to ``base_end``."""

    first: int
    end: int
    base_end: int

    @property
    def frozen(self) -> bool:
        """Whether limits from a baseline are drawn on over later points."""
        return self.base_end < self.end


def phases_of(
    days: Sequence[dt.date], baseline_to: dt.date | None = None, changes: Iterable[dt.date] = ()
) -> tuple[Phase, ...]:
    """The phases of points on ``days``, which come in order.

    A new phase begins with the first point on or after each of ``changes``. ``baseline_to`` freezes the limits
    of the phase that it lies in: they come from the points up to that day (included) and are drawn on over the
    later ones. A baseline without points, or that holds the whole phase, freezes nothing.
    """
    starts = {0} | {_place(days, change) for change in changes}
    ordered = sorted(start for start in starts if start < len(days))
    ends = [*ordered[1:], len(days)]
    return tuple(
        Phase(first, end, _base_end(days, first, end, baseline_to))
        for first, end in zip(ordered, ends, strict=False)
    )


def _place(days: Sequence[dt.date], day: dt.date) -> int:
    """How many points lie before a day."""
    return sum(point < day for point in days)


def _base_end(days: Sequence[dt.date], first: int, end: int, baseline_to: dt.date | None) -> int:
    if baseline_to is None:
        return end
    found = sum(point <= baseline_to for point in days)
    return found if first < found < end else end
