"""The matrix of goals by arena, as rows that a template can draw."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext as _

from borealis.programmes.queries import CurrentProgramme
from borealis.programmes.rules import Coverage, GoalCoverage, GroupCoverage


@dataclass(frozen=True)
class MatrixCell:
    """What an arena is to a goal: the sign, the class, and the words that say the same."""

    sign: str
    tone: str
    words: str


@dataclass(frozen=True)
class MatrixRow:
    """A goal and what each arena is to it; ``until`` is the last day any arena offers it, if known."""

    goal: GoalCoverage
    cells: tuple[MatrixCell, ...]


@dataclass(frozen=True)
class MatrixGroup:
    """A group of goals that folds; it stands open when something in it is missing."""

    group: GroupCoverage
    offered: int
    rows: tuple[MatrixRow, ...]

    @property
    def missing(self) -> int:
        return len(self.rows) - self.offered


def coverage_table(programme: CurrentProgramme, coverage: Coverage) -> list[MatrixGroup]:
    """Every group with its goals, and for each arena in document order what it is to the goal."""
    arenas = [arena.id for arena in programme.document.arenas]
    return [
        MatrixGroup(
            group=group,
            offered=sum(1 for goal in group.goals if goal.offered),
            rows=tuple(
                MatrixRow(goal, tuple(_cell(goal, arena) for arena in arenas)) for goal in group.goals
            ),
        )
        for group in coverage.groups
    ]


def _cell(goal: GoalCoverage, arena: str) -> MatrixCell:
    if arena in goal.main:
        return MatrixCell("●", "hm", _("Hovedarena"))
    if arena in goal.contributes:
        return MatrixCell("○", "hp", _("Bidrar"))
    if arena in goal.lapsed:
        return MatrixCell("–", "hc", _("Avtalen gjelder ikke"))
    return MatrixCell("·", "h-", _("Ikke her"))
