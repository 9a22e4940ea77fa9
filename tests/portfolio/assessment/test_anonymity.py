"""Feedback from several: agreed by both, answered without a name, and nothing leads from answer to person."""

from __future__ import annotations

import datetime as dt
import io
import json
import zipfile
from collections.abc import Iterator
from random import Random
from typing import Any

import pytest
from django.core import mail
from django.core.exceptions import ValidationError
from django.db import connection, models
from django.test import Client

from borealis.audit.models import Event
from borealis.people.actions.refusals import ChangedMeanwhile
from borealis.people.models import Person
from borealis.portfolio.assessment import actions
from borealis.portfolio.assessment.actions import rounds
from borealis.portfolio.assessment.queries import round_page
from borealis.portfolio.models import FeedbackAnswer, FeedbackRound, FeedbackText, FeedbackTicket
from borealis.privacy.actions import export_person
from tests.conftest import Told
from tests.portfolio.assessment.conftest import GUIDE, NORA, SUPERVISOR, Opened, proposed

pytestmark = pytest.mark.django_db
QUESTIONS = ("reachable", "respect", "informs", "takes_advice", "careful", "asks_help")


@pytest.fixture(autouse=True)
def shuffled_alike() -> Iterator[None]:
    """The same shuffles in every run."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(rounds, "SHUFFLE", Random(11))
        yield


def answer(told: Told, words: list[str], text: str = "Ord {n}") -> None:
    """Answers in the order of the links, each with words of its own."""
    for n, word in enumerate(words):
        chosen = {question: 1 + (n + at) % 4 for at, question in enumerate(QUESTIONS)}
        actions.answer_round(word=word, answers=chosen, narrative=text.format(n=n), now=told.now)


def later(told: Told, days: int) -> dt.datetime:
    return told.now + dt.timedelta(days=days)


# Agreeing


def test_the_other_one_agrees_to_the_list_that_was_read(told: Told, nora: int) -> None:
    row = proposed(told, nora, doctors=5)
    nora_self, guide = told.people[NORA], told.people[GUIDE]
    with pytest.raises(ValidationError, match="Du endret listen sist"):
        actions.agree_round(by=nora_self, round_id=row.pk, version=row.version, now=told.now)
    with pytest.raises(ChangedMeanwhile):
        actions.agree_round(by=guide, round_id=row.pk, version=row.version - 1, now=told.now)
    assert len(set(actions.agree_round(by=guide, round_id=row.pk, version=row.version, now=told.now))) == 5
    with pytest.raises(ValidationError, match="alt satt i gang"):
        actions.drop_round(by=guide, round_id=row.pk, now=told.now)


def test_fewer_than_five_are_never_asked(told: Told, nora: int) -> None:
    row = proposed(told, nora, doctors=4)
    with pytest.raises(ValidationError, match="Minst fem"):
        actions.agree_round(by=told.people[GUIDE], round_id=row.pk, version=row.version, now=told.now)


def test_the_trainee_is_not_asked_nobody_twice_and_one_proposal_at_a_time(told: Told, nora: int) -> None:
    row = proposed(told, nora, doctors=1)
    facts: dict[str, Any] = {"by": told.people[NORA], "round_id": row.pk, "now": told.now, "group": "doctors"}
    for whom, field in (
        ({"person_id": told.people[NORA]}, "person"),
        ({"name": "Igjen", "email": "DOCTORS0@eksempel.example"}, "email"),
        ({"name": "Ny", "email": "ny@eksempel.example", "group": "strangers"}, "group"),
    ):
        with pytest.raises(ValidationError) as refused:
            actions.add_invitee(**{**facts, **whom})
        assert list(refused.value.message_dict) == [field]
    with pytest.raises(ValidationError, match="alt foreslått"):
        proposed(told, nora)


def test_a_dropped_proposal_keeps_no_names(told: Told, nora: int) -> None:
    row = proposed(told, nora, doctors=3)
    actions.drop_round(by=told.people[NORA], round_id=row.pk, now=told.now)
    assert row.invitees.count() == 0
    assert proposed(told, nora).pk != row.pk


# Answering


def test_a_link_answers_once_until_the_last_day(told: Told, opened: Opened) -> None:
    row, words = opened(doctors=5)
    answer(told, words[:1])
    with pytest.raises(ValidationError, match="Lenken er brukt"):
        answer(told, words[:1])
    assert actions.round_behind(words[1], later(told, 14)) is not None
    assert actions.round_behind(words[1], later(told, 15)) is None
    assert (row.tickets.count(), row.answers.count(), row.texts.count()) == (4, 1, 1)


def test_an_empty_or_wrong_answer_uses_nothing_up(told: Told, opened: Opened) -> None:
    row, words = opened(doctors=5)
    for said, text, field in (({}, "", "narrative"), ({"respect": 9}, "Hei", "q_respect")):
        with pytest.raises(ValidationError) as refused:
            actions.answer_round(word=words[0], answers=said, narrative=text, now=told.now)
        assert list(refused.value.message_dict) == [field]
    assert row.tickets.count() == 5


def test_a_small_group_is_neither_in_the_link_nor_stored_and_no_link_can_change_its_group(
    told: Told, opened: Opened
) -> None:
    row, words = opened(doctors=5, nurses=2, technologists=1)
    groups = sorted(word.partition(".")[0] for word in words)
    assert groups == ["0"] * 3 + ["doctors"] * 5
    assert actions.round_behind("nurses." + words[0].partition(".")[2], told.now) is None
    answer(told, words)
    assert sorted(row.answers.values_list("group", flat=True)) == [""] * 3 + ["doctors"] * 5


# Showing


@pytest.mark.parametrize(
    ("answered", "days", "shown"), [(4, 15, False), (5, 14, False), (5, 15, True), (8, 0, True)]
)
def test_answers_are_shown_from_five_when_closed_or_complete(
    told: Told, opened: Opened, answered: int, days: int, shown: bool
) -> None:
    row, words = opened(doctors=5, nurses=3)
    answer(told, words[:answered])
    page = round_page(row, later(told, days))
    assert (page["shown"], bool(page["packs"]), bool(page["texts"])) == (shown, shown, shown)
    assert page["answered"] == answered


def test_groups_are_joined_so_that_none_of_fewer_than_five_can_be_told(told: Told, opened: Opened) -> None:
    row, words = opened(doctors=6, technologists=5, nurses=2)
    answer(told, words)
    page = round_page(row, told.now)
    assert [(pack.name, pack.number) for pack in page["packs"]] == [("Leger", 6), ("De andre, samlet", 7)]
    lines = [line for pack in page["packs"] for line in pack.lines if line.text.startswith("Møter")]
    assert [sum(number for _step, number in line.counts) for line in lines] == [6, 7]
    assert sorted(page["texts"]) == sorted(f"Ord {n}" for n in range(13))


# Linking


def test_nothing_in_a_row_of_an_answer_points_at_a_person_an_ask_or_a_moment() -> None:
    pointing = {
        f"{model.__name__}.{field.name}"
        for model in (FeedbackAnswer, FeedbackText, FeedbackTicket)
        for field in model._meta.get_fields()
        if isinstance(field, models.DateField | models.TimeField)
        or (field.is_relation and field.related_model is not FeedbackRound)
    }
    assert pointing == set()
    texts = {field.name for field in FeedbackText._meta.get_fields()}
    assert texts == {"id", "feedback_round", "narrative"}


def test_every_key_changes_at_every_answer(told: Told, opened: Opened) -> None:
    """given answers one by one, when keys are compared, then none lives on to tell which row is new"""
    row, words = opened(doctors=6)
    seen: set[Any] = set()
    for n in range(len(words)):
        answer(told, words[n : n + 1])
        now = {*row.answers.values_list("pk", flat=True), *row.texts.values_list("pk", flat=True)}
        assert len(now) == 2 * (n + 1)
        assert not now & seen
        seen |= now


def _as_stored(table: str, column: str, row: FeedbackRound) -> list[Any]:
    """Values in the order in which the database itself keeps the rows."""
    place = "ctid" if connection.vendor == "postgresql" else "rowid"
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT {column} FROM {table} WHERE feedback_round_id = %s ORDER BY {place}",
            [row.pk],
        )
        return [found[0] for found in cursor.fetchall()]


def test_neither_the_order_of_keys_nor_that_of_the_database_follows_the_order_of_answering(
    told: Told, opened: Opened
) -> None:
    """given rounds answered in a known order, then the last answer lies anywhere among the others, and the
    words of an answer do not lie where its choices lie"""
    lasts, by_key, apart = set(), set(), 0
    for _round in range(12):
        row, words = opened(doctors=5)
        answer(told, words)
        texts = _as_stored("portfolio_feedbacktext", "narrative", row)
        lasts.add(texts.index("Ord 4"))
        ordered = list(row.texts.order_by("pk").values_list("narrative", flat=True))
        by_key.add(ordered.index("Ord 4"))
        answers = _as_stored("portfolio_feedbackanswer", "answers", row)
        first = [(json.loads(said) if isinstance(said, str) else said)["reachable"] for said in answers]
        apart += first != [1 + int(text[-1]) % 4 for text in texts]
    assert len(lasts) >= 3
    assert len(by_key) >= 2
    assert apart >= 9


def test_answering_leaves_no_event_and_opening_names_nobody(told: Told, opened: Opened) -> None:
    row, words = opened(doctors=5)
    (event,) = Event.objects.filter(act="open_feedback_round", subject=f"portfolio.FeedbackRound:{row.pk}")
    assert event.detail == {"asked": 5}
    before = Event.objects.count()
    answer(told, words)
    assert Event.objects.count() == before


def test_those_who_were_asked_look_the_same_whether_they_answered_or_not(told: Told, opened: Opened) -> None:
    row, words = opened(doctors=5)
    before = list(row.invitees.values())
    rounds_before = FeedbackRound.objects.filter(pk=row.pk).values().get()
    answer(told, words[:3])
    assert list(row.invitees.values()) == before
    assert FeedbackRound.objects.filter(pk=row.pk).values().get() == rounds_before
    assert {invitee["email"] for invitee in before} == {""}


def _archive(person: int, told: Told) -> str:
    data = export_person(by=None, person_id=person, now=told.now, why="Prøve")
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return archive.read("data.json").decode()


def test_no_archive_holds_an_answer_a_text_or_a_group(told: Told, opened: Opened) -> None:
    """given answers, when the trainee and one who was asked take out all about themselves, then none is there"""
    row, words = opened(doctors=5)
    invitee = row.invitees.first()
    assert invitee is not None
    invitee.person = Person.objects.get(pk=told.people[SUPERVISOR])
    invitee.save(update_fields=["person"])
    answer(told, words, text="HEMMELIG-{n}")
    for person in (told.people[NORA], told.people[SUPERVISOR]):
        archive = _archive(person, told)
        assert "HEMMELIG" not in archive
        assert '"reachable"' not in archive
        for found in FeedbackAnswer.objects.filter(feedback_round=row):
            assert str(found.pk) not in archive


def test_answering_neither_reads_nor_writes_the_session_of_who_is_signed_in(
    told: Told, opened: Opened
) -> None:
    row, words = opened(doctors=5)
    client, stranger = told.client(SUPERVISOR), Client()
    before = dict(client.session.items())
    address = f"/svar-uten-navn/{words[0]}/"
    for browser in (client, stranger):
        page = browser.get(address)
        assert page.status_code == 200
        assert "no-store" in page.headers["Cache-Control"]
    thanks = client.post(address, {"narrative": "Fint å arbeide med.", "q_respect": "4"})
    assert "Takk" in thanks.content.decode()
    assert {key: client.session[key] for key in before if key != "used"} == {
        key: value for key, value in before.items() if key != "used"
    }
    assert client.get(address).status_code == 410
    assert row.answers.get().answers == {"respect": 4}


def test_the_mail_promises_what_holds(told: Told, opened: Opened) -> None:
    opened(doctors=5)
    body = str(mail.outbox[0].body)
    assert "Ingen får vite om du har svart." in body
    assert len({message.to[0] for message in mail.outbox}) == 5
