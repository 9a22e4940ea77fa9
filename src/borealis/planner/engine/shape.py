"""A trainee's lattice spread over arenas: what the kernel must know of one trainee, but for prices.

For every node, and every alternative of a block begun in it, there is a *row* of slots: what the rest
costs when a stint in that alternative has just ended there.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from borealis.planner.engine.case import Case, Grains
from borealis.planner.engine.lattice import Bools, Ints, Lattice, Shorts


class Shape(NamedTuple):
    """Arrays for the kernel, most of them those of `Lattice`; blocks, alternatives and sites are numbers.

    is_used  (nodes,) whether stints may end there
    stop     (nodes,) grains of what is left unplaced when nothing more is done
    row      (nodes, blocks) first row of the block's alternatives, -1 where none can have ended
    block    (alternatives,) sorted, as are its alternatives in `Case`
    starts   (blocks + 1,) first alternative of each block
    directly (blocks,) the block that a block follows at once, -1 for none
    site     (alternatives,) counted from 0 over the sites of this trainee, of which there are `sites`
    """

    level: Shorts
    finished: Bools
    first: Shorts
    after: Shorts
    target: Shorts
    mask: Bools
    most: Shorts
    runs_on: Bools
    is_used: Bools
    stop: Grains
    row: Ints
    block: Ints
    starts: Ints
    site: Ints
    sites: int
    home: int
    move: int
    directly: Ints


def spread(case: Case, lattice: Lattice) -> Shape:
    """Spread a lattice over the trainee's alternatives."""
    blocks = len(case.blocks)
    block = np.array([alternative.block for alternative in case.alternatives], dtype=np.int64)
    many = np.bincount(block, minlength=blocks)
    sites = sorted({case.home, *(alternative.site for alternative in case.alternatives)})
    rows = np.where(lattice.endable, many, 0)
    before = np.cumsum(rows).reshape(rows.shape) - rows
    return Shape(
        level=lattice.level,
        finished=lattice.finished,
        first=lattice.first,
        after=lattice.after,
        target=lattice.target,
        mask=lattice.mask,
        most=lattice.most,
        runs_on=lattice.runs_on,
        is_used=np.ones(len(lattice.level), dtype=np.bool_),
        stop=case.left_cost(lattice.left),
        row=np.where(rows > 0, before, -1),
        block=block,
        starts=np.concatenate([[0], np.cumsum(many)]).astype(np.int64),
        site=np.array([sites.index(a.site) for a in case.alternatives], dtype=np.int64),
        sites=len(sites),
        home=sites.index(case.home),
        move=case.move,
        directly=np.array([shape.directly for shape in case.blocks], dtype=np.int64),
    )


def rows_of(shape: Shape) -> int:
    """How many rows there are."""
    many = np.diff(shape.starts)
    return int(((shape.row >= 0) * many).sum())
