"""Where one trainee can stand: how much of each block is done, and the stints that lead on from there.

A *node* is the work done in each block together with the number of months served for it (`level`).
Every stint leads from a node to one of a higher level, so the nodes are visited level by level. Idle
months do not change the node: the time of a node in *slot* i is level + i, i idle months in all.

Where the fraction of full time never changes, a stint of L months leads to the same node from every
slot. Where it changes, the arc says in which slots it holds (`mask`).
"""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from borealis.planner.engine.model import BlockShape, Case

Ints = npt.NDArray[np.int64]
Bools = npt.NDArray[np.bool_]

MOST_NODES = 100_000
"""Above this many nodes the stints are coarsened: plans stay plans, the bound is taken elsewhere."""


@dataclass(frozen=True, slots=True)
class BlockArcs:
    """All stints of a block, sorted by node and then longest first; `mask` is (arcs, slots) or None."""

    source: Ints
    length: Ints
    target: Ints
    mask: Bools | None = None


@dataclass(frozen=True, slots=True)
class Lattice:
    """The nodes of a trainee, node 0 the beginning, and the stints of each block between them.

    level     (nodes,) months served
    finished  (nodes, blocks)
    left      (nodes,) per-cent-months still to serve
    exact     False where the stints were coarsened
    """

    level: Ints
    finished: Bools
    left: Ints
    arcs: tuple[BlockArcs, ...]
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
    return BlockShape(shape.need, shape.after, min(shape.least + extra, shape.most), shape.most)


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
    sizes = [len(step) for step in steps]
    strides = [int(np.prod(sizes[:block], dtype=object)) for block in range(len(sizes))]
    index = np.zeros(done.shape, dtype=np.int64)
    for block, known in enumerate(steps):
        index[:, block] = np.searchsorted(known, done[:, block])
    keys = index @ np.array(strides, dtype=np.int64)
    order = np.argsort(keys)
    ready = np.ones(done.shape, dtype=bool)
    for block, shape in enumerate(shapes):
        for before in shape.after:
            ready[:, block] &= done[:, before] == whole[before]
    arcs = []
    for block, shape in enumerate(shapes):
        found: list[tuple[Ints, int, Ints]] = []
        for here, step in enumerate(steps[block][:-1]):
            sources = np.flatnonzero(ready[:, block] & (index[:, block] == here))
            for there in range(here + 1, len(steps[block])):
                length = steps[block][there] - step
                if length > shape.most or (length < shape.least and steps[block][there] != whole[block]):
                    continue
                targets, exist = _find(keys, order, keys[sources] + (there - here) * strides[block])
                found.append((sources[exist], length, targets[exist]))
        arcs.append(_sorted(found))
    percent = int(case.percent[0]) if len(case.percent) else 100
    needs = np.array([shape.need for shape in shapes], dtype=np.int64)
    left = np.maximum(0, needs - done * percent).sum(axis=1)
    return Lattice(done.sum(axis=1), done == np.array(whole, dtype=np.int64), left, tuple(arcs), exact)


def _find(keys: Ints, order: Ints, wanted: Ints) -> tuple[Ints, Bools]:
    """The nodes with the wanted keys, and which of them exist."""
    place = np.minimum(np.searchsorted(keys, wanted, sorter=order), len(keys) - 1)
    nodes = order[place]
    return nodes, keys[nodes] == wanted


def _sorted(found: list[tuple[Ints, int, Ints]]) -> BlockArcs:
    empty = np.zeros(0, dtype=np.int64)
    source = np.concatenate([empty, *(s for s, _, _ in found)])
    length = np.concatenate([empty, *(np.full(len(s), n, dtype=np.int64) for s, n, _ in found)])
    target = np.concatenate([empty, *(t for _, _, t in found)])
    order = np.lexsort((-length, source))
    return BlockArcs(source[order], length[order], target[order])
