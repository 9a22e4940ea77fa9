"""Saying whom the names in a department's rosters mean."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

from django.db import transaction
from django.utils.translation import gettext as _

from borealis.audit.actions import record_event
from borealis.people.actions.refusals import refuse
from borealis.rosters.models import Duty, PersonMatch
from borealis.rosters.queries.people import candidates


@transaction.atomic
def confirm_people(
    *,
    by: int | None,
    department_id: int,
    said: Mapping[str, int | None],
    names: Mapping[str, str],
    now: dt.datetime,
) -> None:
    """Whom each name means (None: nobody here), for this file and those to come, and in duties stored before."""
    known = {row.person_id for row in candidates(department_id)}
    for person_id in said.values():
        if person_id is not None and person_id not in known:
            raise refuse("people", _("Personen hører ikke til avdelingen. Velg en fra listen."))
    chosen = [pk for pk in said.values() if pk is not None]
    if len(chosen) != len(set(chosen)):
        raise refuse("people", _("To navn i planen kan ikke være samme person. Velg én av dem."))
    before = dict(PersonMatch.objects.filter(department_id=department_id).values_list("who", "person_id"))
    for who, person_id in said.items():
        if who not in before or before[who] != person_id:
            _confirm(by, department_id, who, names.get(who, ""), person_id, now)


def _confirm(
    by: int | None, department_id: int, who: str, name: str, person_id: int | None, now: dt.datetime
) -> None:
    row, _new = PersonMatch.objects.update_or_create(
        department_id=department_id,
        who=who,
        defaults={"name": name, "person_id": person_id, "confirmed_by_id": by, "confirmed_at": now},
    )
    moved = Duty.objects.filter(department_id=department_id, who=who).update(person_id=person_id)
    record_event(
        by=by,
        act="confirm_roster_person",
        subject=f"rosters.PersonMatch:{row.pk}",
        now=now,
        about=person_id,
        detail={"department": department_id, "duties": moved},
    )
