"""Nobody waits for a compiler: the first plan of a fresh process, with nothing cached, comes at once."""

import json
import os
import subprocess
import sys
import time
from pathlib import Path

from benchmarks.instances import make_instance

SECONDS = 3.0
"""What a first solve may take on a quiet machine; tests share theirs, and get twice that."""


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
    began = time.perf_counter()
    run = borealis("solve", str(problem), "-o", str(solution), "--seconds", "2", home=tmp_path)
    assert time.perf_counter() - began < 2 * SECONDS
    assert run.returncode == 0, run.stderr
    judged = borealis("check", str(problem), str(solution), home=tmp_path)
    assert judged.returncode == 0, judged.stdout
    assert float(judged.stdout) == json.loads(solution.read_text(encoding="utf-8"))["cost"]
