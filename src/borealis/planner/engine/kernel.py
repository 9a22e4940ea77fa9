"""The dynamic program over one trainee's plans, compiled: least costs, the plan that has them, and others.

Filled backward in time, from the last node to node 0. With `t` = level + slot, `ended[row, slot]` holds
the least cost of the rest after a stint has ended, with the price of all months before `t` in that
alternative added, so that what a stint costs is the difference of its two ends. Where a chain runs on
(`Lattice`), a row holds the least over itself and all ends that follow it, so that a stint of any length
is one look; `apart` fills each row for itself.

H6 asks that a stint which did not finish its block is not followed by another in the same alternative
within two months. The node therefore offers, after such a stint: any other alternative now or in a month,
anything from two months on. A stint of one month in between does not make two months. A *loose* filling
overlooks that, which can only make plans cheaper: its values bound from below, and nearly always its plans
are lawful. Where one is not, a *strict* filling prices such stints of one month by what may follow them.

H11 asks that a block begins at once when another ends. Where the other is finished and the block is not begun, it is
taken out of what may follow in general, and offered only to the rows of the other, and only now.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numba import njit

NOWHERE = 1 << 58
"""Grains of what cannot be done."""

ZERO: Any = np.int64(0)
ONE: Any = np.int64(1)
TWO: Any = np.int64(2)
NONE: Any = np.int64(-1)
NO: Any = np.bool_(False)
YES: Any = np.bool_(True)
"""What one compiled function hands another: a plain 1 or False would have the other compiled once for each value."""


def kernel(function: Any) -> Any:
    """Compile a function when it is first called, and keep it for the next process where there is a place to."""
    try:
        return njit(cache=True, nogil=True, error_model="numpy")(function)
    except RuntimeError:  # no folder of this user can be written to
        return njit(nogil=True, error_model="numpy")(function)


@kernel
def prefix_sums(cells, offset, months, base, width, block, percent, by_fraction):  # type: ignore[no-untyped-def]
    """(alternatives, width + 1) sums of what the months before cost; `block` where no more are served.

    A month costs the price of its cell, times the per cent served where the arena counts by fraction.
    """
    sums = np.empty((len(offset), width + 1), np.int64)
    for a in range(len(offset)):
        total = 0
        sums[a, 0] = 0
        for t in range(width):
            if t < len(months):
                price = cells[offset[a] + months[t]]
                total += (price * percent[t] if by_fraction[a] else price) + base[a, t]
            else:
                total += block
            sums[a, t + 1] = total
    return sums


@kernel
def weigh(runs, table, months, percent, base, late, needs, constants):  # type: ignore[no-untyped-def]
    """Grains of a plan as `rules/cost.py` counts them, but for what doing nothing and work left costs;
    per-cent-months left; and the arena-months taken, sorted.

    `constants` are the months of the calendar, the home and the cost of a move.
    """
    calendar, home, move = constants
    left = needs.copy()
    size = 0
    for n in range(len(runs)):
        size += runs[n, 1] - runs[n, 0]
    cells = np.empty(size, np.int64)
    cost, site, place = 0, home, 0
    for n in range(len(runs)):
        start, end, a = runs[n]
        cost += table[a, 3] + (move if table[a, 2] != site else 0)
        site = table[a, 2]
        for t in range(start, end):
            cost += base[a, t]
            left[table[a, 0]] -= percent[t]
            cells[place] = table[a, 1] * calendar + months[t]
            place += 1
    if site != home:
        cost += move
    if len(runs):
        cost += late[runs[-1, 1]]
    cells.sort()
    return cost, np.maximum(left, 0).sum(), cells


@kernel
def _first_end(level, first, target, most, node, block):  # type: ignore[no-untyped-def]
    """The end of the shortest stint of a block that begins in this node, -1 for none."""
    end = first[node, block]
    if end >= 0 and not len(target) and level[end] - level[node] > most[block]:
        return -1
    return end


@kernel
def _next_end(level, after, target, most, node, block, end):  # type: ignore[no-untyped-def]
    """The end that follows in the chain of a block that begins in this node, -1 for none."""
    if len(target):
        return after[end, 0]
    following = after[end, block]
    if following >= 0 and level[following] - level[node] > most[block]:
        return -1
    return following


@kernel
def _begin(shape, sums, wish, ended, node, begin, apart, least):  # type: ignore[no-untyped-def]
    """Fill `begin` (alternatives, slots): the least cost of the rest when a stint begins in this node.

    Only stints of at least so many months; what cannot begin at all costs `NOWHERE` or about as much.
    """
    slots = begin.shape[1]
    level, first, after, target, most = shape.level, shape.first, shape.after, shape.target, shape.most
    starts, row_of, mask, runs_on = shape.starts, shape.row, shape.mask, shape.runs_on
    start = level[node]
    for b in range(len(most)):
        low, high = starts[b], starts[b + 1]
        end = _first_end(level, first, target, most, node, b)
        while end >= 0 and level[target[end] if len(target) else end] - start < least:
            end = _next_end(level, after, target, most, node, b, end)
        if end >= 0 and runs_on[b] and not apart:
            row = row_of[end, b] - low
            for a in range(low, high):
                for i in range(slots):
                    begin[a, i] = ended[row + a, i] + wish[a] - sums[a, start + i]
            continue
        begin[low:high] = NOWHERE
        while end >= 0:
            row = row_of[target[end] if len(target) else end, b] - low
            for a in range(low, high):
                for i in range(slots):
                    if not len(target) or mask[end, i]:
                        value = ended[row + a, i] + wish[a] - sums[a, start + i]
                        begin[a, i] = min(begin[a, i], value)
            end = _next_end(level, after, target, most, node, b, end)


@kernel
def _any_follows(directly):  # type: ignore[no-untyped-def]
    """Whether there is a block that follows another at once."""
    return directly.sum() > -len(directly)


@kernel
def _follows(shape, node, block):  # type: ignore[no-untyped-def]
    """Whether a block can begin in a node only if the block it follows has just ended there.

    A block that can go on in a node has rows there if it is begun, for nothing that comes after it is.
    """
    return shape.directly[block] >= 0 and shape.first[node, block] >= 0 and shape.row[node, block] < 0


@kernel
def _take_out(shape, node, begin, at_once):  # type: ignore[no-untyped-def]
    """Move what must follow at once from `begin` to `at_once`, both (alternatives, slots)."""
    for d in range(len(shape.block)):
        if _follows(shape, node, shape.block[d]):
            at_once[d] = begin[d]
            begin[d] = NOWHERE


@kernel
def _follow(shape, sums, ended, node, block, at_once):  # type: ignore[no-untyped-def]
    """Offer the rows of a block that is finished in a node what must follow at once."""
    start = shape.level[node]
    for d in range(len(shape.block)):
        if shape.directly[shape.block[d]] != block or not _follows(shape, node, shape.block[d]):
            continue
        for a in range(shape.starts[block], shape.starts[block + 1]):
            move = 0 if shape.site[a] == shape.site[d] else shape.move
            goal = ended[shape.row[node, block] + a - shape.starts[block]]
            for i in range(ended.shape[1]):
                goal[i] = min(goal[i], at_once[d, i] + move + sums[a, start + i])


@kernel
def _stop(shape, node, site):  # type: ignore[no-untyped-def]
    """Grains of doing nothing more in a node: what is left unplaced, and the move home."""
    away = node > 0 and site != shape.home
    return shape.stop[node] + (shape.move if away else 0)


@kernel
def _least_two(begin, node, first, block, site, best, second, near, far):  # type: ignore[no-untyped-def]
    """(slots,) the least and second least over all alternatives, (sites, slots) over those of each site."""
    slots = begin.shape[1]
    best[:] = NOWHERE
    second[:] = NOWHERE
    near[:] = NOWHERE
    far[:] = NOWHERE
    for a in range(len(site)):
        if first[node, block[a]] < 0:
            continue
        s = site[a]
        for i in range(slots):
            value = begin[a, i]
            second[i] = min(second[i], max(best[i], value))
            best[i] = min(best[i], value)
            far[s, i] = min(far[s, i], max(near[s, i], value))
            near[s, i] = min(near[s, i], value)


@kernel
def _now(shape, begin, d, site, best, second, who):  # type: ignore[no-untyped-def]
    """Let an alternative begin now, but not later; see `_rest_after`."""
    move = 0 if shape.site[d] == site else shape.move
    for i in range(begin.shape[1]):
        value = begin[d, i] + move
        if value < best[i]:
            second[i], best[i], who[i] = best[i], value, d
        else:
            second[i] = min(second[i], value)


@kernel
def _rest_after(shape, late, begin, node, site, same, came, rest, best, second, who):  # type: ignore[no-untyped-def]
    """What may follow a stint of block `came` that ended in this node and site, `begin` that of the node; `same`
    is its alternative where it did not finish its block, otherwise -1.

    Filled: `rest` (slots,) the least of all that does not begin now, `best` and `second` the least and
    second least of what does, `who` the alternative that has the least.
    """
    slots = begin.shape[1]
    start, stop = shape.level[node], _stop(shape, node, site)
    for i in range(slots):
        rest[i] = late[start + i] + stop
        best[i] = second[i] = NOWHERE
        who[i] = -1
    for d in range(begin.shape[0]):
        if shape.first[node, shape.block[d]] < 0:
            continue
        if shape.directly[shape.block[d]] >= 0 and _follows(shape, node, shape.block[d]):
            if shape.directly[shape.block[d]] == came:
                _now(shape, begin, d, site, best, second, who)
            continue
        move = 0 if shape.site[d] == site else shape.move
        apart, soonest = 2 if same == d else 1, NOWHERE
        for i in range(slots - 1, -1, -1):
            if i + apart < slots:
                soonest = min(soonest, begin[d, i + apart] + move)
            rest[i] = min(rest[i], soonest)
            value = NOWHERE if same == d else begin[d, i] + move
            if value < best[i]:
                second[i], best[i], who[i] = best[i], value, d
            else:
                second[i] = min(second[i], value)


@kernel
def fill(shape, sums, late, wish, ended, apart, strict):  # type: ignore[no-untyped-def]
    """Fill all rows; the least cost of a whole plan.

    Nobody is idle and then ends: in a part of all plans an earlier end may be forbidden.
    """
    slots = ended.shape[1]
    nodes, blocks = shape.first.shape
    level, finished, after, row_of = shape.level, shape.finished, shape.after, shape.row
    starts, site, stop, move, runs_on = shape.starts, shape.site, shape.stop, shape.move, shape.runs_on
    begin = np.empty((len(site), slots), np.int64)
    best, second = np.empty(slots, np.int64), np.empty(slots, np.int64)
    near, far = np.empty((shape.sites, slots), np.int64), np.empty((shape.sites, slots), np.int64)
    wide = np.full((shape.sites, slots + 2), NOWHERE, np.int64)
    now = np.full(slots + 1, NOWHERE, np.int64)
    some_follow = _any_follows(shape.directly)
    kept = np.empty((nodes if strict else 0, len(site), slots), np.int64)
    months, lines = np.empty((3, len(site), slots), np.int64), np.empty((4, slots), np.int64)
    at_once = np.empty((len(site), slots), np.int64)
    for v in range(nodes - 1, -1, -1):
        start = level[v]
        if not shape.is_used[v]:
            _leave_out(shape, ended, v, apart)
            continue
        _begin(shape, sums, wish, ended, v, begin, apart, ONE)
        if strict:
            kept[v] = begin
        if some_follow:
            _take_out(shape, v, begin, at_once)
        _least_two(begin, v, shape.first, shape.block, site, best, second, near, far)
        for s in range(shape.sites):
            for i in range(slots):
                wide[s, i] = min(best[i] + move, near[s, i])
            for i in range(slots - 2, -1, -1):
                wide[s, i] = min(wide[s, i], wide[s, i + 1])
        for b in range(blocks):
            if row_of[v, b] < 0:
                continue
            up = row_of[v, b] - starts[b]
            for a in range(starts[b], starts[b + 1]):
                s = site[a]
                halt = stop[v] + (move if s != shape.home else 0)
                if finished[v, b]:
                    for i in range(slots):
                        ended[up + a, i] = min(late[start + i] + halt, wide[s, i]) + sums[a, start + i]
                    continue
                for i in range(slots):
                    other = second[i] if best[i] == begin[a, i] else best[i]
                    close = far[s, i] if near[s, i] == begin[a, i] else near[s, i]
                    now[i] = min(other + move, close)
                for i in range(slots):
                    later = min(now[i + 1], wide[s, i + 2])
                    if not strict:
                        later = min(later, now[i])
                    ended[up + a, i] = min(late[start + i] + halt, later) + sums[a, start + i]
            if some_follow and finished[v, b]:
                _follow(shape, sums, ended, v, b, at_once)
            following = after[v, b] if runs_on[b] and not apart else -1
            if following >= 0:
                over = row_of[following, b] - starts[b]
                for a in range(starts[b], starts[b + 1]):
                    for i in range(slots):
                        ended[up + a, i] = min(ended[up + a, i], ended[over + a, i])
        if strict:
            memory = (begin, at_once, kept, months, lines)
            _at_once(shape, sums, late, wish, ended, v, apart, some_follow, memory)
    return min(late[0] + stop[0], wide[shape.home, 0])


@kernel
def _leave_out(shape, ended, node, apart):  # type: ignore[no-untyped-def]
    """Fill the rows of a node in which no stint ends: with what longer stints cost, or none."""
    slots = ended.shape[1]
    for b in range(shape.row.shape[1]):
        if shape.row[node, b] < 0:
            continue
        following = shape.after[node, b] if shape.runs_on[b] and not apart else -1
        for n in range(shape.starts[b + 1] - shape.starts[b]):
            for i in range(slots):
                ended[shape.row[node, b] + n, i] = (
                    ended[shape.row[following, b] + n, i] if following >= 0 else NOWHERE
                )


@kernel
def nodes_within(shape, sums, wish, ended, limit):  # type: ignore[no-untyped-def]
    """(nodes,) whether a plan of at most `limit` grains can have a stint that ends there, or begins with nothing.

    Walking forward, with `ended` filled `apart` and loosely. That stints may not follow each other at once, or must,
    is overlooked, which can only make plans cheaper.
    """
    slots = ended.shape[1]
    nodes, blocks = shape.first.shape
    come = np.full((nodes, shape.sites, slots), NOWHERE, np.int64)
    come[0, shape.home] = 0
    is_used = np.zeros(nodes, np.bool_)
    is_used[0] = True
    for v in range(nodes):
        if not is_used[v]:
            continue
        for s in range(shape.sites):
            for i in range(1, slots):
                come[v, s, i] = min(come[v, s, i], come[v, s, i - 1])
        for b in range(blocks):
            end = _first_end(shape.level, shape.first, shape.target, shape.most, v, b)
            while end >= 0:
                there = shape.target[end] if len(shape.target) else end
                for a in range(shape.starts[b], shape.starts[b + 1]):
                    row = shape.row[there, b] + a - shape.starts[b]
                    for i in range(slots):
                        before = NOWHERE
                        for s in range(shape.sites):
                            before = min(before, come[v, s, i] + (0 if s == shape.site[a] else shape.move))
                        begun = before + wish[a] - sums[a, shape.level[v] + i]
                        if begun + ended[row, i] <= limit:
                            is_used[there] = True
                            cost = begun + sums[a, shape.level[there] + i]
                            goal = come[there, shape.site[a]]
                            goal[i] = min(goal[i], cost)
                end = _next_end(shape.level, shape.after, shape.target, shape.most, v, b, end)
    return is_used


@kernel
def _at_once(shape, sums, late, wish, ended, node, apart, some_follow, memory):  # type: ignore[no-untyped-def]
    """Complete the rows of a node by what may begin at once after an unfinished stint.

    Stints of more than a month first, as in `fill`, then those of a month, by what may follow them.
    """
    begin, at_once, kept, months, lines = memory
    slots, start = begin.shape[1], shape.level[node]
    site = shape.site
    best, second = np.empty(slots, np.int64), np.empty(slots, np.int64)
    near, far = np.empty((shape.sites, slots), np.int64), np.empty((shape.sites, slots), np.int64)
    _begin(shape, sums, wish, ended, node, begin, apart, TWO)
    if some_follow:
        _take_out(shape, node, begin, at_once)
    _least_two(begin, node, shape.first, shape.block, site, best, second, near, far)
    for b in range(shape.row.shape[1]):
        if shape.row[node, b] < 0 or shape.finished[node, b]:
            continue
        for a in range(shape.starts[b], shape.starts[b + 1]):
            s, goal = site[a], ended[shape.row[node, b] + a - shape.starts[b]]
            for i in range(slots):
                other = second[i] if best[i] == begin[a, i] else best[i]
                close = far[s, i] if near[s, i] == begin[a, i] else near[s, i]
                goal[i] = min(goal[i], min(other + shape.move, close) + sums[a, start + i])
    for block in range(len(shape.most)):
        if not _has_month(shape, node, block) or (some_follow and _follows(shape, node, block)):
            continue
        _months(shape, sums, late, wish, ended, node, block, apart, kept, months, lines)
        short, again, who = months[0], months[1], months[2]
        for c in range(shape.starts[block], shape.starts[block + 1]):
            for b in range(shape.row.shape[1]):
                if shape.row[node, b] < 0 or shape.finished[node, b]:
                    continue
                for a in range(shape.starts[b], shape.starts[b + 1]):
                    move = 0 if site[a] == site[c] else shape.move
                    goal = ended[shape.row[node, b] + a - shape.starts[b]]
                    for i in range(slots if a != c else 0):
                        value = again[c, i] if who[c, i] == a else short[c, i]
                        goal[i] = min(goal[i], value + move + sums[a, start + i])


@kernel
def _has_month(shape, node, block):  # type: ignore[no-untyped-def]
    """Whether a stint of one month of a block can begin in a node."""
    end = shape.first[node, block]
    if end < 0:
        return False
    there = shape.target[end] if len(shape.target) else end
    return shape.level[there] - shape.level[node] == 1


@kernel
def _months(shape, sums, late, wish, ended, node, block, apart, kept, months, lines):  # type: ignore[no-untyped-def]
    """Fill `months` (3, alternatives, slots): what stints of one month of a block cost that begin in this node.

    The first is what they cost, but the second where the alternative that has just been left unfinished is the third,
    which may not begin when the month is over. `kept` (nodes, alternatives, slots) is what may begin in each node, if
    that is known; `lines` (4, slots) is memory.
    """
    short, again, who = months[0], months[1], months[2]
    rest, best, second, first = lines[0], lines[1], lines[2], lines[3]
    low, high = shape.starts[block], shape.starts[block + 1]
    short[low:high] = again[low:high] = NOWHERE
    who[low:high] = -1
    slots, start = ended.shape[1], shape.level[node]
    end = _first_end(shape.level, shape.first, shape.target, shape.most, node, block)
    while end >= 0:
        there = shape.target[end] if len(shape.target) else end
        if shape.level[there] - start > 1 or not shape.is_used[there]:
            break
        if len(kept):
            begin = kept[there]
        else:
            begin = np.empty((len(shape.site), slots), np.int64)
            _begin(shape, sums, wish, ended, there, begin, apart, ONE)
        done = shape.finished[there, block]
        for s in range(shape.sites):
            is_known = False
            for a in range(low, high):
                if shape.site[a] != s:
                    continue
                if not (done and is_known):
                    same = -1 if done else a
                    _rest_after(shape, late, begin, there, s, same, block, rest, best, second, first)
                is_known = True
                for i in range(slots):
                    if not len(shape.target) or shape.mask[end, i]:
                        paid = wish[a] - sums[a, start + i] + sums[a, start + 1 + i]
                        short[a, i] = min(rest[i], best[i]) + paid
                        again[a, i] = min(rest[i], second[i]) + paid
                        who[a, i] = first[i]
        end = _next_end(shape.level, shape.after, shape.target, shape.most, node, block, end)


@kernel
def _months_alone(shape, sums, late, wish, ended, node, block, apart):  # type: ignore[no-untyped-def]
    """The same, in memory of its own, with nothing kept."""
    many, slots = len(shape.site), ended.shape[1]
    months, lines = np.empty((3, many, slots), np.int64), np.empty((4, slots), np.int64)
    kept = np.empty((0, many, slots), np.int64)
    _months(shape, sums, late, wish, ended, node, block, apart, kept, months, lines)
    return months[0], months[1], months[2]


@kernel
def _offer(shape, sums, late, wish, ended, apart, strict, node, slot, last, barred, cost):  # type: ignore[no-untyped-def]
    """Fill `cost` (alternatives, slots) from this slot on: what may begin after a stint ended in this node.

    `last` is the alternative it stood in (-1 at the beginning) and `barred` one more that may not begin now
    (-1 for none). The cost of stopping here is returned.
    """
    slots = cost.shape[1]
    site = shape.home if last < 0 else shape.site[last]
    unfinished = last >= 0 and not shape.finished[node, shape.block[last]]
    now = np.zeros(len(shape.site), np.int64)
    if strict and unfinished:
        _begin(shape, sums, wish, ended, node, cost, apart, TWO)
        now[:] = cost[:, slot]
        for b in range(len(shape.most)):
            if _has_month(shape, node, b):
                short, again, who = _months_alone(shape, sums, late, wish, ended, node, b, apart)
                for d in range(shape.starts[b], shape.starts[b + 1]):
                    now[d] = min(now[d], again[d, slot] if who[d, slot] == last else short[d, slot])
    _begin(shape, sums, wish, ended, node, cost, apart, ONE)
    for d in range(len(now)):
        move = 0 if shape.site[d] == site else shape.move
        if strict and unfinished:
            cost[d, slot] = now[d]
        for i in range(slot, slots):
            cost[d, i] += move
        if d == barred:
            cost[d, slot] = NOWHERE
        if unfinished and d == last:
            cost[d, slot : slot + 2] = NOWHERE
    if _any_follows(shape.directly):
        _bar(shape, node, slot, last, cost)
    return late[shape.level[node] + slot] + _stop(shape, node, site)


@kernel
def _bar(shape, node, slot, last, cost):  # type: ignore[no-untyped-def]
    """Bar what must follow at once from all slots but this, and from this where it follows something else."""
    for d in range(len(shape.block)):
        if _follows(shape, node, shape.block[d]):
            is_time = last >= 0 and shape.directly[shape.block[d]] == shape.block[last]
            cost[d, slot + 1 if is_time else slot :] = NOWHERE


@kernel
def _cost_to(shape, sums, late, wish, ended, apart, strict, node, slot, last, chosen, at, end):  # type: ignore[no-untyped-def]
    """What a stint costs that begins in slot `at` and ends in this end, the move to it left out."""
    if len(shape.target) and not shape.mask[end, at]:
        return NOWHERE
    there = shape.target[end] if len(shape.target) else end
    block = shape.block[chosen]
    if strict and at == slot and _is_month_after(shape, node, last, there):
        short, again, who = _months_alone(shape, sums, late, wish, ended, node, block, apart)
        return again[chosen, at] if who[chosen, at] == last else short[chosen, at]
    row = shape.row[there, block] + chosen - shape.starts[block]
    return ended[row, at] + wish[chosen] - sums[chosen, shape.level[node] + at]


@kernel
def _is_month_after(shape, node, last, there):  # type: ignore[no-untyped-def]
    """Whether a stint from node to node is one of a month that follows an unfinished one."""
    unfinished = last >= 0 and not shape.finished[node, shape.block[last]]
    return unfinished and shape.level[there] - shape.level[node] == 1


@kernel
def trace(shape, sums, late, wish, ended, strict, first, slot, runs):  # type: ignore[no-untyped-def]
    """Write a cheapest plan into `runs` (most, 3): start, end, alternative; how many runs it has.

    With `first` not -1 it is the cheapest that begins with this alternative in this slot. Of equal plans it
    is the one that stops first, begins first, and has the longest stints.
    """
    cost = np.empty((len(shape.site), ended.shape[1]), np.int64)
    node, last, barred, many = ZERO, NONE, NONE, 0
    while True:
        chosen, at = first, slot
        least = _offer(shape, sums, late, wish, ended, NO, strict, node, slot, last, barred, cost)
        if many or first < 0:
            chosen = -1
            for i in range(slot, cost.shape[1]):
                for d in range(cost.shape[0]):
                    if cost[d, i] < least:
                        least, chosen, at = cost[d, i], d, i
        if chosen < 0:
            return many
        block = shape.block[chosen]
        best, there = NOWHERE, -1
        end = _first_end(shape.level, shape.first, shape.target, shape.most, node, block)
        while end >= 0:
            value = _cost_to(shape, sums, late, wish, ended, NO, strict, node, slot, last, chosen, at, end)
            if value <= best:
                best, there = value, (shape.target[end] if len(shape.target) else end)
            end = _next_end(shape.level, shape.after, shape.target, shape.most, node, block, end)
        short = at == slot and _is_month_after(shape, node, last, there)
        barred = last if strict and short else -1
        runs[many, 0], runs[many, 1] = shape.level[node] + at, shape.level[there] + at
        runs[many, 2] = chosen
        many += 1
        node, slot, last = there, at, chosen


@kernel
def first_stints(shape, sums, late, wish, ended, stride):  # type: ignore[no-untyped-def]
    """(found, 3) cost, alternative and slot of the best beginnings: for each alternative one in each stride."""
    slots = ended.shape[1]
    cost = np.empty((len(shape.site), slots), np.int64)
    _offer(shape, sums, late, wish, ended, NO, NO, ZERO, ZERO, NONE, NONE, cost)
    found = np.empty((len(shape.site) * (-(-slots // stride)), 3), np.int64)
    many = 0
    for d in range(len(shape.site)):
        for begin in range(0, slots, stride):
            found[many, 0] = NOWHERE
            for i in range(begin, min(begin + stride, slots)):
                if cost[d, i] < found[many, 0]:
                    found[many, 0], found[many, 1], found[many, 2] = cost[d, i], d, i
            many += 1
    return found


@kernel
def plans_within(shape, sums, late, wish, ended, strict, room, most, steps):  # type: ignore[no-untyped-def]
    """All plans within `room` grains of the cheapest; `ended` must have been filled `apart`.

    Walking forward from the beginning, every step knows what the rest costs at least, so only plans that
    are within the limit are ever entered. Returned: (steps, 5) the steps taken (the step before, -1 for
    none, start, end, alternative, and 1 where a plan may stop here), how many there are, and how many
    plans; more plans than `most`, or more steps than there is room for, say that not all were found.
    """
    slots = ended.shape[1]
    taken = np.zeros((steps, 5), np.int64)
    state = np.empty((steps, 4), np.int64)  # node, slot, barred, grains left
    waiting = np.empty(steps, np.int64)
    cost = np.empty((len(shape.site), slots), np.int64)
    taken[0], state[0], waiting[0] = -1, 0, 0
    state[0, 2], state[0, 3] = -1, room
    many, open_ones, plans = 1, 1, 0
    while open_ones:
        open_ones -= 1
        step = waiting[open_ones]
        node, slot, barred, left = state[step]
        last = taken[step, 3]
        stop = _offer(shape, sums, late, wish, ended, YES, strict, node, slot, last, barred, cost)
        least = stop
        for d in range(cost.shape[0]):
            for i in range(slot, slots):
                least = min(least, cost[d, i])
        taken[step, 4] = stop - least <= left
        plans += taken[step, 4]
        if plans > most:
            return taken, many, plans
        site = shape.home if last < 0 else shape.site[last]
        for d in range(cost.shape[0]):
            move = 0 if shape.site[d] == site else shape.move
            for i in range(slot, slots):
                if cost[d, i] - least > left:
                    continue
                end = _first_end(shape.level, shape.first, shape.target, shape.most, node, shape.block[d])
                while end >= 0:
                    value = move + _cost_to(
                        shape, sums, late, wish, ended, YES, strict, node, slot, last, d, i, end
                    )
                    there = shape.target[end] if len(shape.target) else end
                    if value - least <= left:
                        if many == steps:
                            return taken, many, most + 1
                        taken[many, 0], taken[many, 3] = step, d
                        taken[many, 1], taken[many, 2] = shape.level[node] + i, shape.level[there] + i
                        short = i == slot and _is_month_after(shape, node, last, there)
                        state[many, 0], state[many, 1] = there, i
                        state[many, 2] = last if strict and short else -1
                        state[many, 3] = left - (value - least)
                        waiting[open_ones] = many
                        open_ones += 1
                        many += 1
                    end = _next_end(
                        shape.level, shape.after, shape.target, shape.most, node, shape.block[d], end
                    )
    return taken, many, plans
