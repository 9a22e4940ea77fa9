"""Regions in parts: parts that are whole, plans that are lawful, bounds that hold, and an end when asked for."""

import random
import time
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import numpy as np
import pytest
from hypothesis import HealthCheck, assume, given, settings

from benchmarks.instances import make_instance
from borealis.planner import FormatError, check, read_problem, solve
from borealis.planner.engine import solve as solving
from borealis.planner.engine import vast
from borealis.planner.engine.clock import Clock
from borealis.planner.engine.model import scale_of
from borealis.planner.engine.parts import MOST, parts_of
from borealis.planner.engine.task import Task, work
from borealis.planner.engine.vast import Vast, crew_of
from borealis.planner.formats.problem import Problem
from borealis.planner.formats.solution import Solution
from tests.planner.by_chance import sharing
from tests.planner.oracle import TooMany, best_cost
from tests.planner.problems import arena, block, problem, small_problems, span, trainee


def in_parts(document: Problem, size: int, *, seconds: float | None = None, workers: int = 1) -> Solution:
    """Solve in parts of so many trainees, however few there are."""
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(vast, "SIZE", size)
        clock = Clock(seconds, None)
        with crew_of(clock, workers) as crew:
            return Vast(document, clock, crew, 0, None).solve()


def test_everyone_is_in_one_part_and_no_part_is_much_too_large() -> None:
    document = read_problem(make_instance(200, 1.25, 1))
    parts = parts_of(document, range(200), 40, random.Random(1))
    assert sorted(k for part in parts for k in part) == list(range(200))
    assert max(map(len, parts)) <= 40 * MOST + 25  # kinds of trainees are not divided
    assert parts == parts_of(document, range(200), 40, random.Random(1))


@settings(max_examples=40, deadline=None, print_blob=False, suppress_health_check=list(HealthCheck))
@given(small_problems())
def test_parts_of_one_find_lawful_plans_and_bounds_that_hold(document: Any) -> None:
    try:
        whole = read_problem(document)
        best = best_cost(whole)
    except (FormatError, TooMany):
        assume(False)
    assume(best is not None)
    solution = in_parts(whole, 1)
    if solution.status == "infeasible":  # agreements of one may have been in the way of another's
        return
    verdict = check(whole, solution)
    assert verdict.is_sound, verdict.breaches
    assert solution.bound <= best + 1e-9
    assert solution.cost >= best - 1e-9


def test_the_price_of_a_minimum_stands_while_prices_at_borders_are_settled() -> None:
    """Two must be in the ward from October to January; the lab alone is at a border."""
    ward = {**arena("ward", 2), "minimum": [{**span(1, 4), "places": 1}]}
    first = trainee(
        "t0",
        [
            block("b0", 3, ["ward"], min_stint=2, max_stint=2, **{"from": span(2)["from"]}),
            block("b1", 3, ["far", "lab"], min_stint=2),
        ],
        norm=0,
    )
    third = trainee("t2", [block("b0", 4, ["ward", "far"]), block("b1", 1, ["ward", "lab"])], norm=0)
    people = [first, trainee("t1", [block("b0", 1, ["lab"])], norm=0), third]
    arenas = [ward, arena("far", 2, "narvik"), arena("lab")]
    whole = read_problem(problem(people, arenas, 6, delay=0, unplaced=7))
    best, solution = best_cost(whole), in_parts(whole, 1)
    assert best is not None
    assert solution.bound <= best <= solution.cost


@pytest.mark.parametrize("size", [1, 2])
def test_parts_heed_what_trainees_cost_together(size: int) -> None:
    """Of all the seeds nearly all are planned as well as can be, and no bound is too high."""
    costs = []
    for seed in range(20):
        try:
            whole = read_problem(sharing(seed, apart=2, fairness=5))
            best = best_cost(whole)
        except (FormatError, TooMany):
            continue
        solution = in_parts(whole, size)
        if best is None or solution.status == "infeasible":
            continue
        verdict = check(whole, solution)
        assert verdict.is_sound, (seed, verdict.breaches)
        assert solution.bound <= best + 1e-9, seed
        costs.append((float(best), solution.cost))
    assert len(costs) > 10
    assert sum(cost for _, cost in costs) < 1.1 * sum(best for best, _ in costs)


