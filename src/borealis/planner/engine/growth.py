"""Grows the nodes of a lattice whose fraction changes, level by level from the beginning; compiled."""

from __future__ import annotations

import numpy as np

from borealis.planner.engine.kernel import kernel


@kernel
def grow(work, shapes, after, slots, breadth, choice, room):  # type: ignore[no-untyped-def]
    """The nodes that stints lead to, and the ends of those stints.

    work      (months + 1,) per-cent-months that can be served before each month
    shapes    (blocks, 4) per-cent-months, months of the shortest and of the longest stint, and whether it is offered
    after     (blocks, blocks) whether the first is begun only when the second is finished
    breadth   blocks that may stand begun and unfinished at the same time
    choice    blocks that the next stint is chosen among, the first that can be
    room      nodes that are too many; 0 for no limit

    Returns the nodes (nodes, blocks + 3): per-cent-months done in each block, the level, and two columns for growing;
    the ends (ends, 4): source, block, months and target; and the slots in which each holds (ends, slots). No nodes
    where there are too many.
    """
    blocks, months = len(shapes), len(work) - 1
    nodes = np.zeros((1024, blocks + 3), np.int64)
    ends = np.zeros((1024, 4), np.int64)
    masks = np.zeros((1024, slots), np.bool_)
    table = np.full(4096, -1)
    waiting = np.full(months + 1, -1)  # the last node opened at each level; a node knows the one before it
    LEVEL, OPENS, NEXT = blocks, blocks + 1, blocks + 2
    nodes[0, NEXT] = -1
    table[_place_of(table, nodes, nodes[0])] = 0
    waiting[0] = 0
    many, found = 1, 0
    for level in range(months + 1):
        node = waiting[level]
        while node >= 0:
            target = nodes[node].copy()
            here = nodes[node].copy()
            open_now = 0
            for b in range(blocks):
                open_now += 0 < here[b] < shapes[b, 0]
            chosen = 0
            for b in range(blocks):
                need, least, most, is_offered = shapes[b]
                ready = is_offered == 1 and here[b] < need and (here[b] > 0 or open_now < breadth)
                for other in range(blocks):
                    ready = ready and (not after[b, other] or here[other] >= shapes[other, 0])
                if not ready or chosen == choice:
                    continue
                chosen += 1
                for length in range(1, min(most, months - level) + 1):
                    own = found  # the first end of this length
                    target[LEVEL] = level + length
                    for start in range(level + here[OPENS], min(level + slots, months - length + 1)):
                        if here[b] + work[start + length - 1] - work[start] >= need:
                            continue
                        amount = min(need, here[b] + work[start + length] - work[start])
                        if length < least and amount < need:
                            continue
                        end = own
                        while end < found and nodes[ends[end, 3], b] != amount:
                            end += 1
                        if end == found:
                            target[b] = amount
                            place = _place_of(table, nodes, target)
                            if table[place] < 0:
                                if many == room:
                                    return nodes[:0], ends[:0], masks[:0]
                                if many == len(nodes):
                                    nodes = _longer(nodes)
                                target[OPENS], target[NEXT] = start - level, waiting[level + length]
                                nodes[many] = target
                                waiting[level + length] = table[place] = many
                                many += 1
                                if 2 * many > len(table):
                                    table = _wider(table, nodes[:many])
                                    place = _place_of(table, nodes, target)
                            known = table[place]
                            nodes[known, OPENS] = min(nodes[known, OPENS], start - level)
                            if found == len(ends):
                                ends, masks = _longer(ends), _longer(masks)
                            ends[found] = node, b, length, known
                            found += 1
                        masks[end, start - level] = True
                target[b] = here[b]
            node = here[NEXT]
    return nodes[:many], ends[:found], masks[:found]


@kernel
def _place_of(table, nodes, wanted):  # type: ignore[no-untyped-def]
    """Where in the table the number of a node stands, or would stand."""
    many = len(wanted) - 2
    place = 0
    for n in range(many):
        place = (place ^ wanted[n]) * 6364136223846793005
        place ^= place >> 29
    place &= len(table) - 1
    while table[place] >= 0:
        known = nodes[table[place]]
        n = 0
        while n < many and known[n] == wanted[n]:
            n += 1
        if n == many:
            break
        place = (place + 1) & (len(table) - 1)
    return place


@kernel
def _wider(table, nodes):  # type: ignore[no-untyped-def]
    """A table with more room for the same nodes."""
    wider = np.full(4 * len(table), -1)
    for n in range(len(nodes)):
        wider[_place_of(wider, nodes, nodes[n])] = n
    return wider


@kernel
def _longer(rows):  # type: ignore[no-untyped-def]
    """The same rows, with room for as many more."""
    longer = np.zeros((2 * len(rows), rows.shape[1]), rows.dtype)
    longer[: len(rows)] = rows
    return longer
