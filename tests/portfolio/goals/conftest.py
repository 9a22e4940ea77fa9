"""Nora with a guide, two supervisors, a head, a delegate and an outsider, and work done for some goals."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import pytest
from django.db import transaction
from django.test import Client
from pytest_django import DjangoDbBlocker

from borealis.people.actions import add_person, assign_role
from borealis.people.models import Person
from borealis.people.queries import Viewer, viewer_of
from borealis.portfolio.goals import actions
from borealis.portfolio.models import Activity, Ask, Assessment, SignatureAnswer, Submission
from borealis.trainees.actions import appoint_guide
from borealis.trainees.models import Trainee
from borealis.trainees.queries import goal_states
from tests.trainees.conftest import NOW, TODAY, Day, House, built_house, enrol
from tests.trainees.test_queries import goal

MORE = {
    "supervisor": ("Kari Tyttebær", "supervisor"),
    "supervisor2": ("Ola Multe", "supervisor"),
    "delegate": ("Ida Rype", "delegate"),
}


@dataclass
class Cast:
    """The people by what they are, the doctor, and short ways to act as one of them."""

    house: House
    nora: Trainee
    people: dict[str, int]
    clock: dt.datetime = NOW
    goals: dict[str, int] = field(default_factory=dict)

    def viewer(self, who: str) -> Viewer:
        return viewer_of(Person.objects.get(pk=self.people[who]), TODAY)

    def client(self, who: str) -> Client:
        client = Client()
        if who:
            client.force_login(Person.objects.get(pk=self.people[who]))
        return client

    def key(self, code: str) -> int:
        if code not in self.goals:
            self.goals[code] = goal(code)
        return self.goals[code]

    def state(self, code: str = "NUK-110") -> str | None:
        found = goal_states(self.nora.pk).get(self.key(code))
        return found.state if found else None

    def to(self, who: str, at: dt.datetime | None = None) -> dict[str, Any]:
        return {"by": self.people[who], "now": at or self.clock}

    def submit(self, *codes: str, act: str = "submit", **facts: Any) -> list[Submission]:
        facts = {"text": "Tolket femti undersøkelser alene.", **facts}
        return actions.submit_goals(
            **self.to("trainee", facts.pop("at", None)),
            trainee_id=self.nora.pk,
            goal_ids=[self.key(code) for code in codes or ("NUK-110",)],
            act=act,
            **facts,
        )

    def recommend(self, row: Submission, who: str, verdict: str = "recommends", **facts: Any) -> Any:
        facts = {"text": "Sett i arbeid flere ganger.", **facts}
        at = facts.pop("at", None)
        return actions.recommend_goal(**self.to(who, at), submission_id=row.pk, verdict=verdict, **facts)

    def decide(self, row: Submission, act: str = "approve", who: str = "head", **facts: Any) -> Any:
        facts = {"text": "Vurdert i sammenheng.", **facts}
        at = facts.pop("at", None)
        return actions.decide_goal(**self.to(who, at), submission_id=row.pk, act=act, **facts)

    def recommended(self, code: str = "NUK-110", **facts: Any) -> Submission:
        """Sent in, and recommended by the guide and one supervisor."""
        (row,) = self.submit(code, **facts)
        at = facts.get("at")
        self.recommend(row, "guide", at=at)
        self.recommend(row, "supervisor", at=at)
        return row

    def decided(self, outcome: str, code: str = "NUK-110", **facts: Any) -> Submission:
        """Recommended by both, and then decided by the head."""
        row = self.recommended(code, **facts)
        self.decide(row, outcome, at=facts.get("at"))
        return row

    def activity(self, code: str, on: str, **facts: Any) -> Activity:
        row = Activity.objects.create(
            **{
                "trainee": self.nora,
                "key": uuid.uuid4(),
                "kind": "procedure",
                "title": "PET-CT av lunge",
                "from_day": Day(on),
                "recorded_at": NOW,
                **facts,
            }
        )
        row.goals.add(self.key(code))
        return row

    def sign(self, row: Activity, who: str = "supervisor", level: int = 2) -> SignatureAnswer:
        person = Person.objects.get(pk=self.people[who])
        ask = Ask.objects.create(
            trainee=self.nora,
            kind="signature",
            activity=row,
            asked=person,
            name=person.name,
            email=person.email,
            state="answered",
            asked_at=NOW,
            expires_at=NOW,
        )
        Activity.objects.filter(pk=row.pk).update(state="signed")
        return SignatureAnswer.objects.create(
            ask=ask,
            outcome="signed",
            level=level,
            at=NOW,
            by=person,
            name=person.name,
            email=person.email,
            way="account",
            content="0" * 64,
        )

    def assess(self, code: str, on: str, who: str = "supervisor", **facts: Any) -> Assessment:
        person = Person.objects.get(pk=self.people[who])
        row = Assessment.objects.create(
            **{
                "trainee": self.nora,
                "form": "kort-tilbakemelding",
                "form_digest": "0" * 64,
                "on": Day(on),
                "assessor": person,
                "name": person.name,
                "narrative": "Trygg og rask.",
                "recorded_at": NOW,
                **facts,
            }
        )
        row.goals.add(self.key(code))
        return row


def built_cast() -> Cast:
    """Stored as real life stores it."""
    house = built_house()
    nora = enrol(house, "trainee")
    for name, (full, role) in MORE.items():
        house.people[name] = add_person(by=None, name=full, email=f"{name}@example.org", now=NOW)
        assign_role(
            by=None,
            person=house.people[name],
            role=role,
            organisation_id=house.places["unn-pet"],
            in_force_from=Day("2020-01-01"),
            now=NOW,
        )
    appoint_guide(
        by=house.people["head"].pk,
        trainee_id=nora.pk,
        guide_id=house.people["guide"].pk,
        from_day=Day("2023-03-01"),
        now=NOW,
    )
    return Cast(house, nora, {who: person.pk for who, person in house.people.items()})


@pytest.fixture(scope="module")
def stored_cast(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[Cast]:
    """The cast of a module, taken back when the module is done; each test runs in a savepoint of its own."""
    with django_db_blocker.unblock(), transaction.atomic():
        yield built_cast()
        transaction.set_rollback(True)


@pytest.fixture
def cast(stored_cast: Cast, db: None) -> Cast:
    """Nora and those around her."""
    nora = Trainee.objects.select_related("person", "programme").get(pk=stored_cast.nora.pk)
    return Cast(stored_cast.house, nora, stored_cast.people)
