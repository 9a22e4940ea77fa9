"""A project held for a change, texts that are checked, and events of what was done."""

from __future__ import annotations

import datetime as dt
import unicodedata
from typing import Any

from django.utils.translation import gettext as _

from borealis.audit.actions import record_event
from borealis.improvement.models import Measure, Project
from borealis.people.actions.refusals import Refusals, refuse

LONGEST_NOTE = 2000


def held_project(project_id: int) -> Project:
    """The project, held until the transaction ends."""
    rows = Project.objects.select_for_update(of=("self",)).filter(pk=project_id)
    found = rows.prefetch_related("members__trainee__programme", "goals").first()
    if found is None:
        raise refuse("project", _("Forbedringsarbeidet finnes ikke lenger. Last siden på nytt."))
    return found


def open_project(project_id: int) -> Project:
    """The project, held, while it is an idea or under way."""
    found = held_project(project_id)
    if found.state not in ("idea", "running"):
        raise refuse("state", _("Arbeidet er avsluttet. Velg «Arbeid videre» før du endrer noe."))
    return found


def open_measure(measure_id: int) -> Measure:
    """A measure whose project is held and open."""
    found = Measure.objects.filter(pk=measure_id).first()
    if found is None:
        raise refuse("measure", _("Målingen finnes ikke lenger. Last siden på nytt."))
    found.project = open_project(found.project_id)
    return found


def check_note(refusals: Refusals, field: str, text: str) -> str:
    """A text of several lines; signs that cannot be seen are refused."""
    text = unicodedata.normalize("NFC", text.replace("\r\n", "\n")).strip()
    if any(unicodedata.category(sign) in ("Cc", "Cs") for sign in text if sign not in "\n\t"):
        refusals.add(field, _("Teksten har et usynlig styretegn. Skriv den på nytt."))
    if len(text) > LONGEST_NOTE:
        words = {"length": len(text), "longest": LONGEST_NOTE}
        refusals.add(field, _("Teksten er på %(length)d tegn. Forkort den til høyst %(longest)d.") % words)
    return text


def record(by: int | None, act: str, project: Project, now: dt.datetime, **detail: Any) -> None:
    """The event of an act on a project, about its leader; no words of anyone."""
    subject = f"improvement.Project:{project.pk}"
    record_event(by=by, act=act, subject=subject, now=now, about=project.leader_id, detail=detail)
