"""What is done about a survey: who does it, by when, and how it went."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from borealis.audit.actions import record_event
from borealis.evaluation.models import Survey, SurveyMeasure
from borealis.evaluation.queries.owners import owners_in
from borealis.evaluation.rules import MEASURE_STEPS, is_over, is_shown
from borealis.people.actions.refusals import Refusals, check_days, check_text, refuse

MOST = 20


@transaction.atomic
def add_survey_measure(
    *,
    by: int | None,
    survey_id: int,
    what: str,
    owner_id: int | None,
    by_day: dt.date | None,
    now: dt.datetime,
) -> SurveyMeasure:
    """Decide on something to do, once the answers can be read."""
    survey = Survey.objects.select_for_update().get(pk=survey_id)
    today, refusals = timezone.localdate(now), Refusals()
    over = is_over(survey.closes_on, survey.tickets.count(), today)
    if not is_shown(survey.answers.count(), over):
        raise refuse("what", _("Svarene kan ikke leses, så det er ikke noe å svare på ennå."))
    what = check_text(refusals, "what", what, 300, needed=_("Skriv hva som skal gjøres."))
    if owner_id not in dict(owners_in(survey.department_id, today)):
        refusals.add("owner_id", _("Velg en fra listen."))
    if by_day is None:
        refusals.add("by_day", _("Skriv en dato, for eksempel 3.12.2026."))
    else:
        check_days(refusals, ("by_day", by_day), ("by_day", None), now)
    if survey.measures.count() >= MOST:
        refusals.add("what", _("En evaluering har høyst %(most)d tiltak.") % {"most": MOST})
    refusals.stop()
    facts: dict[str, Any] = {"what": what, "owner_id": owner_id, "by_day": by_day}
    row = SurveyMeasure.objects.create(survey=survey, made_at=now, by_id=by, **facts)
    _record(row, "add_survey_measure", by, now)
    return row


@transaction.atomic
def step_survey_measure(
    *, by: int | None, measure_id: int, act: str, now: dt.datetime, result: str = ""
) -> SurveyMeasure:
    """Say how it goes. What is done or dropped says in a sentence what came of it."""
    row = SurveyMeasure.objects.select_for_update(of=("self",)).filter(pk=measure_id).first()
    state = MEASURE_STEPS.get((row.state, act)) if row else None
    if row is None or state is None:
        raise refuse("state", _("Tiltaket er kommet lenger siden du så det. Last siden på nytt."))
    if state in ("done", "dropped"):
        refusals = Refusals()
        row.result = check_text(
            refusals, "result", result, 300, needed=_("Skriv i en setning hva det ble til.")
        )
        refusals.stop()
        row.closed_at = now
    row.state = state
    row.save()
    _record(row, "step_survey_measure", by, now)
    return row


def _record(row: SurveyMeasure, act: str, by: int | None, now: dt.datetime) -> None:
    record_event(
        by=by,
        act=act,
        subject=f"evaluation.SurveyMeasure:{row.pk}",
        now=now,
        about=row.owner_id,
        detail={"state": row.state, "by_day": row.by_day.isoformat()},
    )
