"""A trainee's lattice spread over arenas: the rows the dynamic program fills in.

Rows of slots, made from one another going backward in time:

ended   a stint in an alternative has just ended in a node (with the price prefix added)
begin   a stint in an alternative begins in a node:      least over its lengths of `ended`
top     least and second least of `begin` in a node, over all alternatives or those of one site
wide    free to begin anything from now on, coming from a site
narrow  shortly after a stint that did not finish its block: what H6 asks for. The same alternative must
        not begin again within two months, so: another one now, another one in a month, or `wide` in two
bar     the least of `begin` but for one alternative: the least, or where that is the barred one, the second
pick    the least over a list of `begin` rows, where one alternative is not all that is barred

A stint of one month in between does not make two months. A *loose* graph overlooks that, which can only
make plans cheaper: its values bound from below, and nearly always its plans are lawful. Where one is
not, the trainee gets a *strict* graph, in which stints of one month that follow an unfinished block have
rows of their own that remember the alternative before them.
"""

from dataclasses import dataclass

import numpy as np

from borealis.planner.engine.lattice import BlockArcs, Bools, Ints, Lattice
from borealis.planner.engine.model import Case
from borealis.planner.engine.ragged import Ragged, ragged_join

EMPTY = np.zeros(0, dtype=np.int64)


@dataclass(frozen=True, slots=True)
class Begins:
    """`begin` rows: options are `ended` rows, longest stint first; `mask` where they hang on the slot."""

    node: Ints
    alternative: Ints
    options: Ragged
    mask: Bools | None


@dataclass(frozen=True, slots=True)
class Tops:
    """`top` rows: options are `begin` rows."""

    node: Ints
    options: Ragged


@dataclass(frozen=True, slots=True)
class Wides:
    """`wide` rows: the top rows of all alternatives and of the site one comes from (-1: none there)."""

    node: Ints
    stop: Ints
    """grains of stopping here: the move home and what is left unplaced"""
    all: Ints
    near: Ints


@dataclass(frozen=True, slots=True)
class Bars:
    """`bar` rows: top rows as in `Wides`, and the `begin` row that is barred (-1: it has none)."""

    node: Ints
    all: Ints
    near: Ints
    barred: Ints


@dataclass(frozen=True, slots=True)
class Picks:
    """`pick` rows: options are `begin` rows, `moves` in grains."""

    node: Ints
    options: Ragged
    moves: Ints


@dataclass(frozen=True, slots=True)
class Narrows:
    """`narrow` rows. `now` and `next` count bar rows first, then pick rows.

    Where `next` is -1 the `wide` row takes over after one month, otherwise after two.
    """

    node: Ints
    stop: Ints
    now: Ints
    next: Ints
    wide: Ints


@dataclass(frozen=True, slots=True)
class Ends:
    """`ended` rows; `free` counts wide rows first, then narrow rows."""

    node: Ints
    alternative: Ints
    free: Ints


@dataclass(frozen=True, slots=True)
class Graph:
    """All rows of one trainee; every `node` is one of the lattice, whose level orders the rows."""

    lattice: Lattice
    begins: Begins
    tops: Tops
    wides: Wides
    bars: Bars
    picks: Picks
    narrows: Narrows
    ends: Ends
    strict: bool


def build_graph(case: Case, lattice: Lattice, *, strict: bool = False) -> Graph:
    """Spread a lattice over the trainee's alternatives."""
    return _Spread(case, lattice, strict).graph()


