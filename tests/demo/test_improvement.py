"""What the demonstration tells of improvement work and evaluation."""

from __future__ import annotations

import datetime as dt
from time import process_time

import pytest
from django.apps import apps
from django.urls import get_resolver

from borealis.demo.evaluation import evaluate
from borealis.demo.improvement import improve
from borealis.evaluation.queries import department_page
from borealis.organisations.queries import organisation
from borealis.people.queries import viewer_of
from tests.conftest import Told

pytestmark = pytest.mark.django_db
MODELS = ("Value", "Measure", "Test", "PaperStep", "Paper", "ProjectStep", "Member", "Project")


def test_one_project_is_under_way_and_one_is_handed_over_with_a_paper(told: Told) -> None:
    running = apps.get_model("improvement.Project").objects.get(state="running")
    assert running.measures.get().values.count() >= 20
    assert running.tests.count() == 2
    finished = apps.get_model("improvement.Project").objects.get(state="handed_over")
    assert finished.papers.get().state == "approved"
    kept = apps.get_model("portfolio.Activity").objects.filter(
        trainee=told.trainees["Maja Lomvi"], kind="project"
    )
    assert {row.title for row in kept} == {
        "Svar innen to dager",
        "Prosjektoppgave: Kan fast tid gi raskere svar?",
    }


def test_of_three_years_one_is_shown_one_had_too_few_and_one_is_open(told: Told) -> None:
    head = viewer_of(apps.get_model("people.Person").objects.get(name="Randi Snøugle"), told.today)
    page = department_page(head, organisation("unn-pet").pk, told.today)
    assert [(row.over, row.shown) for row in page["surveys"]] == [(False, False), (True, True), (True, False)]


def test_it_is_told_in_under_two_seconds(told: Told) -> None:
    for name in MODELS:
        apps.get_model(f"improvement.{name}").objects.all().delete()
    for name in ("SurveyMeasure", "SurveyText", "SurveyAnswer", "SurveyTicket", "Survey"):
        apps.get_model(f"evaluation.{name}").objects.all().delete()
    get_resolver().reverse_dict  # noqa: B018 - what a process reads once is no part of it
    begun = process_time()
    improve(told.trainees, told.people, told.now + dt.timedelta(hours=1), told.today)
    evaluate(told.people, told.now + dt.timedelta(hours=1), told.today)
    assert process_time() - begun < 2
