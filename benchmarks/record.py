"""The record: how fast it grows, and how long it takes to verify 100,000 events.

Run as ``python -m benchmarks.record``; for PostgreSQL with ``BOREALIS_TEST_ENGINE=postgresql``. The verify runs
as a command of its own, like a place would run it.
"""

from __future__ import annotations

import datetime as dt
import os
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

EVENTS = 100_000
SINGLE = 500  # events that are committed one at a time
BATCH = 1000
TABLE = Path(__file__).with_name("record.md")
NOW = dt.datetime(2026, 11, 22, 12, 0, tzinfo=dt.UTC)


def _setup() -> str:
    """Django on an empty store of its own, and the name of its engine."""
    os.environ["BOREALIS_HOME"] = tempfile.mkdtemp(prefix="borealis-bench-")
    os.environ["BOREALIS_DATABASE"] = ""
    if os.environ.get("BOREALIS_TEST_ENGINE") == "postgresql":
        from tests import postgresql

        os.environ["BOREALIS_DATABASE"] = postgresql.start()
    os.environ.pop("BOREALIS_RECORD_KEY", None)
    from borealis.config.cli import django_setup

    django_setup.start()
    return "PostgreSQL" if os.environ["BOREALIS_DATABASE"] else "SQLite"


def _record(number: int, person: int) -> None:
    from borealis.audit.actions import record_event
    from borealis.audit.context import acting_as

    with acting_as(role="head", way="web"):
        record_event(
            by=person,
            act="sign_plan",
            subject=f"trainees.Trainee:{number % 300}",
            now=NOW + dt.timedelta(seconds=number),
            about=person,
            detail={"digest": f"{number:064x}", "role": "head"},
            private={"why": f"Fordi det er avtalt, {number}."} if number % 10 == 0 else None,
        )


def main() -> None:
    """Measure, and write the table."""
    engine = _setup()
    from django.db import transaction

    from borealis.people.actions import add_person

    person = add_person(by=None, name="Randi Snøugle", email="randi@eksempel.example", now=NOW).pk
    began = time.perf_counter()
    for number in range(SINGLE):
        _record(number, person)
    single = SINGLE / (time.perf_counter() - began)
    began = time.perf_counter()
    for start in range(SINGLE + 1, EVENTS, BATCH):
        with transaction.atomic():
            for number in range(start, min(start + BATCH, EVENTS)):
                _record(number, person)
    batch = (EVENTS - SINGLE - 1) / (time.perf_counter() - began)
    command = [sys.executable, "-m", "borealis", "audit", "verify"]
    times = []
    for _ in range(3):
        began = time.perf_counter()
        told = subprocess.run(command, check=True, capture_output=True, text=True).stdout.strip()
        times.append(time.perf_counter() - began)
    memory = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
    row = f"| {engine} | {single:.0f} | {batch:.0f} | {min(times):.1f} | {max(times):.1f} | {memory:.0f} |"
    head = [
        "# The record: events per second, and seconds to verify 100,000",
        f"\nMeasured {dt.datetime.now(dt.UTC).date()}, {os.cpu_count()} cores. Every event has its leaf, root and "
        "signature checked; one in ten has erasable text. Seconds are of the whole command, start included.\n",
        "| engine | events/s, one commit each | events/s, 1,000 in a commit | verify, fastest s | verify, slowest s "
        "| memory MiB |",
        "|---|---|---|---|---|---|",
    ]
    old = TABLE.read_text(encoding="utf-8").splitlines() if TABLE.exists() else []
    others = [
        line for line in old if line.startswith("| ") and not line.startswith(("| engine", f"| {engine}"))
    ]
    TABLE.write_text("\n".join([*head, *sorted([*others, row])]) + "\n", encoding="utf-8")
    print(told)
    print(row)


if __name__ == "__main__":
    main()
