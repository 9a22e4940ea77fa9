"""The positions of a programme that are not filled, as they are registered and as their page lists them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

from django.utils import timezone

from borealis.plans.models import ExpectedStarters
from borealis.plans.position_words import expected_sentence, overdue_words, position_word
from borealis.plans.rules.months import first_day, later, month_of
from borealis.plans.rules.positions import Expected, is_overdue, positions_from
from borealis.programmes.queries import CurrentProgramme
from borealis.shell.words import month_year
from borealis.trainees.queries import trainee_ids_of, training_records


def registered(programme_id: int) -> list[ExpectedStarters]:
    """What is registered and not removed, the earliest first."""
    rows = ExpectedStarters.objects.filter(programme_id=programme_id, removed_at=None)
    return list(rows.select_related("registered_by"))


def expected_of(programme_id: int) -> list[Expected]:
    """The same, for the planner."""
    return [
        Expected(row.pk, month_of(row.first_month), row.positions, row.home_town)
        for row in registered(programme_id)
    ]


def home_town(programme: CurrentProgramme) -> str:
    """The town where most of the programme's trainees are at home: a new one is taken to be there too."""
    towns = [r.home_town for r in training_records(trainee_ids_of(programme.code)).values()]
    return max(sorted(towns), key=towns.count, default=programme.document.town)


def expected_page(programme: CurrentProgramme, today: dt.date) -> dict[str, Any]:
    """What is registered, for the page."""
    rows = registered(programme.pk)
    return {
        "code": programme.code,
        "sentence": expected_sentence(sum(row.positions for row in rows)),
        "rows": [expected_row(row, today) for row in rows],
    }


def expected_row(row: ExpectedStarters, today: dt.date) -> dict[str, Any]:
    """One line: how many, when, where, and whether they should have been here."""
    overdue = is_overdue(month_of(row.first_month), month_of(today))
    return {
        "pk": row.pk,
        "version": row.version,
        "month": month_year(row.first_month),
        "positions": row.positions,
        "town": row.home_town,
        "note": row.note,
        "by": row.registered_by.name if row.registered_by else "",
        "on": timezone.localdate(row.registered_at),
        "overdue": overdue_words(first_day(later(month_of(today), 1))) if overdue else "",
    }


def names_of_positions(facts: Mapping[str, Any]) -> dict[str, str]:
    """What the positions of a proposal or a computation are called, by their ids."""
    return {name: position_word(found) for name, found in positions_from(facts).items()}
