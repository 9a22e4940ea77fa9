"""What does not look like chance in a control chart: the four rules of Western Electric.

Western Electric Company, Statistical Quality Control Handbook, 1956; NIST/SEMATECH e-Handbook 6.3.2. A point on
the centre line lies on neither side. The chart marks the point that completes a pattern.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

CONTROL_RULES = ("beyond", "two_of_three", "four_of_five", "eight")
# (rule, of how many, how many of them, beyond how many standard deviations)
_WINDOWS = (
    ("beyond", 1, 1, 3.0),
    ("two_of_three", 3, 2, 2.0),
    ("four_of_five", 5, 4, 1.0),
    ("eight", 8, 8, 0.0),
)


@dataclass(frozen=True)
class Signal:
    """A rule that strikes, and the numbers (from 0) of the points that it strikes at, the last one last."""

    rule: str
    points: tuple[int, ...]

    @property
    def at(self) -> int:
        return self.points[-1]


def western_electric(scores: Sequence[float]) -> tuple[Signal, ...]:
    """The signals in points given as standard deviations from the centre, by rule and place."""
    return tuple(
        Signal(rule, hits)
        for rule, width, needed, beyond in _WINDOWS
        for at in range(len(scores))
        for side in (1, -1)
        if (hits := _hits(scores, at, width, side, beyond)) and len(hits) >= needed and hits[-1] == at
    )


def _hits(scores: Sequence[float], at: int, width: int, side: int, beyond: float) -> tuple[int, ...]:
    """The points of the window that ends at a point, which lie further out on a side."""
    window = range(max(0, at - width + 1), at + 1)
    return tuple(place for place in window if side * scores[place] > beyond)
