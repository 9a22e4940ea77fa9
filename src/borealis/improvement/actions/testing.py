"""Tests of change: planned, done, studied, acted on, with the days that the charts show."""

from __future__ import annotations

import datetime as dt
from dataclasses import asdict, dataclass
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from borealis.improvement.actions.held import check_note, open_project, record
from borealis.improvement.models import VERDICTS, Test
from borealis.people.actions.refusals import ChangedMeanwhile, Refusals, check_days, check_text, refuse

STAGES = ("plan", "do", "study", "act")
MOST_TESTS = 30


@dataclass(frozen=True)
class TestContent:
    """What a test says. ``reckons_anew``: centre and limits of the charts begin anew on its first day."""

    __test__ = False  # nothing for pytest

    title: str = ""
    from_day: dt.date | None = None
    to_day: dt.date | None = None
    plan: str = ""
    do: str = ""
    study: str = ""
    act: str = ""
    verdict: str = ""
    reckons_anew: bool = False


@transaction.atomic
def add_test(*, by: int | None, project_id: int, now: dt.datetime, **content: Any) -> Test:
    """Something that the team tries out. ``content`` are the fields of TestContent."""
    project = open_project(project_id)
    if project.tests.count() >= MOST_TESTS:
        raise refuse("title", _("Et arbeid har høyst %(most)d utprøvinger.") % {"most": MOST_TESTS})
    row = Test.objects.create(project=project, by_id=by, made_at=now, **_checked(TestContent(**content), now))
    record(by, "add_test", project, now, test=row.pk, from_day=row.from_day.isoformat())
    return row


@transaction.atomic
def change_test(*, by: int | None, test_id: int, version: int, now: dt.datetime, **content: Any) -> Test:
    """Write on. Raises ChangedMeanwhile, with what stands, when another was first."""
    row = Test.objects.filter(pk=test_id).first()
    if row is None:
        raise refuse("title", _("Utprøvingen finnes ikke lenger."))
    project = open_project(row.project_id)
    row.refresh_from_db()
    if row.version != version:
        stands = {name: getattr(row, name) for name in asdict(TestContent())}
        raise ChangedMeanwhile({**stands, "version": row.version})
    for name, value in _checked(TestContent(**content), now).items():
        setattr(row, name, value)
    row.version += 1
    row.save()
    record(by, "change_test", project, now, test=row.pk, version=row.version)
    return row


def _checked(content: TestContent, now: dt.datetime) -> dict[str, Any]:
    refusals = Refusals()
    columns = asdict(content)
    columns["title"] = check_text(refusals, "title", content.title, 120, needed=_("Skriv hva dere prøver."))
    for name in STAGES:
        columns[name] = check_note(refusals, name, getattr(content, name))
    if content.from_day is None:
        refusals.add("from_day", _("Skriv en dato, for eksempel 3.12.2026."))
    else:
        check_days(refusals, ("from_day", content.from_day), ("to_day", content.to_day), now)
    if content.verdict not in VERDICTS:
        refusals.add("verdict", _("Velg ett av alternativene i listen."))
    refusals.stop()
    return columns
