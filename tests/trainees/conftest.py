"""UNN, its programme in nuclear medicine, people and one trainee, stored as real life stores them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass, replace
from importlib.resources import files

import pytest
from django.apps import apps
from django.db import transaction
from pytest_django import DjangoDbBlocker

from borealis.curriculum.actions import load_shipped
from borealis.organisations.actions import load_shipped_organisations
from borealis.organisations.queries import organisations
from borealis.people.actions import add_person, assign_role
from borealis.people.models import Person
from borealis.people.queries import Viewer, viewer_of
from borealis.programmes.actions import apply
from borealis.trainees.actions import enrol_trainee
from borealis.trainees.models import Trainee

NOW = dt.datetime(2026, 11, 22, 10, 0, tzinfo=dt.UTC)
TODAY = dt.date(2026, 11, 22)
Day = dt.date.fromisoformat

PEOPLE = {
    "trainee": "Nora Fjellrype",
    "colleague": "Sunniva Lomvi",
    "stranger": "Aksel Steinskvett",
    "guide": "Torunn Havørn",
    "new_guide": "Henrik Jerv",
    "head": "Randi Snøugle",
    "training_lead": "Line Multe",
    "coordinator": "Odd Rein",
    "head_elsewhere": "Per Lundefugl",
    "outsider": "Gry Lappspurv",
}


@dataclass
class House:
    """Keys and rows that tests of trainees need."""

    places: dict[str, int]
    programme: int
    other_programme: int
    people: dict[str, Person]

    def viewer(self, who: str) -> Viewer:
        return viewer_of(self.people[who], TODAY)

    def give(self, who: str, role: str, place: str = "unn-pet", trainee: Trainee | None = None) -> None:
        """A role for a person, at a place or for one trainee alone."""
        assign_role(
            by=None,
            person=self.people[who],
            role=role,
            organisation_id=None if trainee else self.places[place],
            trainee_id=trainee.pk if trainee else None,
            in_force_from=Day("2020-01-01"),
            now=NOW,
        )

    def leave(self, who: str) -> None:
        """Every post that is known of a person ended yesterday."""
        posts = apps.get_model("people.Post").objects
        facts = {"person": self.people[who], "organisation_id": self.places["unn"]}
        posts.filter(person=self.people[who]).delete()
        posts.create(**facts, from_day=Day("2010-01-01"), to_day=TODAY - dt.timedelta(days=1))


@pytest.fixture(scope="module")
def stored_house(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[House]:
    """The house of a module, taken back when the module is done; each test runs in a savepoint of its own."""
    with django_db_blocker.unblock(), transaction.atomic():
        yield built_house()
        transaction.set_rollback(True)


@pytest.fixture
def house(stored_house: House, db: None) -> House:
    """UNN with its programme, another programme at another hospital, and a person in each role."""
    people = {person.pk: person for person in Person.objects.all()}
    return replace(stored_house, people={who: people[p.pk] for who, p in stored_house.people.items()})


def built_house() -> House:
    load_shipped(NOW)
    load_shipped_organisations(NOW)
    text = files("borealis.programmes").joinpath("data/unn-nuk.yaml").read_text("utf-8")
    here = apply(by=None, text=text, now=NOW).programme
    places = {code: row.pk for code, row in organisations().items()}
    programme = apps.get_model("programmes.Programme")
    there = programme.objects.create(
        code="annet-nuk", specialty=here.specialty, department_id=places["unn-harstad"]
    )
    people = {
        name: add_person(by=None, name=full, email=f"{name}@example.org", now=NOW)
        for name, full in PEOPLE.items()
    }
    for who, role, place in (
        ("trainee", "trainee", "unn-pet"),
        ("guide", "guide", "unn-pet"),
        ("head", "head", "unn-pet"),
        ("training_lead", "training_lead", "unn-pet"),
        ("coordinator", "training_coordinator", "unn"),
        ("head_elsewhere", "head", "unn-harstad"),
    ):
        assign_role(
            by=None,
            person=people[who],
            role=role,
            organisation_id=places[place],
            in_force_from=Day("2020-01-01"),
            now=NOW,
        )
    for who in ("guide", "new_guide", "head"):
        apps.get_model("people.Post").objects.create(
            person=people[who], organisation_id=places["unn"], from_day=Day("2010-01-01")
        )
        apps.get_model("people.SpecialistApproval").objects.create(
            person=people[who], specialty=here.specialty, approved_on=Day("2015-01-01")
        )
    return House(places, here.pk, there.pk, people)


@pytest.fixture
def nora(house: House) -> Trainee:
    """A trainee who began part 3 in March 2023, after part 1."""
    return enrol(house, "trainee")


def enrol(house: House, who: str, programme: int | None = None, **changes: object) -> Trainee:
    facts: dict[str, object] = {
        "by": house.people["head"].pk,
        "person_id": house.people[who].pk,
        "programme_id": programme or house.programme,
        "started_on": Day("2023-03-01"),
        "home_town": "Tromsø",
        "licensed_on": Day("2021-08-01"),
        "part1_completed_on": Day("2023-02-28"),
        "now": NOW,
    }
    return enrol_trainee(**{**facts, **changes})  # type: ignore[arg-type]
