"""The workflow of goals under a machine in which anybody tries anything: a hundred thousand steps and more.

``python -m benchmarks.workflow``; ``WORKFLOW`` says how many steps at least. After each step the machine looks
at its own books: nobody decides on own goals, no approval and no refusal without both recommendations, nothing
approved disappears, at most one thing is sent in.
"""

from __future__ import annotations

import os
import time
from pathlib import Path

from hypothesis import HealthCheck, settings
from hypothesis.stateful import run_state_machine_as_test

TABLE = Path(__file__).with_name("workflow.md")
LEAST = int(os.environ.get("WORKFLOW", "100000"))


def main() -> None:
    """Run until there are steps enough, and write the table."""
    from tests.portfolio.goals import machine

    many = settings(
        max_examples=200,
        stateful_step_count=60,
        deadline=None,
        database=None,
        suppress_health_check=list(HealthCheck),
    )
    began = time.perf_counter()
    while machine.COVERED.steps < LEAST:
        run_state_machine_as_test(machine.GoalWorkflow, settings=many)
    TABLE.write_text(table(time.perf_counter() - began), encoding="utf-8")
    print(TABLE.read_text(encoding="utf-8"))


def table(seconds: float) -> str:
    """What was run through, and how often each step of the table was taken."""
    from borealis.trainees.rules import GOAL_STATES, GOAL_TRANSITIONS
    from tests.portfolio.goals import machine

    covered = machine.COVERED
    states = {t.to_state for t in GOAL_TRANSITIONS if covered.taken[(t.from_state, t.act)]}
    steps = sum(count > 0 for count in covered.taken.values())
    lines = [
        "# The workflow of goals, with anybody trying anything",
        "\n| steps | taken | states reached | transitions taken | broken rules | s |",
        "|---|---|---|---|---|---|",
        f"| {covered.steps} | {covered.taken.total()} | {len(states)} of {len(GOAL_STATES)} "
        f"| {steps} of {len(GOAL_TRANSITIONS)} | 0 | {seconds:.0f} |",
        "\n| from | act | to | times |",
        "|---|---|---|---|",
    ]
    for t in GOAL_TRANSITIONS:
        lines.append(
            f"| {t.from_state or 'not begun'} | {t.act} | {t.to_state} | {covered.taken[(t.from_state, t.act)]} |"
        )
    lines += ["\n| refused for | times |", "|---|---|"]
    lines += [f"| {name} | {count} |" for name, count in sorted(covered.refused.items())]
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    main()
