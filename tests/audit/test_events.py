"""Who may read what of the record: one's own log, and an auditor's list."""

from __future__ import annotations

import dataclasses
import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import translation

from borealis.audit.actions import erase_text, record_event
from borealis.audit.context import acting_as
from borealis.audit.queries import (
    EventFilters,
    act_choices,
    events,
    events_about,
    events_by,
)
from borealis.organisations.models import Organisation
from borealis.people.models import Person

pytestmark = pytest.mark.django_db
NOW = dt.datetime(2026, 3, 29, 12, 0, tzinfo=dt.UTC)
SECRET = "Hun fortalte om noe privat"


@dataclasses.dataclass
class Scene:
    head: int
    doctor: int
    here: int
    there: int


@pytest.fixture
def scene() -> Scene:
    """A head who does things about a doctor, here and there; the doctor who does one thing."""
    people = [
        Person.objects.create(name=name, email=f"{n}@eksempel.example")
        for n, name in enumerate(("Randi Snøugle", "Nora Fjellrype"))
    ]
    places = [
        Organisation.objects.create(code=code, kind="department", name_nb=name, name_en=english)
        for code, name, english in (("her", "PET-senteret", "The PET centre"), ("der", "Klinikken", ""))
    ]
    scene = Scene(people[0].pk, people[1].pk, places[0].pk, places[1].pk)
    for step, place in enumerate((scene.here, scene.here, scene.there)):
        with acting_as(role="head", place_id=place, way="web"):
            record_event(
                by=scene.head,
                act=("sign_plan", "approve_goal", "sign_plan")[step],
                subject=f"trainees.Trainee:{step}",
                version=f"v{step}",
                about=scene.doctor,
                now=NOW + dt.timedelta(days=step),
                detail={"step": step},
                private={"why": SECRET},
            )
    record_event(
        by=scene.doctor, act="choose_language", subject="people.Person:1", now=NOW + dt.timedelta(days=3)
    )
    return scene


def test_a_person_sees_all_that_concerns_them_with_words_and_texts(scene: Scene) -> None:
    erase_text(by=scene.head, event_number=2, now=NOW, why_code="asked")
    erasing, third, second, first = events_about(scene.doctor)
    assert [event.number for event in (erasing, third, second, first)] == [5, 3, 2, 1]
    assert (first.words, first.role, first.place, first.way) == (
        "signerte planen",
        "head",
        "PET-senteret",
        "web",
    )
    assert (first.by_name, first.subject, first.version) == ("Randi Snøugle", "trainees.Trainee:0", "v0")
    assert (dict(first.private), first.erased, dict(first.detail)) == ({"why": SECRET}, False, {"step": 0})
    assert (dict(second.private), second.erased) == ({}, True)
    assert (erasing.act, erasing.about_name) == ("erase_text", "Nora Fjellrype")
    assert [event.number for event in events_about(scene.doctor, acts=["sign_plan"])] == [3, 1]


def test_who_acted_sees_what_they_did_and_no_text_about_others(scene: Scene) -> None:
    rows = events_by(scene.head)
    assert [row.number for row in rows] == [3, 2, 1]
    assert SECRET not in repr(rows)
    assert [row.number for row in events_by(scene.head, acts=("approve_goal",))] == [2]
    assert [row.act for row in events_by(scene.doctor)] == ["choose_language"]


def test_an_auditor_never_gets_what_was_written(scene: Scene) -> None:
    rows = events()
    assert [row.number for row in rows] == [4, 3, 2, 1]
    assert SECRET not in repr(rows)
    assert all(not row.detail and not row.private and not row.erased for row in rows)


@pytest.mark.parametrize(
    ("filters", "numbers"),
    [
        (EventFilters(acts=["sign_plan", "choose_language"]), [4, 3, 1]),
        (EventFilters(from_day=dt.date(2026, 3, 30)), [4, 3, 2]),
        (EventFilters(to_day=dt.date(2026, 3, 30)), [2, 1]),
        (EventFilters(from_day=dt.date(2026, 3, 30), to_day=dt.date(2026, 3, 30)), [2]),
        (EventFilters(places=[]), []),
    ],
)
def test_an_auditor_finds_by_act_and_day(scene: Scene, filters: EventFilters, numbers: list[int]) -> None:
    assert [row.number for row in events(filters)] == numbers


def test_an_auditor_finds_by_person_and_place(scene: Scene) -> None:
    assert [row.number for row in events(EventFilters(by=scene.doctor))] == [4]
    assert [row.number for row in events(EventFilters(about=scene.doctor))] == [3, 2, 1]
    assert [row.number for row in events(EventFilters(places={scene.here}))] == [2, 1]


def test_a_day_begins_and_ends_at_midnight_in_norway_also_when_summer_time_begins(scene: Scene) -> None:
    midnight = dt.datetime(2026, 3, 28, 23, 0, tzinfo=dt.UTC)  # 29 March 00:00 in Oslo
    for at in (midnight - dt.timedelta(microseconds=1), midnight, midnight + dt.timedelta(hours=23)):
        record_event(by=None, act="add_person", subject="people.Person:1", now=at)
    day = EventFilters(acts=["add_person"], from_day=dt.date(2026, 3, 29), to_day=dt.date(2026, 3, 29))
    assert [row.number for row in events(day)] == [6]


def test_pages_follow_each_other_without_a_gap_in_one_question_each(scene: Scene) -> None:
    with CaptureQueriesContext(
        connection,
    ) as asked:
        first = events(limit=3)
        second = events(before=first[-1].number, limit=3)
    assert [row.number for row in first + second] == [4, 3, 2, 1]
    assert len(asked) == 2
    assert events(limit=0) == events_about(scene.doctor, before=1) == []


def test_words_and_places_are_in_the_readers_language(scene: Scene) -> None:
    with translation.override("en"):
        assert [row.place for row in events()] == ["", "Klinikken", "The PET centre", "The PET centre"]
    with translation.override("de"):
        assert events(before=2)[0].place == "PET-senteret"
    choices = act_choices()
    assert ("sign_plan", "signerte planen") in choices
    assert [words for _act, words in choices] == sorted(words for _act, words in choices)
