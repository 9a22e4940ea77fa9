"""Those who record at the same instant take each number once, and the head is right."""

from __future__ import annotations

import json
import os
import sys

import pytest

from tests import processes
from tests.processes import ROOT


@pytest.mark.slow
def test_threads_and_processes_that_record_at_once_take_every_number_once() -> None:
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join([str(ROOT / "src"), str(ROOT)])}
    run = processes.run([sys.executable, "-m", "tests.crash.race"], env=environment)
    assert run.returncode == 0, run.stderr[-2000:]
    told = json.loads(run.stdout.splitlines()[-1])
    assert told["broken"] == ""
    assert told["numbers"] == list(range(1, 71))
    assert told["count"] == told["head"] == told["kept"][-1] == 70
    assert told["kept"] == sorted(set(told["kept"]))
    assert run.stderr == ""
