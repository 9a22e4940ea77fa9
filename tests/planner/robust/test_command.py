"""`borealis plan simulate` in a process of its own."""

from __future__ import annotations

import json
import pathlib
from typing import Any

from borealis.planner import read_problem, solution_to_json, solve
from tests.planner.commands import borealis, written
from tests.planner.problems import arena, block, problem, trainee

TWO = problem(
    [trainee(name, [block("basic", 6, ["ward"])], norm=5 + 6 * n) for n, name in enumerate(("kari", "ola"))],
    [arena("ward")],
)


def files(tmp_path: pathlib.Path) -> tuple[pathlib.Path, pathlib.Path]:
    plan: Any = solution_to_json(solve(read_problem(TWO), seconds=None))
    return written(tmp_path / "problem.json", TWO), written(tmp_path / "solution.json", plan)


def test_the_outlook_is_said_and_written(tmp_path: pathlib.Path) -> None:
    output = tmp_path / "outlook.json"
    rates = {"format": "borealis/rotation-rates/1", "sick_leave": {"a_year": 0.5, "source": "HR 2025"}}
    given = [*files(tmp_path), "--rates", written(tmp_path / "rates.json", rates), "-o", output]
    done = borealis(tmp_path, "plan", "simulate", *given, "--futures", "200", "--harden", "--seconds", "0.5")
    lines = done.stdout.splitlines()
    assert lines[0].startswith("200 tenkte framtider. Planen koster 0 i dag og ")
    assert any(line.startswith("kari: trolig ferdig 2027-02–") for line in lines)
    assert any("sykefravær 50 % i året, 1–6 måneder" in line for line in lines)
    assert "Kilder: antatt; HR 2025; spesialistforskriften § 31, in a simple form." in lines
    assert any(line.startswith("* Planen som den er: koster 0 i dag (+0)") for line in lines)
    found = json.loads(output.read_text(encoding="utf-8"))
    assert found["format"] == "borealis/rotation-outlook/1"
    assert found["futures"] == 200
    assert found["hardened"]


def test_a_plan_that_breaks_a_rule_is_refused(tmp_path: pathlib.Path) -> None:
    given, plan = files(tmp_path)
    broken = json.loads(plan.read_text(encoding="utf-8"))
    broken["trainees"][1]["stints"] = broken["trainees"][0]["stints"]
    written(plan, broken)
    done = borealis(tmp_path, "plan", "simulate", given, plan, "--lang", "en", code=1)
    assert done.stdout == ""
    assert "H2: 2026-09, ward: 2 trainees, but 1 places" in done.stderr


def test_rates_that_are_wrong_are_refused_with_their_line(tmp_path: pathlib.Path) -> None:
    wrong = tmp_path / "rates.json"
    wrong.write_text('{"format": "borealis/rotation-rates/1",\n "resignation": {"a_year": 7}}')
    done = borealis(tmp_path, "plan", "simulate", *files(tmp_path), "--rates", wrong, "--lang", "en", code=2)
    assert "line 2, column 28, $.resignation.a_year" in done.stderr
