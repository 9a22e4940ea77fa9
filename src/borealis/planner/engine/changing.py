"""The lattice of a trainee whose fraction of full time changes along the way.

How far a stint leads then depends on when it begins, so every arc carries the slots in which it holds.
"""

from functools import lru_cache

import numpy as np

from borealis.planner.engine.case import BlockShape, Case
from borealis.planner.engine.lattice import MOST_NODES, Bools, Ints, Lattice, endable

KEPT = 16
"""Lattices kept from one search to the next."""

Key = tuple[tuple[int, ...], int]
"""Per-cent-months done in each block, and months served."""


class _TooMany(Exception):
    pass


def changing_lattice(case: Case, slots: int) -> Lattice:
    """The lattice of a case for a number of slots, made small enough.

    The shortest stint is raised until it is as long as the longest block; when that is not enough, fewer and fewer
    blocks can be begun before those that stand before them are finished, at last one at a time.
    """
    offered = frozenset(alternative.block for alternative in case.alternatives)
    most = int(case.percent.max(initial=0))
    need = sum(
        shape.need + most for shape in case.blocks
    )  # the last month of a block may be more than needed
    return _small_enough(case.blocks, offered, tuple(within_reach(case.percent, need, slots).tolist()), slots)


def within_reach(percent: Ints, need: int, slots: int) -> Ints:
    """The first months, as many as may be served when the idle ones are those in which most could be done."""
    for months in range(slots, len(percent)):
        if np.sort(percent[:months])[: months + 1 - slots].sum() >= need:
            return percent[:months]
    return percent


