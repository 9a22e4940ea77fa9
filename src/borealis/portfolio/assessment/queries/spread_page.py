"""The head's page: how levels are given in the department, as a distribution and never as a list of people."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from borealis.portfolio.assessment.queries.tendencies import graded, tendencies_in, tops
from borealis.portfolio.assessment.rules import FEWEST_RATED, FEWEST_RATERS, share, spread
from borealis.portfolio.models import Assessment
from borealis.shell.language import text_in
from borealis.trainees.directory import Trainee

EDGES = (-0.5, -0.25, 0.25, 0.5)


def spread_page(trainees: QuerySet[Trainee]) -> dict[str, Any]:
    """How far assessors with enough levels lie from each other, and the share of highest levels by form.

    Nothing is told of fewer than five assessors.
    """
    rows = graded(trainees)
    found = [one for one in tendencies_in(rows).values() if one.number >= FEWEST_RATED]
    enough = len(found) >= FEWEST_RATERS
    counts = spread([one.difference for one in found], EDGES) if enough else ()
    return {
        "assessments": rows.count(),
        "assessors": len(found),
        "enough": enough,
        "needed": FEWEST_RATED,
        "fewest": FEWEST_RATERS,
        "bars": [
            {"name": name, "number": count, "parts": [("begun", count)], "label": f"{name}: {count}"}
            for name, count in zip(_labels(), counts, strict=False)
        ],
        "most": max(counts, default=0),
        "apart": sum(one.call in ("higher", "lower") for one in found) if enough else None,
        "shares": _shares(rows),
    }


def _labels() -> list[str]:
    return [
        _("Mer enn et halvt trinn lavere"),
        _("Et kvart til et halvt trinn lavere"),
        _("Innenfor et kvart trinn"),
        _("Et kvart til et halvt trinn høyere"),
        _("Mer enn et halvt trinn høyere"),
    ]


def _shares(rows: QuerySet[Assessment]) -> list[dict[str, Any]]:
    """Highest levels by form, where five assessors or more have used it."""
    used: dict[str, set[int]] = {}
    for form, assessor in rows.values_list("form", "assessor_id"):
        used.setdefault(form, set()).add(assessor)
    counted = tops(rows.values_list("form_digest", "level"))
    return [
        {
            "name": text_in(form.name),
            "assessors": len(used[code]),
            "share": share(hits, total),
            "parts": [("begun", hits)],
        }
        for code, (hits, total, form) in sorted(counted.items())
        if len(used[code]) >= FEWEST_RATERS
    ]
