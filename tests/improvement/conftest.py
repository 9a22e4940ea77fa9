"""A project of two doctors under way, with a measure."""

from __future__ import annotations

import datetime as dt

import pytest
from django.apps import apps

from borealis.improvement import actions
from borealis.improvement.models import Measure, Member, Paper, PaperStep, Project, ProjectStep, Test, Value
from borealis.organisations.queries import organisation
from tests.conftest import Told

NORA, JONAS, MAJA, HEAD, GUIDE = (
    "Nora Fjellrype",
    "Jonas Polarrev",
    "Maja Lomvi",
    "Randi Snøugle",
    "Torunn Havørn",
)
SUPERVISOR = "Ylva Steinskvett"
DAY = dt.timedelta(days=1)


@pytest.fixture(autouse=True)
def no_projects(request: pytest.FixtureRequest) -> None:
    """The demonstration's own improvement work is set aside."""
    if "told" in request.fixturenames:
        request.getfixturevalue("db")
        for model in (Value, Measure, Test, PaperStep, Paper, ProjectStep, Member, Project):
            model.objects.all().delete()


def goal(code: str) -> int:
    return int(apps.get_model("curriculum.Goal").objects.get(code=code).pk)


def content(told: Told, **other: object) -> dict[str, object]:
    facts: dict[str, object] = {
        "title": "Kortere venting",
        "aim": "Ventetiden skal ned",
        "how_much": "fra 40 til 20 minutter",
        "for_whom": "alle som kommer til PET",
        "by_day": told.today + 90 * DAY,
        "leader_id": told.people[NORA],
        "supervisor_id": told.people[SUPERVISOR],
        "trainees": [told.trainees[NORA], told.trainees[JONAS]],
        "goals": [goal("FKM-009")],
    }
    return {**facts, **other}


@pytest.fixture
def project(told: Told) -> Project:
    row = actions.begin_improvement(
        by=told.people[NORA],
        department_id=organisation("unn-pet").pk,
        now=told.now - 30 * DAY,
        **content(told),
    )
    return actions.step_improvement(
        by=told.people[NORA], project_id=row.pk, act="start", now=told.now - 29 * DAY
    )


@pytest.fixture
def measure(told: Told, project: Project) -> Measure:
    return actions.add_measure(
        by=told.people[NORA],
        project_id=project.pk,
        name="Minutter",
        unit="minutter",
        direction="down",
        kind="run",
        now=told.now,
    )
