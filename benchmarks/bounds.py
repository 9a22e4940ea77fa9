"""Bounds and plans against trying everything, on 1,000 small problems drawn by chance, into `bounds.md`.

    python -m benchmarks.bounds [--many 1000] [--seed 1]

Each problem is solved whole, and in the smallest parts; its optimum is found by trying every plan.
"""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import click
from hypothesis import HealthCheck, Phase, given, seed, settings

from borealis.planner import FormatError, Solution, check, read_problem, solve
from borealis.planner.engine import vast
from borealis.planner.engine.clock import Clock
from borealis.planner.engine.vast import Vast, crew_of
from borealis.planner.formats.problem import Problem
from tests.planner.oracle import TooMany, best_cost
from tests.planner.problems import small_problems

TABLE = Path(__file__).parent / "bounds.md"
EXACT = 1e-9


@dataclass
class Tally:
    """What was seen of one way to solve."""

    solved: int = 0
    sound: int = 0
    bound_holds: int = 0
    proven: int = 0
    falsely_proven: int = 0
    optimal: int = 0

    def add(self, problem: Problem, solution: Solution, best: float) -> None:
        """Count one solution against the optimum."""
        self.solved += 1
        self.sound += check(problem, solution).is_sound
        self.bound_holds += solution.bound <= best + EXACT
        is_best = abs(solution.cost - best) < EXACT
        self.optimal += is_best
        self.proven += solution.status == "optimal"
        self.falsely_proven += solution.status == "optimal" and not is_best

    def row(self, name: str) -> str:
        counts = (self.solved, self.sound, self.bound_holds, self.optimal, self.proven, self.falsely_proven)
        return f"| {name} | {' | '.join(map(str, counts))} |\n"


def in_parts(problem: Problem) -> Solution:
    """Solve as a country is solved, in parts as small as they go: trainees with the same arenas together."""
    vast.SIZE = 1
    clock = Clock(None, None)
    with crew_of(clock, 1) as crew:
        return Vast(problem, clock, crew, 0, None).solve()


@click.command()
@click.option("--many", default=1000, show_default=True)
@click.option("--seed", "first", default=1, show_default=True)
def main(many: int, first: int) -> None:
    """Measure, and write the table."""
    whole, parts = Tally(), Tally()
    quiet = settings(
        max_examples=many * 2,
        deadline=None,
        database=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )

    @seed(first)
    @quiet
    @given(small_problems())
    def compare(document: Any) -> None:
        if whole.solved == many:
            return
        try:
            problem = read_problem(document)
            best = best_cost(problem)
        except (FormatError, TooMany):
            return
        if best is None:  # agreements that cannot stand together
            return
        whole.add(problem, solve(problem, seconds=None), best)
        apart = in_parts(problem)
        if apart.status != "infeasible":
            parts.add(problem, apart, best)

    compare()
    head = "| solved | problems | lawful plans | bounds that hold | best plans | proven best | falsely proven |\n"
    TABLE.write_text(
        "# Bounds against trying everything\n\n"
        f"Small problems drawn by chance (seed {first}). A bound holds when it is not above the optimum, found by"
        " trying every plan. In the smallest parts, an agreement of one may stand in the way of another's;"
        " such problems are left out there. Made by `python -m benchmarks.bounds`.\n\n"
        + head
        + "|---|---|---|---|---|---|---|\n"
        + whole.row("whole")
        + parts.row("in the smallest parts"),
        encoding="utf-8",
    )
    click.echo(TABLE.read_text(encoding="utf-8"))


if __name__ == "__main__":
    main()
