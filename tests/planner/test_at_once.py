"""When time is out before a plan is found, one is made all the same."""

from __future__ import annotations

import pytest

from benchmarks.instances import make_instance
from borealis.planner import check, read_problem, solve
from tests.planner.problems import arena, block, problem, trainee


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_hardly_any_time_still_gives_a_sound_plan(seed: int) -> None:
    problem = read_problem(make_instance(trainees=6, tightness=1.5, seed=seed))
    solution = solve(problem, seconds=0.001)
    assert check(problem, solution).is_sound
    assert all(plan.stints for plan in solution.trainees)


def test_whoever_stops_at_once_gets_a_plan() -> None:
    problem = read_problem(make_instance(trainees=4, tightness=2.0, seed=1))
    solution = solve(problem, seconds=None, should_stop=lambda: True)
    assert check(problem, solution).is_sound
    assert any(plan.stints for plan in solution.trainees)


def test_many_without_a_place_break_no_agreement() -> None:
    """All that is left over together may cost more than any agreement that is broken."""
    people = [trainee(f"t{n}", [block("b", 12, ["ward"])]) for n in range(30)]
    made = read_problem(problem(people, [arena("ward", 0)]))
    solution = solve(made, seconds=0.001)
    assert solution.status != "infeasible"
    assert sum(part.months for plan in solution.trainees for part in plan.unplaced) == 30 * 12
    assert check(made, solution).is_sound
