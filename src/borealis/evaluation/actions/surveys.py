"""Surveys. Who is asked follows from who trains in the department; who answered is nobody's to know.

As in feedback from several (ADR 0061): a link carries a word of 256 bits, only its SHA-256 is stored, under a random
key that nobody is tied to; an answer takes its ticket away, leaves no event and no time, and every row of the survey
is written anew in a random order under new keys. So nobody can be reminded alone, and nobody is.
"""

from __future__ import annotations

import datetime as dt
import secrets
from collections.abc import Mapping
from secrets import SystemRandom
from typing import Any

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from borealis.audit.actions import record_event
from borealis.evaluation.library import questions_in_use
from borealis.evaluation.models import Survey, SurveyAnswer, SurveyText, SurveyTicket
from borealis.evaluation.rules import FEWEST, FURTHEST, SHORTEST, is_over
from borealis.people import mail
from borealis.people.actions.refusals import refuse
from borealis.people.rules import LANGUAGES, word_digest
from borealis.trainees.directory import Trainee
from borealis.trainees.permissions import in_training

SHUFFLE = SystemRandom()
LONGEST_TEXT = 2000


@transaction.atomic
def open_survey(*, by: int | None, department_id: int, closes_on: dt.date, now: dt.datetime) -> list[str]:
    """Open the year's survey and mail each trainee of the department a link; give the links' words, in no order.

    With fewer than five to ask the answers could never be shown, so nobody is asked.
    """
    today = timezone.localdate(now)
    if not today + SHORTEST <= closes_on <= today + FURTHEST:
        raise refuse("closes_on", _("Velg en dag mellom én uke og to måneder fram i tid."))
    if Survey.objects.filter(department_id=department_id, year=today.year).exists():
        raise refuse("closes_on", _("Årets evaluering er alt åpnet."))
    rows = Trainee.objects.filter(in_training(today), programme__department_id=department_id)
    asked = list(rows.filter(started_on__lte=today).select_related("person"))
    if len(asked) < FEWEST:
        raise refuse("closes_on", _("Færre enn fem er i utdanning her. Da kan svarene aldri vises."))
    survey = Survey.objects.create(
        department_id=department_id,
        year=today.year,
        content=questions_in_use(),
        asked=len(asked),
        opened_at=now,
        closes_on=closes_on,
        by_id=by,
    )
    SHUFFLE.shuffle(asked)
    words = [_invite(survey, trainee) for trainee in asked]
    record_event(
        by=by,
        act="open_survey",
        subject=f"evaluation.Survey:{survey.pk}",
        now=now,
        detail={"asked": len(asked), "closes_on": closes_on.isoformat()},
    )
    return words


def _invite(survey: Survey, trainee: Trainee) -> str:
    """A ticket that names nobody, and the mail that carries its word; gives the word."""
    word = secrets.token_urlsafe(32)
    SurveyTicket.objects.create(survey=survey, digest=word_digest(word))
    person = trainee.person
    language, email = person.language or LANGUAGES[0], person.email
    facts = {
        "name": person.name,
        "link": f"{settings.SITE_ADDRESS}{reverse('survey_answer', args=[word])}",
        "last": survey.closes_on,
    }
    transaction.on_commit(lambda: mail.write_to_address(email, language, "evaluation/mail/invite.txt", facts))
    return word


def survey_behind(word: str, now: dt.datetime) -> Survey | None:
    """What a link opens: None when it is used, unknown, or the survey is over."""
    row = Survey.objects.filter(tickets__digest=word_digest(word)).select_related("department").first()
    return None if row is None or is_over(row.closes_on, 1, timezone.localdate(now)) else row


@transaction.atomic
def answer_survey(*, word: str, answers: Mapping[str, int], words: str, now: dt.datetime) -> None:
    """Take one answer. Nothing is stored of who gave it, or when; the ticket is gone."""
    found = survey_behind(word, now)
    if found is None:
        raise refuse("word", _("Lenken er brukt, eller evalueringen er over."))
    survey = Survey.objects.select_for_update().get(pk=found.pk)
    words = words.replace("\r\n", "\n").strip()
    _check(survey.content, answers, words)
    if not survey.tickets.filter(digest=word_digest(word)).delete()[0]:
        raise refuse("word", _("Lenken er brukt, eller evalueringen er over."))
    _shaken(survey, dict(answers), words)


def _check(content: Mapping[str, Any], answers: Mapping[str, int], words: str) -> None:
    codes = {question["code"] for question in content["questions"]}
    values = {step["value"] for step in content["scale"]}
    for code, value in answers.items():
        if code not in codes or value not in values:
            raise refuse(f"q_{code}", _("Velg ett av svarene."))
    if len(words) > LONGEST_TEXT:
        raise refuse(
            "words", _("Teksten er for lang. Forkort den til høyst %(limit)d tegn.") % {"limit": LONGEST_TEXT}
        )
    if not answers and not words:
        raise refuse("words", _("Svar på minst ett spørsmål, eller skriv en setning."))


def _shaken(survey: Survey, answer: dict[str, int], words: str) -> None:
    """Every answer and every text, written anew in a random order under new keys."""
    every = [*survey.answers.values_list("answers", flat=True), answer]
    texts = [*survey.texts.values_list("words", flat=True), *([words] if words else [])]
    survey.answers.all().delete()
    survey.texts.all().delete()
    SHUFFLE.shuffle(every)
    SHUFFLE.shuffle(texts)
    for one in every:
        SurveyAnswer.objects.create(survey=survey, answers=one)
    for text in texts:
        SurveyText.objects.create(survey=survey, words=text)
