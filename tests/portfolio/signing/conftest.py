"""A trainee of the demonstration with activities, those who sign, and mail that stays in memory."""

from __future__ import annotations

import datetime as dt
import re
import uuid
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.core import mail
from django.db.models import QuerySet
from django.test import Client, override_settings

from borealis.audit.models import Event
from borealis.people.models import Post
from borealis.portfolio.activities.actions import record_activity
from borealis.portfolio.models import Activity, Ask
from borealis.portfolio.signing import actions
from tests.conftest import Told

NORA, TORUNN, LINE = "Nora Fjellrype", "Torunn Havørn", "Henrik Jerv"
OUTSIDE = "ida.teist@sykehus.example"

Record = Callable[..., Activity]
Asking = Callable[..., Ask]
Mailed = Callable[[Callable[[], Any]], list[str]]


@pytest.fixture(autouse=True)
def mail_in_memory() -> Iterator[None]:
    with override_settings(EMAIL_BACKEND="django.core.mail.backends.locmem.EmailBackend"):
        yield


@pytest.fixture
def nora(told: Told) -> int:
    return told.trainees[NORA]


@pytest.fixture
def record(told: Told, nora: int) -> Record:
    """Records an activity of Nora's; whatever is not said is twelve PET in lung cancer two days ago."""

    def recorded(**content: Any) -> Activity:
        facts: dict[str, Any] = {
            "template": "pet-lunge",
            "from_day": told.today - dt.timedelta(days=2),
            "count": 12,
            "trainee_id": nora,
            "key": uuid.uuid4(),
        }
        return record_activity(by=None, now=told.now, **{**facts, **content})

    return recorded


@pytest.fixture
def asking(told: Told, record: Record) -> Asking:
    """Asks for a signature on a new activity; of Henrik Jerv when nobody is named."""

    def asked(activity: Activity | None = None, now: dt.datetime | None = None, **whom: Any) -> Ask:
        return actions.ask_signature(
            by=told.people[NORA],
            activity_id=(activity or record()).pk,
            now=now or told.now,
            **(whom or {"person_id": told.people[LINE]}),
        )

    return asked


@pytest.fixture
def mailed(django_capture_on_commit_callbacks: Any) -> Mailed:
    """Does something, and gives the mails that went when it was stored."""

    def sent(act: Callable[[], Any]) -> list[str]:
        before = len(mail.outbox)
        with django_capture_on_commit_callbacks(execute=True):
            act()
        return [f"{m.to[0]}\n{m.subject}\n{m.body}" for m in mail.outbox[before:]]

    return sent


def word_in(text: str) -> str:
    """The word of the one link in a mail."""
    (word,) = re.findall(r"/s/([\w-]+)/", text)
    return str(word)


def opened(word: str, client: Client | None = None) -> tuple[Client, str]:
    """A browser that has opened a link, and the address where it ended."""
    client = client or Client()
    answer = client.get(f"/s/{word}/")
    return client, str(answer.headers.get("Location", ""))


def leaves(person: int, last: dt.date) -> None:
    """A person's posts end."""
    Post.objects.filter(person_id=person).update(to_day=last)


_before = {"number": 0}


@pytest.fixture(autouse=True)
def events_begin_here(request: pytest.FixtureRequest) -> None:
    """What the demonstration recorded is not the test's."""
    if "told" in request.fixturenames:
        request.getfixturevalue("db")
        newest = Event.objects.order_by("-number").values_list("number", flat=True).first()
        _before["number"] = newest or 0


def events() -> QuerySet[Event]:
    """The events that the test itself has made."""
    return Event.objects.filter(number__gt=_before["number"])
