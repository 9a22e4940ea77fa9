"""Recording for programs: the queue of a phone that had no network."""

from __future__ import annotations

import uuid
from typing import Any

import pytest
from django.http import HttpResponse
from django.test import Client

from borealis.portfolio.models import Activity
from tests.conftest import Told
from tests.portfolio.activities.conftest import NORA

pytestmark = pytest.mark.django_db


@pytest.fixture
def client(told: Told) -> Client:
    return told.client(NORA)


def send(client: Client, nora: int, content: Any) -> Any:
    return client.post(
        f"/lis/mappe/{nora}/ny/",
        content,
        content_type="application/json",
        headers={"accept": "application/json"},
    )


def entry(told: Told, **fields: Any) -> dict[str, Any]:
    return {
        "key": str(uuid.uuid4()),
        "template": "pet-lunge",
        "from_day": told.today.isoformat(),
        "count": 3,
        **fields,
    }


def answered(answer: HttpResponse, status: int) -> dict[str, Any]:
    assert answer.status_code == status
    assert answer.headers["Content-Type"] == "application/json"
    return answer.json()  # type: ignore[attr-defined, no-any-return]


def test_an_entry_is_stored_once_however_often_it_is_sent(client: Client, nora: int, told: Told) -> None:
    sent = entry(told, note="på toget")

    first = answered(send(client, nora, sent), 201)
    again = answered(send(client, nora, sent), 200)

    row = Activity.objects.get()
    assert first == again == {"id": row.pk, "key": sent["key"], "url": f"/lis/mappe/{nora}/{row.pk}/"}
    assert (row.count, row.note, row.goals.count()) == (3, "på toget", 2)


def test_other_content_under_the_same_key_is_told_with_what_stands(
    client: Client, nora: int, told: Told
) -> None:
    sent = entry(told)
    send(client, nora, sent)

    told_back = answered(send(client, nora, {**sent, "count": 9}), 409)

    assert told_back["stands"]["count"] == 3
    assert list(told_back["errors"]) == ["key"]
    assert Activity.objects.get().count == 3


@pytest.mark.parametrize(
    ("fields", "names"),
    [
        ({"count": 0}, {"count"}),
        ({"from_day": "i går"}, {"from_day"}),
        ({"template": "finnes-ikke"}, {"template"}),
        ({"template": None}, {"template"}),
        ({"template": ""}, {"kind", "title"}),
        ({"key": "ingen"}, {"key"}),
        ({"goals": [987654]}, {"goals"}),
        ({"goals": ["x"]}, {"goals"}),
        ({"title": "x" * 300}, {"title"}),
        ({"count": {"a": 1}}, {"count"}),
    ],
)
def test_what_is_wrong_is_told_by_field(
    client: Client, nora: int, told: Told, fields: dict[str, Any], names: set[str]
) -> None:
    told_back = answered(send(client, nora, entry(told, **fields)), 422)

    assert set(told_back["errors"]) == names
    assert all(isinstance(text, str) and text for texts in told_back["errors"].values() for text in texts)
    assert not Activity.objects.exists()


@pytest.mark.parametrize("body", ["", "[1, 2]", "{", '"tekst"', "[" * 100, '{"key": 1, "key": 2}'])
def test_what_is_no_entry_at_all_is_told_too(client: Client, nora: int, body: str) -> None:
    told_back = answered(send(client, nora, body), 422)
    assert "key" in told_back["errors"]


def test_goals_that_are_named_are_meant_also_when_there_are_none(
    client: Client, nora: int, told: Told
) -> None:
    answered(send(client, nora, entry(told, goals=[])), 201)
    assert Activity.objects.get().goals.count() == 0


def test_a_form_that_asks_for_json_gets_it(client: Client, nora: int, told: Told) -> None:
    answer = client.post(f"/lis/mappe/{nora}/ny/", entry(told), headers={"accept": "application/json"})
    assert answered(answer, 201)["id"] == Activity.objects.get().pk


def test_without_the_token_nothing_is_stored(client: Client, nora: int, told: Told) -> None:
    strict = Client(enforce_csrf_checks=True)
    strict.cookies = client.cookies
    assert send(strict, nora, entry(told)).status_code == 403
    assert not Activity.objects.exists()
