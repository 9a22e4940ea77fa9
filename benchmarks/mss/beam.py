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


@njit(cache=True, nogil=True)
def _best(losses, mask, spot, inside, keep, order, table):  # type: ignore[no-untyped-def]
    """Put the indices of the best of different ones first in `order`: how many, and the least loss of one dropped."""
    ranked = np.argsort(losses)
    table[:] = -1
    many, size = 0, len(table)
    for n in ranked:
        place = (mask[n] * 0x9E3779B1 + spot[n] * 0x85EBCA77 + inside[n] * 0xC2B2AE3D) % size
        known = False
        while table[place] >= 0 and not known:
            k = table[place]
            known = mask[k] == mask[n] and spot[k] == spot[n] and inside[k] == inside[n]
            place = (place + 1) % size
        if known:
            continue
        if many == keep:
            return many, losses[n]
        table[place] = n
        order[many] = n
        many += 1
    return many, FAR


@njit(cache=True, nogil=True)
def search_beam(  # type: ignore[no-untyped-def]
    first, option, following, final, options, change, duration, value, most, offered, offers, gains, rules,
    most_in_hospital, counts, width, found,
):  # fmt: skip
    """The best ways met, best first, into `found` (ways, depth, 3): how many, and the least loss of a dropped beginning.

    most   what `pricing.fill` returned; a loss is how far below it something is
    counts whether hospitals may be full for the student
    width  beginnings that are kept of each length
    The other arguments are those of `pricing.within`.
    """
    hospitals, periods = options.shape[1], options.shape[2]
    depth = found.shape[1]
    radix = depth + 1
    size = SPARE * width
    dropped = np.int64(FAR)
    # beginnings kept of each length, for the way back
    back = np.zeros((depth + 1, width), dtype=np.int32)
    stay = np.zeros((depth + 1, width, 3), dtype=np.int16)
    mask, spot, inside = np.zeros(width, dtype=np.int64), np.zeros(width, dtype=np.int64), np.zeros(width, dtype=np.int64)
    node, loss = np.zeros(width, dtype=np.int64), np.zeros(width, dtype=np.int64)
    new_mask, new_spot, new_inside = np.zeros(size, dtype=np.int64), np.zeros(size, dtype=np.int64), np.zeros(size, dtype=np.int64)
    new_node, new_loss = np.zeros(size, dtype=np.int64), np.zeros(size, dtype=np.int64)
    new_from, new_stay = np.zeros(size, dtype=np.int32), np.zeros((size, 3), dtype=np.int16)
    order = np.zeros(size, dtype=np.int64)
    table = np.full(2 * size + 1, -1, dtype=np.int64)
    many = 1
    for level in range(depth):
        new, limit = 0, np.int64(FAR)
        for n in range(many):
            begin, last = spot[n] // hospitals, spot[n] % hospitals
            top = np.int64(value[node[n], last, begin]) if level else most
            for step in range(first[node[n]], first[node[n] + 1]):
                o = option[step]
                for h in range(hospitals):
                    to = following[step, h]
                    if to < 0:
                        continue
                    place = radix**h
                    if counts and inside[n] // place % radix >= most_in_hospital:
                        continue
                    moved = change if level and h != last else 0
                    for t in range(begin, periods - duration + 1):
                        rest = np.int64(value[to, h, t + duration])
                        if rest <= NOWHERE // 2 or options[o, h, t] <= NOWHERE // 2:
                            continue
                        base = loss[n] + top - rest - moved
                        if base - options[o, h, t] >= limit:
                            dropped = min(dropped, base - options[o, h, t])
                            continue
                        for k in range(offered[o], offered[o + 1]):
                            d = offers[k]
                            if mask[n] >> d & 1 or rules[d] & ~mask[n] or gains[d, h, t] <= NOWHERE // 2:
                                continue
                            lost = base - gains[d, h, t]
                            if lost >= limit:
                                dropped = min(dropped, lost)
                                continue
                            if new == size:
                                kept, out = _best(new_loss[:new], new_mask, new_spot, new_inside, size // 2, order, table)
                                if out < FAR:
                                    dropped, limit = min(dropped, out), min(limit, out)
                                ranks = np.sort(order[:kept])
                                for i in range(kept):
                                    j = ranks[i]
                                    new_mask[i], new_spot[i], new_inside[i] = new_mask[j], new_spot[j], new_inside[j]
                                    new_node[i], new_loss[i], new_from[i] = new_node[j], new_loss[j], new_from[j]
                                    new_stay[i] = new_stay[j]
                                new = kept
                                if lost >= limit:
                                    dropped = min(dropped, lost)
                                    continue
                            new_mask[new] = mask[n] | 1 << d
                            new_spot[new] = (t + duration) * hospitals + h
                            new_inside[new] = inside[n] + place if counts else 0
                            new_node[new], new_loss[new], new_from[new] = to, lost, n
                            new_stay[new, 0], new_stay[new, 1], new_stay[new, 2] = d, h, t
                            new += 1
        many, out = _best(new_loss[:new], new_mask, new_spot, new_inside, width, order, table)
        dropped = min(dropped, out)
        for i in range(many):
            j = order[i]
            mask[i], spot[i], inside[i] = new_mask[j], new_spot[j], new_inside[j]
            node[i], loss[i] = new_node[j], new_loss[j]
            back[level + 1, i] = new_from[j]
            stay[level + 1, i] = new_stay[j]
        if many == 0:
            return 0, dropped
    ways = 0
    for i in range(many):
        if ways == len(found) or not final[node[i]]:
            continue
        k = i
        for level in range(depth, 0, -1):
            found[ways, level - 1] = stay[level, k]
            k = back[level, k]
        ways += 1
    return ways, dropped
