"""Who and what can be chosen in forms."""

from __future__ import annotations

import datetime as dt

from borealis.organisations.queries import line_ids, name_by_id
from borealis.people.directory import assignments
from borealis.people.queries import Viewer, employed_among
from borealis.research.models import Project
from borealis.research.permissions import MAKES
from borealis.research.queries.demands import known_demands
from borealis.research.rules.projects import LIVE
from borealis.shell.language import text_in


def colleagues(department_id: int, today: dt.date, *, trainees: bool = False) -> dict[int, str]:
    """Those who lead, guide or supervise at a department (and who train there), by name."""
    roles = (*MAKES, "trainee") if trainees else MAKES
    rows = assignments().in_force(today).filter(role__in=roles, organisation_id__in=line_ids(department_id))
    names = dict(rows.order_by("person__name").values_list("person_id", "person__name"))
    employed = employed_among(names, today)
    return {pk: name for pk, name in names.items() if pk in employed}


def demand_choices() -> list[tuple[str, str]]:
    """The programmes of universities whose demands are known."""
    return [(code, f"{text_in(d.programme)}, {d.university}") for code, d in known_demands().items()]


def projects_of(person_id: int, department_id: int | None = None) -> list[tuple[str, str]]:
    """The live projects that a person leads or is in."""
    joined = Project.objects.filter(participants__person_id=person_id, participants__state="joined")
    rows = (joined | Project.objects.filter(leader_id=person_id)).filter(state__in=LIVE).distinct()
    if department_id is not None:
        rows = rows.filter(department_id=department_id)
    return [(str(row.pk), row.title) for row in rows]


def places_to_keep(viewer: Viewer) -> list[tuple[str, str]]:
    """The places at which the viewer holds the power to keep calls, by name."""
    return [(str(pk), name_by_id(pk)) for pk in sorted(viewer.places_with("keep_calls"))]
