"""`borealis plan` as it is used: solve, check, explain, in two languages."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from borealis import planner
from borealis.config.cli.plan import plan
from tests.planner.problems import arena, block, problem, trainee


@pytest.fixture
def files(tmp_path: Path) -> tuple[str, str]:
    """A problem with a queue for one place, and its solution as the command line makes it."""
    people = [trainee(name, [block("b", 6, ["ward"], min_stint=6)], norm=5) for name in ("kari", "ola")]
    source, target = tmp_path / "problem.json", tmp_path / "solution.json"
    source.write_text(json.dumps(problem(people, [arena("ward")]), indent=1), encoding="utf-8")
    run = CliRunner().invoke(plan, ["solve", str(source), "-o", str(target), "-q"])
    assert run.exit_code == 0
    return str(source), str(target)


def test_a_sound_plan_gives_its_cost(files: tuple[str, str]) -> None:
    run = CliRunner().invoke(plan, ["check", *files])
    assert (run.exit_code, run.output.strip()) == (0, "96")


def test_a_broken_plan_is_told_rule_by_rule(files: tuple[str, str]) -> None:
    source, target = files
    solution = json.loads(Path(target).read_text(encoding="utf-8"))
    for entry in solution["trainees"]:
        entry["stints"][0] |= {"from": "2026-09", "through": "2027-02"}
    Path(target).write_text(json.dumps(solution), encoding="utf-8")
    run = CliRunner().invoke(plan, ["check", source, target, "--lang", "en"])
    assert run.exit_code == 1
    assert "H2: 2026-09, ward: 2 trainees, but 1 places" in run.output


def test_a_bad_file_is_refused_with_line_and_cure(files: tuple[str, str]) -> None:
    source, _ = files
    text = Path(source).read_text(encoding="utf-8")
    Path(source).write_text(text.replace('"months": 24', '"months": "24"'), encoding="utf-8")
    run = CliRunner().invoke(plan, ["solve", source])
    assert run.exit_code == 2
    assert "linje 5, kolonne 13, $.calendar.months: Ventet et tall, fant en tekst." in run.output


def test_the_plan_is_explained_in_words(files: tuple[str, str]) -> None:
    run = CliRunner().invoke(plan, ["explain", *files, "--lang", "en"])
    assert run.exit_code == 0
    assert "waits for a place at ward (b), 2026-09 to 2027-02" in run.output


def test_warming_up_is_a_command() -> None:
    assert CliRunner().invoke(plan, ["warm"]).exit_code == 0


@pytest.mark.parametrize(
    ("is_warm", "quiet", "told"), [(True, False, 0), (False, False, 1), (False, True, 0)]
)
def test_what_is_not_compiled_is_compiled_before_the_clock_begins(
    files: tuple[str, str], monkeypatch: pytest.MonkeyPatch, is_warm: bool, quiet: bool, told: int
) -> None:
    done: list[str] = []
    real = planner.solve

    def solve(*values: Any, **named: Any) -> planner.Solution:
        done.append("solve")
        return real(*values, **named)

    monkeypatch.setattr(planner, "is_warm", lambda: is_warm)
    monkeypatch.setattr(planner, "warm", lambda: done.append("warm"))
    monkeypatch.setattr(planner, "solve", solve)
    run = CliRunner().invoke(plan, ["solve", files[0], "--lang", "en", *(["-q"] if quiet else [])])
    assert run.exit_code == 0
    assert done == (["solve"] if is_warm else ["warm", "solve"])
    assert run.stderr.count("Making the planner ready") == told


def test_a_kernel_that_is_kept_is_known_and_an_empty_place_is_told(tmp_path: Path) -> None:
    def says(command: str) -> list[str]:
        env = {**os.environ, "NUMBA_CACHE_DIR": str(tmp_path)}
        done = subprocess.run(
            [sys.executable, "-c", command], env=env, capture_output=True, text=True, check=True
        )
        return done.stdout.split()

    assert says("from borealis import planner; print(planner.is_warm())") == ["False"]
    planner.warm()
    assert planner.is_warm()
