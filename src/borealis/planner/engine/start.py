"""A first plan soon: negotiated congestion (McMurchie and Ebeling 1995).

Everyone in turn takes the best plan at the prices known, where an arena-month that is full costs extra.
The extra grows from pass to pass until nobody wants to share; the last pass forbids it.
"""

from __future__ import annotations

import random

import numpy as np

from borealis.planner.engine.column import Column
from borealis.planner.engine.lattice import Ints
from borealis.planner.engine.search import Search

BREADTH = 1
"""The breadth of the lattices looked at where nothing else is asked."""
FIRST_EXTRA, GROWTH, PASSES = 1, 1.5, 12
"""Quanta a place too many costs in the first pass, and by how much it grows in each of the passes."""


def negotiate(search: Search, chance: random.Random, breadth: int = BREADTH) -> None:
    """Negotiate from the best plan, then settle: the plan is offered to the search after the last two passes."""
    order = sorted(search.everyone, key=lambda k: -int(search.model.cases[k].late[-1]))
    agreed = [_agreed(search, k) for k in search.everyone]
    plan: list[Column] = list(search.plan)
    used = search.taken(plan)
    extra = FIRST_EXTRA * search.model.scale.grains
    for number in range(PASSES + 2):
        settled = number >= PASSES
        if settled and number == PASSES:
            used = used + np.sum([a * (search.taken([plan[k]]) == 0) for k, a in enumerate(agreed)], axis=0)
        for k in order:
            search.clock.check()
            used -= search.taken([plan[k]])
            if number == PASSES:
                used -= agreed[k] * (search.taken([plan[k]]) == 0)
            plan[k] = _best_alone(search, k, used, search.model.scale.block if settled else extra, breadth)
            used += search.taken([plan[k]])
        if settled:
            search.offer(plan)
        elif (used <= search.places).all():
            extra = search.model.scale.block
        extra = min(int(extra * GROWTH), search.model.scale.block)
        chance.shuffle(order)


def plan_in_turn(search: Search) -> None:
    """A plan at once for all who have none: in turn they take what the others leave.

    Whoever has agreements that stand goes first, then whoever has most left to do.
    """
    waiting = [k for k in search.everyone if not search.plan[k].runs]
    agreed = {k: _agreed(search, k) for k in waiting}
    order = sorted(waiting, key=lambda k: (-int(agreed[k].sum()), -int(search.model.cases[k].late[-1])))
    plan: list[Column] = list(search.plan)
    used = search.taken(plan) + np.sum(list(agreed.values()), axis=0, dtype=np.int64)
    for k in order:
        used -= agreed[k]
        plan[k] = _best_alone(search, k, used, search.model.scale.block, hurry=True)
        used += search.taken([plan[k]])
    search.offer(plan)


def _agreed(search: Search, k: int) -> Ints:
    """(arenas x months,) what a trainee's agreements take of places: nobody else may have it."""
    case, months = search.model.cases[k], search.model.places.shape[1]
    cells = np.zeros(len(search.places), dtype=np.int64)
    for row, alternative in enumerate(case.alternatives):
        agreed = case.months[case.base[row] <= -search.model.scale.breach // 2]
        here = alternative.arena * months + agreed
        cells[here] = search.model.load(k, here)
    return cells


def _best_alone(
    search: Search, k: int, used: Ints, extra: int, breadth: int = BREADTH, *, hurry: bool = False
) -> Column:
    """The cheapest plan of one trainee at the known prices and `extra` grains for each place too many.

    What is shared with others costs what it does when they keep the plans they have.
    """
    prices, load = search.prices.copy(), search.load(k)
    prices[used < search.minimum] -= search.model.scale.breach
    places = -(-np.maximum(used + load - search.places, 0) // search.unit)
    prices += places * extra // load
    soft = search.model.soft
    shared = None
    if soft is not None and soft.is_shared(k):
        shared = soft.given(k, used[soft.first :], search.model.cases[k].base.shape)
    return search.fleet.price(np.append(prices, 0), [k], breadth, hurry=hurry, extra=shared).columns[0]
