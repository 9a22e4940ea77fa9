"""Export, erasure, holds and retention, on the demonstration and on rows filled by walking the models."""

from __future__ import annotations

import datetime as dt
import io
import json
import zipfile
from typing import Any

import jsonschema
import pytest
from django.apps import apps
from django.utils import timezone

from borealis.audit.actions import record_event
from borealis.audit.queries import first_broken_event
from borealis.people.actions import add_person
from borealis.people.models import Identity, Invitation, Person
from borealis.privacy.actions import (
    ErasureRefused,
    delete_past_their_time,
    erase_person,
    export_person,
    hold_person,
    release_person,
)
from borealis.privacy.models import LegalHold
from borealis.privacy.queries.archive import archive, archive_name, schema
from borealis.privacy.queries.registry import terms
from borealis.privacy.queries.requests import erasure_plan, held_ids, past_their_time, refusals
from borealis.trainees.models import Trainee
from tests.conftest import Told
from tests.privacy.filling import canaries, fill_everything

pytestmark = pytest.mark.django_db

NOW = dt.datetime(2026, 11, 22, 10, 0, tzinfo=dt.UTC)
DAY = dt.timedelta(days=1)


def opened(content: bytes) -> tuple[dict[str, Any], str, list[str]]:
    """An archive's data, its text as it stands, and the names of its files."""
    file = zipfile.ZipFile(io.BytesIO(content))
    text = file.read("data.json").decode()
    return json.loads(text), text, file.namelist()


@pytest.fixture
def two(told: Told) -> tuple[int, int]:
    """A person about whom every model has a row with a canary in every text, and who did it all."""
    owner = add_person(by=None, name="Tuva Rødstilk", email="tuva@eksempel.example", now=NOW)
    other = add_person(by=None, name="Brage Tundra", email="brage@eksempel.example", now=NOW)
    fill_everything(owner.pk, other.pk)
    return owner.pk, other.pk


def test_the_archive_follows_its_schema_and_has_a_pdf_with_the_same(told: Told) -> None:
    data, text, names = opened(archive(told.people["Nora Fjellrype"], told.now))
    jsonschema.Draft202012Validator(schema()).validate(data)
    assert names == ["data.json", "data.schema.json", "oversikt.pdf"]
    assert [p["purpose"] for p in data["purposes"]] == list(terms().purposes)
    assert "Foreldrepermisjon" in text
    assert data["person"] == {"name": "Nora Fjellrype", "email": "nora.fjellrype@eksempel.example"}
    assert {"model": "people.Person", "field": "password"}.items() <= data["left_out"][0].items()


def test_the_pdf_says_what_the_data_say_under_headings_of_purpose(told: Told) -> None:
    from pypdf import PdfReader

    file = zipfile.ZipFile(io.BytesIO(archive(told.people["Nora Fjellrype"], told.now)))
    text = "".join(page.extract_text() for page in PdfReader(io.BytesIO(file.read("oversikt.pdf"))).pages)
    for words in ("Utdanningen din", "Veiledning", "Loggen over handlinger", "Torunn Havørn", "§ 26"):
        assert words in text


@pytest.mark.parametrize(("language", "name"), [("nn", "Utdanninga di"), ("en", "Your training")])
def test_the_archive_is_in_the_persons_own_language(told: Told, language: str, name: str) -> None:
    Person.objects.filter(pk=told.people["Nora Fjellrype"]).update(language=language)
    data, _text, _names = opened(archive(told.people["Nora Fjellrype"], told.now))
    assert (data["language"], data["purposes"][0]["title"]) == (language, name)


def test_the_same_data_give_the_same_archive(told: Told) -> None:
    person = told.people["Jonas Polarrev"]
    assert archive(person, told.now) == archive(person, told.now)


