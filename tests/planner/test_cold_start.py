"""Nobody waits for a compiler: the first plan of a fresh process, with nothing cached, comes at once."""

import json
import os
import subprocess
import sys
from pathlib import Path

from benchmarks.instances import make_instance
from tests.processes import seconds_of_children

SECONDS = 6.0
"""What a first solve may take of the processor, two seconds on each of its cores to plan in included."""


def borealis(*arguments: str, home: Path) -> subprocess.CompletedProcess[str]:
    """Run the command line in a process that finds nothing cached."""
    environment = {**os.environ, "HOME": str(home), "XDG_CACHE_HOME": str(home)}
    code = "from borealis.config.cli import main; main()"
    return subprocess.run(
        [sys.executable, "-c", code, "plan", *arguments],
        capture_output=True,
        text=True,
        env=environment,
        check=False,
    )


def test_a_department_is_planned_in_a_fresh_process(tmp_path: Path) -> None:
    problem, solution = tmp_path / "problem.json", tmp_path / "solution.json"
    problem.write_text(json.dumps(make_instance(6, 2.0, 1)), encoding="utf-8")
    began = seconds_of_children()
    run = borealis("solve", str(problem), "-o", str(solution), "--seconds", "2", home=tmp_path)
    assert seconds_of_children() - began < SECONDS
    assert run.returncode == 0, run.stderr
    judged = borealis("check", str(problem), str(solution), home=tmp_path)
    assert judged.returncode == 0, judged.stdout
    assert float(judged.stdout) == json.loads(solution.read_text(encoding="utf-8"))["cost"]
