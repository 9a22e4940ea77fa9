"""Reading specialties, goal sets and learning goals. The curriculum is public: no viewer is needed."""

from borealis.curriculum.queries.goals import (
    SHIPPED,
    GoalView,
    all_sets,
    goal_set,
    goal_sets_in_force,
    goal_sets_of,
    goals_of,
    name_of,
    shipped_is_loaded,
    specialties_in_force,
    specialty,
)
from borealis.curriculum.queries.previews import (
    ImportPreview,
    followed_by,
    preview_import,
    replacements_of,
    stored_sets,
)
from borealis.curriculum.queries.sets import (
    SetView,
    SpecialtyLine,
    goal_counts,
    other_versions,
    set_views,
    specialty_lines,
)
from borealis.curriculum.sources import Source, SourceProblem, read_file, read_legal_text

__all__ = [
    "SHIPPED",
    "GoalView",
    "ImportPreview",
    "SetView",
    "Source",
    "SourceProblem",
    "SpecialtyLine",
    "all_sets",
    "followed_by",
    "goal_counts",
    "goal_set",
    "goal_sets_in_force",
    "goal_sets_of",
    "goals_of",
    "name_of",
    "other_versions",
    "preview_import",
    "read_file",
    "read_legal_text",
    "replacements_of",
    "set_views",
    "shipped_is_loaded",
    "specialties_in_force",
    "specialty",
    "specialty_lines",
    "stored_sets",
]
