"""Branch and price: parts that hold every plan once, bounds of parts that hold, and the proof they lead to."""

from __future__ import annotations

import random

import numpy as np
import pytest

from benchmarks.instances import make_instance
from borealis.planner import read_problem, solve
from borealis.planner.engine.branch import Decision, EndsBy, Has, branch, narrowed
from borealis.planner.engine.clock import Clock
from borealis.planner.engine.fleet import WHOLE, Fleet
from borealis.planner.engine.generate import generate_root
from borealis.planner.engine.lagrange import first_prices
from borealis.planner.engine.master import Master
from borealis.planner.engine.model import build_model
from borealis.planner.engine.search import Search
from borealis.planner.engine.start import negotiate
from tests.planner.problems import arena, block, problem, trainee

TRAINEES = 5


def searched(seed: int) -> tuple[Search, Master]:
    """A tight department with a first plan, and its program taken to the end."""
    model = build_model(read_problem(make_instance(TRAINEES, 1.0, seed)))
    search = Search(model, Fleet(model), Clock(None, None))
    first_prices(search, 10, 1)
    negotiate(search, random.Random(seed))
    master = Master(search.model, search.everyone, search.places, search.minimum)
    master.add((*search.plan, *search.pool))
    generate_root(search, master)
    return search, master


@pytest.mark.parametrize("seed", [1, 2, 4, 5])
def test_it_proves_what_the_whole_search_proves(seed: int) -> None:
    search, master = searched(seed)
    branch(search, master, float("inf"))
    found = solve(search.model.problem, seconds=None)
    assert found.status == "optimal"
    assert search.is_proven
    assert float(search.model.scale.cost(search.cost)) == found.cost


def decisions_of(search: Search, chance: random.Random) -> list[Decision]:
    """A decision of each kind about some trainee, on both sides."""
    who = chance.choice(search.everyone)
    column = search.plan[who]
    end = column.runs[-1].end - chance.randrange(3)
    cell = int(chance.choice(column.cells.tolist()))
    return [EndsBy(who, end, True), EndsBy(who, end, False), Has(who, cell, True), Has(who, cell, False)]


@pytest.mark.parametrize("seed", range(1, 7))
def test_every_plan_is_in_one_part_and_no_part_is_cheaper_than_the_whole(seed: int) -> None:
    search, _ = searched(seed)
    by_end, after, there, elsewhere = decisions_of(search, random.Random(seed))
    who = by_end.who
    mine = [column for column in search.pool if column.who == who and column.runs]
    for one, other in ((by_end, after), (there, elsewhere)):
        assert all(one.allows(column) != other.allows(column) for column in mine)
        cells = np.append(search.prices, 0)
        least = search.fleet.price(cells, [who], WHOLE).proven[0]
        parts = []
        for decision in (one, other):
            priced = narrowed(search, [decision]).price(cells, [who], WHOLE, 4)
            (value,), (proven,) = priced.values, priced.proven
            parts.append(proven)
            known = [c.cost + int(search.prices[c.cells].sum()) for c in mine if decision.allows(c)]
            assert proven <= min(known, default=proven)
            if value < search.model.scale.breach:
                assert decision.allows(priced.columns[0])
        assert min(parts) >= least


@pytest.mark.parametrize("end", [4, 5, 6])
def test_a_part_of_late_ends_holds_plans_that_serve_late(end: int) -> None:
    """Months of doing nothing after the last that is served do not make a plan end later."""
    made = problem([trainee("kari", [block("b", 4, ["ward"])])], [arena("ward")], 12)
    search = Search(model := build_model(read_problem(made)), Fleet(model), Clock(None, None))
    decision = EndsBy(0, end, holds=False)
    priced = narrowed(search, [decision]).price(np.append(search.prices, 0), [0])
    assert decision.allows(priced.columns[0])
    assert priced.columns[0].runs[-1].end == end + 1
    assert priced.values[0] < search.model.scale.breach
