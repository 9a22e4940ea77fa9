"""Once a plan and a bound are known, only what a better plan can hold is looked for: nothing of that is left out."""

from __future__ import annotations

import random

import numpy as np
import pytest

from benchmarks.instances import make_instance
from borealis.planner import read_problem
from borealis.planner.engine.clock import Clock
from borealis.planner.engine.column import Column
from borealis.planner.engine.fleet import Fleet
from borealis.planner.engine.lagrange import first_prices
from borealis.planner.engine.model import build_model, scale_of
from borealis.planner.engine.search import Search
from borealis.planner.engine.start import negotiate
from borealis.planner.engine.task import Task, work
from tests.planner.problems import arena, block, problem, trainee

MOST = 200_000


def searched(made: dict[str, object], *, strict: bool) -> Search:
    """A first plan, and prices that prove a bound."""
    model = build_model(read_problem(made))
    search = Search(model, Fleet(model), Clock(None, None))
    first_prices(search, 30, 1)
    negotiate(search, random.Random(1))
    search.price(search.prices)
    search.fleet.strict = [strict] * len(search.fleet.cases)
    return search


def within(search: Search, k: int, room: int) -> set[Column]:
    """Every plan of a trainee that costs so much beyond the least."""
    cells = np.append(search.prices, 0)
    found = search.fleet.within(cells, k, room, MOST)
    assert found is not None
    return {c for c in found if c.cost + int(c.paid(cells)) <= search.least[k] + room}


@pytest.mark.parametrize("strict", [False, True])
@pytest.mark.parametrize("seed", range(1, 9))
def test_what_can_stand_in_a_better_plan_is_still_found(seed: int, strict: bool) -> None:
    search = searched(make_instance(3, 1.0 + seed % 3 / 2, seed), strict=strict)
    grains = search.model.scale.grains
    room = min(search.room(search.estimate), 4 * grains)
    search.cost = search.estimate + room + grains
    before = [within(search, k, room) for k in search.everyone]
    many = sum(len(search.fleet._fixed(k, 1000).shape.is_used) for k in search.everyone)
    search.narrow()
    assert [within(search, k, room) for k in search.everyone] == before
    used = sum(search.fleet._fixed(k, 1000).shape.is_used.sum() for k in search.everyone)
    assert 0 < used < many


def test_shares_that_change_and_choices_lose_nothing_either() -> None:
    """A trainee whose share of full time changes, and one who takes one block of two."""
    changing = trainee("kari", [block("a", 4, ["ward", "lab"]), block("b", 3, ["lab"])], 8)
    changing["fraction"] = [{"from": "2027-03", "through": "2027-08", "percent": 50}]
    choosing = trainee("ola", [block("a", 3, ["ward"]), block("b", 3, ["lab"]), block("c", 2, ["ward"])], 6)
    choosing["choices"] = [{"id": "one", "choose": 1, "of": ["b", "c"]}]
    made = problem([changing, choosing], [arena("ward"), arena("lab")], 16)
    for strict in (False, True):
        search = searched(made, strict=strict)
        room = 2 * search.model.scale.grains
        search.cost = search.estimate + room + search.model.scale.grains
        before = [within(search, k, room) for k in search.everyone]
        search.narrow()
        assert [within(search, k, room) for k in search.everyone] == before
        assert all(before)


@pytest.mark.parametrize("seed", [1, 2, 4, 5])
def test_a_part_proves_what_holds_for_every_plan(seed: int) -> None:
    """The best plan of a region may hold a plan that is not the best of its part."""
    whole = read_problem(make_instance(5, 1.0, seed))
    outcome = work(Task(whole, scale_of(whole), None, seed))
    model = build_model(whole, scale_of(whole))
    prices = np.zeros(model.places.shape, dtype=np.int64)
    for row, arena_of in enumerate(whole.arenas):
        prices[row] = outcome.prices.get(arena_of.id, 0)
    priced = Fleet(model).price(np.append(prices.ravel(), 0), range(len(whole.trainees)))
    known = zip(whole.trainees, priced.values, strict=True)
    assert all(outcome.least[trainee_of.id] <= value for trainee_of, value in known)
