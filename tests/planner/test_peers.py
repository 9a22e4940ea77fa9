"""The monoliths the planner is measured against solve the same problem: their optimum is that of trying everything.

CP-SAT and HiGHS bring libraries that do not live together, so each is asked in a process of its own.
"""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given, seed, settings

from benchmarks.instances import make_instance
from benchmarks.peers import NO_MEMORY, NO_PLAN
from borealis.planner import FormatError, Problem, Solution, check, read_problem, read_solution
from tests.planner.oracle import TooMany, best_cost
from tests.planner.problems import arena as make_arena
from tests.planner.problems import block, problem, small_problems, trainee

ROOT = Path(__file__).parents[2]
MANY = 40
PEERS = ("monolith", "monolith_mip")
ASK = """
import json, sys
from benchmarks.{peer} import solve
from borealis.planner import read_problem, solution_to_json
for line in sys.stdin:
    found = solve(read_problem(json.loads(line)), 60, 1)
    print(json.dumps(None if found is None else solution_to_json(found)))
"""
"""Reads problems, one a line, and writes a solution or null for each."""


def environment() -> dict[str, str]:
    return {**os.environ, "PYTHONPATH": os.pathsep.join((str(ROOT / "src"), str(ROOT)))}


def ask(peer: str, documents: list[Any]) -> list[Any]:
    told = "".join(json.dumps(document) + "\n" for document in documents)
    command = [sys.executable, "-c", ASK.format(peer=peer)]
    done = subprocess.run(command, input=told, env=environment(), capture_output=True, text=True, check=True)
    return [json.loads(line) for line in done.stdout.splitlines()]


@pytest.fixture(scope="module")
def drawn() -> list[tuple[Any, Problem, Any]]:
    """Problems by chance, as documents and read, each with its least cost; None where no plan is lawful."""
    found: list[tuple[Any, Problem, Any]] = []

    @seed(1)
    @settings(
        max_examples=MANY * 3,
        deadline=None,
        database=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(small_problems())
    def draw(document: Any) -> None:
        for entry in document["arenas"]:
            entry.pop("counts", None)  # the peers know H1 to H8
        if len(found) < MANY:
            try:
                read = read_problem(document)
                found.append((document, read, best_cost(read)))
            except (FormatError, TooMany):
                return

    draw()
    return found


@pytest.mark.parametrize("peer", PEERS)
def test_the_optimum_of_a_peer_is_that_of_trying_everything(
    peer: str, drawn: list[tuple[Any, Problem, Any]]
) -> None:
    answers = ask(peer, [document for document, _, _ in drawn])
    assert len(answers) == len(drawn) == MANY
    for answer, (_, read, best) in zip(answers, drawn, strict=True):
        assert (answer is None) == (best is None)
        if answer is not None:
            solution: Solution = read_solution(answer, read)
            assert check(read, solution).is_sound, check(read, solution).breaches
            assert (solution.cost, solution.bound) == pytest.approx((float(best), float(best)))
            assert solution.status == "optimal"


@pytest.mark.parametrize("peer", PEERS)
def test_a_peer_serves_no_month_of_a_block_that_has_none_left(peer: str) -> None:
    document = problem(
        [trainee("t", [block("b", 0, ["x"])])],
        [{**make_arena("x"), "minimum": [{"from": "2026-09", "through": "2026-09", "places": 1}]}],
        3,
    )
    assert ask(peer, [document]) == [None]


@pytest.mark.parametrize("peer", PEERS)
@pytest.mark.parametrize(("seconds", "megabytes", "code"), [(0.01, 4000, NO_PLAN), (600, 250, NO_MEMORY)])
def test_a_peer_says_how_it_failed(
    tmp_path: Path, peer: str, seconds: float, megabytes: int, code: int
) -> None:
    file, target = tmp_path / "problem.json", tmp_path / "solution.json"
    file.write_text(json.dumps(make_instance(100, 1.5, 1)), encoding="utf-8")
    command = [sys.executable, "-m", f"benchmarks.{peer}", str(file), str(target), str(seconds), "1"]
    done = subprocess.run([*command, str(megabytes)], env=environment(), capture_output=True, check=False)
    assert not target.exists()
    assert done.returncode == code or (code == NO_MEMORY and done.returncode < 0), done.stderr
