"""The best lawful stays of one student, discipline by discipline: as many beginnings are kept as are asked for.

What each beginning can still come to is read from a lattice that `pricing.fill` has filled, so that no beginning
is better than that says. The best of what is dropped therefore says how far from the best of all the found may be.
"""

from __future__ import annotations

import numpy as np
from numba import njit

from benchmarks.mss.pricing import NOWHERE

SPARE = 8
"""So many times what is kept is looked at before the worst are dropped."""
FAR = 1 << 60


MASK, SPOT, INSIDE, NODE, LOSS, FROM, DISCIPLINE, HOSPITAL, START = range(9)
"""What is known of a beginning: disciplines as bits, end and hospital, how often in each hospital, the node of the
lattice, what is lost for good, and the beginning and the stay that it came from."""


@njit(cache=True, nogil=True)
def _best(rows, keep, order, table):  # type: ignore[no-untyped-def]
    """Indices of the best of different ones, first in `order`: how many, and the least loss of one that is dropped."""
    table[:] = -1
    many, size = 0, len(table)
    for n in np.argsort(rows[:, LOSS]):
        place = (
            rows[n, MASK] * 0x9E3779B1 + rows[n, SPOT] * 0x85EBCA77 + rows[n, INSIDE] * 0xC2B2AE3D
        ) % size
        is_known = False
        while table[place] >= 0 and not is_known:
            k = table[place]
            is_known = (
                rows[k, MASK] == rows[n, MASK]
                and rows[k, SPOT] == rows[n, SPOT]
                and rows[k, INSIDE] == rows[n, INSIDE]
            )
            place = (place + 1) % size
        if is_known:
            continue
        if many == keep:
            return many, rows[n, LOSS]
        table[place] = order[many] = n
        many += 1
    return many, FAR


@njit(cache=True, nogil=True)
def search_beam(  # type: ignore[no-untyped-def]
    first, option, following, final, options, change, duration, value, most, offered, offers, gains, rules,
    most_in_hospital, counts, width, found,
):  # fmt: skip
    """The best ways met, into `found` (ways, depth, 3): how many, and the least loss of what was dropped.

    most   what `pricing.fill` returned; a loss is how far below it something is
    counts whether hospitals may be full for the student
    width  beginnings that are kept of each length
    The other arguments are those of `pricing.within`.
    """
    hospitals, periods = options.shape[1], options.shape[2]
    depth = found.shape[1]
    radix = depth + 1
    kept = np.zeros((depth + 1, width, 9), dtype=np.int64)
    ahead = np.zeros((SPARE * width, 9), dtype=np.int64)
    order = np.zeros(len(ahead), dtype=np.int64)
    table = np.full(2 * len(ahead) + 1, -1, dtype=np.int64)
    dropped, many = np.int64(FAR), 1
    for level in range(depth):
        new, limit = 0, np.int64(FAR)
        for n in range(many):
            row = kept[level, n]
            begin, last = row[SPOT] // hospitals, row[SPOT] % hospitals
            top = np.int64(value[row[NODE], last, begin]) if level else most
            for step in range(first[row[NODE]], first[row[NODE] + 1]):
                o = option[step]
                for h in range(hospitals):
                    to = following[step, h]
                    if to < 0 or (counts and row[INSIDE] // radix**h % radix >= most_in_hospital):
                        continue
                    moved = change if level and h != last else 0
                    for t in range(begin, periods - duration + 1):
                        rest = np.int64(value[to, h, t + duration])
                        if rest <= NOWHERE // 2 or options[o, h, t] <= NOWHERE // 2:
                            continue
                        base = row[LOSS] + top - rest - moved
                        if base - options[o, h, t] >= limit:
                            dropped = min(dropped, base - options[o, h, t])
                            continue
                        for k in range(offered[o], offered[o + 1]):
                            d = offers[k]
                            if row[MASK] >> d & 1 or rules[d] & ~row[MASK] or gains[d, h, t] <= NOWHERE // 2:
                                continue
                            lost = base - gains[d, h, t]
                            if lost < limit and new == len(ahead):
                                new, out = _best(ahead, len(ahead) // 2, order, table)
                                dropped, limit = min(dropped, out), min(limit, out)
                                order[:new].sort()
                                for i in range(new):
                                    ahead[i] = ahead[order[i]]
                            if lost >= limit:
                                dropped = min(dropped, lost)
                                continue
                            ahead[new, MASK] = row[MASK] | 1 << d
                            ahead[new, SPOT] = (t + duration) * hospitals + h
                            ahead[new, INSIDE] = row[INSIDE] + radix**h if counts else 0
                            ahead[new, NODE], ahead[new, LOSS], ahead[new, FROM] = to, lost, n
                            ahead[new, DISCIPLINE], ahead[new, HOSPITAL], ahead[new, START] = d, h, t
                            new += 1
        many, out = _best(ahead[:new], width, order, table)
        dropped = min(dropped, out)
        for i in range(many):
            kept[level + 1, i] = ahead[order[i]]
    ways = min(many, len(found))
    if many > ways:
        dropped = min(dropped, kept[depth, ways, LOSS])
    for way in range(ways):
        n = way
        for level in range(depth, 0, -1):
            found[way, level - 1] = kept[level, n, DISCIPLINE : START + 1]
            n = kept[level, n, FROM]
    return ways, dropped
