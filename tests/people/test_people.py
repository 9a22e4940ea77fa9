"""Persons, and the roles that they hold between two days."""

from __future__ import annotations

import datetime as dt

import pytest
from django.core.exceptions import ValidationError
from django.test import Client

from borealis.organisations.models import Organisation
from borealis.people.actions import add_person, assign_role
from borealis.people.models import Person
from borealis.people.queries import NOBODY, holders, viewer_of
from borealis.people.rules import ROLES, has_power

NOW = dt.datetime(2026, 11, 22, 9, tzinfo=dt.UTC)
TODAY = dt.date(2026, 11, 22)


@pytest.fixture
def department(db: None) -> Organisation:
    return Organisation.objects.create(code="dep", kind="department", name_nb="Avdelingen")


@pytest.fixture
def person(db: None) -> Person:
    return add_person(by=None, name="Kari Fjellvik Nordlys", email="kari@example.org", now=NOW)


@pytest.mark.parametrize(
    ("first", "last", "held"),
    [
        (TODAY, None, True),
        (TODAY, TODAY, True),
        (TODAY + dt.timedelta(days=1), None, False),
        (dt.date(2020, 1, 1), TODAY - dt.timedelta(days=1), False),
    ],
)
def test_a_role_is_held_on_its_first_and_last_day_and_not_outside(
    department: Organisation, person: Person, first: dt.date, last: dt.date | None, held: bool
) -> None:
    assign_role(
        by=None,
        person=person,
        role="head",
        organisation_id=department.pk,
        in_force_from=first,
        in_force_to=last,
        now=NOW,
    )
    viewer = viewer_of(person, TODAY)
    assert viewer.holds("head") is held
    assert (department.pk in viewer.places_with("agree_plan")) is held
    assert (person in holders("head", department.pk, TODAY)) is held


def test_a_role_may_not_end_before_it_begins(department: Organisation, person: Person) -> None:
    with pytest.raises(ValidationError):
        assign_role(
            by=None,
            person=person,
            role="head",
            organisation_id=department.pk,
            in_force_from=TODAY,
            in_force_to=TODAY - dt.timedelta(days=1),
            now=NOW,
        )


def test_an_unknown_role_is_refused_and_carries_no_power(department: Organisation, person: Person) -> None:
    with pytest.raises(ValidationError):
        assign_role(
            by=None, person=person, role="king", organisation_id=department.pk, in_force_from=TODAY, now=NOW
        )
    assert not has_power("king", "agree_plan")


def test_only_the_head_and_the_stand_in_agree_to_plans() -> None:
    assert {code for code in ROLES if has_power(code, "agree_plan")} == {"head", "stand_in"}


def test_two_persons_may_not_share_an_address(person: Person) -> None:
    with pytest.raises(ValidationError):
        add_person(by=None, name="Annen", email="kari@example.org", now=NOW)


def test_initials_are_of_the_first_and_last_name(person: Person) -> None:
    assert person.initials == "KN"


def test_nobody_signed_in_holds_nothing() -> None:
    assert viewer_of(None) == NOBODY


def test_a_chosen_language_is_kept_and_an_unknown_one_is_not(client: Client, db: None) -> None:
    answer = client.post("/sprak/", {"language": "nn", "next": "/spesialiteter/"})
    assert answer.headers["Location"] == "/spesialiteter/"
    assert answer.cookies["language"].value == "nn"
    assert "language" not in client.post("/sprak/", {"language": "xx"}).cookies


def test_choosing_a_language_never_leads_to_another_site(client: Client, db: None) -> None:
    answer = client.post("/sprak/", {"language": "en", "next": "https://evil.example/x"})
    assert answer.headers["Location"] == "/"
