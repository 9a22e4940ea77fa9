"""Who answers the same ask in the same moment: one wins, the other is told, and nothing is torn."""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path

import pytest
from django.db import connection

from tests import processes

ROUNDS = 12
EXPECTED = {"won": ROUNDS, "told": ROUNDS, "both": 0, "torn": 0, "events": ROUNDS}


@pytest.mark.skipif(connection.vendor == "sqlite", reason="SQLite in memory locks tables and does not wait")
@pytest.mark.django_db(transaction=True)
def test_one_wins_and_the_other_is_told_on_postgresql() -> None:
    from tests.portfolio.signing.race import race

    assert race(ROUNDS) == EXPECTED


@pytest.mark.skipif(connection.vendor != "sqlite", reason="once is enough")
def test_one_wins_and_the_other_is_told_on_an_sqlite_file(tmp_path: Path) -> None:
    environment = {
        **os.environ,
        "BOREALIS_HOME": str(tmp_path),
        "BOREALIS_DATABASE": "",
        "RACES": str(ROUNDS),
    }
    environment["PYTHONPATH"] = os.pathsep.join(["src", environment.get("PYTHONPATH", "")])
    done = processes.run([sys.executable, "-m", "tests.portfolio.signing.race"], env=environment)
    assert done.returncode == 0, done.stderr[-4000:]
    assert json.loads(done.stdout.strip().splitlines()[-1]) == EXPECTED
