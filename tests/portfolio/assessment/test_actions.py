"""Recording, correcting and asking for assessments: what is stored, and what is refused at which field."""

from __future__ import annotations

import datetime as dt
import re
from pathlib import Path
from typing import Any

import pytest
import yaml
from django.core import mail
from django.core.exceptions import ValidationError

from borealis.audit.models import Event
from borealis.portfolio.activities.terms import terms_of
from borealis.portfolio.assessment import actions, library
from borealis.portfolio.assessment.queries import assessments_for, assessments_of
from borealis.portfolio.models import Ask, Assessment, FormWording
from borealis.trainees.directory import Trainee
from tests.conftest import Told
from tests.portfolio.assessment.conftest import GUIDE, HEAD, NORA, SHORT, SUPERVISOR, Give

pytestmark = pytest.mark.django_db


def goals(trainee: int) -> list[int]:
    return [goal.pk for goal in terms_of(Trainee.objects.get(pk=trainee)).goals]


def refused(action: Any, *arguments: Any, **more: Any) -> list[str]:
    with pytest.raises(ValidationError) as found:
        action(*arguments, **more)
    return sorted(found.value.message_dict)


def events(row: Assessment) -> list[Event]:
    return list(Event.objects.filter(subject=f"portfolio.Assessment:{row.pk}"))


# Recording


def test_one_sentence_is_enough_and_one_event_tells_of_it(told: Told, give: Give, nora: int) -> None:
    row = give(narrative="  Spurte i tide.\r\nBra.  ")
    assert (row.narrative, row.level, row.answers, row.name) == ("Spurte i tide.\nBra.", None, {}, GUIDE)
    (event,) = events(row)
    assert (event.act, event.by_id, event.about_id) == (
        "record_assessment",
        told.people[GUIDE],
        told.people[NORA],
    )
    assert "Spurte" not in str(event.detail)


def test_level_answers_and_goals_are_kept_and_read_by_goal(give: Give, nora: int) -> None:
    first, second, *_rest = goals(nora)
    row = give(
        form="dobbelttydning",
        level=3,
        answers={"agreement": "wording", "complete": False, "trainee_reading": ""},
        goal_ids=[first],
    )
    assert row.answers == {"agreement": "wording", "complete": False}
    (view,) = assessments_for(nora, first)
    assert (view.who, view.level_words, view.narrative) == (GUIDE, "Selvstendig", "Rolig og ryddig.")
    assert (view.form_name, view.on) == ("Tydning med dobbeltlesing", row.on)
    assert assessments_for(nora, second) == ()


@pytest.mark.parametrize(
    ("said", "fields"),
    [
        ({"narrative": " \n "}, ["narrative"]),
        ({"narrative": "x" * 4001}, ["narrative"]),
        ({"narrative": "a\x00b"}, ["narrative"]),
        ({"level": 7}, ["level"]),
        ({"form": "mini-cex", "answers": {"history": 9, "gone": 1}}, ["q_gone", "q_history"]),
        ({"on": dt.date(2999, 1, 1)}, ["on"]),
        ({"on": dt.date(1900, 1, 1)}, ["on"]),
        ({"goal_ids": [987654]}, ["goals"]),
        ({"form": "gone"}, ["form"]),
        ({"form": "tilbakemelding-fra-flere"}, ["form"]),
        ({"by": NORA}, ["assessor"]),
    ],
)
def test_what_is_wrong_is_told_at_its_field_and_nothing_is_stored(
    give: Give, said: dict[str, Any], fields: list[str]
) -> None:
    before = (Assessment.objects.count(), FormWording.objects.count(), Event.objects.count())
    assert refused(give, **said) == fields
    assert (Assessment.objects.count(), FormWording.objects.count(), Event.objects.count()) == before


def test_the_same_sent_twice_is_stored_once_and_later_again(told: Told, give: Give) -> None:
    row = give()
    assert give(now=told.now + dt.timedelta(minutes=9)).pk == row.pk
    assert len(events(row)) == 1
    assert give(now=told.now + dt.timedelta(minutes=30)).pk != row.pk
    assert give(narrative="Noe annet.").pk != row.pk


