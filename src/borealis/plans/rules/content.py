"""The content of an individual plan, format ``borealis/plan/1``.

A plan says which phase is done in which arena in which months, what found no place and why, and how
the end compares with the norm. The same content is a trainee's working plan and a frozen version.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

from borealis.plans.rules.months import span

FORMAT = "borealis/plan/1"


@dataclass(frozen=True)
class Stint:
    """A run of months of one phase in one arena; months are "YYYY-MM", ``through`` is included."""

    phase: str
    arena: str
    first: str
    through: str


@dataclass(frozen=True)
class Unplaced:
    """Full-time months of a phase that found no place, and the planner's reason code."""

    phase: str
    months: float
    reason: str


@dataclass(frozen=True)
class PlannedCourse:
    """A course and the month in which it is attended: None where no date fits, or (not ``is_dated``) none is known."""

    course: str
    month: str | None
    is_dated: bool = True


@dataclass(frozen=True)
class PlanContent:
    """One trainee's plan.

    ``norm_end`` is the last month of the normal course: full time, no leave, no waiting.
    ``agreed_end`` is the last month that agreed leave and part time lead to, with a place always free.
    ``planned_end`` is the last planned month. The difference of the last two is waiting that nobody chose.
    ``away`` are the months of leave that the plan knows of: a stint goes on around them, and they take
    no place. ``courses`` is when courses are attended; it is no part of what is signed, since dates of courses are
    given by others, and move.
    """

    programme_version: int
    first: str
    stints: tuple[Stint, ...]
    unplaced: tuple[Unplaced, ...]
    norm_end: str
    agreed_end: str
    planned_end: str
    away: tuple[str, ...] = ()
    courses: tuple[PlannedCourse, ...] = ()

    def as_json(self) -> dict[str, Any]:
        content = {"format": FORMAT, **json.loads(json.dumps(asdict(self)))}
        return content if self.courses else {key: content[key] for key in content if key != "courses"}

    @property
    def missing(self) -> float:
        """Full-time months that found no place. Who lacks some is not finished at ``planned_end``."""
        return sum(part.months for part in self.unplaced)

    @property
    def phases(self) -> frozenset[str]:
        """The phases that the plan takes, with those that found no place in it."""
        return frozenset(s.phase for s in self.stints) | frozenset(part.phase for part in self.unplaced)

    def months_in(self, stint: Stint) -> list[str]:
        """The months of a stint in which the trainee is there."""
        return [month for month in span(stint.first, stint.through) if month not in self.away]


def content_from(data: Mapping[str, Any]) -> PlanContent:
    """Read stored content. Raises ValueError when it is of another format."""
    if data.get("format") != FORMAT:
        raise ValueError(f"not {FORMAT}: {data.get('format')!r}")
    return PlanContent(
        programme_version=int(data["programme_version"]),
        first=data["first"],
        stints=tuple(Stint(**row) for row in data["stints"]),
        unplaced=tuple(Unplaced(**row) for row in data["unplaced"]),
        norm_end=data["norm_end"],
        agreed_end=data["agreed_end"],
        planned_end=data["planned_end"],
        away=tuple(data["away"]),
        courses=tuple(PlannedCourse(**row) for row in data.get("courses", ())),
    )


def digest(content: PlanContent) -> str:
    """SHA-256 of what is signed: the stints and what is missing, not the months of courses. A signature holds for
    this alone."""
    signed = {
        "stints": [asdict(stint) for stint in content.stints],
        "unplaced": [asdict(part) for part in content.unplaced],
    }
    text = json.dumps(signed, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()
