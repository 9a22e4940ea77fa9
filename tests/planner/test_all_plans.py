"""Telling all plans of a trainee within a distance of the cheapest: none is left out, whatever there is to choose."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import numpy as np
import pytest

from borealis.planner import FormatError, read_problem
from borealis.planner.engine.fleet import WHOLE, Fleet
from borealis.planner.engine.model import build_model
from tests.planner import by_rule
from tests.planner.oracle import TooMany, choices_of

ROOM = 40
"""Quanta."""


def told(document: Any) -> int:
    """How many plans of the first trainee must be told of; every one of them is, at what it costs. 0 for no problem."""
    document["trainees"] = document["trainees"][:1]
    try:
        problem = read_problem(document)
        wanted = choices_of(problem, problem.trainees[0])
    except (FormatError, TooMany):
        return 0
    model = build_model(problem)
    scale = model.scale
    fleet = Fleet(model)
    cells = np.zeros(model.places.size + 1, dtype=np.int64)
    fleet.price(cells, [0], WHOLE)
    columns = fleet.within(cells, 0, ROOM * scale.grains, 20_000)
    if columns is None or not wanted:
        return 0
    found: dict[frozenset[int], Fraction] = {}
    for column in columns:
        key = frozenset(column.cells.tolist())
        found[key] = min(scale.cost(column.cost), found.get(key, scale.cost(column.cost)))
    rows = {arena.id: n for n, arena in enumerate(problem.arenas)}
    near = [one for one in wanted if one[1] < wanted[0][1] + ROOM * scale.quantum]
    for places, cost, _ in near:
        key = frozenset(rows[a] * problem.calendar.months + m - problem.calendar.first for a, m, _ in places)
        assert found.get(key) == cost, (sorted(places), cost)
    return len(near)


@pytest.mark.parametrize("make", [by_rule.with_choices, by_rule.with_courses, by_rule.with_followers])
def test_every_plan_near_the_cheapest_is_told_of(make: Any) -> None:
    assert sum(told(make(seed)) for seed in range(40)) > 300
