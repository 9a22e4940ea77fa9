"""Who opens a survey, who reads the words, and who the figures alone: every rule asked by everyone at once."""

from __future__ import annotations

import pytest

from borealis.evaluation import permissions
from borealis.evaluation.models import Survey
from borealis.organisations.queries import organisation
from borealis.people.queries import NOBODY, HeldRole, Viewer
from borealis.trainees.directory import Trainee
from tests import viewers as v
from tests.conftest import Told
from tests.evaluation.conftest import DAY, Opened

pytestmark = pytest.mark.django_db
SEE = v.LEADS | v.TRAINEES


@pytest.fixture
def everyone(told: Told, db: None) -> dict[str, Viewer]:
    return v.everyone(told)


@pytest.fixture
def survey(opened: Opened) -> Survey:
    return opened()[0]


def test_who_registers_training_reads_the_words_and_trainees_the_figures(
    survey: Survey, everyone: dict[str, Viewer]
) -> None:
    found = v.asked(lambda one: permissions.check_may_see_survey(one, survey.pk), everyone)
    assert found == v.Answers(SEE, set())
    leads = v.asked(lambda one: permissions.check_leads_survey(one, survey.pk), everyone)
    assert leads == v.Answers(v.LEADS, v.TRAINEES)
    assert v.only(lambda one: permissions.leads(one, survey), everyone) == v.LEADS
    assert permissions.check_may_see_survey(everyone[v.NORA], survey.pk) == survey
    assert permissions.check_leads_survey(everyone[v.HEAD], survey.pk) == survey
    assert not permissions.surveys_visible(NOBODY).exists()


def test_surveys_of_other_departments_are_not_seen_nor_those_after_ones_training(
    told: Told, survey: Survey, everyone: dict[str, Viewer]
) -> None:
    elsewhere = Survey.objects.create(
        department_id=organisation("unn-rontgen").pk,
        year=told.today.year,
        content={},
        asked=5,
        opened_at=told.now,
        closes_on=told.today,
    )
    found = v.asked(lambda one: permissions.check_may_see_survey(one, elsewhere.pk), everyone)
    assert found == v.Answers(set(), set())
    Trainee.objects.filter(pk=told.trainees[v.NORA]).update(finished_on=told.today - DAY)
    assert not permissions.surveys_visible(everyone[v.NORA]).exists()
    assert v.seen(permissions.surveys_visible(everyone[v.JONAS])) == {survey.pk}


def test_a_survey_is_opened_where_training_is_registered(everyone: dict[str, Viewer]) -> None:
    found = v.asked(permissions.check_department, everyone)
    assert found == v.Answers(v.LEADS | {v.HEAD_ELSEWHERE}, set())
    pet, other = organisation("unn-pet").pk, organisation("unn-rontgen").pk
    both = Viewer(
        v.NO_PERSON, "", "", "nb", (HeldRole("head", other, ""), HeldRole("training_lead", pet, ""))
    )
    assert permissions.check_department(both) == min(pet, other)
