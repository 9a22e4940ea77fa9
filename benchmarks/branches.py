"""Which lines and branches of the record, the permissions and the rules no test executes.

Run as ``python -m benchmarks.branches``. The tests of each room run without a browser, on SQLite, in a process
that notes what they execute; ``branches.md`` gets the sum, and every line and branch that is missed.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

import coverage
import pytest

ROOT = Path(__file__).resolve().parents[1]
SOURCE = ROOT / "src" / "borealis"
TABLE = ROOT / "benchmarks" / "branches.md"
NOTES = "BOREALIS_BRANCHES"  # the folder where each process puts what it noted
PATTERNS = ("audit/**/*.py", "**/permissions.py", "**/rules.py", "**/rules/**/*.py")


def measured() -> list[Path]:
    """The files that are measured: all of the record, and the permissions and rules of every room."""
    found = {file for pattern in PATTERNS for file in SOURCE.glob(pattern)}
    return sorted(found)


def _tests() -> list[str]:
    """The folders of tests of the rooms that hold something measured."""
    rooms = {file.relative_to(SOURCE).parts[0] for file in measured()}
    return [f"tests/{name}" for name in (*sorted(rooms), "spec") if (ROOT / "tests" / name).exists()]


def noted(data_file: str | None) -> coverage.Coverage:
    """Coverage of branches, of the measured files alone."""
    return coverage.Coverage(
        data_file=data_file, data_suffix=True, branch=True, config_file=False, include=map(str, measured())
    )


if NOTES in os.environ:  # a process that runs tests: this module is one of its plugins
    COVER = noted(str(Path(os.environ[NOTES]) / "notes"))
    COVER.start()

    def pytest_unconfigure(config: pytest.Config) -> None:
        COVER.stop()
        COVER.save()


def main() -> int:
    """Run the tests and write the table; 1 when a test fails, since the table may then say too little."""
    failed = 0
    with tempfile.TemporaryDirectory(prefix="borealis-branches-") as folder:
        tests = [sys.executable, "-m", "pytest", "-p", "benchmarks.branches", "-n0", "-p", "no:randomly"]
        for room in _tests():
            done = subprocess.run(
                [*tests, "-m", "not browser", room], check=False, cwd=ROOT, env={**os.environ, NOTES: folder}
            )
            failed |= done.returncode
        cover, report = noted(str(Path(folder) / "notes")), Path(folder) / "report.json"
        cover.combine([folder])
        cover.json_report(outfile=str(report))
        TABLE.write_text(_table(json.loads(report.read_text(encoding="utf-8"))), encoding="utf-8")
    return 1 if failed else 0


def _table(report: dict[str, Any]) -> str:
    """The sum, and each file in which something is missed."""
    files = {str((ROOT / name).relative_to(SOURCE)): found for name, found in report["files"].items()}
    unseen = {str(file.relative_to(SOURCE)) for file in measured() if file.stat().st_size} - set(files)
    if unseen:
        raise RuntimeError(f"Not measured: {', '.join(sorted(unseen))}")
    sums = report["totals"]
    lines, branches = sums["num_statements"], sums["num_branches"]
    executed, taken = lines - sums["missing_lines"], branches - sums["missing_branches"]
    rows = [f"| {name} | {words} |" for name, found in sorted(files.items()) if (words := _missed(found))]
    missed = "\n".join(["| file | missed |", "|---|---|", *rows]) if rows else "Nothing is missed."
    return (
        "# Lines and branches of the record, the permissions and the rules that tests execute\n\n"
        "Made by `python -m benchmarks.branches`, from the rooms' own tests on SQLite.\n\n"
        f"{len(files)} files: {executed} of {lines} lines, {taken} of {branches} branches, together "
        f"{100 * (executed + taken) / (lines + branches):.2f} %.\n\n{missed}\n"
    )


def _missed(found: dict[str, Any]) -> str:
    """The lines, and the ways from line to line, that no test took; "out" is out of the function."""
    ways = (f"{start} to {end if end > 0 else 'out'}" for start, end in found["missing_branches"])
    return ", ".join([*map(str, found["missing_lines"]), *ways])


if __name__ == "__main__":
    sys.exit(main())
