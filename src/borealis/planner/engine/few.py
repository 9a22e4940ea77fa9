"""The search for a department: prices, dives, the linear program to its end, the best choice of plans, a proof."""

from __future__ import annotations

import random

from borealis.planner.engine.branch import branch
from borealis.planner.engine.choose import choose
from borealis.planner.engine.dive import dive
from borealis.planner.engine.finish import finish
from borealis.planner.engine.fleet import WHOLE
from borealis.planner.engine.generate import generate_root
from borealis.planner.engine.lagrange import first_prices
from borealis.planner.engine.master import Master
from borealis.planner.engine.neighbours import neighbours
from borealis.planner.engine.search import Search
from borealis.planner.engine.smoothed import Smoothed, Stage, bound_by_rounds
from borealis.planner.engine.start import negotiate

GUIDE_ROUNDS = 20
BREADTH = 2
SEEDS = 40
"""Columns of each trainee a dive begins with."""
FIRST = 100
"""Columns of each trainee that the linear program begins with."""
STAGES = ((1, 10, 0.003), (2, 10, 0.003), (WHOLE, 6, 0.003))
"""Breadth, rounds and closeness of the stages of the first bound."""
GROUPS, FEWER = 32, 8
"""Dives for groups between two choices, and where the gap is small."""
NEARLY = 0.015
"""The gap below which parts of all plans are looked at."""
PATIENCE = 6
"""Turns without a better plan or bound after which the search gives up."""


def search_few(search: Search, chance: random.Random) -> None:
    """Search until proven, until nothing gets better, or until the clock stops it."""
    first_prices(search, GUIDE_ROUNDS, 1)
    negotiate(search, chance)
    search.phase = "bound"
    known = Smoothed(search, search.everyone, search.places, search.minimum)
    known.add((*search.plan, *search.promising(SEEDS)))
    limit = search.clock.left() / 10
    bound_by_rounds(search, known, [Stage(*stage, limit) for stage in STAGES])
    search.phase = "plan"
    negotiate(search, chance, BREADTH)
    dive(search, search.everyone, search.promising(SEEDS), None, BREADTH)
    search.phase = "bound"
    master = Master(search.model, search.everyone, search.places, search.minimum)
    master.add((*search.plan, *search.promising(FIRST)))
    generate_root(search, master, 0.001, limit * 2)
    vain = 0
    while not search.is_proven and vain < PATIENCE:
        before = search.cost, search.bound
        _turn(search, master, chance)
        vain = vain + 1 if (search.cost, search.bound) == before else 0
    if not search.is_proven:
        branch(search, master, search.clock.left())


def _turn(search: Search, master: Master, chance: random.Random) -> None:
    """Better plans, and where they no longer come, a better bound and an attempt to prove."""
    cost = search.cost
    search.narrow()
    search.phase = "plan"
    dive(search, search.everyone, search.promising(SEEDS), chance, 1)
    groups = FEWER if _is_near(search) else GROUPS
    for turn in range(groups if len(search.everyone) > 3 else 0):
        if search.is_proven:
            return
        group = neighbours(search, len(search.everyone) // (2 + turn % 2), chance)
        dive(search, group, search.promising(SEEDS), chance, 1 + turn // 2 % BREADTH)
    if search.is_proven or search.cost < cost:
        return
    choose(search, search.everyone, search.promising(200), search.clock.part(3))
    if search.is_proven or search.cost < cost:
        return
    search.phase = "bound"
    master.add(search.plan)
    generate_root(search, master, 0.0, search.clock.part(20))
    if not search.is_proven:
        search.narrow()
        search.phase = "proof"
        finish(search, min(search.clock.part(10), search.clock.left() / 2))
    if not search.is_proven and _is_near(search):
        search.narrow()
        lacks_one = search.room(search.bound) < search.model.scale.grains
        branch(search, master, search.clock.left() * (1.0 if lacks_one else 0.8))


def _is_near(search: Search) -> bool:
    """Whether what is left may be closed by looking at parts of all plans."""
    return search.cost - search.bound < NEARLY * search.cost
