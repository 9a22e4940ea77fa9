"""Closes a small gap for good: every plan that could stand in a better one, and an exact choice among them."""

from __future__ import annotations

import numpy as np

from borealis.planner.engine.choose import choose
from borealis.planner.engine.column import Column
from borealis.planner.engine.search import Search

MOST_COLUMNS = 12_000


def finish(search: Search, seconds: float) -> bool:
    """Try to prove the best plan, or to find and prove a better one; whether it is proven now.

    A column of a better plan costs less beyond its trainee's least than what is between the best plan and the bound
    of the prices kept, at those prices. If all those can be listed and the choice among them is solved to the end, no
    better plan exists.
    Where the best plan so far leaves a minimum unfilled, all that are lawful are listed, and nothing is proven.
    """
    until = search.clock.elapsed() + seconds
    if not search.is_bounded:
        return False
    agreed = search.model.scale.breach // 2  # beyond it something agreed is broken
    room = min(search.room(search.estimate), agreed)
    cells = np.append(search.prices, 0)
    columns: list[Column] = []
    for k in search.everyone:
        search.clock.check()
        if search.clock.elapsed() > until:
            return False
        found = search.fleet.within(cells, k, room, MOST_COLUMNS - len(columns))
        if found is None:
            return False
        columns += found
    is_best = choose(search, search.everyone, columns, max(0.0, until - search.clock.elapsed()))
    if is_best and search.is_whole:
        search.bound = max(search.bound, search.cost)
        search.tell()
    return search.is_proven
