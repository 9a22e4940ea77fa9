"""Rows of several trainees in level order, and their options rank by rank.

Within a level the rows stand by falling number of options, and the options stand rank by rank: the
first option of every row, then the second of every row that has one, and so on. So the least over the
options is a few whole-array minimums, whatever the trainees look like.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from borealis.planner.engine.lattice import Ints
from borealis.planner.engine.ragged import Ragged


@dataclass(frozen=True, slots=True)
class Rows:
    """Rows in level order: `bounds[level]` to `bounds[level + 1]`.

    order  which row, as the trainees count them one after the other, stands here
    new    where each of those rows stands; one entry more, for the row that does not exist (-1)
    who    the trainee, by number in the net
    ups    the first row of each trainee, as they count them
    """

    order: Ints
    new: Ints
    bounds: list[int]
    who: Ints
    ups: Ints

    def __len__(self) -> int:
        return len(self.order)

    def carry(self, parts: Sequence[Ints]) -> Ints:
        """A column of the trainees' rows, in this order."""
        return join(parts)[self.order]

    def at(self, parts: Sequence[Ints]) -> Ints:
        """Where the rows named in the parts stand, each trainee naming his own; -1 is the missing row."""
        named = [np.where(part < 0, -1, part + up) for part, up in zip(parts, self.ups, strict=True)]
        return self.new[join(named)]


@dataclass(frozen=True, slots=True)
class Options:
    """For each level, for each rank: (first row, rows, first place in `values`)."""

    ranks: list[list[tuple[int, int, int]]]
    values: Ints
    order: Ints
    """where each value stood before, to carry other columns along"""

    def of_row(self, level: int, row: int) -> list[int]:
        """The places of a row's options."""
        return [place + row - first for first, rows, place in self.ranks[level] if row < first + rows]


def join(parts: Sequence[Ints]) -> Ints:
    return np.concatenate([np.zeros(0, dtype=np.int64), *parts])


def lay_rows(level: Sequence[Ints], levels: int, rank: Sequence[Ints] | None = None) -> Rows:
    """Put the rows of all trainees in order of level, and within it by falling rank."""
    levels_of = join(level)
    keys = (levels_of,) if rank is None else (-join(rank), levels_of)
    order = np.lexsort(keys)
    new = np.empty(len(order) + 1, dtype=np.int64)
    new[order] = np.arange(len(order))
    new[-1] = len(order)
    sizes = [len(part) for part in level]
    who = np.repeat(np.arange(len(level)), sizes)[order]
    bounds = np.searchsorted(levels_of[order], np.arange(levels + 1)).tolist()
    return Rows(order, new, bounds, who, np.cumsum([0, *sizes])[:-1])


def lay_options(rows: Rows, parts: Sequence[Ragged], into: Rows, levels: int) -> Options:
    """The options of rows that were laid by falling count; they name rows of `into`."""
    ragged = Ragged.of(join([part.counts for part in parts]), into.at([part.values for part in parts]))
    counts = ragged.counts[rows.order]
    places = ragged.places(rows.order)
    rank = np.arange(len(places)) - np.repeat(np.cumsum(counts) - counts, counts)
    ranks: list[list[tuple[int, int, int]]] = []
    starts: list[int] = []
    base: list[int] = []
    place = 0
    for number in range(levels):
        first, last = rows.bounds[number], rows.bounds[number + 1]
        falling = counts[first:last]
        here = []
        base.append(len(starts))
        for depth in range(int(falling[0]) if len(falling) else 0):
            many = int(np.searchsorted(-falling, -depth, side="left"))
            here.append((first, many, place))
            starts.append(place - first)
            place += many
        ranks.append(here)
    row = np.repeat(np.arange(len(counts)), counts)
    level = np.repeat(np.arange(levels), np.diff(rows.bounds))
    order = np.empty(len(places), dtype=np.int64)
    if len(places):
        first_rank = np.array(base, dtype=np.int64)[level]
        order[np.array(starts, dtype=np.int64)[first_rank[row] + rank] + row] = places
    return Options(ranks, ragged.values[order], order)
