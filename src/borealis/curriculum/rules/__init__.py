"""What a goal set is, what its words ask for, and how two versions differ. No Django, no clock."""

from borealis.curriculum.rules.differences import Difference, Relevelled, Reworded, difference, squeezed
from borealis.curriculum.rules.levels import levels_in
from borealis.curriculum.rules.merging import ChapterChange, what_changes
from borealis.curriculum.rules.values import (
    PARTS,
    GoalText,
    GroupText,
    Levels,
    Names,
    ReplacementText,
    SetText,
    SpecialtyText,
    in_force,
)

__all__ = [
    "PARTS",
    "ChapterChange",
    "Difference",
    "GoalText",
    "GroupText",
    "Levels",
    "Names",
    "Relevelled",
    "ReplacementText",
    "Reworded",
    "SetText",
    "SpecialtyText",
    "difference",
    "in_force",
    "levels_in",
    "squeezed",
    "what_changes",
]
