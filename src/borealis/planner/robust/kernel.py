"""One future after another, compiled: who is hit moves the own stints on, and everybody else's stand.

Everything is counted in months from the calendar's first. A *choice* is a block in one of its arenas; a course says
for each trainee and month which choice is served, -1 for none. The rules of moving stand in `policy.py`.
"""

from __future__ import annotations

import numpy as np

from borealis.planner.engine.kernel import NONE, ONE, ZERO, kernel

QUIT = -2
"""The finish of somebody who resigns."""
APART = 2
"""H6: months of service between two stints of one block in one arena."""
LONG_AGO = 1 << 20


@kernel
def is_full(board, person, arena, month, taken):  # type: ignore[no-untyped-def]
    """Whether an arena has less left in a month than a trainee takes (H2, H12)."""
    load = board.percent[person, month] if board.shares[arena] else 1
    return taken[arena, month] + load > board.places[arena, month]


@kernel
def may_begin(board, block, month, done, base):  # type: ignore[no-untyped-def]
    """Whether a block may be served in a month: within its window, after its predecessors (H4, H5)."""
    if month < board.begins[block] or month > board.ends[block]:
        return False
    for k in range(board.after_of[block], board.after_of[block + 1]):
        before = board.after[k]
        if not board.whole[before] or done[before - base] < board.need[before]:
            return False
    return True


@kernel
def run_from(board, person, choice, month, rest, finishing, lost, taken, dropped):  # type: ignore[no-untyped-def]
    """1 when a stint can begin here and be long enough (H6), 2 when the arena is full, 0 when it cannot be else."""
    block, arena = board.choice_block[choice], board.choice_arena[choice]
    served, work = 0, 0
    for m in range(month, board.serves.shape[1]):
        if not board.serves[person, m] or lost[m]:
            continue
        agreed = board.agreed[person, m]
        if agreed >= 0 and not dropped[board.agreement[person, m]]:
            return 1 if agreed == choice else 0
        if m > board.ends[block]:
            return 0
        if is_full(board, person, arena, m, taken):
            return 2
        served += 1
        work += board.percent[person, m]
        if served >= board.shortest[block] or (finishing and work >= rest):
            return 1
        if served >= board.longest[block]:
            return 0
    return 0


@kernel
def keep_agreement(board, person, month, current, length, done, since, taken, dropped):  # type: ignore[no-untyped-def]
    """The agreed choice of a month; -1 where there is none, or it can no longer be kept, and is dropped."""
    choice = board.agreed[person, month]
    if choice < 0 or dropped[board.agreement[person, month]]:
        return -1
    base, first = board.block_of[person], board.choice_of[board.block_of[person]]
    block, arena = board.choice_block[choice], board.choice_arena[choice]
    near = length >= board.longest[block] if choice == current else since[choice - first] < APART
    if (
        near
        or is_full(board, person, arena, month, taken)
        or done[block - base] >= board.need[block]
        or not may_begin(board, block, month, done, base)
    ):
        dropped[board.agreement[person, month]] = True
        return -1
    return choice


@kernel
def goes_on(board, person, month, current, length, done, ahead, taken):  # type: ignore[no-untyped-def]
    """Whether the stint that is served can be served a month more."""
    base = board.block_of[person]
    block, arena = board.choice_block[current], board.choice_arena[current]
    return (
        done[block - base] + ahead[block - base] < board.need[block]
        and length < board.longest[block]
        and month <= board.ends[block]
        and not is_full(board, person, arena, month, taken)
    )


@kernel
def choose(board, person, month, current, done, ahead, since, lost, taken, dropped, waits):  # type: ignore[no-untyped-def]
    """The first stint that can begin: what has to follow directly, then blocks in the order of the own plan; of each
    the planned arena before the others.

    -1 when none can; then `waits` is told of the first arena that is full.
    """
    base, first = board.block_of[person], board.choice_of[board.block_of[person]]
    over = board.choice_block[current] if current >= 0 else -1
    blocks = board.block_of[person + 1] - base
    waited = -1
    for turn in range(2 * blocks):
        block = base + turn % blocks
        directly = over >= 0 and board.follows[block] == over and done[block - base] == 0
        if directly != (turn < blocks):
            continue
        rest = board.need[block] - done[block - base] - ahead[block - base]
        if rest <= 0 or not may_begin(board, block, month, done, base):
            continue
        finishing = board.whole[block] and ahead[block - base] == 0
        for choice in range(board.choice_of[block], board.choice_of[block + 1]):
            if choice == current or since[choice - first] < APART:
                continue
            found = run_from(board, person, choice, month, rest, finishing, lost, taken, dropped)
            if found == 1:
                return choice
            if found == 2 and waited < 0:
                waited = board.choice_arena[choice]
    if waited >= 0:
        waits[waited, month] += 1
    return -1


