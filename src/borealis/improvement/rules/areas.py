"""What a trainee has done of the local activities of an area of the common goals."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

LATE_AFTER_DAYS = 730  # of training without improvement work or communication assessment: a local norm


@dataclass(frozen=True)
class Done:
    """What one trainee has done, as other rooms tell it.

    ``kinds`` counts activities by kind and code of goal; ``forms`` counts assessments by form; ``projects`` and
    ``papers`` are states of improvement work and project papers.
    """

    kinds: Mapping[tuple[str, str], int] = field(default_factory=dict)
    forms: Mapping[str, int] = field(default_factory=dict)
    groups: int = 0
    projects: tuple[str, ...] = ()
    papers: tuple[str, ...] = ()


def standing(kind: str, codes: Iterable[str], form: str, done: Done) -> tuple[str, int]:
    """How far a local activity has come: ("done", "begun" or "none", and how many)."""
    if kind == "improvement_project":
        return _of_states(done.projects, ("finished", "handed_over"), ("idea", "running"))
    if kind == "project_paper":
        return _of_states(done.papers, ("approved",), ("topic", "supervised", "submitted", "returned"))
    if kind == "assessment":
        number = done.forms.get(form, 0)
    elif kind == "group_guidance":
        number = done.groups
    else:
        number = max((done.kinds.get((kind, code), 0) for code in codes), default=0)
    return ("done" if number else "none"), number


def _of_states(states: Iterable[str], ends: tuple[str, ...], ways: tuple[str, ...]) -> tuple[str, int]:
    known = list(states)
    if number := sum(state in ends for state in known):
        return "done", number
    number = sum(state in ways for state in known)
    return ("begun" if number else "none"), number
