"""Measures what futures of a plan cost to play, and how well their ranges hold, into `benchmarks/robust.md`.

    python -m benchmarks.robust

A range is drawn from one set of futures, and held against another: how many of those finishes lie in it. The ranges
are meant for 80 per cent; months are whole, so more lie in them. Plans with slack are then tried for the departments.
"""

from __future__ import annotations

import os
import platform
import time
from pathlib import Path

import numpy as np

from benchmarks.instances import make_instance
from borealis.planner import Problem, Solution, read_problem, solve
from borealis.planner.robust import Outlook, assumed_rates, harden, simulate
from borealis.planner.robust.kernel import QUIT
from borealis.planner.robust.policy import play

HERE = Path(__file__).parent
CASES = ((20, 1.5, 10), (20, 1.1, 10), (300, 1.5, 60))
"""Trainees, places over load, seconds for the plan."""
FUTURES = 1000
HEAD = (
    "# What life does to plans\n\n"
    "| trainees | tightness | futures | s | futures/s | in the range | cost today | on average | late months |\n"
    "|---|---|---|---|---|---|---|---|---|\n"
)
SLACK_HEAD = (
    "\n## Plans with slack\n\nEach over the same futures as the plan as it is, not those it was made "
    "from.\n\n"
    "| trainees | tightness | way | amount | cost today | on average | late months | pays |\n"
    "|---|---|---|---|---|---|---|---|\n"
)


def main() -> int:
    """0 when every range holds at least 80 per cent of new futures, less two in a hundred for chance."""
    warmed = read_problem(make_instance(2, 2.0, 1))
    simulate(warmed, solve(warmed, seconds=1), futures=2)
    rows, slack, least = [], [], 1.0
    for trainees, tightness, seconds in CASES:
        found = read_problem(make_instance(trainees, tightness, 1))
        plan = solve(found, seconds=seconds)
        began = time.perf_counter()
        outlook = simulate(found, plan, futures=FUTURES)
        took = time.perf_counter() - began
        inside = covered(found, plan, outlook)
        least = min(least, inside)
        rows.append(
            f"| {trainees} | {tightness} | {FUTURES} | {took:.2f} | {FUTURES / took:.0f} | {100 * inside:.1f} % "
            f"| {outlook.cost:g} | {outlook.expected_cost:.0f} | {outlook.late_months:.0f} |\n"
        )
        if trainees <= 20:
            slack += slack_rows(found, plan, trainees, tightness)
    where = f"{platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}"
    load = f"load {os.getloadavg()[0]:.1f} at the end"
    text = f"{HEAD}{''.join(rows)}{SLACK_HEAD}{''.join(slack)}\nRates as assumed. {where}, {load}.\n"
    (HERE / "robust.md").write_text(text, encoding="utf-8")
    print(text)
    return 0 if least >= 0.78 else 1


def covered(problem: Problem, plan: Solution, outlook: Outlook) -> float:
    """The share of finishes in new futures that lie between the early and the late month of the outlook."""
    finish = play(problem, plan, assumed_rates(), FUTURES, outlook.seed + 1).found[:, :, 0]
    first, months = problem.calendar.first, problem.calendar.months
    early = np.array([months if t.early is None else t.early - first for t in outlook.trainees])
    late = np.array([months if t.late is None else t.late - first for t in outlook.trainees])
    stays = finish != QUIT
    return float(((finish >= early) & (finish <= late))[stays].mean())


def slack_rows(problem: Problem, plan: Solution, trainees: int, tightness: float) -> list[str]:
    """A row for each plan that was tried."""
    plans = harden(problem, plan, solve=lambda p, seed: solve(p, seconds=5, seed=seed), futures=FUTURES)
    return [
        f"| {trainees} | {tightness} | {p.way} | {p.amount} | {p.outlook.cost:g} | {p.outlook.expected_cost:.0f} "
        f"| {p.outlook.late_months:.1f} | {'yes' if p.pays else 'no'} |\n"
        for p in plans
    ]


if __name__ == "__main__":
    raise SystemExit(main())
