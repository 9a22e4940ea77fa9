"""Rows of different lengths in one array."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Ints = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Ragged:
    """Row n is `values[starts[n] : starts[n + 1]]`."""

    starts: Ints
    values: Ints

    @staticmethod
    def of(counts: Ints, values: Ints) -> Ragged:
        return Ragged(np.concatenate([[0], np.cumsum(counts)]).astype(np.int64), values)

    @property
    def counts(self) -> Ints:
        return np.diff(self.starts)

    def places(self, rows: Ints) -> Ints:
        """Where the values of these rows stand, row after row."""
        counts = self.counts[rows]
        ends = np.cumsum(counts)
        return np.repeat(self.starts[rows] - ends + counts, counts) + np.arange(ends[-1] if len(ends) else 0)


def ragged_join(parts: Sequence[Ragged]) -> Ragged:
    """The rows of all the parts, one part after the other."""
    empty = np.zeros(0, dtype=np.int64)
    counts = np.concatenate([empty, *(part.counts for part in parts)])
    return Ragged.of(counts, np.concatenate([empty, *(part.values for part in parts)]))
