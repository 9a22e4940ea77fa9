"""How a search behaves: it stops when told, repeats itself, and tells what it does."""

import time

from benchmarks.instances import make_instance
from borealis.planner import check, read_problem, solve
from borealis.planner.engine.search import Progress
from tests.planner.problems import arena, block, problem, trainee


def test_the_same_seed_gives_the_same_plan() -> None:
    document = read_problem(make_instance(5, 1.5, 2))
    first, again = (solve(document, seconds=None, seed=7) for _ in range(2))
    assert first.trainees == again.trainees
    assert (first.cost, first.bound) == (again.cost, again.bound)


def test_threads_do_not_change_the_plan() -> None:
    document = read_problem(make_instance(5, 1.5, 2))
    alone, together = (solve(document, seconds=None, threads=threads) for threads in (1, 2))
    assert (alone.cost, alone.bound) == (together.cost, together.bound)


def test_the_clock_is_kept() -> None:
    document = read_problem(make_instance(20, 1.1, 2))
    began = time.perf_counter()
    solution = solve(document, seconds=2)
    assert time.perf_counter() - began < 6
    assert check(document, solution).is_sound


def test_whoever_asks_to_stop_gets_the_best_so_far() -> None:
    document = read_problem(make_instance(20, 1.1, 2))
    heard: list[Progress] = []
    solution = solve(document, on_progress=heard.append, should_stop=lambda: len(heard) > 2)
    assert check(document, solution).is_sound
    assert solution.cost <= heard[-1].cost


def test_progress_never_gets_worse() -> None:
    heard: list[Progress] = []
    solution = solve(read_problem(make_instance(6, 1.5, 3)), seconds=3, on_progress=heard.append)
    costs = [progress.cost for progress in heard]
    assert costs == sorted(costs, reverse=True)
    assert all(progress.bound <= solution.cost for progress in heard)


def test_those_who_never_meet_are_planned_apart() -> None:
    people = [trainee(f"t{n}", [block("b", 6, [f"a{n % 3}"], min_stint=3)]) for n in range(6)]
    document = read_problem(problem(people, [arena(f"a{n}") for n in range(3)]))
    solution = solve(document, seconds=None)
    assert check(document, solution).is_sound
    assert solution.status == "optimal"
    assert [plan.id for plan in solution.trainees] == [person["id"] for person in people]


def test_an_impossible_problem_says_what_is_missing() -> None:
    blocks = [
        block("first", 6, ["ward"]),
        block("second", 6, ["ward"], after=["first"]),
        block("third", 2, []),
    ]
    document = read_problem(problem([trainee("kari", blocks)], [arena("ward")], 8))
    solution = solve(document, seconds=None)
    assert check(document, solution).is_sound
    assert {(u.block, u.reason) for u in solution.trainees[0].unplaced} == {
        ("second", "after_calendar"),
        ("third", "no_arena"),
    }


def test_agreements_that_cannot_stand_together_do_not_stop_the_planner() -> None:
    blocks = [
        block("first", 4, ["ward"], min_stint=4),
        block("second", 4, ["clinic"], after=["first"], fixed=[]),
    ]
    blocks[1]["fixed"] = [{"arena": "clinic", "from": "2027-01", "through": "2027-01"}]
    arenas = [arena("ward", 0), arena("clinic")]
    document = read_problem(problem([trainee("kari", blocks)], arenas, 8))
    solution = solve(document, seconds=None)
    assert solution.status == "infeasible"
    assert "H7" in {breach.rule for breach in check(document, solution).breaches}
