"""The departments whose rosters somebody keeps."""

from __future__ import annotations

from dataclasses import dataclass

from borealis.organisations.queries import name_of, organisations
from borealis.people.queries import Viewer
from borealis.programmes.queries import programmes
from borealis.rosters.models import RosterImport
from borealis.rosters.permissions import kept_departments


@dataclass(frozen=True)
class Kept:
    """A department, and whether it has a roster in use."""

    code: str
    name: str
    has_roster: bool


def departments_kept(viewer: Viewer) -> list[Kept]:
    """Those with a roster, with training, or where the viewer holds the role itself; those with a roster first."""
    kept = kept_departments(viewer)
    with_roster = set(RosterImport.objects.filter(state="applied").values_list("department_id", flat=True))
    trained = {programme.department_id for programme in programmes()}
    own = viewer.places_with("keep_roster")
    wanted = kept & (with_roster | trained)
    rows = [
        row
        for row in organisations().values()
        if row.pk in wanted or (row.pk in own and row.kind in ("department", "clinic"))
    ]
    found = [Kept(row.code, name_of(row), row.pk in with_roster) for row in rows]
    return sorted(found, key=lambda row: (not row.has_roster, row.name.casefold()))
