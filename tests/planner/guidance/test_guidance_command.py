"""`borealis guidance` in a process of its own."""

from __future__ import annotations

import json
import pathlib
from typing import Any

from tests.planner.commands import borealis, written
from tests.planner.guidance.problems import duty, person, problem, trainee


def guidance(tmp_path: pathlib.Path, *arguments: str | pathlib.Path, code: int = 0) -> Any:
    """Run `borealis guidance`; the exit code must be the given, and no traceback is shown."""
    return borealis(tmp_path, "guidance", *arguments, code=code)


def example() -> dict[str, Any]:
    people = [
        person(name, *(duty(day, "08:00", "10:00") for day in (0, 14, 28))) for name in ("guide", "kari")
    ]
    return problem(people, [trainee("kari", 2, aim={"from": 14, "to": 28})])


def test_place_check_repair_explain(tmp_path: pathlib.Path) -> None:
    """From a file to a placing that the judge accepts; a duty changes; one session moves, and one is missing."""
    given, found = written(tmp_path / "problem.json", example()), tmp_path / "solution.json"
    told = guidance(tmp_path, "place", given, "-o", found, "--lang", "en").stderr
    assert told.startswith(
        "optimal: missing 0, uneven 0, unpreferred 0, late_minutes 0, moved 0; bound missing 0"
    )
    assert (
        guidance(tmp_path, "check", given, found).stdout
        == "missing 0, uneven 0, unpreferred 0, late_minutes 0, moved 0\n"
    )
    assert guidance(tmp_path, "explain", given, found, "--lang", "en").stdout == "No sessions are missing.\n"
    changed = example()
    for day in (0, 1):
        changed["people"][0]["duties"][day]["interruptible"] = False
    later, mended = written(tmp_path / "changed.json", changed), tmp_path / "mended.json"
    broken = guidance(tmp_path, "check", later, found, "--lang", "en", code=1).stdout.splitlines()
    assert any(
        line.startswith("G2: kari, 2027-0")
        and line.endswith("guide: is not in a duty that may be interrupted")
        for line in broken
    )
    guidance(tmp_path, "repair", later, found, "-o", mended, "-q")
    assert "missing 1" in guidance(tmp_path, "check", later, mended, "--previous", found).stdout
    lines = guidance(tmp_path, "explain", later, mended, "--lang", "en").stdout.splitlines()
    assert lines[0] == "kari: sessions missing: 1; the 1 days with time in common are too few or too close."
    assert any("if guide is at work D" in line for line in lines[1:])


def test_place_with_an_earlier_solution_keeps_what_is_as_good(tmp_path: pathlib.Path) -> None:
    given, found = written(tmp_path / "problem.json", example()), tmp_path / "solution.json"
    guidance(tmp_path, "place", given, "-o", found, "-q")
    earlier = json.loads(found.read_text(encoding="utf-8"))
    earlier["sessions"][0]["start"] = earlier["sessions"][0]["start"].replace("08:00", "09:00")
    before = written(tmp_path / "before.json", earlier)
    again = guidance(tmp_path, "place", given, "--previous", before, "-q")
    assert json.loads(again.stdout)["sessions"][0]["start"] == earlier["sessions"][0]["start"]
    assert json.loads(again.stdout)["value"]["moved"] == 0


def test_a_bad_file_is_refused_with_its_line(tmp_path: pathlib.Path) -> None:
    document = example()
    document["period"]["through"] = "2027-11-31"
    given = written(tmp_path / "problem.json", document)
    for act in (
        ("place", given),
        ("check", given, given),
        ("explain", given, given),
        ("repair", given, given),
    ):
        done = guidance(tmp_path, *act, code=2)
        assert done.stdout == ""
        assert done.stderr.startswith(
            f"{given}: linje 5, kolonne 14, $.period.through: «2027-11-31» er ikke en dag."
        )


def test_an_output_that_cannot_be_written_is_refused_first(tmp_path: pathlib.Path) -> None:
    given = written(tmp_path / "problem.json", example())
    done = guidance(tmp_path, "place", given, "-o", tmp_path / "nowhere" / "solution.json", code=2)
    assert "nowhere" in done.stderr
