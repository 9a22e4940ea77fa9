"""What can be done with a project and with a project paper, and by whom: two tables."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

TEAM, LEADS, AUTHOR, SUPERVISOR = "team", "leads", "author", "supervisor"

PROJECT_STATES = ("idea", "running", "finished", "handed_over", "dropped")
UNDER_WAY = ("idea", "running")
PAPER_STATES = ("topic", "supervised", "submitted", "approved", "returned")


@dataclass(frozen=True)
class Step:
    """From a state by an act to another; ``who`` are the kinds of persons that take it."""

    from_state: str
    act: str
    to_state: str
    who: tuple[str, ...]


# ``team``: everyone in the project; ``leads``: its leader, its supervisor, and who registers training there.
PROJECT_STEPS: tuple[Step, ...] = (
    Step("idea", "start", "running", (TEAM, LEADS)),
    Step("idea", "drop", "dropped", (TEAM, LEADS)),
    Step("running", "finish", "finished", (LEADS,)),
    Step("running", "drop", "dropped", (LEADS,)),
    Step("finished", "hand_over", "handed_over", (LEADS,)),
    Step("finished", "go_on", "running", (LEADS,)),
)
# ``supervisor``: the paper's supervisor, or who registers training in the department; never the author.
PAPER_STEPS: tuple[Step, ...] = (
    Step("topic", "supervise", "supervised", (AUTHOR, SUPERVISOR)),
    Step("supervised", "submit", "submitted", (AUTHOR,)),
    Step("returned", "submit", "submitted", (AUTHOR,)),
    Step("submitted", "return", "returned", (SUPERVISOR,)),
    Step("submitted", "approve", "approved", (SUPERVISOR,)),
)


def project_step(state: str, act: str) -> Step | None:
    """The step that an act takes a project, or None."""
    return _step(PROJECT_STEPS, state, act)


def paper_step(state: str, act: str) -> Step | None:
    """The step that an act takes a paper, or None."""
    return _step(PAPER_STEPS, state, act)


def _step(table: Iterable[Step], state: str, act: str) -> Step | None:
    return next((step for step in table if (step.from_state, step.act) == (state, act)), None)


def steps_from(table: Iterable[Step], state: str, kinds: Iterable[str]) -> tuple[Step, ...]:
    """The steps that somebody of these kinds may take from a state, in the table's order."""
    held = set(kinds)
    return tuple(step for step in table if step.from_state == state and held & set(step.who))