class _Spread:
    """What is known while the rows of one trainee are laid out."""

    def __init__(self, case: Case, lattice: Lattice, strict: bool) -> None:
        self.case, self.lattice, self.strict = case, lattice, strict
        self.nodes = len(lattice.level)
        self.alternatives = range(len(case.alternatives))
        self.sites = sorted({case.home, *(a.site for a in case.alternatives)})
        site_of = [self.sites.index(a.site) for a in case.alternatives]
        self.site_of = np.array(site_of, dtype=np.int64)
        self.ended: list[tuple[Ints, int, int]] = []
        self.ended_row: dict[tuple[int, int], Ints] = {}
        self.begin: list[tuple[Ints, int, Ragged, Bools | None]] = []
        self.begin_row: dict[tuple[int, int], Ints] = {}
        self.ends = self.begins = 0
        self.distinct: dict[int, tuple[Ints, Ints, Ints]] = {}

    def graph(self) -> Graph:
        for alternative in self.alternatives:
            self._stints(alternative)
        if self.strict:
            for before in self.alternatives:
                for alternative in self.alternatives:
                    if before != alternative:
                        self._one_month_stints(alternative, before)
        tops, top_row = self._tops()
        wides, wide_key = self._wides(top_row)
        bars, picks, narrows, free = self._narrows(top_row, wide_key)
        ends = Ends(
            np.concatenate([EMPTY, *(nodes for nodes, *_ in self.ended)]),
            np.concatenate([EMPTY, *(np.full(len(n), a) for n, a, _ in self.ended)]),
            free,
        )
        masks = [mask for *_, mask in self.begin if mask is not None]
        begins = Begins(
            np.concatenate([EMPTY, *(nodes for nodes, *_ in self.begin)]),
            np.concatenate([EMPTY, *(np.full(len(n), a) for n, a, *_ in self.begin)]),
            ragged_join([options for _, _, options, _ in self.begin]),
            np.concatenate(masks) if masks else None,
        )
        return Graph(self.lattice, begins, tops, wides, bars, picks, narrows, ends, self.strict)

    def _arcs(self, alternative: int) -> BlockArcs:
        return self.lattice.arcs[self.case.alternatives[alternative].block]

    def _stints(self, alternative: int) -> None:
        arcs = self._arcs(alternative)
        block = self.case.alternatives[alternative].block
        if block not in self.distinct:
            self.distinct[block] = np.unique(arcs.target), *np.unique(arcs.source, return_counts=True)
        targets, nodes, counts = self.distinct[block]
        by_node = self._add_ended(targets, alternative, -1)
        self._add_begin(nodes, alternative, -1, Ragged.of(counts, by_node[arcs.target]), arcs.mask)

    def _add_ended(self, nodes: Ints, alternative: int, before: int) -> Ints:
        by_node = np.full(self.nodes, -1, dtype=np.int64)
        by_node[nodes] = self.ends + np.arange(len(nodes))
        self.ends += len(nodes)
        self.ended.append((nodes, alternative, before))
        self.ended_row[alternative, before] = by_node
        return by_node

    def _add_begin(
        self, nodes: Ints, alternative: int, before: int, options: Ragged, mask: Bools | None
    ) -> None:
        by_node = np.full(self.nodes, -1, dtype=np.int64)
        by_node[nodes] = self.begins + np.arange(len(nodes))
        self.begins += len(nodes)
        self.begin.append((nodes, alternative, options, mask))
        self.begin_row[alternative, before] = by_node

    def _one_month_stints(self, alternative: int, before: int) -> None:
        """Rows that remember `before`, where a stint of one month could follow an unfinished block."""
        arcs = self._arcs(alternative)
        block = self.case.alternatives[before].block
        open_before = (self.ended_row[before, -1] >= 0) & ~self.lattice.finished[:, block]
        short = (arcs.length == 1) & open_before[arcs.source]
        if not short.any():
            return
        remembered = self._add_ended(np.unique(arcs.target[short]), alternative, before)
        nodes = np.unique(arcs.source[short])
        mine = np.isin(arcs.source, nodes)
        plain = self.ended_row[alternative, -1]
        targets = np.where(arcs.length == 1, remembered[arcs.target], plain[arcs.target])
        _, counts = np.unique(arcs.source[mine], return_counts=True)
        mask = None if arcs.mask is None else arcs.mask[mine]
        self._add_begin(nodes, alternative, before, Ragged.of(counts, targets[mine]), mask)

    def _tops(self) -> tuple[Tops, dict[int, Ints]]:
        """Top rows, and by site (-1: all sites) the row of each node."""
        top_row: dict[int, Ints] = {}
        nodes, options = [EMPTY], []
        rows = 0
        for site in (-1, *range(len(self.sites))):
            mine = [a for a in self.alternatives if site < 0 or self.site_of[a] == site]
            _, ragged = self._listed(np.arange(self.nodes), mine, -1)
            some = np.flatnonzero(ragged.counts)
            top_row[site] = np.full(self.nodes, -1, dtype=np.int64)
            top_row[site][some] = rows + np.arange(len(some))
            rows += len(some)
            nodes.append(some)
            options.append(Ragged.of(ragged.counts[some], ragged.values))
        return Tops(np.concatenate(nodes), ragged_join(options)), top_row

    def _listed(self, nodes: Ints, alternatives: list[int], before: int) -> tuple[Ints, Ragged]:
        """The alternatives that can begin in each node and their begin rows, `before` having just ended."""
        columns = [self._begin_rows(nodes, a, before) for a in alternatives]
        rows = np.stack(columns, axis=1) if columns else np.zeros((len(nodes), 0), dtype=np.int64)
        known = rows >= 0
        which = np.broadcast_to(np.array(alternatives, dtype=np.int64), rows.shape)[known]
        return which, Ragged.of(known.sum(axis=1), rows[known])

    def _begin_rows(self, nodes: Ints, alternative: int, before: int) -> Ints:
        rows = self.begin_row[alternative, -1][nodes]
        if before >= 0 and (alternative, before) in self.begin_row:
            special = self.begin_row[alternative, before][nodes]
            rows = np.where(special >= 0, special, rows)
        return rows

    def _stop(self, nodes: Ints, site: Ints) -> Ints:
        away = (site != self.sites.index(self.case.home)) & (nodes > 0)
        home: Ints = np.where(away, self.case.move, 0)
        return home + self.case.left_cost(self.lattice.left[nodes])

    def _wides(self, top_row: dict[int, Ints]) -> tuple[Wides, Ints]:
        """Wide rows, the first of which is the beginning, and their sorted keys (node, site)."""
        start = np.array([self.sites.index(self.case.home)], dtype=np.int64)
        keys = [nodes * len(self.sites) + self.site_of[a] for nodes, a, _ in self.ended]
        key = np.unique(np.concatenate([start, *keys]))
        node, site = key // len(self.sites), key % len(self.sites)
        near = np.stack([top_row[s] for s in range(len(self.sites))])[site, node]
        return Wides(node, self._stop(node, site), top_row[-1][node], near), key

    def _narrows(self, top_row: dict[int, Ints], wide_key: Ints) -> tuple[Bars, Picks, Narrows, Ints]:
        makes = _Narrowing(self, top_row, wide_key)
        for nodes, alternative, before in self.ended:
            makes.after(nodes, alternative, before)
        return makes.rows()

    def remembers(self, before: int) -> bool:
        """Whether some one-month stint has rows of its own after this alternative."""
        return any((alternative, before) in self.begin_row for alternative in self.alternatives)


