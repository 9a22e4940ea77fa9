"""The parts of a region on Dask workers: the same plan as here, and what goes over the wire, into `spread.md`.

    pip install "borealis[machines]"
    python -m benchmarks.spread [--trainees 100] [--workers 2] [--patience 2]

The workers are processes of this machine, each with an address of its own, as they would be on others. They count
the bytes on their own connections. Tasks end by turns instead of seconds (`turns.py`), so that the plan does not
hang on how fast a worker is, and must be the same by whomever it is made.
"""

import pickle
import platform
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import Executor, Future, ProcessPoolExecutor
from dataclasses import dataclass, field, replace
from multiprocessing import get_context
from pathlib import Path
from typing import Any

import click

from benchmarks.instances import make_instance
from benchmarks.turns import counted, in_turns, start_counting
from borealis.planner import Problem, Solution, check, read_problem, solve
from borealis.planner.engine import solve as solving
from borealis.planner.engine import vast
from borealis.planner.engine.clock import Clock
from borealis.planner.engine.task import Outcome, Task

TABLE = Path(__file__).parent / "spread.md"
SIZE, VAST = 25, 40
"""Trainees of a part here, and above which there are parts: small, to be many."""
WORKERS_OF_COUNTRY = 16
TIGHTNESS = 2.0
IDLE = 10
"""Seconds in which workers do nothing, to weigh their heartbeats."""
ROUNDS = 4
"""The parts alone, the prices at the borders, and twice the parts cut anew."""
KB, MB = 1024, 1024 * 1024


@dataclass
class Load:
    """What tasks and outcomes weigh, pickled."""

    sent: list[int] = field(default_factory=list)
    received: list[int] = field(default_factory=list)

    @property
    def total(self) -> int:
        return sum(self.sent) + sum(self.received)


class InTurns(Executor):
    """Hands tasks on to another executor, to be done by turns, and weighs what goes there and comes back."""

    def __init__(self, inner: Executor, patience: int) -> None:
        self.inner, self.patience, self.load = inner, patience, Load()

    def submit(self, function: Callable[..., Any], /, *values: Any, **named: Any) -> Future[Any]:
        """As the executor beneath does it."""
        self.load.sent.append(len(pickle.dumps(values)))
        future = self.inner.submit(in_turns, self.patience, function, *values, **named)
        future.add_done_callback(self._weigh)
        return future

    def _weigh(self, future: Future[Any]) -> None:
        self.load.received.append(len(pickle.dumps(future.result())))


@dataclass(frozen=True)
class Run:
    """A plan, the seconds it took, and what its tasks weigh."""

    name: str
    solution: Solution
    seconds: float
    load: Load
    wire: tuple[int, int] = (0, 0)
    """bytes that the workers read, and wrote"""
    idle: float = 0
    """bytes a second of a worker that does nothing"""


def timed(name: str, problem: Problem, executor: InTurns, workers: int) -> Run:
    """Plan by an executor."""
    began = time.perf_counter()
    solution = solve(problem, seconds=None, threads=workers, executor=executor)
    return Run(name, solution, time.perf_counter() - began, executor.load)


def by_dask(problem: Problem, workers: int, patience: int) -> Run:
    """Plan by Dask workers, which count their bytes meanwhile."""
    try:
        from distributed import Client, LocalCluster
    except ImportError:
        raise click.ClickException('Dask is not installed here: pip install "borealis[machines]"') from None
    with (
        LocalCluster(n_workers=workers, threads_per_worker=1, dashboard_address=None) as cluster,
        Client(cluster) as client,
    ):
        client.run(start_counting)
        time.sleep(IDLE)
        idle = sum(_wire(client.run(counted).values())) / IDLE / workers
        client.run(start_counting)
        made = timed(f"{workers} Dask workers", problem, InTurns(client.get_executor(), patience), workers)
        wire = _wire(client.run(counted).values())
    return replace(made, wire=wire, idle=idle)


def _wire(counts: Iterable[Mapping[str, int]]) -> tuple[int, int]:
    """What all workers together read, and wrote."""
    both = [(count["read"], count["written"]) for count in counts]
    return sum(read for read, _ in both), sum(written for _, written in both)


class Shown(Exception):
    """The tasks of a round, before anybody does them."""

    def __init__(self, tasks: Sequence[Task]) -> None:
        super().__init__(len(tasks))
        self.tasks = tasks


class Shows(vast.Crew):
    """A crew that shows what it is given."""

    def each(self, tasks: Sequence[Task]) -> Iterator[tuple[int, Outcome]]:
        raise Shown(tasks)


