"""Which lines and branches of the record, the permissions and the rules no test executes.

Run as ``python -m benchmarks.branches``. The tests of each room run without a browser, on SQLite, in a process
that notes what they execute; ``branches.md`` gets the sum, and every line and branch that is missed.

``python -m benchmarks.branches ROOM …`` runs those rooms' tests alone. What the other rooms noted before is used
again, of those files that are still as they were then. Tests of speed are left out, since noting takes time.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
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
KEPT = ROOT / ".cache" / "branches"  # what each room noted, in a folder of its own
DIGESTS = "digests.json"  # in that folder: what the measured files were then
NOTES = "BOREALIS_BRANCHES"  # the folder where each process puts what it noted
PATTERNS = ("audit/**/*.py", "**/permissions.py", "**/rules.py", "**/rules/**/*.py")


def measured() -> list[Path]:
    """The files that are measured: all of the record, and the permissions and rules of every room."""
    found = {file for pattern in PATTERNS for file in SOURCE.glob(pattern)}
    return sorted(found)


def _rooms() -> list[str]:
    """The rooms that hold something measured, and the specification, by their folders of tests."""
    rooms = {file.relative_to(SOURCE).parts[0] for file in measured()}
    return [name for name in (*sorted(rooms), "spec") if (ROOT / "tests" / name).exists()]


def _as_they_are() -> dict[str, str]:
    """The digest of each measured file."""
    return {str(file): hashlib.sha256(file.read_bytes()).hexdigest() for file in measured()}


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


def main(named: list[str]) -> int:
    """Run the tests of the rooms named, or of all, and write the table; 1 when a test fails or a room lacks."""
    failed = [room for room in named or _rooms() if not _run(room)]
    if failed:
        print(f"Not known, since tests fail: {', '.join(failed)}.")
        return 1
    lacking = [room for room in _rooms() if not (KEPT / room).exists()]
    if lacking:
        print(f"Not run yet: {', '.join(lacking)}.")
        return 1
    with tempfile.TemporaryDirectory(prefix="borealis-branches-") as folder:
        cover, report = noted(str(Path(folder) / "notes")), Path(folder) / "report.json"
        for room in _rooms():
            cover.get_data().update(_still_true(KEPT / room))
        cover.json_report(outfile=str(report))
        TABLE.write_text(_table(json.loads(report.read_text(encoding="utf-8"))), encoding="utf-8")
    return 0


def _still_true(folder: Path) -> coverage.CoverageData:
    """What a room noted, but for files that have changed since."""
    data = coverage.CoverageData(no_disk=True)
    for file in folder.glob("notes*"):
        found = coverage.CoverageData(str(file))
        found.read()
        data.update(found)
    then, now = json.loads((folder / DIGESTS).read_text(encoding="utf-8")), _as_they_are()
    if changed := [name for name in data.measured_files() if then.get(name) != now.get(name)]:
        data.purge_files(changed)
    return data


def _run(room: str) -> bool:
    """Note what the tests of a room execute; nothing is kept of it when one fails."""
    folder = KEPT / room
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    (folder / DIGESTS).write_text(json.dumps(_as_they_are()), encoding="utf-8")
    tests = [sys.executable, "-m", "pytest", "-p", "benchmarks.branches", "-n0", "-p", "no:randomly"]
    done = subprocess.run(
        [*tests, "-m", "not browser", "--ignore-glob=*/test_speed.py", f"tests/{room}"],
        check=False,
        cwd=ROOT,
        env={**os.environ, NOTES: str(folder)},
    )
    if done.returncode:
        shutil.rmtree(folder)
    return done.returncode == 0


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
    sys.exit(main(sys.argv[1:]))