def test_no_colleague_is_named_but_who_guides_signs_and_assesses(told: Told) -> None:
    """given the demonstration, when a trainee's archive is made, then of all others only the guide and those
    who signed, assessed and decided are named"""
    _data, text, _names = opened(archive(told.people["Nora Fjellrype"], told.now))
    named = {name for name in told.people if name in text}
    trained_by = {"Torunn Havørn", "Ylva Steinskvett", "Vigdis Alke", "Randi Snøugle"}
    assert named == {"Nora Fjellrype", *trained_by}
    _data, text, _names = opened(archive(told.people["Torunn Havørn"], told.now))
    assert {name for name in told.people if name in text} == {"Torunn Havørn"}


def test_every_text_about_a_person_is_in_that_archive_and_in_nobody_elses(two: tuple[int, int]) -> None:
    owner, _other = two
    _data, text, _names = opened(archive(owner, NOW))
    assert len(canaries(owner)) >= 20
    assert [name for name in canaries(owner) if name not in text] == []
    for person in Person.objects.exclude(pk=owner):
        _data, text, _names = opened(archive(person.pk, NOW))
        leaked = [name for name in canaries(owner) if name in text]
        assert leaked == [], f"{person}: {leaked}"


def test_nothing_that_is_declared_secret_leaves_in_the_archive(two: tuple[int, int]) -> None:
    owner, _other = two
    _data, text, _names = opened(archive(owner, NOW))
    assert "SECRET-" not in text


def test_an_export_leaves_one_event_about_the_person(told: Told) -> None:
    person = told.people["Nora Fjellrype"]
    event = apps.get_model("audit.Event")
    before = event.objects.count()
    export_person(by=None, person_id=person, now=NOW, why="Ba om innsyn")
    added = event.objects.order_by("-number")[: event.objects.count() - before]
    assert [(e.act, e.about_id, e.text.text) for e in added] == [
        ("export_person", person, {"why": "Ba om innsyn"})
    ]


def test_the_file_is_called_after_the_norwegian_day() -> None:
    assert archive_name(dt.datetime(2026, 11, 22, 23, 30, tzinfo=dt.UTC)) == "borealis-2026-11-23.zip"


def closed(owner: int) -> None:
    """End what stands in the way of erasing."""
    from borealis.people.models import RoleAssignment

    RoleAssignment.objects.filter(person_id=owner).update(in_force_from=NOW - 9 * DAY, in_force_to=NOW - DAY)
    Trainee.objects.filter(person_id=owner).update(finished_on=NOW - DAY)
    LegalHold.objects.filter(person_id=owner).update(released_at=NOW)


def test_erasure_is_refused_until_role_training_and_hold_have_ended(two: tuple[int, int]) -> None:
    owner, _other = two
    with pytest.raises(ErasureRefused) as refused:
        erase_person(by=None, person_id=owner, now=NOW, why="Ba om sletting")
    assert refused.value.reasons == ("legal_hold", "people.RoleAssignment", "trainees.Trainee")
    assert Person.objects.get(pk=owner).erased_at is None
    closed(owner)
    assert refusals(owner, NOW.date()) == ()


def test_erasure_does_to_each_field_what_is_declared_and_the_record_still_holds(two: tuple[int, int]) -> None:
    owner, _other = two
    closed(owner)
    kept = {one.rule.label: one.rows for one in erasure_plan(owner) if one.rule.erase == "keep"}
    assert erase_person(by=None, person_id=owner, now=NOW, why="Ba om sletting") is True
    person = Person.objects.get(pk=owner)
    assert (person.name, person.email) == ("Slettet person", f"slettet-{owner}@slettet.invalid")
    assert (person.is_active, person.hpr_number, person.personnel_number) == (False, "", None)
    assert (person.erased_at, person.session_epoch, person.has_usable_password()) == (NOW, 1, False)
    after = {one.rule.label: one.rows for one in erasure_plan(owner)}
    left = {label: rows for label, rows in after.items() if label != "audit.Event"}
    assert left == {**{k: n for k, n in kept.items() if k != "audit.Event"}, "audit.EventText": 1}
    assert not Identity.objects.filter(person_id=owner).exists()
    assert first_broken_event() is None