def first_round(problem: Problem, workers: int) -> list[int]:
    """What each task of the first round weighs."""
    clock = Clock(600, None)
    try:
        vast.Vast(problem, clock, Shows(None, workers, clock, Path()), 0, None).solve()
    except Shown as shown:
        return [len(pickle.dumps((task, ""))) for task in shown.tasks]
    raise AssertionError("nothing was shown")


@click.command()
@click.option("--trainees", default=100, show_default=True)
@click.option("--workers", default=2, show_default=True)
@click.option("--patience", default=2, show_default=True, help="Turns in vain before a part is done.")
def main(trainees: int, workers: int, patience: int) -> None:
    """Measure, and write the page."""
    country = first_round(read_problem(make_instance(7000, 1.25, 1, 96)), WORKERS_OF_COUNTRY)
    vast.SIZE, vast.VAST, solving.VAST = SIZE, VAST, VAST
    problem = read_problem(make_instance(trainees, TIGHTNESS, 1))
    runs = [by_dask(problem, workers, patience)]
    for more in (workers, workers, 1):  # twice, and with another number of processes beneath the same parts
        with ProcessPoolExecutor(more, mp_context=get_context("spawn")) as pool:
            name = f"{more} plain process{'es' if more > 1 else ''}"
            runs.append(timed(name, problem, InTurns(pool, patience), workers))
    page = page_of(trainees, patience, problem, runs, country)
    TABLE.write_text(page, encoding="utf-8")
    click.echo(page)


def page_of(
    trainees: int, patience: int, problem: Problem, runs: Sequence[Run], country: Sequence[int]
) -> str:
    """What was measured, in words and tables."""
    rows = "".join(
        f"| {run.name} | {run.solution.cost:g} | {run.solution.bound:g} |"
        f" {'yes' if check(problem, run.solution).is_sound else 'no'} |"
        f" {'yes' if run.solution.trainees == runs[0].solution.trainees else 'no'} | {run.seconds:.0f} |\n"
        for run in runs
    )
    dask, workers = runs[0], int(runs[0].name.split()[0])
    read, written = dask.wire
    tasks = len(dask.load.sent)
    beats = dask.idle * dask.seconds * workers
    each = max(0.0, read + written - dask.load.total - beats) / tasks
    return (
        "# Parts on other workers\n\n"
        f"{trainees} trainees at tightness {TIGHTNESS}, seed 1, in parts of about {SIZE}. A part is done"
        f" after {patience} turns in vain, not after seconds. Python {platform.python_version()}, {platform.machine()}."
        " Made by `python -m benchmarks.spread`.\n\n"
        "| by | cost | bound | lawful | plans as the first | s |\n|---|---|---|---|---|---|\n"
        f"{rows}\n"
        "| between the workers and the scheduler | tasks | kB to workers | kB from workers | kB a task |\n"
        "|---|---|---|---|---|\n"
        f"| tasks and outcomes, pickled | {tasks} | {sum(dask.load.sent) / KB:.0f} |"
        f" {sum(dask.load.received) / KB:.0f} | {dask.load.total / tasks / KB:.1f} |\n"
        f"| counted on the workers' connections | {tasks} | {read / KB:.0f} | {written / KB:.0f} |"
        f" {(read + written) / tasks / KB:.1f} |\n\n"
        f"An idle worker moves {dask.idle / KB:.2f} kB a second. Less that, a task costs {each / KB:.1f} kB beside"
        " what is pickled.\n\n" + _country(country, dask, each)
    )


def _country(country: Sequence[int], dask: Run, each: float) -> str:
    """What that comes to for 7,000 trainees in ten minutes."""
    sent, seconds = sum(country), 600
    back = sum(dask.load.received) / sum(dask.load.sent)
    tasks = ROUNDS * (sent * (1 + back) + len(country) * each)
    beats = dask.idle * seconds * WORKERS_OF_COUNTRY
    whole = tasks + beats
    return (
        f"**Reckoned for a country.** 7,000 trainees for {WORKERS_OF_COUNTRY} workers are {len(country)} tasks in a"
        f" round, {sent / MB:.1f} MB pickled, the largest {max(country) / KB:.0f} kB. If each of {ROUNDS} rounds weighs"
        f" as the first, and as much comes back and goes beside it as above, {tasks / MB:.0f} MB are moved for"
        f" tasks and {beats / MB:.0f} MB by heartbeats in ten minutes: {whole / seconds / KB:.0f} kB a second through"
        f" the scheduler, {whole / seconds / KB / WORKERS_OF_COUNTRY:.1f} kB a second for each worker.\n"
    )


if __name__ == "__main__":
    main()
