"""Two people decide on the same role or goal in the same moment: one wins, the other is told, nothing is lost."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest
from django.db import connection

from tests import processes

ROUNDS = 15


@pytest.mark.skipif(connection.vendor == "sqlite", reason="SQLite in memory locks tables and does not wait")
@pytest.mark.django_db(transaction=True)
def test_one_wins_and_the_other_is_told_on_postgresql() -> None:
    from benchmarks.races import race, race_on_goals

    for run in (race, race_on_goals):
        counts = run(ROUNDS)
        assert counts == {"won": ROUNDS, "told": ROUNDS, "lost": 0, "both": 0, "events": ROUNDS}, run


@pytest.mark.skipif(connection.vendor != "sqlite", reason="once is enough")
def test_one_wins_and_the_other_is_told_on_an_sqlite_file(tmp_path: Path) -> None:
    environment = {
        **os.environ,
        "BOREALIS_HOME": str(tmp_path),
        "BOREALIS_DATABASE": "",
        "RACES": str(ROUNDS),
    }
    environment["PYTHONPATH"] = os.pathsep.join(["src", environment.get("PYTHONPATH", "")])
    done = processes.run([sys.executable, "-m", "benchmarks.races", "here"], env=environment)
    assert done.returncode == 0, done.stderr[-4000:]
    for line, what in zip(done.stdout.strip().splitlines()[-2:], ("role", "goal"), strict=True):
        said = [cell.strip() for cell in line.split("|")[1:-1]]
        assert said[:8] == ["sqlite", what, *[str(ROUNDS)] * 3, "0", "0", str(ROUNDS)]
