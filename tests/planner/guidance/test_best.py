"""Placings are lawful and the best there are: compared with trying everything on small problems."""

from __future__ import annotations

import dataclasses
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from borealis.planner.guidance import Solution, Value, check, place, read_problem, repair
from borealis.planner.guidance.formats.solution import Goal, after
from tests.planner.guidance.oracle import best_value
from tests.planner.guidance.problems import small_problems

NOTHING = Solution("place", "feasible", Value(), Value(), 0, (), ())
slowly = settings(
    max_examples=120, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large]
)


@slowly
@given(small_problems())
def test_a_placing_is_sound_and_as_good_as_any(document: dict[str, Any]) -> None:
    """Nobody in a duty that forbids it, none double, no norm short that can be met: the value of brute force."""
    problem = read_problem(document)
    solution = place(problem, seconds=None)
    assert check(problem, solution).breaches == ()
    assert solution.status == "optimal"
    assert solution.value.ranked("place") == best_value(problem)


@slowly
@given(small_problems(crowded=True), st.sampled_from(["place", "repair"]))
def test_where_all_compete_the_best_is_found_too(document: dict[str, Any], goal: Goal) -> None:
    problem = read_problem(document)
    solution = place(problem, seconds=None) if goal == "place" else repair(problem, NOTHING, seconds=None)
    assert check(problem, solution, NOTHING if goal == "repair" else None).breaches == ()
    assert solution.status == "optimal"
    given = after(problem, NOTHING) if goal == "repair" else problem
    assert solution.value.ranked(goal) == best_value(given, goal)


@slowly
@given(small_problems(), st.data())
def test_a_repair_moves_as_few_as_any(document: dict[str, Any], data: st.DataObject) -> None:
    """After changed duties: first none missing, then the fewest moves that brute force can find."""
    previous = place(read_problem(document), seconds=None)
    for person in document["people"]:
        for duty in person["duties"]:
            if data.draw(st.integers(0, 4)) == 0:
                duty["interruptible"] = not duty["interruptible"]
    problem = read_problem(document)
    solution = repair(problem, previous, seconds=None)
    assert check(problem, solution, previous).breaches == ()
    assert solution.status == "optimal"
    assert solution.value.ranked("repair") == best_value(after(problem, previous), "repair")


@slowly
@given(small_problems())
def test_nothing_is_moved_where_nothing_has_changed(document: dict[str, Any]) -> None:
    problem = read_problem(document)
    first = place(problem, seconds=None)
    again = repair(problem, first, seconds=None)
    agreed = {(session.of, session.start, session.guide) for session in problem.ahead() if session.agreed}
    assert again.value.moved == len(agreed - _kept(first))
    assert _kept(again) == _kept(first)


def _kept(solution: Solution) -> set[tuple[str, int, str]]:
    return {(session.of, session.start, session.guide) for session in solution.sessions}


@slowly
@given(small_problems())
def test_time_that_is_out_leaves_a_sound_placing(document: dict[str, Any]) -> None:
    problem = read_problem(document)
    solution = place(problem, should_stop=lambda: True)
    assert check(problem, solution).breaches == ()
    best = place(problem, seconds=None).value.ranked("place")
    assert solution.bound.ranked("place") <= best <= solution.value.ranked("place")
    assert dataclasses.replace(solution, seconds=0) == dataclasses.replace(
        place(problem, should_stop=lambda: True), seconds=0
    )
