"""Measures the planner, and CP-SAT on the same files with the same seconds, into `benchmarks/rotation.md`.

    python -m benchmarks.rotation [--seconds 60] [--threads 2] [--only NAME]

Both run in processes of their own, one after the other, and both plans are judged by `check`.
"""

import json
import os
import platform
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

import click

from benchmarks.instances import make_instance
from borealis.planner import check, read_problem, read_solution

HERE = Path(__file__).parent
WORK = [
    ("department of 6", 6, 2.0, (1, 2, 3)),
    ("20 trainees", 20, 1.1, (1, 2, 3)),
    ("20 trainees", 20, 1.5, (1, 2, 3)),
    ("200 trainees", 200, 1.5, (1,)),
]
PLANNER = "from borealis.config.cli import main; main()"
HEAD = (
    "| work | tightness | seed | cost | bound | gap | gap_total | s | CP-SAT cost | CP-SAT bound | sound |\n"
    "|---|---|---|---|---|---|---|---|---|---|---|\n"
)


@dataclass(frozen=True)
class Outcome:
    """What a run gave, and whether `check` found it sound."""

    cost: float
    bound: float
    gap: float
    gap_total: float
    seconds: float
    sound: bool


def run(command: list[str], problem: Path, solution: Path) -> Outcome:
    """Run a solver that writes a solution file; the seconds are those of the whole process."""
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join((str(HERE.parent / "src"), str(HERE.parent)))}
    began = time.perf_counter()
    subprocess.run([sys.executable, *command], check=True, env=environment, capture_output=True)
    seconds = time.perf_counter() - began
    read = read_problem(problem)
    found = read_solution(solution, read)
    sound = check(read, found).is_sound
    return Outcome(found.cost, found.bound, found.gap, found.gap_total, seconds, sound)


def measure(
    trainees: int, tightness: float, seed: int, seconds: float, threads: int
) -> tuple[Outcome, Outcome]:
    """Ours and CP-SAT's on the same file."""
    with tempfile.TemporaryDirectory() as folder:
        problem, solution = Path(folder) / "problem.json", Path(folder) / "solution.json"
        problem.write_text(json.dumps(make_instance(trainees, tightness, seed)), encoding="utf-8")
        limits = ["--seconds", str(seconds), "--threads", str(threads)]
        ours = run(
            ["-c", PLANNER, "plan", "solve", str(problem), "-o", str(solution), "-q", *limits],
            problem,
            solution,
        )
        peer = ["-m", "benchmarks.monolith", str(problem), str(solution), str(seconds), str(threads)]
        return ours, run(peer, problem, solution)


def row(name: str, tightness: float, seed: int, ours: Outcome, peer: Outcome) -> str:
    sound = "yes" if ours.sound and peer.sound else f"ours {ours.sound}, CP-SAT {peer.sound}"
    return (
        f"| {name} | {tightness} | {seed} | {ours.cost:g} | {ours.bound:g} | {ours.gap:.2%} |"
        f" {ours.gap_total:.3%} | {ours.seconds:.1f} | {peer.cost:g} | {peer.bound:g} | {sound} |\n"
    )


@click.command()
@click.option("--seconds", default=60.0, show_default=True)
@click.option("--threads", default=2, show_default=True)
@click.option("--only", default="", help="Only work whose name holds this.")
def main(seconds: float, threads: int, only: str) -> None:
    """Measure, and write the table."""
    lines = ""
    for name, trainees, tightness, seeds in WORK:
        for seed in seeds if only in name else ():
            lines += row(name, tightness, seed, *measure(trainees, tightness, seed, seconds, threads))
            click.echo(lines.splitlines()[-1])
    about = (
        "# Rotation plans, measured\n\n"
        f"{seconds:g} seconds at most for each, {threads} threads, on {os.cpu_count()} cores"
        f" ({platform.machine()}, Python {platform.python_version()}). Seconds are those of the whole process,"
        " start and reading included; the planner stops as soon as it has proven its plan, or when nothing gets"
        " better any more. CP-SAT is one model of the whole problem (`monolith.py`) and uses all its seconds;"
        " a cost in the thousands means that it left months without a place. Every plan is judged by `check`."
        " The problems are made by `instances.py`. Made by `python -m benchmarks.rotation`.\n\n"
    )
    if not only:
        (HERE / "rotation.md").write_text(about + HEAD + lines, encoding="utf-8")


if __name__ == "__main__":
    main()
