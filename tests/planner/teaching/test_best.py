"""Rotas are lawful and the best there are: compared with trying everything on small problems."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from dataclasses import replace
from itertools import pairwise
from typing import Any

from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from benchmarks.series import make_series, withdraw
from borealis.planner.teaching import Earlier, Problem, after, check, plan, read_problem, repair
from borealis.planner.teaching.formats.solution import Goal
from tests.planner.teaching.oracle import TooMany, best_ranked
from tests.planner.teaching.problems import FIRST, small_problems

BY_CHANCE = settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))


def tried(problem: Problem, goal: Goal) -> tuple[int, ...]:
    try:
        return best_ranked(problem, goal)
    except TooMany:
        assume(False)
        raise


@BY_CHANCE
@given(small_problems())
def test_a_rota_is_sound_and_as_good_as_any(document: dict[str, Any]) -> None:
    problem = read_problem(document)
    best = tried(problem, "plan")
    found = plan(problem)
    assert check(problem, found).is_sound, check(problem, found).breaches
    assert found.status == "optimal"
    assert found.value.ranked("plan") == best


@BY_CHANCE
@given(small_problems(), st.integers(0, 3), st.booleans())
def test_a_withdrawal_is_mended_with_as_few_changes_as_any(
    document: dict[str, Any], place: int, agreed: bool
) -> None:
    problem = read_problem(document)
    former = plan(problem)
    turn = former.turns[place % len(former.turns)]
    assume(turn.unit is not None)
    day = next(str(session.day) for session in problem.sessions if session.id == turn.session)
    changed = read_problem(withdraw(document, str(turn.unit), day))
    if agreed:
        changed = replace(changed, earlier=tuple(Earlier(one, agreed=True) for one in former.turns))
    else:
        changed = after(changed, former)
    best = tried(changed, "repair")
    found = repair(changed, former)
    assert check(changed, found, former).is_sound, check(changed, found, former).breaches
    assert found.value.ranked("repair") == best


def test_a_national_year_is_fair_within_one_and_teaches_every_goal_in_time() -> None:
    problem = read_problem(make_series(1))
    found = plan(problem)
    assert found.status == "optimal"
    assert check(problem, found).is_sound
    assert (found.value.open, found.value.uncovered, found.value.unfair) == (0, 0, 0)
    for unit, share in problem.shares().items():
        assert abs(sum(turn.unit == unit for turn in found.turns) - share) < 1, unit


def test_three_withdrawals_each_the_day_before_change_one_session_each() -> None:
    document = make_series(2)
    rota = plan(read_problem(document))
    for place in (5, 17, 33):
        day = str(read_problem(document).sessions[place].day)
        document = withdraw(document, str(rota.turns[place].unit), day)
        problem = read_problem(document)
        mended = repair(problem, rota)
        assert check(problem, mended, rota).is_sound
        assert mended.value.open == 0
        assert mended.value.moved == 1
        assert sum(new != old for new, old in zip(mended.turns, rota.turns, strict=True)) == 1
        rota = mended


def test_the_same_problem_has_the_same_answer() -> None:
    problem = read_problem(make_series(3, weeks=20))
    assert plan(problem).turns == plan(problem).turns


def test_time_that_is_out_leaves_a_sound_rota_and_an_honest_bound() -> None:
    problem = read_problem(make_series(4))
    for seconds, stop in ((0.0, False), (60.0, True)):
        found = plan(problem, seconds=seconds, should_stop=(lambda: True) if stop else None)
        assert found.status == "feasible"
        assert check(problem, found).is_sound
        assert found.bound.ranked("plan") <= found.value.ranked("plan")


def test_topics_that_must_come_again_come_as_often_and_never_twice_running() -> None:
    weeks = [{"id": f"w{n}", "day": str(FIRST + dt.timedelta(days=7 * n))} for n in range(12)]
    topics = [{"id": f"t{n}", "goals": []} for n in range(4)]
    document = {"format": "borealis/teaching-problem/1", "sessions": weeks, "topics": topics}
    solution = plan(read_problem(document))
    given = [turn.topic for turn in solution.turns]
    assert set(Counter(given).values()) == {3}
    assert all(topic != following for topic, following in pairwise(given))
    assert solution.value.repeated == 0
