"""The parts of a region on Dask workers: the same plan as here, and what goes over the wire, into `spread.md`.

    pip install distributed
    python -m benchmarks.spread [--trainees 100] [--workers 2]

The workers are processes of this machine, each with an address of its own, as they would be on others. Parts are
small and end by themselves, so that the plan does not hang on how fast a worker is.
"""

import pickle
from collections.abc import Callable
from concurrent.futures import Executor, Future
from pathlib import Path
from typing import Any

import click

from benchmarks.instances import make_instance
from borealis.planner import Solution, check, read_problem, solve
from borealis.planner.engine import vast

TABLE = Path(__file__).parent / "spread.md"
SIZE, VAST = 12, 40
"""Trainees of a part here, and above which there are parts: small, to be many."""


class Weighed(Executor):
    """Hands tasks on to another executor, and weighs what goes there and comes back."""

    def __init__(self, inner: Executor) -> None:
        self.inner, self.tasks, self.sent, self.received = inner, 0, 0, 0

    def submit(self, function: Callable[..., Any], /, *values: Any, **named: Any) -> Future[Any]:
        """As the executor beneath does it."""
        self.tasks += 1
        self.sent += len(pickle.dumps(values))
        future = self.inner.submit(function, *values, **named)
        future.add_done_callback(self._weigh)
        return future

    def _weigh(self, future: Future[Any]) -> None:
        self.received += len(pickle.dumps(future.result()))


def shrink() -> None:
    """Make parts small."""
    vast.SIZE, vast.VAST = SIZE, VAST
    import borealis.planner.engine.solve as solving

    solving.VAST = VAST


@click.command()
@click.option("--trainees", default=100, show_default=True)
@click.option("--workers", default=2, show_default=True)
def main(trainees: int, workers: int) -> None:
    """Measure, and write the page."""
    try:
        from distributed import Client, LocalCluster
    except ImportError:
        raise click.ClickException("Dask is not installed here: pip install distributed") from None
    shrink()
    problem = read_problem(make_instance(trainees, 2.0, 1))
    with (
        LocalCluster(n_workers=workers, threads_per_worker=1, dashboard_address=None) as cluster,
        Client(cluster) as client,
    ):
        weighed = Weighed(client.get_executor())
        there = solve(problem, seconds=None, threads=workers, executor=weighed)
    here = solve(problem, seconds=None, threads=workers)
    page = page_of(trainees, workers, weighed, here, there, sound=check(problem, there).is_sound)
    TABLE.write_text(page, encoding="utf-8")
    click.echo(page)


def page_of(
    trainees: int, workers: int, weighed: Weighed, here: Solution, there: Solution, *, sound: bool
) -> str:
    """What was measured, in words."""
    each = (weighed.sent + weighed.received) / weighed.tasks / 1024
    return (
        "# Parts on other workers\n\n"
        f"{trainees} trainees at tightness 2.0, seed 1, in parts of about {SIZE}, planned by {workers} Dask workers and"
        " by processes of this machine. Made by `python -m benchmarks.spread`.\n\n"
        "| by | cost | bound | lawful |\n|---|---|---|---|\n"
        f"| processes of this machine | {here.cost:g} | {here.bound:g} | yes |\n"
        f"| Dask workers | {there.cost:g} | {there.bound:g} | {'yes' if sound else 'no'} |\n\n"
        f"{weighed.tasks} tasks, {weighed.sent / 1024:.0f} kB sent, {weighed.received / 1024:.0f} kB received:"
        f" {each:.1f} kB a task.\n"
    )


if __name__ == "__main__":
    main()
