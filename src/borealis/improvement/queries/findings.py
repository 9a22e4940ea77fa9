"""Who has neither improvement work nor an observed consultation: told, since everybody here shall have both."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from django.urls import reverse
from django.utils.translation import gettext as _

from borealis.improvement.queries.common_goals import (
    LocalActivity,
    local_activities,
    watched_by,
)
from borealis.improvement.rules.areas import LATE_AFTER_DAYS, Done, standing
from borealis.programmes.queries import programme_by_id
from borealis.shell.findings import Finding, Severity
from borealis.trainees.directory import Trainee
from borealis.trainees.queries import approved_among

WATCHED = ("improvement_project", "assessment")


def improvement_findings(trainees: Iterable[Trainee], today: dt.date) -> dict[int, list[Finding]]:
    """What is missing, by trainee, of what the programme says that everybody does.

    Nothing is missing where a goal that the activity serves is approved. It is for somebody to act on once two
    years of training have passed (local norm), and information before.
    """
    rows = list(trainees)
    watched = {pk: _watched(pk) for pk in {row.programme_id for row in rows}}
    pks = [row.pk for row in rows]
    served = {code for part in watched.values() for activity in part for code in activity.codes}
    done, approved = watched_by(pks), approved_among(pks, served)
    found: dict[int, list[Finding]] = {}
    for row in rows:
        missing = [a for a in watched[row.programme_id] if _standing(a, done[row.pk]) == "none"]
        found[row.pk] = [
            _finding(row, a, today) for a in missing if a.codes.isdisjoint(approved[row.pk].values())
        ]
    return found


def _watched(programme_id: int) -> list[LocalActivity]:
    current = programme_by_id(programme_id)
    return [a for a in local_activities(current.document if current else None) if a.kind in WATCHED]


def _standing(activity: LocalActivity, done: Done) -> str:
    return standing(activity.kind, activity.codes, activity.form, done)[0]


def _finding(row: Trainee, activity: LocalActivity, today: dt.date) -> Finding:
    late = (today - row.started_on).days >= LATE_AFTER_DAYS
    severity: Severity = "attention" if late else "information"
    improving = activity.kind == "improvement_project"
    return Finding(
        "no_improvement_work" if improving else "no_communication_assessment",
        severity,
        f"trainees.Trainee:{row.pk}",
        _("Ikke med i noe forbedringsarbeid.")
        if improving
        else _("Ingen observert konsultasjon er vurdert."),
        _("Alle leger i spesialisering her skal ha opplæring i det."),
        _("Se felles kompetansemål"),
        reverse("common_goals", args=[row.pk]),
        _("lokal norm"),
    )
