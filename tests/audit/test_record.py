"""The record of what was done holds, and shows where it does not."""

from __future__ import annotations

import datetime as dt

import pytest

from borealis.audit.actions import record_event
from borealis.audit.models import Event
from borealis.audit.queries import first_broken_event
from tests.audit.lifting import lifted

pytestmark = pytest.mark.django_db

NOW = dt.datetime(2026, 11, 22, 12, 0, 0, 123456, tzinfo=dt.UTC)


def write(count: int) -> None:
    for step in range(count):
        record_event(
            by=None,
            act="choose_language",
            subject=f"test.Thing:{step}",
            now=NOW + dt.timedelta(seconds=step),
            detail={"æ": [1, 2.5, None], "step": step},
        )


def test_an_untouched_record_holds() -> None:
    write(5)
    assert first_broken_event() is None


@pytest.mark.parametrize(
    "change",
    [
        {"act": "add_person"},
        {"subject": "test.Thing:9"},
        {"detail": {"step": 99}},
        {"at": NOW + dt.timedelta(days=1)},
        {"leaf": "f" * 64},
        {"root": "f" * 64},
        {"signature": "f" * 128},
        {"key": "f" * 16},
    ],
)
def test_a_changed_event_is_found_at_its_place(change: dict[str, object]) -> None:
    write(5)
    with lifted():
        Event.objects.filter(number=3).update(**change)
    assert first_broken_event() == 3


def test_a_removed_event_is_found_at_its_place() -> None:
    write(5)
    with lifted():
        Event.objects.filter(number=2).delete()
    assert first_broken_event() == 2


def test_swapped_events_are_found() -> None:
    write(4)
    with lifted():
        for old, new in ((2, 99), (3, 2), (99, 3)):
            Event.objects.filter(number=old).update(number=new)
    assert first_broken_event() == 2
