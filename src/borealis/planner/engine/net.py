"""The graphs of several trainees as one, ready to be priced again and again."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np

from borealis.planner.engine.graph import Graph
from borealis.planner.engine.lattice import Ints
from borealis.planner.engine.model import Case, Grains
from borealis.planner.engine.rows import Rows, join, lay_options, lay_rows

NOWHERE = 1 << 58
"""Grains of what cannot be done."""


class Net:
    """Rows of all trainees by level; see `graph.py` for what the kinds of rows mean."""

    def __init__(self, cases: Sequence[Case], graphs: Sequence[Graph], slots: int) -> None:
        self.cases, self.graphs, self.slots = tuple(cases), tuple(graphs), slots
        self.levels = 1 + max((int(graph.lattice.level.max()) for graph in graphs), default=0)
        self.first_row = np.cumsum([0, *(len(case.alternatives) for case in cases)])
        """of each trainee, among the alternatives of all"""
        self.move = np.array([case.move for case in cases], dtype=np.int64)
        self._lay_begins()
        self._lay_choices()
        self._lay_free()

    def _laid(self, node: Callable[[Graph], Ints], rank: Callable[[Graph], Ints] | None = None) -> Rows:
        ranks = None if rank is None else [rank(graph) for graph in self.graphs]
        return lay_rows([g.lattice.level[node(g)] for g in self.graphs], self.levels, ranks)

    def _alternatives(self, rows: Rows, part: Callable[[Graph], Ints]) -> Ints:
        """The alternative of each row, counted over all trainees."""
        up = self.first_row[:-1]
        return rows.carry([part(g) + first for g, first in zip(self.graphs, up, strict=True)])

    def _lay_begins(self) -> None:
        graphs = self.graphs
        self.begin = self._laid(lambda g: g.begins.node, lambda g: g.begins.options.counts)
        self.ended = self._laid(lambda g: g.ends.node)
        parts = [g.begins.options for g in graphs]
        self.begin_options = lay_options(self.begin, parts, self.ended, self.levels)
        self.begin_row = self._alternatives(self.begin, lambda g: g.begins.alternative)
        self.ended_row = self._alternatives(self.ended, lambda g: g.ends.alternative)
        self.begin_shut = self._masks()

    def _masks(self) -> Grains | None:
        """(options, slots) grains that shut an option where it does not hold; None when all always hold."""
        if all(graph.begins.mask is None for graph in self.graphs):
            return None
        parts = []
        for graph in self.graphs:
            shape = (len(graph.begins.options.values), self.slots)
            parts.append(np.ones(shape, dtype=bool) if graph.begins.mask is None else graph.begins.mask)
        return np.where(np.concatenate(parts), 0, NOWHERE)[self.begin_options.order]

    def _lay_choices(self) -> None:
        graphs = self.graphs
        self.top = self._laid(lambda g: g.tops.node, lambda g: g.tops.options.counts)
        self.top_options = lay_options(self.top, [g.tops.options for g in graphs], self.begin, self.levels)
        self.bar = self._laid(lambda g: g.bars.node)
        self.bar_all = self.top.at([g.bars.all for g in graphs])[self.bar.order]
        self.bar_near = self.top.at([g.bars.near for g in graphs])[self.bar.order]
        self.bar_begin = self.begin.at([g.bars.barred for g in graphs])[self.bar.order]
        self.pick = self._laid(lambda g: g.picks.node, lambda g: g.picks.options.counts)
        parts = [g.picks.options for g in graphs]
        self.pick_options = lay_options(self.pick, parts, self.begin, self.levels)
        self.pick_moves = join([g.picks.moves for g in graphs])[self.pick_options.order][:, None]

    def _lay_free(self) -> None:
        graphs = self.graphs
        self.wide = self._laid(lambda g: g.wides.node)
        self.wide_stop = self.wide.carry([g.wides.stop for g in graphs])[:, None]
        self.wide_all = self.top.at([g.wides.all for g in graphs])[self.wide.order]
        self.wide_near = self.top.at([g.wides.near for g in graphs])[self.wide.order]
        self.root = self.wide.at([np.zeros(1, dtype=np.int64)] * len(graphs))
        short = [(g.narrows.next < 0).astype(np.int64) for g in graphs]
        self.narrow = lay_rows([g.lattice.level[g.narrows.node] for g in graphs], self.levels, short)
        self.narrow_short = self.narrow.carry(short)
        self.narrow_stop = self.narrow.carry([g.narrows.stop for g in graphs])[:, None]
        self.narrow_now = self._choice([g.narrows.now for g in graphs])[self.narrow.order]
        self.narrow_next = self._choice([g.narrows.next for g in graphs])[self.narrow.order]
        self.narrow_wide = self.wide.at([g.narrows.wide for g in graphs])[self.narrow.order]
        self.ended_free = self._either(
            [g.ends.free for g in graphs], [len(g.wides.node) for g in graphs], self.wide, self.narrow
        )[self.ended.order]

    def _choice(self, parts: Sequence[Ints]) -> Ints:
        """Bar rows keep their place, pick rows come after all of them; -1 stays."""
        both = self._either(parts, [len(g.bars.node) for g in self.graphs], self.bar, self.pick)
        return np.where(join(parts) < 0, -1, both)

    def _either(self, parts: Sequence[Ints], split: Sequence[int], low: Rows, high: Rows) -> Ints:
        lows = low.at([np.where(part < many, part, -1) for part, many in zip(parts, split, strict=True)])
        highs = high.at([np.maximum(part - many, -1) for part, many in zip(parts, split, strict=True)])
        below = [(part < many).astype(np.int64) for part, many in zip(parts, split, strict=True)]
        return np.where(join(below) > 0, lows, highs + len(low))
