"""What a department's own file of protected time needs: how its files are read, who is called what, and the duties."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from borealis.rosters.models import Duty, RosterImport
from borealis.rosters.queries.imports import latest_mapping
from borealis.rosters.rules.clock import minutes_on
from borealis.rosters.rules.codes import PROTECTED
from borealis.rosters.rules.mapping import Mapping, mapping_from
from borealis.rosters.rules.protected import Protected


@dataclass(frozen=True)
class OwnForm:
    """How a department's newest file was read, and what kind of file it was."""

    mapping: Mapping
    kind: str


def own_form(department_id: int) -> OwnForm | None:
    """The form of the department's files; None before any is in use, and for calendars, which hold no lines."""
    rows = RosterImport.objects.filter(department_id=department_id, state="applied", kind__in=("xlsx", "csv"))
    newest = rows.order_by("-applied_at").select_related("mapping").defer("data").first()
    found = (newest.mapping if newest else None) or latest_mapping(department_id)
    if newest is None or found is None or found.content.get("layout") == "calendar":
        return None
    return OwnForm(mapping_from(found.content), newest.kind)


def names_in(department_id: int) -> dict[int, tuple[str, str]]:
    """By person, the key and name by which the department's rosters know them, the newest."""
    rows = Duty.objects.filter(department_id=department_id, person__isnull=False).order_by("day", "pk")
    return {pk: (who, name) for pk, who, name in rows.values_list("person_id", "who", "name")}


def protected_duties(department_id: int, first: dt.date, last: dt.date) -> list[Protected]:
    """Teaching and study of everyone on the days from the first through the last, each within one day."""
    rows = Duty.objects.filter(department_id=department_id, meaning__in=PROTECTED, day__range=(first, last))
    found = []
    for row in rows:
        window = minutes_on(row.day, row.start_at, row.end_at)
        if window:
            found.append(Protected(row.who, row.name, row.day, *window, row.meaning, row.code))
    return found