class _Narrowing:
    """Lays out the narrow rows, run by run of ended rows."""

    def __init__(self, spread: _Spread, top_row: dict[int, Ints], wide_key: Ints) -> None:
        self.spread, self.top_row, self.wide_key = spread, top_row, wide_key
        self.bars: list[tuple[Ints, Ints, Ints, Ints]] = []
        self.picks: list[tuple[Ints, Ragged, Ints]] = []
        self.narrows: list[tuple[Ints, Ints, Ints, Ints, Ints]] = []
        self.free: list[Ints] = []
        self.bar_rows = self.pick_rows = self.narrow_rows = 0

    def after(self, nodes: Ints, alternative: int, before: int) -> None:
        """The rows that follow the stints of an alternative that ended in these nodes."""
        spread = self.spread
        site = spread.site_of[alternative]
        wide = np.searchsorted(self.wide_key, nodes * len(spread.sites) + site)
        free = wide.copy()
        finished = spread.lattice.finished[nodes, spread.case.alternatives[alternative].block]
        for done in (False, True):
            some = np.flatnonzero(finished == done)
            if not len(some) or (done and before < 0):
                continue
            free[some] = len(self.wide_key) + self.narrow_rows + np.arange(len(some))
            self.narrow_rows += len(some)
            now, after = self._choices(nodes[some], alternative, before, done)
            stop = spread._stop(nodes[some], np.full(len(some), site))
            self.narrows.append((nodes[some], stop, now, after, wide[some]))
        self.free.append(free)

    def _choices(self, nodes: Ints, alternative: int, before: int, done: bool) -> tuple[Ints, Ints]:
        """Rows of what may begin now and in a month; pick rows are marked by 1 << 40."""
        if done:
            return self._pick(nodes, alternative, [before], -1), np.full(len(nodes), -1, dtype=np.int64)
        bar = self._bar(nodes, alternative)
        if before < 0 and not self.spread.remembers(alternative):
            return bar, bar
        barred = [alternative] if before < 0 else [before, alternative]
        return self._pick(nodes, alternative, barred, alternative), bar

    def _bar(self, nodes: Ints, alternative: int) -> Ints:
        near = self.top_row[int(self.spread.site_of[alternative])][nodes]
        barred = self.spread.begin_row[alternative, -1][nodes]
        self.bars.append((nodes, self.top_row[-1][nodes], near, barred))
        self.bar_rows += len(nodes)
        return self.bar_rows - len(nodes) + np.arange(len(nodes))

    def _pick(self, nodes: Ints, alternative: int, barred: list[int], before: int) -> Ints:
        spread = self.spread
        open_to = [a for a in spread.alternatives if a not in barred]
        which, options = spread._listed(nodes, open_to, before)
        moves = spread.case.move * (spread.site_of[which] != spread.site_of[alternative])
        self.picks.append((nodes, options, moves))
        self.pick_rows += len(nodes)
        return (1 << 40) + self.pick_rows - len(nodes) + np.arange(len(nodes))

    def rows(self) -> tuple[Bars, Picks, Narrows, Ints]:
        bars = [np.concatenate([EMPTY, *(part[n] for part in self.bars)]) for n in range(4)]
        narrow = [np.concatenate([EMPTY, *(part[n] for part in self.narrows)]) for n in range(5)]
        for n in (2, 3):
            narrow[n] = np.where(narrow[n] >> 40 > 0, narrow[n] - (1 << 40) + self.bar_rows, narrow[n])
        picks = Picks(
            np.concatenate([EMPTY, *(nodes for nodes, _, _ in self.picks)]),
            ragged_join([options for _, options, _ in self.picks]),
            np.concatenate([EMPTY, *(moves for _, _, moves in self.picks)]),
        )
        return Bars(*bars), picks, Narrows(*narrow), np.concatenate([EMPTY, *self.free])
