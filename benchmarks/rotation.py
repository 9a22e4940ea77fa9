"""Measures the planner, and CP-SAT on the same files with the same seconds, into `benchmarks/rotation.md`.

    python -m benchmarks.rotation [--threads 2] [--only NAME] [--seed N]

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
TABLE = HERE / "rotation.md"
ABOUT = (
    "# Rotation plans, measured\n\n"
    f"2 threads or processes, on {os.cpu_count()} cores ({platform.machine()}, Python {platform.python_version()})."
    " Seconds are those of the whole process, start and reading included; the planner stops as soon as it has"
    " proven its plan, or when nothing gets better any more. MB is the memory of the largest of its processes;"
    " lines without it were measured before the kernel was compiled."
    " CP-SAT is one model of the whole problem (`monolith.py`) and uses all its seconds; a cost in the thousands"
    " means that it left months without a place; its figures may be of an earlier run on the same files, and"
    " above 300 trainees it was not asked. Every plan is judged by `check`. The problems are made by"
    " `instances.py`. Made by `python -m benchmarks.rotation`.\n\n"
)


@dataclass(frozen=True)
class Work:
    """Problems of one kind. `months` is the length of the calendar; without a peer it is not asked."""

    name: str
    trainees: int
    tightness: float
    seeds: tuple[int, ...]
    seconds: float = 60
    months: int = 108
    has_peer: bool = True


WORK = [
    Work("department of 6", 6, 2.0, (1, 2, 3)),
    Work("20 trainees", 20, 1.1, (1, 2, 3)),
    Work("20 trainees", 20, 1.5, (1, 2, 3)),
    Work("200 trainees", 200, 1.5, (1, 2, 3)),
    Work("trust of 300", 300, 1.5, (1, 2, 3)),
    Work("region of 1,000", 1000, 1.25, (1, 2, 3), seconds=120, has_peer=False),
    Work("country of 7,000", 7000, 1.25, (1, 2, 3), seconds=600, months=96, has_peer=False),
]
PEER = slice(11, 13)
"""Where the peer's figures stand in a line that is parted at its bars."""
PLANNER = "from borealis.config.cli import main; main()"
HEAD = (
    "| work | tightness | seed | seconds given | cost | bound | gap | gap_total | s | MB | CP-SAT cost"
    " | CP-SAT bound | sound |\n|---|---|---|---|---|---|---|---|---|---|---|---|---|\n"
)


@dataclass(frozen=True)
class Outcome:
    """What a run gave, the memory of its largest process, and whether `check` found it sound."""

    cost: float
    bound: float
    gap: float
    gap_total: float
    seconds: float
    megabytes: float
    sound: bool


def run(command: list[str], problem: Path, solution: Path) -> Outcome:
    """Run a solver that writes a solution file; the seconds are those of the whole process."""
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join((str(HERE.parent / "src"), str(HERE.parent)))}
    began = time.perf_counter()
    with subprocess.Popen([sys.executable, *command], env=environment, stdout=subprocess.DEVNULL) as process:
        _, status, used = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
    seconds = time.perf_counter() - began
    if process.returncode:
        raise click.ClickException(f"{command[:2]} ended with {process.returncode}")
    read = read_problem(problem)
    found = read_solution(solution, read)
    sound = check(read, found).is_sound
    return Outcome(found.cost, found.bound, found.gap, found.gap_total, seconds, used.ru_maxrss / 1024, sound)


def measure(work: Work, seed: int, threads: int, *, with_peer: bool) -> tuple[Outcome, Outcome | None]:
    """Ours and CP-SAT's on the same file."""
    with tempfile.TemporaryDirectory() as folder:
        problem, solution = Path(folder) / "problem.json", Path(folder) / "solution.json"
        made = make_instance(work.trainees, work.tightness, seed, work.months)
        problem.write_text(json.dumps(made), encoding="utf-8")
        limits = ["--seconds", str(work.seconds), "--threads", str(threads)]
        ours = run(
            ["-c", PLANNER, "plan", "solve", str(problem), "-o", str(solution), "-q", *limits],
            problem,
            solution,
        )
        if not (work.has_peer and with_peer):
            return ours, None
        peer = ["-m", "benchmarks.monolith", str(problem), str(solution), str(work.seconds), str(threads)]
        return ours, run(peer, problem, solution)


def row(work: Work, seed: int, ours: Outcome, peer: Outcome | None) -> str:
    """A line of the table."""
    sound = "yes" if ours.sound and (peer is None or peer.sound) else f"ours {ours.sound}"
    others = f"{peer.cost:g} | {peer.bound:g}" if peer else "– | –"
    return (
        f"| {work.name} | {work.tightness} | {seed} | {work.seconds:g} | {ours.cost:g} | {ours.bound:g} |"
        f" {ours.gap:.2%} | {ours.gap_total:.3%} | {ours.seconds:.1f} | {ours.megabytes:.0f} | {others} | {sound} |\n"
    )


@click.command()
@click.option("--threads", default=2, show_default=True)
@click.option("--only", default="", help="Only work whose name holds this.")
@click.option("--peer/--no-peer", default=True, help="Ask CP-SAT too; otherwise what it gave before stands.")
@click.option("--seed", "seeds", multiple=True, type=int, help="Only these seeds.")
def main(threads: int, only: str, peer: bool, seeds: tuple[int, ...]) -> None:
    """Measure; the lines of the table that are measured are written anew, the others stay."""
    for work in WORK:
        for seed in work.seeds if only in work.name else ():
            if not seeds or seed in seeds:
                line = row(work, seed, *measure(work, seed, threads, with_peer=peer))
                click.echo(line, nl=False)
                keep(line)


def key_of(line: str) -> tuple[str, ...]:
    """What a line of the table is about."""
    return tuple(part.strip() for part in line.split("|")[1:4])


def keep(line: str) -> None:
    """Put a line into the table, in place of the one about the same, whose peer stands if none was asked."""
    order = [(w.name, str(w.tightness), str(seed)) for w in WORK for seed in w.seeds]
    old = TABLE.read_text(encoding="utf-8").splitlines(keepends=True) if TABLE.exists() else []
    lines = {key_of(one): one for one in old if key_of(one) in order}
    before, now = lines.get(key_of(line), line).split("|"), line.split("|")
    if now[PEER] == [" – ", " – "]:
        now[PEER] = before[PEER]
    lines[key_of(line)] = "|".join(now)
    TABLE.write_text(ABOUT + HEAD + "".join(lines[key] for key in order if key in lines), encoding="utf-8")


if __name__ == "__main__":
    main()
