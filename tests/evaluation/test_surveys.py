"""Surveys: who is asked, when answers are shown, and that nothing leads from an answer to a person."""

from __future__ import annotations

import json
from random import Random
from typing import Any

import pytest
from django.core import mail
from django.core.exceptions import ValidationError
from django.db import connection, models
from django.test import Client

from borealis.audit.models import Event
from borealis.evaluation import actions
from borealis.evaluation.actions import surveys
from borealis.evaluation.library import questions_in_use, read_questions, shipped_questions
from borealis.evaluation.models import Survey, SurveyAnswer, SurveyMeasure, SurveyText, SurveyTicket
from borealis.organisations.queries import organisation
from tests.conftest import Told
from tests.evaluation.conftest import CODES, DAY, HEAD, JONAS, LEAD, NORA, Opened, answer

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def shuffled_alike(monkeypatch: pytest.MonkeyPatch) -> None:
    """The same shuffles in every run."""
    monkeypatch.setattr(surveys, "SHUFFLE", Random(11))


def close(survey: Survey, told: Told) -> None:
    """Its last day was yesterday."""
    survey.closes_on = told.today - DAY
    survey.save()


# Questions


def test_a_hospitals_own_questions_take_the_place_of_ours(settings: Any, tmp_path: Any) -> None:
    settings.HOME = tmp_path
    assert questions_in_use() == shipped_questions()
    own = (
        "format: borealis/evaluation/1\ncode: egen\nname: {nb: Egen}\nscale: [{value: 1, name: {nb: Nei}}, "
        "{value: 2, name: {nb: Ja}}]\ngood_from: 2\nquestions: [{code: a, text: {nb: Går det bra?}}]\n"
        "free_text: {nb: Noe mer?}\n"
    )
    (tmp_path / "evaluation.yaml").write_text(own, encoding="utf-8")
    assert questions_in_use()["code"] == "egen"


@pytest.mark.parametrize(
    "data",
    [b"", b"\xff", b"format: borealis/evaluation/1", b"[1]", b"&a [*a]", b"a: " * 30],
)
def test_what_does_not_read_is_no_file_of_questions(data: bytes) -> None:
    assert read_questions(data) is None


@pytest.mark.parametrize(
    ("key", "value"), [("good_from", 9), ("questions", [{"code": "a", "text": {"nb": "x"}}] * 2)]
)
def test_questions_that_make_no_sense_are_refused(key: str, value: object) -> None:
    assert read_questions(json.dumps({**shipped_questions(), key: value}).encode()) is None


# Opening


