"""How many assessments trainees have, by form."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import Count

from borealis.portfolio.models import Assessment


def numbers_by_form(trainee_ids: Iterable[int]) -> dict[int, dict[str, int]]:
    """How many that stand, by trainee and by code of the form. Those that were corrected are left out."""
    rows = Assessment.objects.filter(trainee__in=list(trainee_ids), corrected_by=None).order_by()
    found: dict[int, dict[str, int]] = {}
    for trainee, form, number in rows.values_list("trainee_id", "form").annotate(Count("pk")):
        found.setdefault(trainee, {})[form] = number
    return found