@lru_cache(maxsize=KEPT)
def _small_enough(
    blocks: tuple[BlockShape, ...], offered: frozenset[int], percent: tuple[int, ...], slots: int
) -> Lattice:
    """See `changing_lattice`; kept, since who plans again at other prices asks for the same."""
    extra, breadth = 0, len(blocks)
    longest = max((shape.need for shape in blocks), default=0) // 100
    while True:
        try:
            return _Growth(blocks, offered, percent, slots, extra, breadth).lattice()
        except _TooMany:
            if extra < longest:
                extra = extra * 2 + 1
            else:
                breadth = max(1, breadth // 2)


class _Growth:
    """Grows the nodes level by level from the beginning."""

    def __init__(
        self,
        blocks: tuple[BlockShape, ...],
        offered: frozenset[int],
        percent: tuple[int, ...],
        slots: int,
        extra: int,
        breadth: int,
    ) -> None:
        self.blocks, self.offered, self.slots, self.extra, self.breadth = (
            blocks,
            offered,
            slots,
            extra,
            breadth,
        )
        self.percent = np.array(percent, dtype=np.int64)
        self.work = np.concatenate([[0], np.cumsum(self.percent)])
        self.number: dict[Key, int] = {}
        self.opens: list[int] = []  # the first slot in which a node can be; it can wait from there on
        self.reach: dict[tuple[int, int, int, int], list[tuple[int, int, int, Bools]]] = {}
        self.arcs: list[list[tuple[int, int, int, Bools]]] = [[] for _ in blocks]
        self.finishes = tuple(shape.need for shape in blocks)

    def lattice(self) -> Lattice:
        start: Key = (tuple(0 for _ in self.blocks), 0)
        waiting: dict[int, list[Key]] = {0: [start]}
        self._node(start, 0)
        for level in range(len(self.percent) + 1):
            for key in waiting.pop(level, []):
                for new in self._stints(key):
                    waiting.setdefault(new[1], []).append(new)
        return self._finish()

    def _node(self, key: Key, first: int) -> bool:
        """Open a node from this slot on; whether it is new."""
        if key in self.number:
            node = self.number[key]
            self.opens[node] = min(self.opens[node], first)
            return False
        if len(self.number) >= MOST_NODES // 4 and self.breadth > 1:
            raise _TooMany
        self.number[key] = len(self.number)
        self.opens.append(first)
        return True

    def _stints(self, key: Key) -> list[Key]:
        done, _ = key
        ready = [
            (block, shape)
            for block, shape in enumerate(self.blocks)
            if done[block] < shape.need
            and block in self.offered
            and all(done[b] >= self.finishes[b] for b in shape.after)
        ]
        return [new for block, shape in ready[: self.breadth] for new in self._stints_of(key, block, shape)]

    def _stints_of(self, key: Key, block: int, shape: BlockShape) -> list[Key]:
        done, level = key
        node = self.number[key]
        new = []
        for length, amount, first, mask in self._reached(level, self.opens[node], block, done[block], shape):
            target: Key = ((*done[:block], amount, *done[block + 1 :]), level + length)
            if self._node(target, first):
                new.append(target)
            self.arcs[block].append((node, length, self.number[target], mask))
        return new

    def _reached(
        self, level: int, opens: int, block: int, done: int, shape: BlockShape
    ) -> list[tuple[int, int, int, Bools]]:
        """Where stints of a block lead: (months, per-cent-months done after, first slot, slots).

        The same for all nodes that agree in what is asked for, so it is worked out once.
        """
        asked = (level, opens, block, done)
        if asked not in self.reach:
            self.reach[asked] = self._lead(level, opens, done, shape)
        return self.reach[asked]

    def _lead(
        self, level: int, opens: int, done: int, shape: BlockShape
    ) -> list[tuple[int, int, int, Bools]]:
        starts = np.arange(level + opens, min(level + self.slots, len(self.percent)))
        lengths = np.arange(1, min(shape.most, len(self.percent) - level) + 1)
        ends = starts[:, None] + lengths
        possible = ends <= len(self.percent)
        ends = np.minimum(ends, len(self.percent))
        work = done - self.work[starts][:, None]
        possible &= work + self.work[ends - 1] < shape.need
        after = np.minimum(shape.need, work + self.work[ends])
        long_enough = lengths >= min(shape.least + self.extra, shape.most)
        begins, place = np.nonzero(possible & (long_enough | (after >= shape.need)))
        found, which = np.unique(
            place * (shape.need + 1) + after[begins, place], return_inverse=True
        )  # by length, then by what is done after
        masks = np.zeros((len(found), self.slots), dtype=np.bool_)
        masks[which, begins + opens] = True
        longer, amounts = np.divmod(found, shape.need + 1)
        first = masks.argmax(axis=1)
        return list(zip((longer + 1).tolist(), amounts.tolist(), first.tolist(), masks, strict=True))

    def _finish(self) -> Lattice:
        """Sort the nodes by level and hang up the chains."""
        keys = sorted(self.number, key=lambda key: key[1])
        place = np.empty(len(keys), dtype=np.int32)
        place[[self.number[key] for key in keys]] = np.arange(len(keys))
        done = np.array([key[0] for key in keys], dtype=np.int64).reshape(len(keys), -1)
        needs = np.array(self.finishes, dtype=np.int64)
        first = np.full(done.shape, -1, dtype=np.int32)
        ends = [(block, *arc) for block, found in enumerate(self.arcs) for arc in found]
        ends.sort(key=lambda end: end[2], reverse=True)  # the shortest is hung up last, and so stands first
        after = np.full((len(ends), 1), -1, dtype=np.int32)
        for number, (block, source, _, _, _) in enumerate(ends):
            after[number, 0] = first[place[source], block]
            first[place[source], block] = number
        return Lattice(
            level=np.array([key[1] for key in keys], dtype=np.int32),
            finished=done >= needs,
            left=(needs - done).sum(axis=1),
            endable=endable(self.blocks, done > 0),
            first=first,
            after=after,
            target=place[[end[3] for end in ends]] if ends else np.zeros(0, dtype=np.int32),
            mask=np.array([end[4] for end in ends], dtype=np.bool_).reshape(len(ends), self.slots),
            most=np.array([shape.most for shape in self.blocks], dtype=np.int32),
            runs_on=np.zeros(len(self.blocks), dtype=np.bool_),
            exact=self.extra == 0,
        )
