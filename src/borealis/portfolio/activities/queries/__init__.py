"""Reading activities: what can be recorded, what is recorded, and how much of it."""

from borealis.portfolio.activities.queries.detail_page import detail_page
from borealis.portfolio.activities.queries.imports import imports_of, remembered_columns, stored_marks
from borealis.portfolio.activities.queries.list_page import bar_of, list_page
from borealis.portfolio.activities.queries.record_page import batch_page, guess_of, record_page
from borealis.portfolio.activities.queries.rows import ActivityRow, activity_rows
from borealis.portfolio.activities.queries.totals import (
    goal_totals,
    kind_totals,
    kinds_by_goal,
    template_totals,
)
from borealis.portfolio.activities.terms import TemplateView, Terms, templates_of, terms_of

__all__ = [
    "ActivityRow",
    "TemplateView",
    "Terms",
    "activity_rows",
    "bar_of",
    "batch_page",
    "detail_page",
    "goal_totals",
    "guess_of",
    "imports_of",
    "kind_totals",
    "kinds_by_goal",
    "list_page",
    "record_page",
    "remembered_columns",
    "stored_marks",
    "template_totals",
    "templates_of",
    "terms_of",
]
