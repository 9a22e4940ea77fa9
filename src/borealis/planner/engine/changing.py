"""The lattice of a trainee whose fraction of full time changes along the way.

How far a stint leads then depends on when it begins, so every arc carries the slots in which it holds.
"""

from functools import lru_cache

import numpy as np

from borealis.planner.engine.case import BlockShape, Case
from borealis.planner.engine.growth import grow
from borealis.planner.engine.lattice import MOST_NODES, Bools, Ints, Lattice, endable
from borealis.planner.engine.least import least_of, sums_of

KEPT = 16
"""Lattices kept from one search to the next."""


def changing_lattice(case: Case, slots: int, breadth: int) -> Lattice:
    """The lattice of a case for a number of slots, made small enough; `breadth` as in `constant_lattice`.

    The shortest stint is raised until it is as long as the longest block; when that is not enough, there are fewer and
    fewer blocks to choose among for the next stint, at last none but the first.
    """
    offered = frozenset(alternative.block for alternative in case.alternatives)
    most = int(case.percent.max(initial=0))
    need = sum(
        shape.need + most for shape in case.blocks
    )  # the last month of a block may be more than needed
    percent = tuple(within_reach(case.percent, need, slots).tolist())
    return _small_enough(case.blocks, offered, percent, slots, breadth)


def within_reach(percent: Ints, need: int, slots: int) -> Ints:
    """The first months, as many as may be served when the idle ones are those in which most could be done."""
    idle = slots - 1
    if len(percent) <= idle:
        return percent
    done = sums_of(percent)[idle:] + least_of(-percent, idle)
    enough = np.flatnonzero(done[1:] >= need)
    return percent[: slots + enough[0]] if len(enough) else percent


@lru_cache(maxsize=KEPT)
def _small_enough(
    blocks: tuple[BlockShape, ...],
    offered: frozenset[int],
    percent: tuple[int, ...],
    slots: int,
    breadth: int,
) -> Lattice:
    """See `changing_lattice`; kept, since who plans again at other prices asks for the same."""
    work = sums_of(np.array(percent, dtype=np.int64))
    after = np.zeros((len(blocks), len(blocks)), dtype=np.bool_)
    for block, shape in enumerate(blocks):
        after[block, list(shape.after)] = True
    longest = max((shape.need for shape in blocks), default=0) // 100
    extra, choice = 0, len(blocks)
    while True:
        shapes = [
            (shape.need, min(shape.least + extra, shape.most), shape.most, block in offered)
            for block, shape in enumerate(blocks)
        ]
        room = MOST_NODES // 4 if choice > 1 else 0
        asked = np.array(shapes, dtype=np.int64).reshape(-1, 4)
        nodes, ends, masks = grow(work, asked, after, slots, breadth, choice, room)
        if len(nodes):
            return _lattice(blocks, nodes, ends, masks, exact=extra == 0 and choice == len(blocks))
        if extra < longest:
            extra = extra * 2 + 1
        else:
            choice = max(1, choice // 2)


def _lattice(
    blocks: tuple[BlockShape, ...], nodes: Ints, ends: Ints, masks: Bools, *, exact: bool
) -> Lattice:
    """What `grow` found, with the nodes by level and the ends in chains, the shortest stint first."""
    done, level = nodes[:, : len(blocks)], nodes[:, len(blocks)]
    by_level = np.argsort(level, kind="stable")
    place = np.empty(len(nodes), dtype=np.int32)
    place[by_level] = np.arange(len(nodes))
    source, block, months, target = ends.T
    chained = np.lexsort((months, block, place[source]))
    source, block = place[source[chained]], block[chained]
    begins = np.append(True, (source[1:] != source[:-1]) | (block[1:] != block[:-1]))[: len(ends)]
    first = np.full(done.shape, -1, dtype=np.int32)
    first[source[begins], block[begins]] = np.flatnonzero(begins)
    runs_on = ~np.append(begins[1:], True)[: len(ends)]
    after = np.where(runs_on, np.arange(1, len(ends) + 1), -1).astype(np.int32)
    needs = np.array([shape.need for shape in blocks], dtype=np.int64)
    done = done[by_level]
    return Lattice(
        level=level[by_level].astype(np.int32),
        finished=done >= needs,
        left=(needs - done).sum(axis=1),
        endable=endable(blocks, done > 0),
        first=first,
        after=after[:, None],
        target=place[target[chained]],
        mask=masks[chained],
        most=np.array([shape.most for shape in blocks], dtype=np.int32),
        runs_on=np.zeros(len(blocks), dtype=np.bool_),
        exact=exact,
    )
