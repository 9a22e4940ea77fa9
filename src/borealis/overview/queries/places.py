"""Places in use, arena by arena and month by month, and where one more would help."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Container, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from borealis.plans.queries import accepted_proposal
from borealis.plans.rules.content import PlanContent
from borealis.plans.rules.months import first_day, later, month_of, span
from borealis.plans.rules.outcome import full_arenas_from
from borealis.plans.rules.problem import OBJECTIVE
from borealis.plans.words import place_word
from borealis.programmes.queries import CurrentProgramme
from borealis.shell.words import month_span, months_long
from borealis.trainees.queries import TrainingRecord
from borealis.trainees.rules import month_fractions

MONTHS_SHOWN = 12
DELAY_PRICE = OBJECTIVE["delay"]  # what a month of waiting costs at least


@dataclass(frozen=True)
class Cell:
    """One arena in one month; ``used`` in places. ``closed``: the arena takes nobody."""

    used: float
    places: int | None
    closed: bool


def heat_of(
    current: CurrentProgramme,
    contents: Mapping[int, PlanContent],
    records: Mapping[int, TrainingRecord],
    today: dt.date,
) -> dict[str, Any]:
    """A table of arenas by month: how many are there, of how many places."""
    first = month_of(today)
    months = span(first, later(first, MONTHS_SHOWN - 1))
    shared = {arena.id for arena in current.document.arenas if arena.counts == "fraction"}
    used = _used(contents, records, months, shared)
    rows = []
    for arena in current.document.arenas:
        if not arena.places:
            continue
        cells = []
        for month in months:
            places = arena.places_in(first_day(month)) or 0
            count = used[arena.id, month] / 100
            cells.append(Cell(count, places, closed=places == 0 and count == 0))
        rows.append(
            {
                "name": place_word(arena.id, current.document, short=True),
                "places": cells[0].places,
                "cells": cells,
            }
        )
    return {
        "months": [first_day(month) for month in months],
        "span": month_span(first_day(months[0]), first_day(months[-1])),
        "rows": rows,
    }


def _used(
    contents: Mapping[int, PlanContent],
    records: Mapping[int, TrainingRecord],
    months: Sequence[str],
    shared: Container[str],
) -> dict[tuple[str, str], int]:
    """Per cent of a place taken in each arena in each month: by plan, and for months before it by service registered.

    A trainee takes one place, and in ``shared`` arenas, which count by fraction, as much of it as he or she works.
    """
    there: dict[int, set[tuple[str, str]]] = defaultdict(set)
    shown = set(months)
    for pk, content in contents.items():
        there[pk] |= {
            (s.arena, month) for s in content.stints for month in shown.intersection(content.months_in(s))
        }
    for pk, record in records.items():
        there[pk] |= {
            (service.arena, month)
            for service in record.services
            if service.arena
            for month in shown.intersection(span(month_of(service.from_day), month_of(service.to_day)))
        }
    used: dict[tuple[str, str], int] = defaultdict(int)
    for pk, cells in there.items():
        works: dict[str, int] = {}
        if any(arena in shared for arena, _ in cells):
            shares = month_fractions(records[pk].employments, first_day(months[0]), len(months))
            works = dict(zip(months, shares, strict=True))
        for arena, month in cells:
            used[arena, month] += works[month] if arena in shared else 100
    return used


def bottleneck_of(current: CurrentProgramme) -> dict[str, Any]:
    """Where one more place would help, by the run of the planner behind the plans in force."""
    accepted = accepted_proposal(current.pk)
    if accepted is None:
        sentence = _("Vises når planene er regnet ut.")
        return {"title": _("Flaskehals"), "sentence": sentence, "rows": [], "proof": ""}
    full = full_arenas_from(accepted.reasons)
    worth: dict[str, float] = defaultdict(float)
    for place in full:
        worth[place.arena] += (place.saves or 0.0) / DELAY_PRICE
    rows = sorted(((a, months) for a, months in worth.items() if months > 0), key=lambda pair: -pair[1])
    if not rows:
        names = ", ".join(dict.fromkeys(place_word(p.arena, current.document) for p in full))
        sentence = (
            _("Fullt i perioder: %(arenas)s. En plass til der ville ikke gjort noe løp kortere.")
            % {"arenas": names}
            if names
            else _("Ingen venter på plass. En plass til ville ikke gjort noe løp kortere.")
        )
        return {"title": _("Ingen flaskehals"), "sentence": sentence, "rows": [], "proof": ""}
    name = place_word(rows[0][0], current.document)
    return {
        "title": _("Flaskehals: %(arena)s") % {"arena": name},
        "sentence": _("Én plass til ved %(arena)s sparer det som svarer til %(months)s ventetid.")
        % {"arena": name, "months": months_long(rows[0][1])},
        "largest": rows[0][1],
        "rows": [
            {
                "name": place_word(arena, current.document),
                "months": months,
                "parts": [("reached" if number == 0 else "old", months)],
                "label": months_long(months),
            }
            for number, (arena, months) in enumerate(rows[:4])
        ],
        "proof": _("Funnet ved å regne ut planene på nytt med én plass til i månedene som er fulle."),
    }
