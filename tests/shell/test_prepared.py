"""A prepared read answers what the same read answers when Django writes it anew."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.contrib.sessions.models import Session
from django.db import connection
from django.db.models import QuerySet
from django.test.utils import CaptureQueriesContext

from borealis.organisations.models import Organisation
from borealis.people.models import Person, Post
from borealis.shell.prepared import DAY, KEY, KEYS, MOMENT, TEXTS, prepared

BEGUN = dt.date(2024, 3, 1)
NOON = dt.datetime(2026, 5, 4, 12, tzinfo=dt.UTC)


@pytest.fixture
def people(db: None) -> list[Person]:
    place = Organisation.objects.create(code="prep", kind="department", name_nb="Prøve")
    found = []
    for number in range(5):
        person = Person.objects.create(email=f"prep{number}@example.org", name=f"Prøve {number}")
        Post.objects.create(person=person, organisation=place, from_day=BEGUN + dt.timedelta(days=number))
        found.append(person)
    return found


def posts(people: Any, on: Any) -> QuerySet[Any, tuple[Any, ...]]:
    rows = Post.objects.filter(person_id__in=people, from_day__lte=on, organisation__kind="department")
    return rows.order_by("person_id").values_list("person_id", "from_day", "to_day", "organisation__code")


@pytest.mark.parametrize("number", range(6))
@pytest.mark.parametrize("days", [0, 2, 9])
def test_the_rows_are_those_of_the_query_itself(people: list[Person], number: int, days: int) -> None:
    ready = prepared(posts, people=KEYS, on=DAY)
    keys, on = [person.pk for person in people[:number]], BEGUN + dt.timedelta(days=days)
    for _again in range(2):
        assert ready(people=keys, on=on) == list(posts(keys, on))


def test_one_sql_serves_many_numbers_of_keys(people: list[Person]) -> None:
    ready, keys = prepared(posts, people=KEYS, on=DAY), [person.pk for person in people]
    with CaptureQueriesContext(connection) as asked:
        for number in range(1, 6):
            ready(people=keys[:number], on=BEGUN)
    assert len(asked) == 5
    assert len(ready._written) == 4  # for one key, two, up to four, and up to eight


def test_moments_and_texts_are_given_as_the_database_takes_them(db: None) -> None:
    for number in range(5):
        until = NOON + dt.timedelta(hours=number)
        Session.objects.create(session_key=f"key{number}", session_data="", expire_date=until)

    def sessions(keys: Any, since: Any) -> QuerySet[Any, tuple[Any, ...]]:
        rows = Session.objects.filter(session_key__in=keys, expire_date__gte=since)
        return rows.order_by("pk").values_list("session_key", "expire_date")

    ready, since = prepared(sessions, keys=TEXTS, since=MOMENT), NOON + dt.timedelta(hours=2)
    assert ready(keys=["key0", "key2", "key4"], since=since) == [
        ("key2", since),
        ("key4", since + dt.timedelta(hours=2)),
    ]


def test_what_changes_the_question_is_written_anew(people: list[Person]) -> None:
    def facts(person: Any, field: str) -> QuerySet[Any, tuple[Any, ...]]:
        return Person.objects.filter(pk=person).values_list(field)

    ready = prepared(facts, person=KEY)
    first = people[0]
    assert ready(person=first.pk, field="email") == [(first.email,)]
    assert ready(person=first.pk, field="name") == [(first.name,)]


def test_a_value_that_does_not_reach_the_query_is_refused(people: list[Person]) -> None:
    ready = prepared(lambda person: Person.objects.filter(pk=people[0].pk).values_list("name"), person=KEY)
    with pytest.raises(ValueError, match="does not stand in the query"):
        ready(person=people[0].pk)
    changed = prepared(lambda day: Post.objects.filter(from_day__year=day.year).values_list("pk"), day=DAY)
    with pytest.raises(ValueError, match="does not stand in the query"):
        changed(day=BEGUN)
