"""Names that the tests of research share."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from borealis.organisations.queries import organisation
from borealis.research import actions
from borealis.research.models import Call, Project
from tests.conftest import Told

DAY = dt.timedelta(days=1)
HEAD, LEAD, GUIDE, LEADER = "Randi Snøugle", "Liv Myrsnipe", "Torunn Havørn", "Henrik Jerv"
NORA, ASLAK, JONAS, COORDINATOR = "Nora Fjellrype", "Aslak Isbre", "Jonas Polarrev", "Berit Nordavind"


@pytest.fixture
def project(told: Told, db: None) -> Project:
    """A new project of the department, an idea still."""
    return actions.make_project(
        by=told.people[GUIDE],
        department_id=organisation("unn-pet").pk,
        leader_id=told.people[GUIDE],
        title="Et prøveprosjekt",
        now=told.now,
    )


@pytest.fixture
def facts(told: Told, project: Project) -> dict[str, Any]:
    """What most writes on the project take."""
    return {"by": told.people[GUIDE], "project_id": project.pk, "now": told.now}


def make_call(told: Told, *, closes_in: int, opens_in: int = -100, code: str = "en-prove") -> Call:
    """A call whose last day is so many days from today."""
    return actions.make_call(
        by=told.people[LEAD],
        code=code,
        place_id=organisation("unn").pk,
        title="En prøve",
        funder="Et fond",
        opens_on=told.today + opens_in * DAY,
        deadline_on=told.today + closes_in * DAY,
        needs=[{"text": "Budsjett"}, {"text": "Avtale om tid"}],
        now=told.now,
    )