def test_what_erasure_deletes_or_blanks_is_nowhere_in_a_later_archive(two: tuple[int, int]) -> None:
    owner, _other = two
    gone = canaries(owner, erased=True)
    closed(owner)
    erase_person(by=None, person_id=owner, now=NOW, why="Ba om sletting")
    _data, text, _names = opened(archive(owner, NOW))
    assert len(gone) >= 7
    assert [name for name in gone if name in text] == []


def test_erasing_twice_does_nothing_the_second_time(two: tuple[int, int]) -> None:
    owner, _other = two
    closed(owner)
    erase_person(by=None, person_id=owner, now=NOW, why="Ba om sletting")
    event = apps.get_model("audit.Event")
    before = event.objects.count()
    assert erase_person(by=None, person_id=owner, now=NOW + DAY, why="Igjen") is False
    assert event.objects.count() == before
    assert event.objects.filter(act="erase_person", about_id=owner).count() == 1


def test_a_hold_holds_between_its_days_until_it_is_released(told: Told) -> None:
    person, today = told.people["Berit Nordavind"], NOW.date()
    hold_person(by=None, person_id=person, from_day=today, to_day=today + 2 * DAY, why="Klage", now=NOW)
    assert [person in held_ids(today + n * DAY) for n in (-1, 0, 2, 3)] == [False, True, True, False]
    assert release_person(by=None, person_id=person, now=NOW) == 1
    assert release_person(by=None, person_id=person, now=NOW) == 0
    assert held_ids(today) == frozenset()


def _invited(person: int, expires: dt.datetime) -> Invitation:
    return Invitation.objects.create(
        person_id=person, digest=f"{person}{expires}"[:64], made_at=expires, expires_at=expires
    )


def test_what_is_past_its_time_is_shown_deleted_once_and_told_of(told: Told) -> None:
    """given invitations on both sides of twelve months, one of a held person, and an expired session"""
    free, held = told.people["Berit Nordavind"], told.people["Henrik Jerv"]
    fresh = _invited(free, NOW - 364 * DAY)
    old, of_held = _invited(free, NOW - 366 * DAY), _invited(held, NOW - 400 * DAY)
    hold_person(by=None, person_id=held, from_day=NOW.date(), to_day=None, why="Klage", now=NOW)
    session = apps.get_model("sessions.Session")
    session.objects.all().delete()
    session.objects.create(session_key="gone", session_data="", expire_date=NOW - DAY)
    session.objects.create(session_key="used", session_data="", expire_date=NOW + DAY)

    shown = [(past.label, past.person_id, past.keys) for past in past_their_time(NOW)]

    assert shown == [("people.Invitation", free, (old.pk,)), ("sessions.Session", None, ("gone",))]
    assert delete_past_their_time(by=None, now=NOW) == 2
    assert set(Invitation.objects.values_list("pk", flat=True)) >= {fresh.pk, of_held.pk}
    assert list(session.objects.values_list("pk", flat=True)) == ["used"]
    event = apps.get_model("audit.Event")
    told_of = event.objects.filter(act="delete_past_its_time").order_by("number")
    assert [(e.about_id, e.detail) for e in told_of] == [
        (free, {"model": "people.Invitation", "rows": 1}),
        (None, {"model": "sessions.Session", "rows": 1}),
    ]
    assert past_their_time(NOW) == []


def test_a_large_record_is_exported_within_a_minute(told: Told) -> None:
    """A whole training at national size: some thousands of events about one person."""
    person = told.people["Nora Fjellrype"]
    for _n in range(300):
        record_event(by=person, act="read_archive", subject="trainees.Trainee:1", now=NOW, about=person)
    began = timezone.now()
    archive(person, NOW)
    assert (timezone.now() - began).total_seconds() < 60
