"""Writers are killed at any moment; nothing that was promised is lost, and nothing is half done."""

from __future__ import annotations

import json
import os
import sys

import pytest

from tests import processes
from tests.processes import ROOT


@pytest.mark.slow
def test_killed_writers_lose_nothing_and_leave_nothing_half_done() -> None:
    """Eight kills; ``python -m benchmarks crash`` does a thousand. On PostgreSQL in a database of its own."""
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join([str(ROOT / "src"), str(ROOT)])}
    command = [sys.executable, "-m", "benchmarks.crash", "--kills", "8", "--verify-each", "4", "--json"]
    run = processes.run(command, env=environment)
    assert run.stdout.strip(), run.stderr[-2000:]
    outcome = json.loads(run.stdout.splitlines()[-1])
    assert outcome["broken"] == ""
    assert (outcome["lost"], outcome["half_done"], outcome["gaps"]) == (0, 0, 0)
    assert outcome["kills"] == 8
    assert outcome["promised"] > 0
    assert run.returncode == 0
