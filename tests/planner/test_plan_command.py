"""`borealis plan` in a process of its own, in a home that has never seen it."""

from __future__ import annotations

import pathlib
from typing import Any

import pytest

from benchmarks.instances import make_instance
from borealis.planner import check, read_problem, read_solution
from tests.planner.commands import borealis, written
from tests.planner.problems import arena, block, problem, span, trainee
from tests.processes import seconds_of_children

TWO_FOR_ONE_PLACE = problem(
    [trainee(name, [block("basic", 3, ["ward"])], norm=2) for name in ("kari", "ola")], [arena("ward")]
)


def plan(tmp_path: pathlib.Path, *arguments: str | pathlib.Path, code: int = 0) -> Any:
    """Run `borealis plan`; the exit code must be the given, and no traceback is shown."""
    return borealis(tmp_path, "plan", *arguments, code=code)


def broken_plan() -> Any:
    """Both at once in the one place, kari a month too long, and the costs are not so."""
    return {
        "format": "borealis/rotation-solution/1",
        **{"status": "feasible", "cost": 0, "bound": 0, "gap": 0, "gap_total": 0},
        "trainees": [
            {
                "id": name,
                **{"cost": 0, "end": span(last)["from"], "delay_months": 0, "moves": 0},
                "stints": [{"block": "basic", "arena": "ward", **span(0, last)}],
            }
            for name, last in (("kari", 3), ("ola", 2))
        ],
    }


def test_check_names_every_broken_rule_and_exits_with_1(tmp_path: pathlib.Path) -> None:
    given = written(tmp_path / "problem.json", TWO_FOR_ONE_PLACE)
    output = written(tmp_path / "solution.json", broken_plan())
    lines = plan(tmp_path, "check", given, output, "--lang", "en", code=1).stdout.splitlines()
    for month in ("2026-09", "2026-10", "2026-11"):
        assert f"H2: {month}, ward: 2 trainees, but 1 places" in lines
    assert "H3: kari, 2026-12, ward: the block basic goes on after its months are reached" in lines
    assert "claim: kari: claimed cost 0, found 11.0" in lines


def test_check_tells_a_large_cost_in_full(tmp_path: pathlib.Path) -> None:
    """Nobody is placed: 3 months without a place at 1000 each, of weight 750.25 and 1."""
    people = [
        {**person, "weight": w} for person, w in zip(TWO_FOR_ONE_PLACE["trainees"], (750.25, 1), strict=True)
    ]
    given = written(tmp_path / "problem.json", problem(people, [arena("ward", 0)]))
    output = tmp_path / "solution.json"
    plan(tmp_path, "solve", given, "-o", output, "-q")
    assert plan(tmp_path, "check", given, output).stdout == "2253750\n"


@pytest.mark.parametrize("act", ["solve", "check", "explain"])
def test_a_bad_file_is_refused_with_its_line(tmp_path: pathlib.Path, act: str) -> None:
    given = tmp_path / "problem.json"
    given.write_bytes(b'{"format":\n "troms\xf8"}')
    others = [] if act == "solve" else [written(tmp_path / "solution.json", broken_plan())]
    done = plan(tmp_path, act, given, *others, code=2)
    assert done.stdout == ""
    assert done.stderr.startswith(f"{given}: linje 2, kolonne 8, ")
    assert "line 2, column 8, " in plan(tmp_path, act, given, *others, "--lang", "en", code=2).stderr


def test_a_bad_solution_is_refused_with_its_line(tmp_path: pathlib.Path) -> None:
    given = written(tmp_path / "problem.json", TWO_FOR_ONE_PLACE)
    document = broken_plan()
    document["trainees"][0]["id"] = "nobody"
    output = written(tmp_path / "solution.json", document)
    done = plan(tmp_path, "check", given, output, "--lang", "en", code=2)
    assert f'{output}: line 10, column 10, $.trainees[0].id: There is no trainee "nobody"' in done.stderr


def test_an_output_that_cannot_be_written_is_refused_before_the_search(tmp_path: pathlib.Path) -> None:
    given = written(tmp_path / "problem.json", TWO_FOR_ONE_PLACE)
    done = plan(tmp_path, "solve", given, "-o", tmp_path / "nowhere" / "solution.json", code=2)
    assert "nowhere" in done.stderr
    assert "kostnad" not in done.stderr


def test_help_comes_at_once(tmp_path: pathlib.Path) -> None:
    begun = seconds_of_children()
    told = plan(tmp_path, "--help").stdout
    assert seconds_of_children() - begun < 1.5 * 3
    assert all(act in told for act in ("solve", "check", "explain"))


def test_the_first_plan_of_a_small_department_comes_soon(tmp_path: pathlib.Path) -> None:
    given = written(tmp_path / "problem.json", make_instance(trainees=5, tightness=2.0, seed=1))
    output = tmp_path / "solution.json"
    begun = seconds_of_children()
    plan(tmp_path, "solve", given, "-o", output, "-q")
    assert seconds_of_children() - begun < 10
    read = read_problem(given)
    assert check(read, read_solution(output, read)).is_sound
