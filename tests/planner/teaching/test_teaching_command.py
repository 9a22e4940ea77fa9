"""`borealis teaching` in a process of its own."""

from __future__ import annotations

import json
import pathlib
from typing import Any

from benchmarks.series import make_series, withdraw
from tests.planner.commands import borealis, written


def teaching(tmp_path: pathlib.Path, *arguments: str | pathlib.Path, code: int = 0) -> Any:
    """Run `borealis teaching`; the exit code must be the given, and no traceback is shown."""
    return borealis(tmp_path, "teaching", *arguments, code=code)


def test_rota_check_repair_explain(tmp_path: pathlib.Path) -> None:
    """A year is planned and judged; a host withdraws the day before; one session changes."""
    document = make_series(1, weeks=20)
    given, found = written(tmp_path / "problem.json", document), tmp_path / "solution.json"
    assert teaching(tmp_path, "rota", given, "-o", found).stderr.startswith("optimal: open 0, ")
    assert teaching(tmp_path, "check", given, found).stdout.startswith("open 0, ")
    turn = json.loads(found.read_text())["turns"][9]
    changed = written(tmp_path / "changed.json", withdraw(document, turn["unit"], turn["day"]))
    broken = teaching(tmp_path, "check", changed, found, "--lang", "en", code=1).stdout
    assert f"T1: {turn['session']}, {turn['unit']}: cannot host that day" in broken
    mended = tmp_path / "mended.json"
    told = teaching(tmp_path, "repair", changed, found, "-o", mended).stderr
    assert "moved 1;" in told.replace(", seconds", ";")
    assert teaching(tmp_path, "check", changed, mended, "--previous", found).stdout
    assert teaching(tmp_path, "explain", changed, mended, "--lang", "en").stdout.strip()
    offers = teaching(tmp_path, "explain", given, found, "--swap", turn["session"], "--lang", "en").stdout
    assert turn["session"] in offers


def test_bad_input_is_told_with_its_place(tmp_path: pathlib.Path) -> None:
    document = make_series(1, weeks=3)
    document["units"][0]["topics"] = ["topic-0x"]
    told = teaching(tmp_path, "rota", written(tmp_path / "p.json", document), "--lang", "nb", code=2)
    assert "topic-0x" in told.stderr
    assert "p.json" in told.stderr
    good = written(tmp_path / "good.json", make_series(1, weeks=3))
    teaching(tmp_path, "rota", good, "-o", tmp_path / "found.json")
    told = teaching(tmp_path, "explain", good, tmp_path / "found.json", "--swap", "never", code=2)
    assert "no session is called never" in told.stderr
