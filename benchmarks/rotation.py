"""Measures the planner, and its peers on the same files with the same seconds, into `benchmarks/rotation.md`.

    python -m benchmarks.rotation [--threads 2] [--only NAME] [--seed N] [--peer cpsat] [--peer highs] [--peers-alone]

All run in processes of their own, one after the other, and every plan is judged by `check`.
"""

import json
import os
import platform
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import click

from benchmarks.instances import make_instance
from benchmarks.peers import NO_MEMORY, NO_PLAN
from borealis.planner import check, read_problem, read_solution

HERE = Path(__file__).parent
TABLE = HERE / "rotation.md"
ABOUT = (
    "# Rotation plans, measured\n\n"
    f"2 threads or processes, on {os.cpu_count()} cores ({platform.machine()}, Python {platform.python_version()})."
    " Seconds are those of the whole process, start and reading included; the planner stops as soon as it has"
    " proven its plan, or when nothing gets better any more. MB is the memory of the largest of its processes."
    " The peers are one model of the whole problem each: CP-SAT with months as booleans (`monolith.py`), HiGHS"
    " with a mixed-integer program over months (`monolith_mip.py`). They have the same seconds, in which they also"
    " read and build, the same cores, and 12 GB each; a cost in the thousands means that months were left without"
    " a place, `no plan` that the time was out before there was one. Their figures may be of an earlier run on the"
    " same files; – is not asked. Every plan is judged by `check`. The problems are made by `instances.py`."
    " Made by `python -m benchmarks.rotation`.\n\n"
)


@dataclass(frozen=True)
class Work:
    """Problems of one kind; `months` is the length of the calendar."""

    name: str
    trainees: int
    tightness: float
    seeds: tuple[int, ...]
    seconds: float = 60
    months: int = 108


WORK = [
    Work("department of 6", 6, 2.0, (1, 2, 3)),
    Work("20 trainees", 20, 1.1, (1, 2, 3)),
    Work("20 trainees", 20, 1.5, (1, 2, 3)),
    Work("200 trainees", 200, 1.5, (1, 2, 3)),
    Work("trust of 300", 300, 1.5, (1, 2, 3)),
    Work("region of 1,000", 1000, 1.25, (1, 2, 3), seconds=120),
    Work("country of 7,000", 7000, 1.25, (1, 2, 3), seconds=588, months=96),
]
PEERS = {"cpsat": "benchmarks.monolith", "highs": "benchmarks.monolith_mip"}
"""What the peers are called, and the module of each."""
PLACES = {"cpsat": slice(11, 13), "highs": slice(13, 15)}
"""Where a peer's figures stand in a line that is parted at its bars."""
OURS = slice(5, 11)
"""Where our figures stand."""
NOT_ASKED = [" – ", " – "]
COLUMNS = 17
"""Parts of a line; it had two less before HiGHS was asked."""
PLANNER = "from borealis.config.cli import main; main()"
HEAD = (
    "| work | tightness | seed | seconds given | cost | bound | gap | gap_total | s | MB | CP-SAT cost"
    " | CP-SAT bound | HiGHS cost | HiGHS bound | sound |\n" + "|---" * (COLUMNS - 2) + "|\n"
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


class Failed(Exception):
    """A solver that gave no plan; the text says how it went."""


def run(command: list[str], problem: Path, solution: Path) -> Outcome:
    """Run a solver that writes a solution file; the seconds are those of the whole process. Raises Failed."""
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join((str(HERE.parent / "src"), str(HERE.parent)))}
    began = time.perf_counter()
    with (
        tempfile.TemporaryFile("w+") as errors,
        subprocess.Popen(
            [sys.executable, *command], env=environment, stdout=subprocess.DEVNULL, stderr=errors
        ) as process,
    ):
        _, status, used = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
        errors.seek(0)
        told = errors.read()
    seconds = time.perf_counter() - began
    if process.returncode:
        raise Failed(how_it_failed(process.returncode, told))
    read = read_problem(problem)
    found = read_solution(solution, read)
    sound = check(read, found).is_sound
    return Outcome(found.cost, found.bound, found.gap, found.gap_total, seconds, used.ru_maxrss / 1024, sound)


def how_it_failed(code: int, told: str) -> str:
    """What an exit code, and what was said on standard error, mean in the table."""
    if code in (NO_PLAN, -signal.SIGALRM):
        return "no plan"
    if code == NO_MEMORY or "alloc" in told or "MemoryError" in told:
        return "out of memory"
    return f"died of signal {-code}" if code < 0 else f"failed with {code}"


