"""This year's survey, not opened yet, with those who train here."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

import pytest

from borealis.evaluation import actions
from borealis.evaluation.models import Survey, SurveyAnswer, SurveyMeasure, SurveyText, SurveyTicket
from borealis.organisations.queries import organisation
from tests.conftest import Told

HEAD, LEAD, NORA, JONAS = "Randi Snøugle", "Oddvar Fjelltind", "Nora Fjellrype", "Jonas Polarrev"
DAY = dt.timedelta(days=1)
CODES = ("plan", "guidance", "supervision", "study_time", "teaching", "feedback", "speak_up", "recommend")
Opened = Callable[[], tuple[Survey, list[str]]]


@pytest.fixture(autouse=True)
def no_surveys(request: pytest.FixtureRequest) -> None:
    """The demonstration's own surveys are set aside."""
    if "told" in request.fixturenames:
        request.getfixturevalue("db")
        for model in (SurveyMeasure, SurveyText, SurveyAnswer, SurveyTicket, Survey):
            model.objects.all().delete()


@pytest.fixture
def opened(told: Told) -> Opened:
    def make() -> tuple[Survey, list[str]]:
        words = actions.open_survey(
            by=told.people[HEAD],
            department_id=organisation("unn-pet").pk,
            closes_on=told.today + 14 * DAY,
            now=told.now,
        )
        return Survey.objects.get(), words

    return make


def answer(told: Told, words: list[str], text: str = "Ord {n}") -> None:
    """Answers in the order of the links, each with words of its own."""
    for n, word in enumerate(words):
        given = {code: 1 + (n + at) % 5 for at, code in enumerate(CODES)}
        actions.answer_survey(word=word, answers=given, words=text.format(n=n), now=told.now)
