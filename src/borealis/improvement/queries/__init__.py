"""Reads of improvement work, project papers and the common goals."""

from borealis.improvement.queries.common_goals import common_page, department_goals
from borealis.improvement.queries.findings import improvement_findings
from borealis.improvement.queries.lists import department_projects, own_page
from borealis.improvement.queries.measure_page import chart_view, measure_page
from borealis.improvement.queries.project_page import project_page

__all__ = [
    "chart_view",
    "common_page",
    "department_goals",
    "department_projects",
    "improvement_findings",
    "measure_page",
    "own_page",
    "project_page",
]
