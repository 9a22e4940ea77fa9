"""Writes of improvement work: projects, measures, tests of change, papers."""

from borealis.improvement.actions.measures import (
    add_measure,
    drop_value,
    freeze_measure,
    import_values,
    record_value,
)
from borealis.improvement.actions.papers import open_paper, step_paper
from borealis.improvement.actions.projects import (
    ProjectContent,
    begin_improvement,
    change_improvement,
    step_improvement,
)
from borealis.improvement.actions.testing import TestContent, add_test, change_test

__all__ = [
    "ProjectContent",
    "TestContent",
    "add_measure",
    "add_test",
    "begin_improvement",
    "change_improvement",
    "change_test",
    "drop_value",
    "freeze_measure",
    "import_values",
    "open_paper",
    "record_value",
    "step_improvement",
    "step_paper",
]