@kernel
def agreed_work(board, person, hit, lost, ahead):  # type: ignore[no-untyped-def]
    """Fill `ahead` with the work of each block that is agreed from the month of the hit on."""
    base = board.block_of[person]
    for m in range(hit, board.serves.shape[1]):
        choice = board.agreed[person, m]
        if choice >= 0 and board.serves[person, m] and not lost[m]:
            ahead[board.choice_block[choice] - base] += board.percent[person, m]


@kernel
def move_on(board, person, hit, stop, lost, taken, course, dropped, waits):  # type: ignore[no-untyped-def]
    """Make a trainee's course anew from the month of the hit on, among the places that the others leave."""
    base, first = board.block_of[person], board.choice_of[board.block_of[person]]
    done = np.zeros(board.block_of[person + 1] - base, np.int64)
    ahead = np.zeros(done.size, np.int64)
    since = np.full(board.choice_of[board.block_of[person + 1]] - first, LONG_AGO, np.int64)
    agreed_work(board, person, hit, lost, ahead)
    current, length = NONE, ZERO
    for m in range(stop):
        if not board.serves[person, m] or lost[m]:
            course[m] = -1 if m >= hit else course[m]
            continue
        choice = course[m]
        if m >= hit:
            choice = keep_agreement(board, person, m, current, length, done, since, taken, dropped)
            agreed = board.agreed[person, m]
            if agreed >= 0:
                ahead[board.choice_block[agreed] - base] -= board.percent[person, m]
            if choice < 0 and current >= 0 and goes_on(board, person, m, current, length, done, ahead, taken):
                choice = current
            if choice < 0:
                choice = choose(board, person, m, current, done, ahead, since, lost, taken, dropped, waits)
            course[m] = choice
        if current >= 0 and choice != current:
            since[current - first] = 0
        since += 1
        length = length + 1 if choice == current else 1
        current = choice
        if choice >= 0:
            done[board.choice_block[choice] - base] += board.percent[person, m]
    course[stop:] = -1


@kernel
def occupy(board, person, first, lost, course, taken, by):  # type: ignore[no-untyped-def]
    """Take or give back the places of a course from a month on."""
    for m in range(first, course.size):
        if course[m] >= 0 and board.serves[person, m] and not lost[m]:
            arena = board.choice_arena[course[m]]
            taken[arena, m] += by * board.percent[person, m] if board.shares[arena] else by


@kernel
def first_hit(board, person, stop, lost, last):  # type: ignore[no-untyped-def]
    """The first month lost before the plan is over; -1 where none is."""
    for m in range(min(stop, last + 1)):
        if lost[m] and board.serves[person, m]:
            return m
    return -1


@kernel
def tell(board, person, lost, course, lags):  # type: ignore[no-untyped-def]
    """What a course comes to: (finish, last month, work left, moves, preference, blocks that follow too late)."""
    months = course.size
    base = board.block_of[person]
    done = np.zeros(board.block_of[person + 1] - base, np.int64)
    signed = np.full(done.size, -1, np.int64)
    last, moves, preference, place, current, late = -1, 0, 0.0, board.home[person], -1, 0
    for m in range(months):
        if not board.serves[person, m] or lost[m]:
            continue
        choice = course[m]
        if choice >= 0:
            block = board.choice_block[choice]
            if done[block - base] == 0 and board.follows[block] >= 0:
                late += 0 if current >= 0 and board.choice_block[current] == board.follows[block] else 1
            done[block - base] += board.percent[person, m]
            signed[block - base] = m + lags[block]
            last = m
            if choice != current:
                preference += board.preference[choice]
                site = board.site[board.choice_arena[choice]]
                moves += 1 if site != place else 0
                place = site
        current = choice
    moves += 1 if place != board.home[person] else 0
    left, finish = 0, last
    for k in range(done.size):
        left += max(0, board.need[base + k] - done[k])
        finish = max(finish, signed[k])
    return (months if left > 0 else finish), last, left, moves, preference, late


