"""The smoothed climb against the linear program over the same columns."""

from __future__ import annotations

import math
import random

import numpy as np
import pytest

from benchmarks.instances import make_instance
from borealis.planner import read_problem
from borealis.planner.engine.clock import Clock
from borealis.planner.engine.fleet import Fleet
from borealis.planner.engine.lagrange import first_prices
from borealis.planner.engine.master import Master
from borealis.planner.engine.model import build_model
from borealis.planner.engine.search import Search
from borealis.planner.engine.smoothed import FIRM, Smoothed, Stage, bound_by_rounds, size_of
from borealis.planner.engine.start import negotiate


def searched(trainees: int, seed: int) -> Search:
    """A search with a first plan and some prices."""
    model = build_model(read_problem(make_instance(trainees, 1.1, seed)))
    search = Search(model, Fleet(model), Clock(None, None))
    first_prices(search, 20, 1)
    negotiate(search, random.Random(seed))
    return search


@pytest.mark.parametrize("seed", range(1, 5))
def test_the_climb_comes_near_the_linear_program_and_never_above_it(seed: int) -> None:
    search = searched(8, seed)
    known = Smoothed(search, search.everyone, search.places, search.minimum)
    known.add((*search.plan, *search.pool))
    bound_by_rounds(search, known, [Stage(2, 15, 0.0, math.inf)])
    known.solve(FIRM * size_of(search), 500)
    master = Master(search.model, search.everyone, search.places, search.minimum)
    master.add(column for own in known.columns.values() for column in own)
    assert master.solve()
    assert known.value <= master.value + 1e-6
    assert known.value >= master.value - 0.01 * abs(master.value)


def test_shares_are_shares() -> None:
    search = searched(8, 1)
    known = Smoothed(search, search.everyone, search.places, search.minimum)
    known.add((*search.plan, *search.pool))
    known.solve(FIRM * size_of(search))
    assert known.shares.sum() == pytest.approx(8)
    assert all(0 < share <= 1 for share, _ in known.leaders())


def test_who_is_fixed_leaves_with_the_places_taken() -> None:
    search = searched(8, 1)
    known = Smoothed(search, search.everyone, search.places, search.minimum)
    known.add((*search.plan, *search.pool))
    fixed = search.plan[0]
    known.fix([fixed])
    assert (known.places[fixed.cells] == search.places[fixed.cells] - 1).all()
    assert 0 not in known.columns
    for own in known.columns.values():
        assert all((known.places[column.cells] > 0).all() for column in own)


def test_prices_stay_numbers_where_there_is_nothing_to_climb() -> None:
    search = searched(8, 1)
    known = Smoothed(search, search.everyone, search.taken(search.plan), search.minimum)
    known.add(search.plan)
    for _ in range(60):
        known.solve(FIRM * size_of(search))
    assert known.steepness > 1e-6
    assert np.isfinite(known.cell_prices()).all()
    assert known.value == pytest.approx(
        sum(column.cost for column in search.plan) / search.model.scale.grains
    )
