"""Shares with honest intervals."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import sqrt

Z95 = 1.959963984540054


@dataclass(frozen=True)
class Share:
    """So many of so many, with a 95 % interval."""

    hits: int
    total: int
    low: float
    high: float

    @property
    def value(self) -> float:
        return self.hits / self.total if self.total else 0.0

    @property
    def percent(self) -> int:
        return round(100 * self.value)

    @property
    def interval(self) -> str:
        """In whole per cent: "39–78"."""
        return f"{round(100 * self.low)}–{round(100 * self.high)}"


def share(hits: int, total: int) -> Share:
    """A share with Wilson's score interval, which holds for few and for extreme shares too.

    E. B. Wilson, Probable inference, the law of succession, and statistical inference, J Am Stat Assoc
    1927;22:209–212.
    """
    if total == 0:
        return Share(0, 0, 0.0, 1.0)
    p, z2 = hits / total, Z95**2
    middle = (p + z2 / (2 * total)) / (1 + z2 / total)
    half = Z95 * sqrt(p * (1 - p) / total + z2 / (4 * total**2)) / (1 + z2 / total)
    low = 0.0 if hits == 0 else max(0.0, middle - half)
    high = 1.0 if hits == total else min(1.0, middle + half)
    return Share(hits, total, low, high)


def spread(values: Iterable[float], edges: Sequence[float]) -> tuple[int, ...]:
    """How many values lie below the first edge, between each two, and from the last edge on."""
    numbers = [0] * (len(edges) + 1)
    for value in values:
        numbers[sum(value >= edge for edge in edges)] += 1
    return tuple(numbers)
