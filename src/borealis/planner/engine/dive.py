"""Diving with re-pricing: fix the plan the program leans on most, price the others anew, and again.

Each dive ends in a whole plan, or is given up where its program already costs as much as the best plan.
"""

from __future__ import annotations

import random
from collections.abc import Sequence

import numpy as np

from borealis.planner.engine.column import Column
from borealis.planner.engine.generate import generate_some
from borealis.planner.engine.lattice import Ints
from borealis.planner.engine.master import Master
from borealis.planner.engine.search import Search

ROUNDS = 6
SURE = 0.999
MOST_STEPS = 24
"""Of many trainees so many parts are fixed at once."""


def dive(
    search: Search,
    who: Sequence[int],
    seeds: Sequence[Column],
    chance: random.Random | None,
    breadth: int,
    rounds: int = ROUNDS,
) -> bool:
    """Plan the trainees `who` anew, the others as in the best plan; whether the best plan got better.

    `chance` None takes the largest share each time; otherwise shares are disturbed by up to a half.
    """
    others = [column for column in search.plan if column.who not in set(who)]
    taken = search.taken(others)
    master = Master(search.model, who, search.places - taken, search.minimum - taken)
    master.add(column for column in seeds if column.who in master.row_of)
    master.add(search.plan[k] for k in who)
    limit = (search.cost - sum(column.cost for column in others)) / search.model.scale.grains
    fixed: dict[int, Column] = {}
    used = np.zeros(len(search.places), dtype=np.int64)
    while len(fixed) < len(who):
        open_ones = [k for k in who if k not in fixed]
        if search.model.weighs:  # the program may use a part of a plan for which there is no room as a whole
            master.drop(open_ones, master.places - used)
        if not generate_some(search, master, open_ones, master.places - used, rounds, breadth):
            return False
        if master.value > limit - 1e-6 * max(1.0, limit) or not _fix(master, open_ones, fixed, used, chance):
            return False
    whole = {column.who: column for column in (*others, *fixed.values())}
    return search.offer([whole[k] for k in search.everyone])


def _fix(
    master: Master,
    open_ones: Sequence[int],
    fixed: dict[int, Column],
    used: Ints,
    chance: random.Random | None,
) -> bool:
    """Fix all columns that are sure and the one that leads; False where nothing can be fixed."""
    leaders: list[tuple[float, int]] = []
    for k in open_ones:
        best = max(master.of_trainee[k], key=lambda n: master.shares[n], default=None)
        if best is None or master.shares[best] < 1e-6:
            return False
        share = float(master.shares[best])
        leaders.append((share + (chance.random() / 2 if chance and share < SURE else 0.0), best))
    leaders.sort(key=lambda leader: (-leader[0], leader[1]))
    at_once = 1 + len(open_ones) // MOST_STEPS
    for place, (_, n) in enumerate(leaders):
        column = master.columns[n]
        if place >= at_once and master.shares[n] < SURE:
            continue
        if (used[column.cells] + column.loads > master.places[column.cells]).any():
            continue
        fixed[column.who] = column
        used[column.cells] += column.loads
        master.keep_only(column.who, [n])
    return True