def measure(
    work: Work, seed: int, threads: int, peers: Sequence[str], megabytes: int, *, alone: bool = False
) -> tuple[Outcome | None, dict[str, Outcome | str]]:
    """Ours (not where the peers are asked `alone`) and the peers' on the same file; of one without a plan, why."""
    with tempfile.TemporaryDirectory() as folder:
        problem, solution = Path(folder) / "problem.json", Path(folder) / "solution.json"
        made = make_instance(work.trainees, work.tightness, seed, work.months)
        problem.write_text(json.dumps(made), encoding="utf-8")
        limits = ["--seconds", str(work.seconds), "--threads", str(threads)]
        ours = ["-c", PLANNER, "plan", "solve", str(problem), "-o", str(solution), "-q", *limits]
        try:
            outcome = None if alone else run(ours, problem, solution)
        except Failed as failed:
            raise click.ClickException(f"The planner: {failed}.") from failed
        others: dict[str, Outcome | str] = {}
        for peer in peers:
            bounds = [str(work.seconds), str(threads), str(megabytes)]
            try:
                others[peer] = run(
                    ["-m", PEERS[peer], str(problem), str(solution), *bounds], problem, solution
                )
            except Failed as failed:
                others[peer] = str(failed)
        return outcome, others


def row(work: Work, seed: int, ours: Outcome | None, peers: Mapping[str, Outcome | str]) -> str:
    """A line of the table; – for what was not asked."""
    unsound = [name for name, peer in peers.items() if isinstance(peer, Outcome) and not peer.sound]
    unsound += ["ours"] if ours is not None and not ours.sound else []
    others = " | ".join(figures(peers.get(name)) for name in PEERS)
    return (
        f"| {work.name} | {work.tightness} | {seed} | {work.seconds:g} | {all_figures(ours)} | {others} |"
        f" {'not ' + ', '.join(unsound) if unsound else 'yes'} |\n"
    )


def all_figures(ours: Outcome | None) -> str:
    """Cost, bound, gaps, seconds and memory of ours."""
    if ours is None:
        return " | ".join("–" for _ in range(OURS.start, OURS.stop))
    return (
        f"{ours.cost:g} | {ours.bound:g} | {ours.gap:.2%} | {ours.gap_total:.3%} | {ours.seconds:.1f}"
        f" | {ours.megabytes:.0f}"
    )


def figures(peer: Outcome | str | None) -> str:
    """Cost and bound of a peer."""
    if isinstance(peer, Outcome):
        return f"{peer.cost:g} | {peer.bound:g}"
    return f"{peer} | –" if peer else "– | –"


@click.command()
@click.option("--threads", default=2, show_default=True)
@click.option("--only", default="", help="Only work whose name holds this.")
@click.option(
    "--peer",
    "peers",
    multiple=True,
    type=click.Choice(list(PEERS)),
    help="Ask this peer alone; by default both.",
)
@click.option("--no-peer", is_flag=True, help="Ask no peer; what they gave before stands.")
@click.option("--peers-alone", is_flag=True, help="Ask the peers alone; what ours gave before stands.")
@click.option("--megabytes", default=12_000, show_default=True, help="Memory of a peer.")
@click.option("--seconds", type=float, help="Seconds given, where not those of the table; nothing is kept.")
@click.option("--seed", "seeds", multiple=True, type=int, help="Only these seeds.")
def main(
    threads: int,
    only: str,
    peers: tuple[str, ...],
    no_peer: bool,
    peers_alone: bool,
    megabytes: int,
    seconds: float | None,
    seeds: tuple[int, ...],
) -> None:
    """Measure; the lines of the table that are measured are written anew, the others stay."""
    for work in WORK:
        asked = () if no_peer else peers or tuple(PEERS)
        given = work if seconds is None else replace(work, seconds=seconds)
        for seed in work.seeds if only in work.name else ():
            if not seeds or seed in seeds:
                found = measure(given, seed, threads, asked, megabytes, alone=peers_alone)
                line = row(given, seed, *found)
                click.echo(line, nl=False)
                if seconds is None:
                    keep(line)


def key_of(line: str) -> tuple[str, ...]:
    """What a line of the table is about."""
    return tuple(part.strip() for part in line.split("|")[1:4])


def keep(line: str) -> None:
    """Put a line into the table, in place of the one about the same, whose peers stand where none was asked."""
    order = [(w.name, str(w.tightness), str(seed)) for w in WORK for seed in w.seeds]
    old = TABLE.read_text(encoding="utf-8").splitlines(keepends=True) if TABLE.exists() else []
    lines = {key_of(one): as_now(one) for one in old if key_of(one) in order}
    lines[key_of(line)] = merged(lines.get(key_of(line), line), line)
    TABLE.write_text(ABOUT + HEAD + "".join(lines[key] for key in order if key in lines), encoding="utf-8")


def as_now(line: str) -> str:
    """A line with all columns of today."""
    parts = line.split("|")
    if len(parts) < COLUMNS:
        parts[PLACES["highs"].start : PLACES["highs"].start] = NOT_ASKED
    return "|".join(parts)


def merged(before: str, now: str) -> str:
    """The line of now, with the figures of before of those who were not asked now."""
    old, new = before.split("|"), now.split("|")
    for place in (OURS, *PLACES.values()):
        if set(new[place]) == {" – "}:
            new[place] = old[place]
    return "|".join(new)


if __name__ == "__main__":
    main()