def test_old_answers_keep_the_wording_they_were_given_in(
    give: Give, nora: int, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """given a form that a hospital changes, then takes away, when old answers are read, then nothing changed"""
    monkeypatch.setattr(library, "own_folder", lambda: tmp_path)
    file = tmp_path / "eget.yaml"
    content: dict[str, Any] = {
        "format": "borealis/form/1",
        "code": "eget",
        "version": 1,
        "name": {"nb": "Eget skjema"},
        "purpose": {"nb": "Til prøve."},
        "scale": {
            "code": "own",
            "name": {"nb": "Egen"},
            "steps": [{"value": 1, "name": {"nb": "Lav"}}, {"value": 2, "name": {"nb": "Høy"}}],
        },
    }
    file.write_text(yaml.safe_dump(content), encoding="utf-8")
    give(form="eget", level=2)
    content["name"]["nb"], content["scale"]["steps"][1]["name"]["nb"] = "Nytt navn", "Øverst"
    file.write_text(yaml.safe_dump({**content, "version": 2}), encoding="utf-8")
    give(form="eget", level=2, narrative="En til.")
    file.unlink()
    found = [(view.form_name, view.level_words, view.wording.version) for view in assessments_of(nora)]
    assert found == [("Nytt navn", "Øverst", 2), ("Eget skjema", "Høy", 1)]
    assert FormWording.objects.filter(code="eget").count() == 2


# Correcting


def test_a_correction_is_a_new_row_that_stands_in_the_place_of_the_first(give: Give, nora: int) -> None:
    first = give(level=1)
    second = give(level=3, narrative="Så mer etterpå.", corrects_id=first.pk)
    first.refresh_from_db()
    assert (first.level, first.narrative) == (1, "Rolig og ryddig.")
    assert [view.pk for view in assessments_of(nora)] == [second.pk]
    assert [event.act for event in events(second)] == ["correct_assessment"]


def test_only_ones_own_newest_on_the_same_form_is_corrected(give: Give) -> None:
    first = give()
    assert refused(give, by=SUPERVISOR, corrects_id=first.pk) == ["corrects"]
    assert refused(give, form="mini-cex", corrects_id=first.pk) == ["corrects"]
    give(narrative="Rettet.", corrects_id=first.pk)
    assert refused(give, narrative="Igjen.", corrects_id=first.pk) == ["corrects"]


# Asking


def ask(told: Told, nora: int, **more: Any) -> Ask:
    facts = {"by": told.people[NORA], "trainee_id": nora, "form": SHORT, "now": told.now}
    return actions.ask_assessment(**{**facts, **more})


def test_an_ask_is_mailed_with_a_link_and_answered_once(
    told: Told, nora: int, give: Give, django_capture_on_commit_callbacks: Any
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        asked = ask(told, nora, name="Ida Teist", email="ida@sykehus.example")
    (message,) = mail.outbox
    assert message.to == ["ida@sykehus.example"]
    assert re.search(r"/vurder/[\w-]{43}/", str(message.body))
    assert "Nora Fjellrype ber deg om en vurdering" in message.subject
    given = actions.Given(on=told.today, narrative="Fin dag.")
    facts: dict[str, Any] = {"trainee_id": nora, "form": SHORT, "given": given, "ask_id": asked.pk}
    row = actions.record_assessment(by=None, now=told.now, **facts)
    asked.refresh_from_db()
    assert (row.assessor_id, row.name, row.email) == (None, "Ida Teist", "ida@sykehus.example")
    assert (asked.state, asked.closed_at) == ("answered", told.now)
    assert refused(actions.record_assessment, by=None, now=told.now, **facts) == ["ask"]


def test_an_offer_waits_without_mail(told: Told, nora: int, django_capture_on_commit_callbacks: Any) -> None:
    guide = told.people[GUIDE]
    with django_capture_on_commit_callbacks(execute=True):
        offered = ask(told, nora, by=guide, person_id=guide)
    assert (offered.by_id, offered.asked_id, mail.outbox) == (guide, guide, [])


@pytest.mark.parametrize(
    ("more", "fields"),
    [
        ({"name": "", "email": "ida@sykehus.example"}, ["name"]),
        ({"name": "Ida", "email": "ida"}, ["email"]),
        ({"person_id": 987654}, ["person"]),
        ({"form": "gone", "person_id": 1}, ["form"]),
    ],
)
def test_an_ask_says_whom(told: Told, nora: int, more: dict[str, Any], fields: list[str]) -> None:
    assert refused(ask, told, nora, **more) == fields


def test_nobody_is_asked_about_own_training_or_twice_for_the_same(told: Told, nora: int) -> None:
    address = Trainee.objects.get(pk=nora).person.email
    assert refused(ask, told, nora, person_id=told.people[NORA]) == ["person"]
    assert refused(ask, told, nora, name="Meg", email=address.upper()) == ["email"]
    ask(told, nora, person_id=told.people[SUPERVISOR])
    assert refused(ask, told, nora, person_id=told.people[SUPERVISOR]) == ["person"]


def test_only_who_was_asked_answers_and_only_while_it_is_open(told: Told, nora: int, give: Give) -> None:
    asked = ask(told, nora, person_id=told.people[SUPERVISOR])
    assert refused(give, by=HEAD, ask_id=asked.pk) == ["ask"]
    late = asked.expires_at + dt.timedelta(seconds=1)
    assert refused(give, by=SUPERVISOR, ask_id=asked.pk, now=late) == ["ask"]
    actions.close_ask(by=told.people[NORA], ask_id=asked.pk, act="recall", now=told.now)
    assert refused(give, by=SUPERVISOR, ask_id=asked.pk) == ["ask"]
    assert refused(
        actions.close_ask, by=told.people[SUPERVISOR], ask_id=asked.pk, act="decline", now=told.now
    ) == ["ask"]


def test_an_assessment_without_a_sender_is_refused(told: Told, nora: int) -> None:
    given = actions.Given(on=told.today, narrative="Anonymt.")
    facts: dict[str, Any] = {"trainee_id": nora, "form": SHORT, "given": given, "now": told.now}
    assert refused(actions.record_assessment, by=None, **facts) == ["assessor"]
