"""The search for a department: the linear program to its end, dives, the best choice of all plans seen, a proof."""

from __future__ import annotations

import random

from borealis.planner.engine.choose import choose
from borealis.planner.engine.dive import dive
from borealis.planner.engine.finish import finish
from borealis.planner.engine.fleet import WHOLE
from borealis.planner.engine.generate import Stage, generate_root
from borealis.planner.engine.lagrange import first_prices
from borealis.planner.engine.master import Master
from borealis.planner.engine.neighbours import neighbours
from borealis.planner.engine.search import Search
from borealis.planner.engine.start import negotiate

GUIDE_ROUNDS = 20
BREADTH = 2
SEEDS = 40
"""Columns of each trainee a dive begins with."""
DIVES, GROUPS = 4, 4
"""Dives for everyone, and for groups, between two choices."""
PATIENCE = 3
"""Turns without a better plan or bound after which the search gives up."""


def search_few(search: Search, chance: random.Random) -> None:
    """Search until proven, until nothing gets better, or until the clock stops it."""
    first_prices(search, GUIDE_ROUNDS, 1)
    negotiate(search, chance)
    master = Master(search.model, search.everyone, search.places, search.minimum)
    master.add((*search.plan, *search.pool))
    limit = search.clock.left() / 5
    search.phase = "bound"
    generate_root(search, master, (Stage(BREADTH, 0.003, limit),))
    search.phase = "plan"
    dive(search, search.everyone, search.promising(SEEDS), None, BREADTH)
    search.phase = "bound"
    generate_root(search, master, (Stage(WHOLE, 0.001, limit),))
    vain = 0
    while not search.is_proven and vain < PATIENCE:
        before = search.cost, search.bound
        _turn(search, master, chance)
        vain = vain + 1 if (search.cost, search.bound) == before else 0


def _turn(search: Search, master: Master, chance: random.Random) -> None:
    """Some dives, a choice, a better bound, and an attempt to finish."""
    cost = search.cost
    search.phase = "plan"
    for _ in range(DIVES):
        dive(search, search.everyone, search.promising(SEEDS), chance, BREADTH)
        if search.is_proven:
            return
    for _ in range(GROUPS if len(search.everyone) > 3 else 0):
        group = neighbours(search, len(search.everyone) // 2, chance)
        dive(search, group, search.promising(SEEDS), chance, BREADTH)
    choose(search, search.everyone, search.promising(200), 5)
    if search.is_proven or search.cost < cost:
        return
    search.phase = "bound"
    master.add(search.plan)
    generate_root(search, master, (Stage(WHOLE, 0.0, 20),))
    if not search.is_proven:
        search.phase = "proof"
        finish(search, min(10.0, search.clock.left() / 2))
