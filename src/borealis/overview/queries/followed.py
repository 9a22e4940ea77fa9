"""Lists of doctors for those who follow one side of their training: the goals, or the research."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from borealis.overview.queries.goals import bar_of
from borealis.trainees.queries import TrainingRecord, goal_sums


def goal_list(records: Mapping[int, TrainingRecord], heading: str) -> dict[str, Any]:
    """Each doctor with the learning goals, those with goals that wait for approval first."""
    counts = goal_sums(records)
    rows = []
    for pk, record in records.items():
        goals = bar_of(counts[pk])
        rows.append(
            {
                "name": record.name,
                "url": reverse("trainee_goals", args=[pk]),
                "goals": goals,
                "waits": counts[pk].submitted,
            }
        )
    words = ngettext("%(n)s lege i spesialisering.", "%(n)s leger i spesialisering.", len(rows))
    return {
        "heading": heading,
        "sentence": words % {"n": len(rows)},
        "rows": sorted(rows, key=lambda row: -row["waits"]),
        "empty": _("Ingen er i utdanning der du har denne rollen."),
    }


def research_list(records: Mapping[int, TrainingRecord], today: dt.date) -> dict[str, Any]:
    """Each doctor with a share of research, with the share today."""
    rows = [
        {
            "name": record.name,
            "url": reverse("plan", args=[pk]),
            "detail": _("%(percent)s prosent forskning nå") % {"percent": _share(record, today)},
        }
        for pk, record in records.items()
    ]
    words = ngettext("%(n)s lege forsker i utdanningen.", "%(n)s leger forsker i utdanningen.", len(rows))
    return {
        "heading": _("Forskning"),
        "sentence": words % {"n": len(rows)},
        "rows": rows,
        "empty": _("Ingen har forskning i stillingen her."),
    }


def _share(record: TrainingRecord, today: dt.date) -> int:
    in_force = [
        e for e in record.employments if e.from_day <= today and (e.to_day is None or today <= e.to_day)
    ]
    return sum(e.research_percent for e in in_force)