def test_a_place_that_two_parts_want_goes_to_one_of_them() -> None:
    people = [trainee(f"t{n}", [block("b", 4, ["ward", f"own{n}"], min_stint=4)]) for n in range(2)]
    for n, person in enumerate(people):
        person["blocks"][0]["arenas"] = [{"id": "ward", "preference": 0}, {"id": f"own{n}", "preference": 3}]
    document = read_problem(problem(people, [arena("ward"), arena("own0"), arena("own1")], 4))
    solution = in_parts(document, 1)
    assert check(document, solution).is_sound
    assert sorted(plan.stints[0].arena for plan in solution.trainees)[-1] == "ward"
    assert (solution.status, solution.cost) == ("optimal", solve(document, seconds=None).cost)


@pytest.mark.parametrize("seed", range(6))
def test_what_is_free_goes_first_to_who_gave_way(seed: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """Both are planned in the same months at first; whoever keeps them has no use for the months after."""
    monkeypatch.setattr(vast, "SIZE", 1)
    monkeypatch.setattr(vast, "TURNS", 1)
    closed = {"kari": ["x1", "x2"], "ola": ["y1", "y2"]}
    people = [trainee(name, [block("b", 6, ["ward", *own])], 5) for name, own in closed.items()]
    arenas = [arena("ward"), *(arena(name, 0) for own in closed.values() for name in own)]
    made = read_problem(problem(people, arenas))
    clock = Clock(None, None)
    with crew_of(clock, 1) as crew:
        solution = Vast(made, clock, crew, seed, None).solve()
    assert [plan.unplaced for plan in solution.trainees] == [(), ()]


def test_a_region_is_planned_by_two_processes_in_the_time_given() -> None:
    document = read_problem(make_instance(60, 1.5, 1))
    began = time.perf_counter()
    solution = in_parts(document, 15, seconds=8, workers=2)
    assert time.perf_counter() - began < 24
    assert check(document, solution).is_sound
    assert 0 < solution.bound <= solution.cost


def test_another_executor_gives_the_same_plan(monkeypatch: pytest.MonkeyPatch) -> None:
    document = read_problem(make_instance(12, 2.0, 2))
    monkeypatch.setattr(vast, "SIZE", 4)
    monkeypatch.setattr(solving, "VAST", 1)
    here = solve(document, seconds=None, threads=2, executor=ThreadPoolExecutor(2))
    again = solve(document, seconds=None, threads=2, executor=ThreadPoolExecutor(1))
    assert check(document, here).is_sound
    assert (here.trainees, here.bound) == (again.trainees, again.bound)


@pytest.mark.parametrize("borders", [(), ("ward",)])
def test_a_part_has_a_bound_however_few_its_seconds(borders: tuple[str, ...]) -> None:
    people = [trainee(f"t{n}", [block("b", 3, ["ward"])], norm=2) for n in range(3)]
    whole = read_problem(problem(people, [arena("ward")], 12))
    best = best_cost(whole)
    assert best is not None
    free = {"ward": np.zeros(12, dtype=np.int64)}
    task = Task(whole, scale_of(whole), 0.0, 0, prices=free if borders else {}, borders=borders)
    outcome = work(task)
    assert outcome.is_proven
    assert list(outcome.least) == ["t0", "t1", "t2"]
    assert float(task.scale.cost(max(0, outcome.bound))) <= best
    assert not work(task, lambda: True).is_proven  # whoever asks to stop need not wait for it


def test_whoever_asks_a_region_to_stop_gets_a_whole_plan() -> None:
    document = read_problem(make_instance(60, 1.5, 1))
    clock = Clock(None, lambda: True)
    with crew_of(clock, 1) as crew:
        solution = Vast(document, clock, crew, 0, None).solve()
    assert check(document, solution).is_sound
    assert len(solution.trainees) == 60
