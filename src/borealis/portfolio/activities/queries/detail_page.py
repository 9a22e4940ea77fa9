"""The page of one activity."""

from __future__ import annotations

from typing import Any

from borealis.portfolio.activities.queries.rows import activity_rows
from borealis.portfolio.activities.rules import may_change
from borealis.portfolio.activities.terms import Terms
from borealis.portfolio.models import Activity, ActivityFile


def detail_page(row: Activity, terms: Terms) -> dict[str, Any]:
    """An activity with its goals, template and files, without the files' content."""
    (shown,) = activity_rows([row], terms)
    codes = set(shown.goals)
    titles = {goal.code: goal.title for goal in terms.goals if goal.code in codes}
    template = terms.template(row.template)
    return {
        "shown": shown,
        "template": template,
        "goals": [(code, titles.get(code, "")) for code in shown.goals],
        "files": list(ActivityFile.objects.filter(activity=row).defer("data")),
        "open": may_change(row.state),
    }
