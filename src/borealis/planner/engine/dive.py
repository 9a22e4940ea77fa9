"""Diving with re-pricing: fix the plans that lead, price the others anew, and again.

Each dive ends in a whole plan, or is given up where it already costs as much as the best plan.
"""

from __future__ import annotations

import random
from collections.abc import Sequence

from borealis.planner.engine.column import Column
from borealis.planner.engine.generate import in_grains, within_room
from borealis.planner.engine.search import Search
from borealis.planner.engine.smoothed import FIRM, Smoothed, size_of

SURE = 0.9
"""A share that settles the matter."""
MOST_STEPS = 24
"""Of many trainees so many parts are fixed at once."""
FIRST_ROUNDS, ROUNDS, STEPS = 4, 2, 60
MORE = 4


def dive(
    search: Search, who: Sequence[int], seeds: Sequence[Column], chance: random.Random | None, breadth: int
) -> bool:
    """Plan the trainees `who` anew, the others as in the best plan; whether the best plan got better."""
    inside = set(who)
    others = [column for column in search.plan if column.who not in inside]
    taken = search.taken(others)
    known = Smoothed(search, who, search.places - taken, search.minimum - taken)
    known.add(column for column in seeds if column.who in inside)
    known.add(search.plan[k] for k in who)
    grains = search.model.scale.grains
    limit = (search.cost - sum(column.cost for column in others)) / grains
    fixed: list[Column] = []
    while known.columns:
        _rounds(search, known, FIRST_ROUNDS if not fixed else ROUNDS, breadth)
        if known.value + sum(column.cost for column in fixed) / grains > limit + 0.01:
            return False
        chosen = _chosen(known, chance)
        known.fix(chosen)
        fixed += chosen
    whole = {column.who: column for column in (*others, *fixed)}
    return search.offer([whole[k] for k in search.everyone])


def _rounds(search: Search, known: Smoothed, rounds: int, breadth: int) -> None:
    """Price those still open, and climb; with arena-months shut that are full."""
    for _ in range(rounds):
        search.clock.check()
        cells = in_grains(search, known.cell_prices())
        best, others = within_room(search, cells, list(known.columns), known.places, breadth, MORE)
        found = [*best, *(c for c in others if c.cost < search.model.scale.breach)]
        search.remember(found)
        known.add(found)
        known.solve(FIRM * size_of(search), STEPS)


def _chosen(known: Smoothed, chance: random.Random | None) -> list[Column]:
    """The columns that are sure, and those that lead, as far as places go round."""
    leaders = [
        (share + (chance.random() / 2 if chance and share < SURE else 0.0), share, column)
        for share, column in known.leaders()
    ]
    leaders.sort(key=lambda leader: -leader[0])
    at_once = 1 + len(leaders) // MOST_STEPS
    left, chosen = known.places.copy(), []
    for place, (_, share, column) in enumerate(leaders):
        if (place < at_once or share >= SURE) and column.fits(left):
            left[column.cells] -= column.loads
            chosen.append(column)
    return chosen
