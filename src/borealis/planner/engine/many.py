"""The search for a trust, or a part of a region: prices and a bound, negotiated plans, then dives group by group."""

from __future__ import annotations

import random

from borealis.planner.engine.choose import choose
from borealis.planner.engine.dive import dive
from borealis.planner.engine.fleet import WHOLE
from borealis.planner.engine.lagrange import first_prices
from borealis.planner.engine.neighbours import neighbours
from borealis.planner.engine.search import Search
from borealis.planner.engine.smoothed import Smoothed, Stage, bound_by_rounds
from borealis.planner.engine.start import negotiate

GUIDE_ROUNDS = 30
SEEDS = 25
"""Columns of each trainee a dive begins with."""
GROUP, WIDER = 16, 60
"""Trainees planned anew together by a dive, and by a choice of columns that are known."""
STALE = 5
"""Groups in a row without a better plan after which broader ways are tried too."""
CHOICES = 8
"""Then one in so many groups is planned by a choice of columns."""
PATIENCE = 60
"""Groups in a row without a better plan after which the search gives up."""
GUIDE, SHARPER = 0.1, 0.15
"""Parts of the time for the first prices, and for a sharper bound later."""
STAGES = (((1, 10, 0.005), 0.15), ((2, 10, 0.005), 0.25), ((WHOLE, 4, 0.005), 0.15))
"""Breadth, rounds and closeness of the stages of the first bound, and their parts of the time."""
WORTHWHILE = 0.2
"""The part of the gap that the bound must be able to close for it to be sought again."""
BEFORE_SHARPER = 0.75
"""The part of the time after which the proof is made sharper, so that plans are good before it."""


def search_many(search: Search, chance: random.Random) -> None:
    """Search until proven, until nothing gets better, or until the clock stops it."""
    whole = search.clock.left()
    first_prices(search, GUIDE_ROUNDS, 1, whole * GUIDE)
    negotiate(search, chance)
    search.phase = "bound"
    known = Smoothed(search, search.everyone, search.places, search.minimum)
    known.add((*search.plan, *search.promising(SEEDS)))
    bound_by_rounds(search, known, [Stage(*stage, whole * part) for stage, part in STAGES])
    search.phase = "plan"
    negotiate(search, chance)
    improve(search, chance, whole * (1 - BEFORE_SHARPER))
    if known.value * search.model.scale.grains - search.bound < WORTHWHILE * (search.cost - search.bound):
        improve(search, chance, 0.0)
        return
    search.phase = "bound"
    sharper = (Stage(2, 8, 0.002, whole * SHARPER / 2), Stage(WHOLE, 20, 0.0005, whole * SHARPER / 2))
    bound_by_rounds(search, known, sharper)
    improve(search, chance, 0.0)


def improve(search: Search, chance: random.Random, until_left: float) -> None:
    """Plan groups anew until so many seconds are left, or nothing gets better."""
    search.phase = "plan"
    vain = turns = 0
    while not search.is_proven and vain < PATIENCE and search.clock.left() > until_left:
        before, is_stale = search.cost, vain >= STALE
        if is_stale and turns % CHOICES == CHOICES - 1:
            choose(search, neighbours(search, WIDER, chance), search.promising(SEEDS), search.clock.part(3))
        else:
            breadth = 1 + turns % 2 if is_stale else 1
            dive(search, neighbours(search, GROUP, chance), search.promising(SEEDS), chance, breadth)
        turns += 1
        vain = 0 if search.cost < before else vain + 1
