"""The search for a trust or a region: a bound from the linear program, one dive for all, then group by group."""

from __future__ import annotations

import random

from borealis.planner.engine.choose import choose
from borealis.planner.engine.dive import dive
from borealis.planner.engine.fleet import WHOLE
from borealis.planner.engine.generate import Stage, generate_root
from borealis.planner.engine.lagrange import first_prices
from borealis.planner.engine.master import Master
from borealis.planner.engine.neighbours import neighbours
from borealis.planner.engine.search import Search
from borealis.planner.engine.start import first_plan

GUIDE_ROUNDS = 50
SEEDS = 25
"""Columns of each trainee a dive begins with."""
GROUP, WIDER = 12, 60
"""Trainees planned anew together by a dive, and by a choice of columns that are known."""
CHOICES = 8
"""One in so many groups is planned by a choice of columns."""
PATIENCE = 60
"""Groups in a row without a better plan after which the search gives up."""
GUIDE, NARROW, BROADER, PROOF, SHARPER = 0.1, 0.1, 0.2, 0.12, 0.15
"""Parts of the time for the first prices, the narrow program, the broader one, the proof, and a sharper one later."""
BEFORE_SHARPER = 0.75
"""The part of the time after which the proof is made sharper, so that plans are good before it."""


def search_many(search: Search, chance: random.Random) -> None:
    """Search until proven, until nothing gets better, or until the clock stops it."""
    whole = search.clock.left()
    first_prices(search, GUIDE_ROUNDS, 1, whole * GUIDE)
    first_plan(search, chance)
    search.phase = "bound"
    master = Master(search.model, search.everyone, search.places, search.minimum)
    master.add((*search.plan, *search.promising(SEEDS)))
    stages = (
        Stage(1, 0.003, whole * NARROW),
        Stage(2, 0.003, whole * BROADER),
        Stage(WHOLE, 0.002, whole * PROOF),
    )
    generate_root(search, master, stages)
    improve(search, chance, whole * (1 - BEFORE_SHARPER))
    search.phase = "bound"
    generate_root(search, master, (Stage(WHOLE, 0.0005, whole * SHARPER),))
    improve(search, chance, 0.0)


def improve(search: Search, chance: random.Random, until_left: float) -> None:
    """Plan groups anew until so many seconds are left, or nothing gets better."""
    search.phase = "plan"
    vain = turns = 0
    while not search.is_proven and vain < PATIENCE and search.clock.left() > until_left:
        before = search.cost
        if turns % CHOICES == CHOICES - 1:
            choose(search, neighbours(search, WIDER, chance), search.promising(SEEDS), 3)
        else:
            dive(search, neighbours(search, GROUP, chance), search.promising(SEEDS), chance, 2, rounds=4)
        turns += 1
        vain = 0 if search.cost < before else vain + 1
