"""Measures the placing of guidance sessions, and a greedy hand on the same files, into `benchmarks/guidance.md`.

    python -m benchmarks.guidance [--only NAME]

Each runs in a process of its own, and everything is judged by `check`.
"""

from __future__ import annotations

import copy
import json
import os
import platform
import random
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import click

from benchmarks.greedy import place_greedily
from benchmarks.rosters import make_trust, make_year
from borealis.planner.guidance import Solution, check, read_problem, read_solution
from borealis.planner.guidance.formats.clock import moment_text

HERE = Path(__file__).parent
COMMAND = "from borealis.config.cli import main; main()"
CHANGED = 30
HEAD = (
    "| work | seed | missing | uneven | unpreferred | late | moved | proven | s | whole process, s |"
    " greedy: missing | greedy: uneven | sound |\n"
    "|---|---|---|---|---|---|---|---|---|---|---|---|---|\n"
)


@dataclass(frozen=True)
class Work:
    """What is placed; `change` makes it a repair of the placing of the unchanged file."""

    name: str
    seeds: tuple[int, ...]
    make: Callable[[int], dict[str, Any]]
    change: bool = False


def change_duties(document: dict[str, Any], placed: Solution, seed: int) -> dict[str, Any]:
    """The document with 30 duties, by chance among those with a session, that may no longer be interrupted."""
    document, chance = copy.deepcopy(document), random.Random(seed)
    days = {(name, moment_text(s.start)[:10]) for s in placed.sessions for name in (s.guide, *s.present)}
    hit = [
        duty
        for person in document["people"]
        for duty in person["duties"]
        if duty["interruptible"] and (person["id"], duty["from"][:10]) in days
    ]
    for duty in chance.sample(hit, CHANGED):
        duty["interruptible"] = False
    return document


def department(seed: int) -> dict[str, Any]:
    return make_year(20, 8, seed)


def strained(seed: int) -> dict[str, Any]:
    return make_year(20, 8, seed, tight=0.5)


WORK = [
    Work(
        "a department year: 20 trainees, 8 guides, 3 groups",
        (1, 2, 3, 4, 5),
        department,
    ),
    Work(
        "the same after 30 duties with sessions changed",
        (1, 2, 3, 4, 5),
        department,
        change=True,
    ),
    Work(
        "half the day duties may not be interrupted",
        (1, 2, 3),
        strained,
    ),
    Work(
        "and after 30 duties with sessions changed",
        (1, 2, 3),
        strained,
        change=True,
    ),
    Work(
        "two guides for 20, half the duties closed", (1, 2, 3), lambda seed: make_year(20, 2, seed, tight=0.5)
    ),
    Work("one guide for 20, 70 per cent closed", (1, 2), lambda seed: make_year(20, 1, seed, tight=0.7)),
    Work("a trust year: 300 trainees, 120 guides, 45 groups", (1, 2), lambda seed: make_trust(15, seed)),
    Work(
        "the trust after 30 duties with sessions changed",
        (1, 2),
        lambda seed: make_trust(15, seed),
        change=True,
    ),
]


def run(*arguments: str | Path) -> float:
    """Run `borealis guidance`; the seconds are those of the whole process."""
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join((str(HERE.parent / "src"), str(HERE.parent)))}
    began = time.perf_counter()
    command = [sys.executable, "-c", COMMAND, "guidance", *map(str, arguments), "-q"]
    subprocess.run(command, check=True, env=environment, capture_output=True)
    return time.perf_counter() - began


def measure(work: Work, seed: int) -> str:
    """One line of the table."""
    with tempfile.TemporaryDirectory() as folder:
        given, found, mended = (Path(folder) / f"{name}.json" for name in ("problem", "solution", "mended"))
        document = work.make(seed)
        given.write_text(json.dumps(document), encoding="utf-8")
        seconds = run("place", given, "-o", found)
        problem, previous = read_problem(given), None
        if work.change:
            previous = read_solution(found, problem)
            given.write_text(json.dumps(change_duties(document, previous, seed)), encoding="utf-8")
            seconds = run("repair", given, found, "-o", mended)
            problem, found = read_problem(given), mended
        solution = read_solution(found, problem)
        greedy = place_greedily(problem)
        sound = check(problem, solution, previous).is_sound and check(problem, greedy).is_sound
        return row(work.name, seed, solution, seconds, greedy, sound)


def row(name: str, seed: int, found: Solution, seconds: float, greedy: Solution, sound: bool) -> str:
    value, open_ = found.value, found.open_criterion
    proven = "optimal" if open_ is None else f"{open_} ≥ {found.bound.of(open_)}"
    figures = (value.missing, value.uneven, value.unpreferred, value.late_minutes, value.moved, proven)
    more = (f"{found.seconds:.2f}", f"{seconds:.1f}", greedy.value.missing, greedy.value.uneven)
    return " | ".join(map(str, (f"| {name}", seed, *figures, *more, "yes" if sound else "NO"))) + " |\n"


@click.command()
@click.option("--only", default="", help="Only work whose name holds this.")
def main(only: str) -> None:
    """Measure, and write the table."""
    lines = ""
    for work in WORK:
        for seed in work.seeds if only in work.name else ():
            lines += measure(work, seed)
            click.echo(lines.splitlines()[-1])
    about = (
        "# Guidance sessions, measured\n\n"
        f"On {os.cpu_count()} cores ({platform.machine()}, Python {platform.python_version()}) that others may have"
        f" used too (load {os.getloadavg()[2]:.1f} when it ended), one thread, 60 seconds at most."
        " Less is better in every column; the first counts most (`docs/reference/guidance-format.md`). *s* is"
        " the search with the making of its model; the whole process also starts Python, reads and writes. *Proven*:"
        " optimal where the bound is the value, else the first criterion that is open and its bound. A repair moves the"
        " fewest sessions there can be, where it is optimal. *Greedy* takes the series one after the other and puts"
        " each session on the free day nearest to the middle of the aim, as one does by hand; for a repair it begins"
        " anew. Everything is judged by `check`. The rosters are made by `rosters.py`: nights, evenings on call with"
        " the day after off, five weeks of leave and some days, teaching, study time; a third of the trainees wish for"
        " mornings, a third for afternoons. Made by `python -m benchmarks.guidance`.\n\n"
    )
    if not only:
        (HERE / "guidance.md").write_text(about + HEAD + lines, encoding="utf-8")


if __name__ == "__main__":
    main()
