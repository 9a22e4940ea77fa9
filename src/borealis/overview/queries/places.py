"""Places in use, arena by arena and month by month, and where one more would help."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from borealis.plans.queries import latest_solution
from borealis.plans.rules.content import PlanContent
from borealis.plans.rules.months import first_day, later, month_of, span
from borealis.plans.words import place_word
from borealis.programmes.queries import CurrentProgramme
from borealis.shell.words import month_span
from borealis.trainees.queries import TrainingRecord

MONTHS_SHOWN = 12


@dataclass(frozen=True)
class Cell:
    """One arena in one month. ``closed``: the arena takes nobody."""

    used: int
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
    used = _used(contents.values(), records.values(), set(months))
    rows = []
    for arena in current.document.arenas:
        if not arena.places:
            continue
        cells = []
        for month in months:
            places = arena.places_in(first_day(month)) or 0
            count = used[arena.id, month]
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
    contents: Iterable[PlanContent], records: Iterable[TrainingRecord], months: set[str]
) -> dict[tuple[str, str], int]:
    """Trainees in each arena in each month: by plan, and for months before it by service registered."""
    used: dict[tuple[str, str], int] = defaultdict(int)
    for content in contents:
        for stint in content.stints:
            for month in months.intersection(content.months_in(stint)):
                used[stint.arena, month] += 1
    for record in records:
        there = {
            (service.arena, month)
            for service in record.services
            if service.arena
            for month in months.intersection(span(month_of(service.from_day), month_of(service.to_day)))
        }
        for place in there:
            used[place] += 1
    return used


def bottleneck_of(current: CurrentProgramme) -> dict[str, Any]:
    """Where one more place would help, from the latest accepted run of the planner."""
    solution = latest_solution(current.pk)
    if solution is None:
        return {
            "title": _("Flaskehals"),
            "sentence": _("Vises når planene er regnet ut."),
            "rows": [],
            "proof": "",
        }
    worth: dict[str, float] = defaultdict(float)
    for neck in solution["bottlenecks"]:
        worth[neck["arena"]] += neck["price"]
    rows = sorted(worth.items(), key=lambda pair: -pair[1])[:4]
    proof = (
        _("Planene er bevist best mulige. Prisen er det én plass til i de fulle månedene er verdt.")
        if solution["status"] == "optimal"
        else _("Prisen er det én plass til i de fulle månedene er verdt, anslått av planleggeren.")
    )
    if not rows or rows[0][1] <= 0:
        return {
            "title": _("Ingen flaskehals"),
            "sentence": _("Ingen venter på plass. En plass til ville ikke gjort noe løp kortere."),
            "rows": [],
            "proof": "",
        }
    name = place_word(rows[0][0], current.document)
    return {
        "title": _("Flaskehals: %(arena)s") % {"arena": name},
        "sentence": _("%(arena)s er der plassene er knappest i planene.") % {"arena": name},
        "largest": rows[0][1],
        "rows": [
            {
                "name": place_word(arena, current.document, short=True),
                "value": price,
                "parts": [("reached" if number == 0 else "old", price)],
                "label": f"{price:.1f}",
            }
            for number, (arena, price) in enumerate(rows)
        ],
        "proof": proof,
    }
