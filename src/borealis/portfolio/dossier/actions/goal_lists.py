"""Taking in goals that were approved in Kompetanseportalen, all lines or none."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from borealis.people.actions.refusals import refuse
from borealis.portfolio.activities.reading.tables import Table
from borealis.portfolio.dossier.queries.goal_lists import read_goals
from borealis.trainees.actions import register_goal


@transaction.atomic
def bring_in_goals(
    *, by: int | None, trainee_id: int, table: Table, columns: Mapping[str, str], now: dt.datetime
) -> int:
    """Register each line that can be taken in as a goal reached before, with its grounds (§ 26 first paragraph);
    gives how many. Lines with faults are left out, as the preview says. One event for each goal."""
    found = read_goals(trainee_id, table, columns, timezone.localdate(now))
    if not found.lines:
        raise refuse("file", _("Det er ingenting å hente inn fra filen."))
    for line in found.lines:
        try:
            register_goal(
                by=by,
                trainee_id=trainee_id,
                goal_id=line.goal_id,
                state="approved",
                on=line.on,
                grounds=line.grounds,
                now=now,
            )
        except ValidationError as refused:
            said = {"line": line.number, "why": " ".join(refused.messages)}
            raise refuse("file", _("Linje %(line)d: %(why)s") % said) from None
    return len(found.lines)
