"""Measures the teaching rota, and turn-taking by hand on the same files, into `benchmarks/teaching.md`.

    python -m benchmarks.teaching

Each runs in a process of its own, and everything is judged by `check`.
"""

from __future__ import annotations

import datetime as dt
import json
import os
import platform
import subprocess
import sys
import tempfile
import time
from fractions import Fraction
from pathlib import Path
from typing import Any

from benchmarks.series import make_series, withdraw
from borealis.planner.teaching import Problem, Solution, Turn, Value, check, read_problem, read_solution

HERE = Path(__file__).parent
COMMAND = "from borealis.config.cli import main; main()"
SEEDS = (1, 2, 3, 4, 5)
WITHDRAWN = (8, 21, 35)
HEAD = (
    "| work | seed | open | uncovered | unfair | behind | repeated | unwelcome | moved | proven | s |"
    " whole process, s |"
    " by hand: open | by hand: uncovered | by hand: unfair | sound |\n" + "|---" * 16 + "|\n"
)


def by_hand(problem: Problem) -> Solution:
    """Turn-taking: each week the unit that is most behind its share, with its first topic that has not come."""
    owed, last, had = dict.fromkeys(problem.shares(), Fraction(0)), dict[str, dt.date](), set[str]()
    turns = []
    for session in problem.sessions:
        there = [unit for unit in problem.units if unit.takes_part(session.day)]
        whole = sum(unit.size for unit in there)
        for unit in there:
            owed[unit.id] += Fraction(unit.size, whole)
        able = [
            unit
            for unit in there
            if unit.can(session.day)
            and (unit.id not in last or (session.day - last[unit.id]).days >= problem.spacing)
        ]
        host = max(able, key=lambda unit: (owed[unit.id], unit.id), default=None)
        if host is None:
            turns.append(Turn(session.id))
            continue
        owed[host.id] -= 1
        last[host.id] = session.day
        topic = min(host.topics, key=lambda name: (name in had, name), default=None)
        had.add(topic or "")
        turns.append(Turn(session.id, host.id, topic))
    draft = Solution("plan", "feasible", Value(), Value(), 0, tuple(turns))
    return Solution("plan", "feasible", check(problem, draft).value, Value(), 0, tuple(turns))


def run(*arguments: str | Path) -> float:
    """Seconds that `borealis teaching` takes as a process."""
    began = time.perf_counter()
    subprocess.run([sys.executable, "-c", COMMAND, "teaching", *map(str, arguments)], check=True)
    return time.perf_counter() - began


def row(
    work: str, seed: int, document: dict[str, Any], found: Path, whole: float, former: Solution | None
) -> str:
    problem = read_problem(document)
    rota = read_solution(found, problem)
    hand = by_hand(problem).value
    sound = "yes" if check(problem, rota, former).is_sound else "NO"
    value = rota.value
    cells: list[object] = [
        work,
        seed,
        value.open,
        value.uncovered,
        value.unfair,
        value.behind,
        value.repeated,
    ]
    cells += [value.unwelcome, value.moved, "yes" if rota.status == "optimal" else "no"]
    cells += [f"{rota.seconds:.2f}", f"{whole:.2f}", hand.open, hand.uncovered, hand.unfair, sound]
    return "| " + " | ".join(map(str, cells)) + " |"


def measure(folder: Path, seed: int) -> list[str]:
    """A national year, and three withdrawals one after the other, each told the day before."""
    document, given, found = make_series(seed), folder / "problem.json", folder / "rota.json"
    given.write_text(json.dumps(document), encoding="utf-8")
    rows = [row("national year", seed, document, found, run("rota", given, "-o", found, "-q"), None)]
    for number, place in enumerate(WITHDRAWN, 1):
        former = read_solution(found, read_problem(document))
        day = str(read_problem(document).sessions[place].day)
        document = withdraw(document, str(former.turns[place].unit), day)
        given.write_text(json.dumps(document), encoding="utf-8")
        mended = folder / f"mended{number}.json"
        whole = run("repair", given, found, "-o", mended, "-q")
        rows.append(row(f"withdrawal {number}", seed, document, mended, whole, former))
        found = mended
    return rows


def main() -> None:
    """Measure, and write the table."""
    with tempfile.TemporaryDirectory() as folder:
        rows = [line for seed in SEEDS for line in measure(Path(folder), seed)]
    words = (
        "# Teaching rota: hosts and topics of a national year\n\n"
        "10 units of 2 to 9 trainees, 44 weeks, 60 goals in a cycle of two years, of which about half are due "
        "this year; a unit masters about half of 45 topics, can't one day in ten, and hosts at most once in 14 "
        "days. Then three hosts withdraw, each the day before. The numbers: `docs/reference/teaching-format.md`. "
        "By hand: turn-taking by share on the same file, judged by the same `check`.\n\n"
        f"Measured {dt.datetime.now(dt.UTC).date()}, {os.cpu_count()} cores, "
        f"Python {platform.python_version()}.\n\n"
    )
    (HERE / "teaching.md").write_text(words + HEAD + "\n".join(rows) + "\n", encoding="utf-8")
    print(HEAD + "\n".join(rows))


if __name__ == "__main__":
    main()
