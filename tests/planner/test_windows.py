"""What a plan with many idle months costs at least, against every way to serve; each case is drawn anew."""

from __future__ import annotations

import random
from collections.abc import Sequence
from itertools import product
from typing import Any

import numpy as np
import pytest

from borealis.planner import read_problem
from borealis.planner.engine.case import BlockShape, Case
from borealis.planner.engine.fleet import FIRST_WINDOW, Fleet
from borealis.planner.engine.kernel import NOWHERE
from borealis.planner.engine.least import beyond_window, left_at_least
from borealis.planner.engine.model import build_model
from tests.planner.problems import arena, block, problem, span, trainee

MONTHS = 8


def drawn(seed: int, percents: list[int], *, in_force: bool) -> Case:
    """A trainee whose share of full time may be another each month, with or without a plan in force."""
    chance = random.Random(seed)
    stay = block("b", chance.randint(1, MONTHS // 2), ["ward"])
    person: dict[str, Any] = trainee("kari", [stay], chance.randint(0, 3))
    person["fraction"] = [{**span(m, m), "percent": chance.choice(percents)} for m in range(MONTHS)]
    if in_force:
        first = chance.randint(0, MONTHS - 1)
        person["current"] = [
            {"block": "b", "arena": "ward", **span(first, chance.randint(first, MONTHS - 1))}
        ]
        if chance.random() < 0.3:
            stay["fixed"] = [{"arena": "ward", **span(first, first)}]
    made = problem([person], [arena("ward")], MONTHS, change=chance.choice([1, 60]), unplaced=100)
    return build_model(read_problem(made)).cases[0]


def least(case: Case, idle: int) -> int:
    """The least cost of lateness, work left and doing nothing, of all ways with so many idle months before the end."""
    need = sum(shape.need for shape in case.blocks)
    found = [NOWHERE]
    for serves in product([False, True], repeat=len(case.months)):
        months = np.array(serves)
        end = int(np.flatnonzero(months).max(initial=-1)) + 1
        if end - months.sum() >= idle and (end or not idle):
            left = np.array(max(0, need - int(case.percent[months].sum())))
            found.append(int(case.late[end] + case.left_cost(left) + case.idle[~months].sum()))
    return min(found)


@pytest.mark.parametrize("seed", range(12))
def test_no_plan_with_so_many_idle_months_costs_less(seed: int) -> None:
    case = drawn(seed, [50, 80, 100], in_force=True)
    for idle in range(MONTHS + 1):
        assert beyond_window(case, idle) <= least(case, idle)


@pytest.mark.parametrize("percents", [[100], [50, 80, 100]])
@pytest.mark.parametrize("seed", range(6))
def test_it_is_what_the_best_costs_where_no_month_is_dearer_to_leave(seed: int, percents: list[int]) -> None:
    case = drawn(seed, percents, in_force=False)
    found = [beyond_window(case, idle) for idle in range(MONTHS + 1)]
    assert found == [least(case, idle) for idle in range(MONTHS + 1)]
    assert found[0] < found[-2] < found[-1] == NOWHERE


def test_what_comes_after_a_block_that_cannot_be_finished_gets_nothing() -> None:
    shapes = [
        BlockShape(300, (), 1, 3),
        BlockShape(200, (0,), 1, 2),
        BlockShape(400, (1,), 1, 4),
        BlockShape(100, (), 1, 1),
    ]
    assert left_at_least(shapes, [300, 200, 400, 100]) == [0, 0, 0, 0]
    assert left_at_least(shapes, [900, 50, 400, 100]) == [0, 150, 400, 0]
    assert left_at_least(shapes, [299, 200, 400, 0]) == [1, 200, 400, 100]
    listed_before = [shapes[0], BlockShape(200, (2,), 1, 2), BlockShape(100, (), 1, 1)]
    assert left_at_least(listed_before, [300, 200, 0]) == [0, 200, 100]


def priced_in_a_hurry(blocks: list[dict[str, Any]], taken: Sequence[int]) -> Fleet:
    """Who prices one trainee in a hurry, where months of the ward are taken, in 60 months."""
    model = build_model(read_problem(problem([trainee("kari", blocks)], [arena("ward"), arena("lab")], 60)))
    cells = np.zeros(model.places.size + 1, dtype=np.int64)
    cells[list(taken)] = model.scale.block
    fleet = Fleet(model)
    fleet.price(cells, [0], hurry=True)
    return fleet


def test_in_a_hurry_a_window_is_widened_only_for_work_that_has_a_place() -> None:
    stays = [block("b", 3, ["ward"], min_stint=3), block("c", 6, ["lab"], after=["b"])]
    all_taken = range(60)
    assert priced_in_a_hurry(stays, all_taken).window == [FIRST_WINDOW]
    late_ones_free = range(40)
    assert priced_in_a_hurry(stays, late_ones_free).window == [4 * FIRST_WINDOW]
