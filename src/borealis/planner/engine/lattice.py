"""Where one trainee can stand: how much of each block is done, and the stints that lead on from there.

A *node* is the work done in each block together with the number of months served for it (`level`).
Every stint leads from a node to one of a higher level, so the nodes are sorted by level. Idle months do
not change the node: the time of a node in *slot* i is level + i, i idle months in all.

The stints of a block that begin in a node are a *chain* of ends, the shortest stint first. Where the
fraction of full time never changes, a stint of L months leads to the same node from every slot, the ends
of a chain are nodes, and every chain of a block runs into the next. Where it changes, the ends are listed
one by one, with the slots in which each holds.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from borealis.planner.engine.case import BlockShape, Case

Ints = npt.NDArray[np.int64]
Shorts = npt.NDArray[np.int32]
Bools = npt.NDArray[np.bool_]

MOST_NODES = 100_000
"""Above this many nodes the stints are coarsened: plans stay plans, the bound is taken elsewhere."""
NO_TARGETS = np.zeros(0, dtype=np.int32)
NO_MASKS = np.zeros((0, 0), dtype=np.bool_)


@dataclass(frozen=True, slots=True)
class Lattice:
    """The nodes of a trainee, node 0 the beginning, and the stints of each block between them.

    level     (nodes,) months served
    finished  (nodes, blocks)
    left      (nodes,) per-cent-months still to serve
    endable   (nodes, blocks) whether a stint of the block can have ended in the node just now
    first     (nodes, blocks) where the chain of a block begins, -1 where no stint of it can
    after     (nodes, blocks) or (ends, 1) what follows an end in its chain, -1 nothing
    target    (ends,) the node of an end; empty where the ends are nodes
    mask      (ends, slots) when an end holds; empty where always
    most      (blocks,) months of the longest stint, at which a chain of nodes breaks off
    runs_on   (blocks,) whether no chain of the block breaks off before its last node
    exact     False where the stints were coarsened
    """

    level: Shorts
    finished: Bools
    left: Ints
    endable: Bools
    first: Shorts
    after: Shorts
    target: Shorts
    mask: Bools
    most: Shorts
    runs_on: Bools
    exact: bool


def months_needed(case: Case, need: int) -> int:
    """Months a block takes at the trainee's constant fraction."""
    percent = int(case.percent[0]) if len(case.percent) else 100
    return -(-need // percent)


def fraction_is_constant(case: Case) -> bool:
    return len(case.percent) == 0 or bool((case.percent == case.percent[0]).all())


def constant_lattice(case: Case, breadth: int) -> Lattice:
    """The lattice where the fraction never changes; the shortest stint is raised until it is small enough.

    `breadth` is how many blocks may stand begun and unfinished at the same time. A narrow lattice finds
    good plans fast, but proves nothing.
    """
    offered = {alternative.block for alternative in case.alternatives}
    extra = 0
    while True:
        shapes = [_coarser(shape, extra) for shape in case.blocks]
        whole = [months_needed(case, shape.need) for shape in shapes]
        steps = [
            _steps(s, n) if b in offered else [0] for b, (s, n) in enumerate(zip(shapes, whole, strict=True))
        ]
        done = _product(shapes, whole, steps, len(case.months), breadth)
        if done is not None:
            break
        extra = extra * 2 + 1
    return _connect(case, shapes, whole, steps, done, extra == 0)


def _coarser(shape: BlockShape, extra: int) -> BlockShape:
    return BlockShape(
        shape.need, shape.after, min(shape.least + extra, shape.most), shape.most, shape.directly
    )


def _steps(shape: BlockShape, whole: int) -> list[int]:
    """The months of a block that can be done at some time: sums of lawful stints, and all of it."""
    found = {0}
    waiting = [0]
    while waiting:
        done = waiting.pop()
        for length in range(1, min(shape.most, whole - done) + 1):
            now = done + length
            if (length >= shape.least or now == whole) and now not in found:
                found.add(now)
                waiting.append(now)
    return sorted(found)


def _order(shapes: list[BlockShape]) -> list[int]:
    placed: list[int] = []
    while len(placed) < len(shapes):
        placed += [b for b, s in enumerate(shapes) if b not in placed and all(a in placed for a in s.after)]
    return placed


def _product(
    shapes: list[BlockShape], whole: list[int], steps: list[list[int]], months: int, most_open: int
) -> Ints | None:
    """(nodes, blocks) months done, in every combination the order allows; None when there are too many."""
    done = np.zeros((1, len(shapes)), dtype=np.int64)
    for block in _order(shapes):
        free = np.ones(len(done), dtype=bool)
        for before in shapes[block].after:
            free &= done[:, before] == whole[before]
        parts = [done]
        for step in steps[block][1:]:
            part = done[free].copy()
            part[:, block] = step
            parts.append(part)
        done = np.concatenate(parts)
        unfinished = ((done > 0) & (done < np.array(whole))).sum(axis=1)
        done = done[(done.sum(axis=1) <= months) & (unfinished <= most_open)]
        if len(done) > MOST_NODES:
            return None
    return done[np.argsort(done.sum(axis=1), kind="stable")]


def _connect(
    case: Case, shapes: list[BlockShape], whole: list[int], steps: list[list[int]], done: Ints, exact: bool
) -> Lattice:
    finder = _Finder(done, steps)
    first = np.full(done.shape, -1, dtype=np.int32)
    after = np.full(done.shape, -1, dtype=np.int32)
    finished = done == np.array(whole, dtype=np.int64)
    for block, shape in enumerate(shapes):
        last = len(steps[block]) - 1
        here = finder.index[:, block]
        ready = here < last
        for before in shape.after:
            ready &= finished[:, before]
        least = np.array(_least_steps(shape, whole[block], steps[block]), dtype=np.int64)[here]
        for there in (
            np.full(len(done), last),
            least,
        ):  # where the least stint cannot be, the whole block may
            nodes = finder.find(block, there)
            first[:, block] = np.where(ready & (nodes >= 0) & (there >= least), nodes, first[:, block])
        begun = (here > 0) & (here < last)
        after[begun, block] = finder.find(block, np.minimum(here + 1, last))[begun]
    percent = int(case.percent[0]) if len(case.percent) else 100
    needs = np.array([shape.need for shape in shapes], dtype=np.int64)
    return Lattice(
        level=done.sum(axis=1).astype(np.int32),
        finished=finished,
        left=np.maximum(0, needs - done * percent).sum(axis=1),
        endable=endable(shapes, done > 0),
        first=first,
        after=after,
        target=NO_TARGETS,
        mask=NO_MASKS,
        most=np.array([shape.most for shape in shapes], dtype=np.int32),
        runs_on=np.array([shape.most >= n for shape, n in zip(shapes, whole, strict=True)], dtype=np.bool_),
        exact=exact,
    )


def endable(shapes: Sequence[BlockShape], begun: Bools) -> Bools:
    """A stint can have ended in a block that is begun, as long as none that must follow it is."""
    found = begun.copy()
    for block, shape in enumerate(shapes):
        for before in shape.after:
            found[:, before] &= ~begun[:, block]
    return found


def _least_steps(shape: BlockShape, whole: int, steps: list[int]) -> list[int]:
    """From each step of a block the step that its shortest lawful stint leads to."""
    return [
        next(
            (
                n
                for n, step in enumerate(steps)
                if step > done and (step - done >= shape.least or step == whole)
            ),
            0,
        )
        for done in steps
    ]


class _Finder:
    """Finds nodes by what is done in them."""

    def __init__(self, done: Ints, steps: list[list[int]]) -> None:
        sizes = [len(step) for step in steps]
        self.strides = [int(np.prod(sizes[:block], dtype=object)) for block in range(len(sizes))]
        self.index = np.zeros(done.shape, dtype=np.int64)
        for block, known in enumerate(steps):
            self.index[:, block] = np.searchsorted(known, done[:, block])
        self.keys = self.index @ np.array(self.strides, dtype=np.int64)
        self.order = np.argsort(self.keys)

    def find(self, block: int, step: Ints) -> Ints:
        """For each node the one that stands at another step of a block, -1 where there is none."""
        wanted = self.keys + (step - self.index[:, block]) * self.strides[block]
        place = np.minimum(np.searchsorted(self.keys, wanted, sorter=self.order), len(self.keys) - 1)
        nodes = self.order[place]
        return np.where(self.keys[nodes] == wanted, nodes, -1)
