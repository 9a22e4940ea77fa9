"""Shewhart's limits: three standard deviations of the process around the mean, for four kinds of numbers.

W. A. Shewhart, Economic Control of Quality of Manufactured Product, 1931; formulas and worked examples in the
NIST/SEMATECH e-Handbook of Statistical Methods, 6.3.2.2 (individuals), 6.3.3.1 (counts), 6.3.3.2 (proportions).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import sqrt

WIDTH = 3.0  # standard deviations
D2 = 1.128  # mean range of two normal values, in standard deviations
D4 = 3.267  # upper limit of moving ranges of two, in mean ranges


@dataclass(frozen=True)
class Limits:
    """The centre, the standard deviation of one point, and three of them to each side; None: cannot be crossed."""

    centre: float
    sigma: float
    lower: float | None
    upper: float | None


def moving_ranges(values: Sequence[float]) -> list[float]:
    """How far each value lies from the one before it."""
    return [abs(after - before) for before, after in pairwise(values)]


def mean(values: Sequence[float]) -> float:
    return sum(values) / len(values)


def xmr_limits(values: Sequence[float]) -> Limits | None:
    """Limits for individual values, from the mean moving range; None below two values."""
    if len(values) < 2:
        return None
    centre, sigma = mean(values), mean(moving_ranges(values)) / D2
    return Limits(centre, sigma, centre - WIDTH * sigma, centre + WIDTH * sigma)


def range_limit(values: Sequence[float]) -> tuple[float, float] | None:
    """The mean moving range and its upper limit; None below two values."""
    ranges = moving_ranges(values)
    return (mean(ranges), D4 * mean(ranges)) if ranges else None


def p_centre(counts: Sequence[float], sizes: Sequence[float]) -> float:
    """All that were counted of all that were looked at."""
    return sum(counts) / sum(sizes)


def p_limits(centre: float, size: float) -> Limits:
    """Limits of a share, for a point of ``size`` cases (binomial)."""
    sigma = sqrt(max(centre * (1 - centre), 0.0) / size)
    return Limits(centre, sigma, _floor(centre - WIDTH * sigma), _ceiling(centre + WIDTH * sigma))


def u_limits(centre: float, size: float) -> Limits:
    """Limits of a rate, for a point of ``size`` units (Poisson)."""
    sigma = sqrt(centre / size)
    return Limits(centre, sigma, _floor(centre - WIDTH * sigma), centre + WIDTH * sigma)


def c_limits(centre: float) -> Limits:
    """Limits of a count where the chance is the same each time (Poisson)."""
    return u_limits(centre, 1.0)


def _floor(lower: float) -> float | None:
    """No count is below nought, so a limit there is none."""
    return lower if lower > 0 else None


def _ceiling(upper: float) -> float | None:
    return upper if upper < 1 else None
