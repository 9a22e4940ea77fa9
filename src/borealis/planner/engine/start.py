"""A first plan at once: one trainee after the other takes the best that is left, then all try again."""

from __future__ import annotations

import random

import numpy as np

from borealis.planner.engine.column import Column
from borealis.planner.engine.lattice import Ints
from borealis.planner.engine.search import Search

NARROW = 1
"""The breadth of the lattices looked at."""


def first_plan(search: Search, rounds: int, chance: random.Random) -> None:
    """Insert everyone, who loses most by waiting first, then take each out and put back some times.

    Everyone pays the best prices known, so that places others need more are left to them.
    """
    order = sorted(search.everyone, key=lambda k: -int(search.model.cases[k].late[-1]))
    agreed = [_agreed(search, k) for k in search.everyone]
    used = np.sum(agreed, axis=0) if agreed else search.places * 0
    plan: list[Column] = list(search.plan)
    for number in range(rounds + 1):
        for k in order:
            search.clock.check()
            used -= search.taken([plan[k]]) if number else agreed[k]
            plan[k] = best_alone(search, k, used, guide=number == 0)
            used += search.taken([plan[k]])
        if not search.offer(plan) and number:
            break
        chance.shuffle(order)


def _agreed(search: Search, k: int) -> Ints:
    """(arenas x months,) 1 where a trainee's agreements take a place: nobody else may have it."""
    case, months = search.model.cases[k], search.model.places.shape[1]
    cells = np.zeros(len(search.places), dtype=np.int64)
    for row, alternative in enumerate(case.alternatives):
        agreed = case.months[case.base[row] <= -search.model.scale.breach // 2]
        cells[alternative.arena * months + agreed] = 1
    return cells


def best_alone(search: Search, k: int, used: Ints, *, guide: bool) -> Column:
    """The cheapest plan of one trainee in what the others leave; with prices on the rest as a guide."""
    cells = np.append(search.prices if guide else search.prices * 0, 0)
    cells[:-1][used < search.minimum] = -search.model.scale.breach
    cells[:-1][used >= search.places] = search.model.scale.block
    return search.fleet.price(cells, [k], NARROW).columns[0]
