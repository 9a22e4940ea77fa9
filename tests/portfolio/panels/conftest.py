"""Nora with a head, a guide, a training lead and a supervisor, and goals that a panel should look at."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pytest
from django.db import transaction
from django.test import Client
from pytest_django import DjangoDbBlocker

from borealis.people.actions import add_person, assign_role
from borealis.people.models import Person
from borealis.people.queries import Viewer, viewer_of
from borealis.portfolio.models import Panel
from borealis.portfolio.panels import actions
from borealis.trainees.actions import appoint_guide, record_goal_state
from borealis.trainees.models import Trainee
from tests.trainees.conftest import NOW, TODAY, Day, House, built_house, enrol
from tests.trainees.test_queries import goal

SENT, STILL, NEW = "NUK-110", "NUK-111", "NUK-112"


@dataclass
class Panels:
    """People, the doctor, and short ways to act."""

    house: House
    nora: Trainee
    people: dict[str, int]

    def viewer(self, who: str) -> Viewer:
        return viewer_of(Person.objects.get(pk=self.people[who]), TODAY)

    def client(self, who: str) -> Client:
        client = Client()
        client.force_login(Person.objects.get(pk=self.people[who]))
        return client

    def call(self, **more: Any) -> Panel:
        facts = {
            "by": self.people["head"],
            "kind": "half_year",
            "on": TODAY,
            "members": [self.people[who] for who in ("head", "guide", "supervisor")],
            "goals": [goal(SENT), goal(STILL)],
            **more,
        }
        return actions.call_panel(trainee_id=self.nora.pk, now=NOW, **facts)

    def change(self, panel: Panel, **more: Any) -> Panel:
        panel.refresh_from_db()
        facts = {
            "by": self.people["guide"],
            "version": panel.version,
            "conclusions": {goal(SENT): ("ready", ""), goal(STILL): ("needs_more", "Flere undersøkelser.")},
            "trainee_present": True,
            "summary": "God framgang.",
            **more,
        }
        return actions.change_panel(trainee_id=self.nora.pk, panel_id=panel.pk, now=NOW, **facts)

    def conclude(self, panel: Panel, who: str = "head", **more: Any) -> Panel:
        panel.refresh_from_db()
        facts = {"by": self.people[who], "version": panel.version, "now": NOW, **more}
        return actions.conclude_panel(trainee_id=self.nora.pk, panel_id=panel.pk, **facts)


@pytest.fixture(scope="module")
def stored_panels(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[Panels]:
    with django_db_blocker.unblock(), transaction.atomic():
        house = built_house()
        nora = enrol(house, "trainee")
        supervisor = add_person(by=None, name="Kari Tyttebær", email="supervisor@example.org", now=NOW)
        assign_role(
            by=None,
            person=supervisor,
            role="supervisor",
            organisation_id=house.places["unn-pet"],
            in_force_from=Day("2020-01-01"),
            now=NOW,
        )
        people = {who: person.pk for who, person in house.people.items()} | {"supervisor": supervisor.pk}
        to: dict[str, Any] = {"by": people["head"], "trainee_id": nora.pk, "now": NOW}
        appoint_guide(**to, guide_id=people["guide"], from_day=Day("2023-03-01"))
        record_goal_state(**to, goal_id=goal(SENT), state="submitted", on=TODAY - dt.timedelta(days=10))
        record_goal_state(**to, goal_id=goal(STILL), state="in_progress", on=TODAY - dt.timedelta(days=300))
        yield Panels(house, nora, people)
        transaction.set_rollback(True)


@pytest.fixture
def panels(stored_panels: Panels, db: None) -> Panels:
    return Panels(stored_panels.house, Trainee.objects.get(pk=stored_panels.nora.pk), stored_panels.people)