@kernel
def months_apart(board, one, other, lost, courses):  # type: ignore[no-untyped-def]
    """The months in which two are placed at different sites."""
    apart = 0
    for m in range(courses.shape[1]):
        here, there = courses[one, m], courses[other, m]
        if here < 0 or there < 0 or lost[one, m] or lost[other, m]:
            continue
        if board.site[board.choice_arena[here]] != board.site[board.choice_arena[there]]:
            apart += 1
    return apart


@kernel
def play(board, lost, quits, courses, dropped, waits, taken):  # type: ignore[no-untyped-def]
    """One future: `courses` becomes everybody's, `taken` the places that are in use, `dropped` the agreements lost."""
    people = board.serves.shape[0]
    taken[:] = 0
    dropped[:] = False
    courses[:] = board.plan
    for person in range(people):
        courses[person, quits[person] :] = -1
        occupy(board, person, ZERO, lost[person], courses[person], taken, ONE)
    for person in board.order.astype(np.int64):
        hit = first_hit(board, person, quits[person], lost[person], board.last[person])
        if hit >= 0:
            occupy(board, person, hit, lost[person], courses[person], taken, NONE)
            move_on(board, person, hit, quits[person], lost[person], taken, courses[person], dropped, waits)
            occupy(board, person, hit, lost[person], courses[person], taken, ONE)


@kernel
def play_all(board, lost, quits, lags, found, apart, arenas):  # type: ignore[no-untyped-def]
    """All futures. `found`: (futures, trainees, 8) finish, last, left, moves, preference, hit, agreements lost, blocks
    that follow too late; `apart`: (futures, couples) months at different sites, 0 where one of them resigns;
    `arenas`: (5, arenas, months) futures in which somebody waits, stands empty, is under its minimum; and in row 3
    and 4 of month 0 the futures with any waiting, and with any month empty."""
    people, months = board.serves.shape
    courses = np.empty((people, months), np.int32)
    dropped = np.empty(board.agreements + 1, np.bool_)
    taken = np.empty(board.places.shape, np.int32)
    waits = np.empty(board.places.shape, np.int32)
    for f in range(lost.shape[0]):
        waits[:] = 0
        play(board, lost[f], quits[f], courses, dropped, waits, taken)
        for person in range(people):
            finish, last, left, moves, preference, late = tell(
                board, person, lost[f, person], courses[person], lags[f]
            )
            gone = quits[f, person] <= max(board.last[person], last) and quits[f, person] < months
            found[f, person, 0] = QUIT if gone else finish
            found[f, person, 1], found[f, person, 2], found[f, person, 3] = last, left, moves
            found[f, person, 4], found[f, person, 7] = preference, late
            hit = first_hit(board, person, quits[f, person], lost[f, person], board.last[person])
            found[f, person, 5] = 1 if hit >= 0 else 0
        for number in range(board.agreements):
            if dropped[number]:
                found[f, board.agreed_by[number], 6] += 1
        for couple in range(board.couples.shape[0]):
            one, other = board.couples[couple, 0], board.couples[couple, 1]
            if found[f, one, 0] != QUIT and found[f, other, 0] != QUIT:
                apart[f, couple] = months_apart(board, one, other, lost[f], courses)
        count(board, taken, waits, arenas)


@kernel
def count(board, taken, waits, arenas):  # type: ignore[no-untyped-def]
    """Add one future to what is counted of the arenas."""
    for arena in range(taken.shape[0]):
        waited, empty = False, False
        for m in range(taken.shape[1]):
            if waits[arena, m]:
                arenas[0, arena, m] += 1
                waited = True
            if board.planned[arena, m] and not taken[arena, m]:
                arenas[1, arena, m] += 1
                empty = True
            if taken[arena, m] < board.least[arena, m]:
                arenas[2, arena, m] += 1
        arenas[3, arena, 0] += 1 if waited else 0
        arenas[4, arena, 0] += 1 if empty else 0