def test_everyone_in_training_here_is_mailed_and_nobody_is_kept(
    told: Told, opened: Opened, django_capture_on_commit_callbacks: Any
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        survey, words = opened()
    assert survey.asked == len(words) == len(set(words)) == len(mail.outbox) == 7
    assert sum(word in letter.body for word in words for letter in mail.outbox) == 7
    (event,) = Event.objects.filter(act="open_survey", subject=f"evaluation.Survey:{survey.pk}")
    assert event.detail["asked"] == 7
    assert not any(word in str(event.detail) for word in words)


def test_one_survey_a_year_and_a_fitting_last_day(told: Told, opened: Opened) -> None:
    opened()
    facts: dict[str, Any] = {"by": None, "department_id": organisation("unn-pet").pk, "now": told.now}
    with pytest.raises(ValidationError, match="alt åpnet"):
        actions.open_survey(closes_on=told.today + 14 * DAY, **facts)
    for days in (0, 6, 61):
        with pytest.raises(ValidationError, match="én uke"):
            actions.open_survey(closes_on=told.today + days * DAY, **facts)


def test_fewer_than_five_trainees_are_never_asked(told: Told) -> None:
    with pytest.raises(ValidationError, match="Færre enn fem"):
        actions.open_survey(
            by=None, department_id=organisation("unn").pk, closes_on=told.today + 14 * DAY, now=told.now
        )


# Answering


def test_a_link_answers_once_and_not_after_the_last_day(told: Told, opened: Opened) -> None:
    survey, words = opened()
    answer(told, words[:1])
    with pytest.raises(ValidationError, match="Lenken er brukt"):
        answer(told, words[:1])
    assert actions.survey_behind(words[1], told.now + 14 * DAY) is not None
    assert actions.survey_behind(words[1], told.now + 15 * DAY) is None
    assert (survey.tickets.count(), survey.answers.count(), survey.texts.count()) == (6, 1, 1)


def test_wrong_and_empty_answers_use_nothing_up(told: Told, opened: Opened) -> None:
    survey, words = opened()
    for given_, text in (({}, ""), ({"plan": 9}, ""), ({"stranger": 1}, ""), ({}, "a" * 2001)):
        with pytest.raises(ValidationError):
            actions.answer_survey(word=words[0], answers=given_, words=text, now=told.now)
    assert survey.tickets.count() == 7


def test_the_page_of_a_link_needs_no_sign_in_and_is_gone_when_used(told: Told, opened: Opened) -> None:
    _survey, words = opened()
    page, client = f"/evaluering/svar/{words[0]}/", Client()
    text = client.get(page).content.decode()
    assert "Fordypningstiden får stå i fred" in text
    assert "no-referrer" in text
    assert client.post(page, {"q_plan": "7"}).status_code == 422
    assert client.post(page, {"q_plan": "4", "words": ""}).status_code == 200
    assert client.get(page).status_code == 410
    assert client.get("/evaluering/svar/ukjent/").status_code == 410


# Nothing leads from an answer to a person


def test_nothing_in_a_row_of_an_answer_points_at_a_person_or_a_moment() -> None:
    pointing = {
        f"{model.__name__}.{field.name}"
        for model in (SurveyAnswer, SurveyText, SurveyTicket)
        for field in model._meta.get_fields()
        if isinstance(field, models.DateField | models.TimeField)
        or (field.is_relation and field.related_model is not Survey)
    }
    assert pointing == set()


def test_every_key_changes_at_every_answer(told: Told, opened: Opened) -> None:
    survey, words = opened()
    seen: set[Any] = set()
    for n in range(len(words)):
        answer(told, words[n : n + 1])
        now = {*survey.answers.values_list("pk", flat=True), *survey.texts.values_list("pk", flat=True)}
        assert len(now) == 2 * (n + 1)
        assert not now & seen
        seen |= now


def test_the_database_does_not_keep_the_order_of_answering(told: Told, opened: Opened) -> None:
    """given surveys answered in a known order, then the last answer lies anywhere among the others"""
    place = "ctid" if connection.vendor == "postgresql" else "rowid"
    lasts = set()
    for _again in range(10):
        _survey, words = opened()
        answer(told, words)
        with connection.cursor() as cursor:
            table = SurveyText._meta.db_table
            cursor.execute(f"SELECT words FROM {table} ORDER BY {place}")
            lasts.add([row[0] for row in cursor.fetchall()].index("Ord 6"))
        for model in (SurveyText, SurveyAnswer, SurveyTicket, Survey):
            model.objects.all().delete()
    assert len(lasts) >= 3


def test_answering_leaves_no_event_and_the_survey_looks_the_same(told: Told, opened: Opened) -> None:
    survey, words = opened()
    before, row = Event.objects.count(), Survey.objects.filter(pk=survey.pk).values().get()
    answer(told, words)
    assert Event.objects.count() == before
    assert Survey.objects.filter(pk=survey.pk).values().get() == row


def test_a_canary_of_an_answer_is_on_no_page_before_five_and_for_no_trainee(
    told: Told, opened: Opened
) -> None:
    survey, words = opened()
    answer(told, words[:4], "KANARI {n}")
    pages = ("/leder/evaluering/", f"/evaluering/{survey.pk}/")
    assert all("KANARI" not in told.client(HEAD).get(page).content.decode() for page in pages)
    close(survey, told)
    assert "det må være minst fem" in told.client(HEAD).get(pages[1]).content.decode()
    assert "KANARI" not in told.client(HEAD).get(pages[1]).content.decode()
    survey.closes_on = told.today + DAY
    survey.save()
    answer(told, words[4:5], "KANARI 9{n}")
    assert "KANARI" not in told.client(HEAD).get(pages[1]).content.decode()
    close(survey, told)
    assert told.client(LEAD).get(pages[1]).content.decode().count("KANARI") == 5
    for page in ("/lis/evaluering/", pages[1]):
        text = told.client(NORA).get(page).content.decode()
        assert "KANARI" not in text
        assert "5 av 7 svarte" in text


# What is done


def shown(told: Told, opened: Opened) -> Survey:
    survey, words = opened()
    answer(told, words)
    return survey


def test_nothing_is_decided_before_there_is_something_to_read(told: Told, opened: Opened) -> None:
    survey, _words = opened()
    with pytest.raises(ValidationError, match="kan ikke leses"):
        actions.add_survey_measure(
            by=told.people[HEAD],
            survey_id=survey.pk,
            what="Noe",
            owner_id=told.people[HEAD],
            by_day=told.today,
            now=told.now,
        )


def test_what_is_decided_and_done_is_shown_back_to_the_trainees(told: Told, opened: Opened) -> None:
    survey = shown(told, opened)
    page, head = f"/evaluering/{survey.pk}/", told.client(HEAD)
    day = (told.today + 30 * DAY).isoformat()
    head.post(page, {"what": "Faste fredager", "owner_id": told.people[LEAD], "by_day": day})
    row = SurveyMeasure.objects.get()
    step = f"{page}tiltak/{row.pk}/"
    head.post(step, {"act": "begin"})
    head.post(step, {"act": "finish"})
    row.refresh_from_db()
    assert row.state == "begun"  # what came of it must be said
    head.post(step, {"act": "finish", "result": "Innført"})
    head.post(step, {"act": "begin"})
    text = told.client(JONAS).get("/lis/evaluering/").content.decode()
    assert all(words in text for words in ("Faste fredager", LEAD, "Gjort", "Innført"))
    assert told.client(JONAS).post(step, {"act": "drop"}).status_code == 403


@pytest.mark.parametrize(("field", "value"), [("what", ""), ("owner_id", "99999"), ("by_day", "i morgen")])
def test_a_refused_measure_stands_in_its_form(told: Told, opened: Opened, field: str, value: str) -> None:
    survey = shown(told, opened)
    facts = {"what": "Noe", "owner_id": told.people[LEAD], "by_day": told.today.isoformat(), field: value}
    answered = told.client(HEAD).post(f"/evaluering/{survey.pk}/", facts)
    assert answered.status_code == 422
    assert 'class="field-error"' in answered.content.decode()


def test_years_stand_beside_each_other(told: Told, opened: Opened) -> None:
    before = shown(told, opened)
    Survey.objects.filter(pk=before.pk).update(year=told.today.year - 1)
    words = opened_again(told)
    for word in words:
        actions.answer_survey(word=word, answers=dict.fromkeys(CODES, 5), words="", now=told.now)
    survey = Survey.objects.get(year=told.today.year)
    text = told.client(HEAD).get(f"/evaluering/{survey.pk}/").content.decode()
    assert f"{told.today.year}: 100 %" in text
    assert f"{told.today.year - 1}: 43 %" in text  # 4 or 5 in three of seven


def opened_again(told: Told) -> list[str]:
    place = organisation("unn-pet").pk
    return actions.open_survey(by=None, department_id=place, closes_on=told.today + 14 * DAY, now=told.now)


def test_the_head_opens_it_and_another_department_sees_nothing(told: Told) -> None:
    closes_on = (told.today + 20 * DAY).isoformat()
    assert told.client(HEAD).post("/leder/evaluering/", {"closes_on": closes_on}).status_code == 302
    survey = Survey.objects.get()
    assert told.client("Liv Myrsnipe").get(f"/evaluering/{survey.pk}/").status_code == 404
    assert told.client(NORA).get("/leder/evaluering/").status_code == 404
