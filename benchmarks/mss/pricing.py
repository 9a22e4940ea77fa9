"""The best stays of one student at given prices: exact, in whole numbers.

From the last node of the lattice to the first, `value[node, hospital, t]` is the most that can still be had
when `hospital` was the last and nothing is attended before period t. What comes next does not depend on
where one comes from, but for one change of hospital; waiting costs nothing until something follows,
so that empty periods are paid for at the end: by when the last discipline ends.
"""

from __future__ import annotations

import numpy as np
from numba import njit

NOWHERE = -(1 << 29)
"""Less than any value."""


@njit(cache=True, nogil=True)
def fill(first, option, following, final, gain, late, change, duration, value):  # type: ignore[no-untyped-def]
    """Fill `value` (nodes, hospitals, periods + 1) and return the most from the beginning.

    gain   (options, hospitals, periods) of beginning there and then; `NOWHERE` where it may not be
    late   (periods + 1,) of ending everything by then; `change` of one change of hospital
    """
    hospitals, periods = gain.shape[1], gain.shape[2]
    starts = periods - duration + 1
    best = np.empty((hospitals, periods), dtype=np.int32)
    any_best = np.empty(periods, dtype=np.int32)
    for node in range(len(final) - 1, -1, -1):
        if final[node]:
            for h in range(hospitals):
                value[node, h, :] = late
            continue
        best[:] = NOWHERE
        any_best[:] = NOWHERE
        for step in range(first[node], first[node + 1]):
            o = option[step]
            for h in range(hospitals):
                to = following[step, h]
                if to < 0:
                    continue
                for t in range(starts):
                    reached = np.int32(gain[o, h, t] + value[to, h, t + duration])
                    best[h, t] = reached if reached > best[h, t] else best[h, t]
        for h in range(hospitals):
            for t in range(periods):
                any_best[t] = best[h, t] if best[h, t] > any_best[t] else any_best[t]
        for h in range(hospitals):
            value[node, h, periods] = most = np.int32(NOWHERE)
            for t in range(periods):
                moved = np.int32(any_best[t] + change)
                best[h, t] = moved if moved > best[h, t] else best[h, t]
            for t in range(periods - 1, -1, -1):
                most = best[h, t] if best[h, t] > most else most
                value[node, h, t] = most
    if final[0]:
        return np.int64(0)
    most = np.int64(NOWHERE)
    for t in range(periods):
        most = max(most, np.int64(any_best[t]))
    return most


@njit(cache=True, nogil=True)
def trace(first, option, following, final, gain, change, duration, value, most, stays):  # type: ignore[no-untyped-def]
    """One best way, into `stays` (disciplines, 3) as option, hospital and start; how many it has, -1 without one."""
    hospitals, periods = gain.shape[1], gain.shape[2]
    node, hospital, t, left, many = 0, -1, 0, most, 0
    while not final[node]:
        found = False
        while not found:
            if t > periods - duration or many == len(stays):
                return -1
            for step in range(first[node], first[node + 1]):
                for h in range(hospitals):
                    to = following[step, h]
                    if to < 0 or gain[option[step], h, t] <= NOWHERE:
                        continue
                    moved = many > 0 and h != hospital
                    rest = np.int64(value[to, h, t + duration])
                    if gain[option[step], h, t] + rest + (change if moved else 0) == left:
                        found = True
                        break
                if found:
                    break
            if not found:
                t += 1
        stays[many, 0], stays[many, 1], stays[many, 2] = option[step], h, t
        many += 1
        node, hospital, t, left = to, h, t + duration, rest
    return many


@njit(cache=True, nogil=True)
def within(  # type: ignore[no-untyped-def]
    first,
    option,
    following,
    final,
    gain,
    change,
    duration,
    value,
    most,
    room,
    offered,
    offers,
    gains,
    rules,
    most_in_hospital,
    patience,
    found,
):
    """All lawful ways that give at least `most - room`, into `found` (ways, depth, 3); how many.

    Where there are more than fit, or more steps than `patience`: -1 less the number found.

    offered, offers : the disciplines that each option stands for are offers[offered[o]:offered[o + 1]]
    gains  (disciplines, hospitals, periods) as `gain`, by discipline
    rules  (disciplines,) the disciplines that come before each, as bits
    """
    hospitals, periods = gain.shape[1], gain.shape[2]
    depth = found.shape[1]
    node_at = np.zeros(depth + 1, dtype=np.int64)
    left_at = np.zeros(depth + 1, dtype=np.int64)
    mask_at = np.zeros(depth + 1, dtype=np.int64)
    step_at = np.zeros(depth + 1, dtype=np.int64)
    offer_at = np.zeros(depth + 1, dtype=np.int64)
    h_at = np.zeros(depth + 1, dtype=np.int64)
    t_at = np.zeros(depth + 1, dtype=np.int64)
    stays = np.zeros((depth + 1, 3), dtype=np.int64)
    inside = np.zeros(hospitals, dtype=np.int64)
    many, level, tried = 0, 0, 0
    left_at[0] = room
    step_at[0] = first[0]
    fresh = True
    while level >= 0:
        node = node_at[level]
        if fresh and final[node]:
            if many == len(found):
                return -many - 1
            for n in range(level):
                for i in range(3):
                    found[many, n, i] = stays[n, i]
            many += 1
            level -= 1
            if level >= 0:
                inside[stays[level, 1]] -= 1
            fresh = False
            continue
        begin = stays[level - 1, 2] + duration if level else 0
        last = stays[level - 1, 1] if level else -1
        if fresh:
            step_at[level], h_at[level], t_at[level] = first[node], 0, begin
            offer_at[level] = -1
        top = np.int64(value[node, last, begin]) if level else most
        went = False
        while step_at[level] < first[node + 1] and not went:
            step, h, t = step_at[level], h_at[level], t_at[level]
            to = following[step, h]
            ok = False
            if to >= 0 and inside[h] < most_in_hospital and t <= periods - duration:
                moved = level > 0 and h != last
                base = np.int64(value[to, h, t + duration]) + (change if moved else 0)
                ok = top - (base + gain[option[step], h, t]) <= left_at[level] and base > NOWHERE // 2
            if ok:
                offer_at[level] += 1
                place = offered[option[step]] + offer_at[level]
                if place < offered[option[step] + 1]:
                    tried += 1
                    if tried > patience:
                        return -many - 1
                    d = offers[place]
                    rest = left_at[level] - (top - (base + gains[d, h, t]))
                    if rest >= 0 and not mask_at[level] >> d & 1 and not rules[d] & ~mask_at[level]:
                        stays[level, 0], stays[level, 1], stays[level, 2] = d, h, t
                        inside[h] += 1
                        node_at[level + 1], left_at[level + 1] = to, rest
                        mask_at[level + 1] = mask_at[level] | 1 << d
                        went = True
                    continue
            offer_at[level] = -1
            t_at[level] += 1
            if t_at[level] > periods - duration:
                t_at[level] = begin
                h_at[level] += 1
                if h_at[level] == hospitals:
                    h_at[level] = 0
                    step_at[level] += 1
        if went:
            level += 1
            fresh = True
        else:
            level -= 1
            if level >= 0:
                inside[stays[level, 1]] -= 1
            fresh = False
    return many
