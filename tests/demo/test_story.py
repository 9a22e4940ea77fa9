"""The demonstration shows the situations that it promises, through the same actions as real life."""

from __future__ import annotations

import pytest
from django.apps import apps
from django.test import Client, override_settings

from borealis.audit.models import Event
from borealis.demo import story
from borealis.guidance.rules import STATES as TALK_STATES
from borealis.plans.queries import stored_plan
from borealis.plans.rules.comparison import agreed_delay
from borealis.portfolio.activities.rules import ACTIVITY_STATES
from borealis.portfolio.signing.rules import ASK_STATES
from borealis.trainees.queries import training_record
from borealis.trainees.rules import GOAL_TRANSITIONS, counted_time
from tests.conftest import Told

pytestmark = pytest.mark.django_db


def test_each_trainee_is_in_a_situation_of_its_own(told: Told) -> None:
    records = {name: training_record(pk) for name, pk in told.trainees.items()}
    months = {
        name: counted_time(r.services, r.absences, told.today).total_months for name, r in records.items()
    }
    assert months["Jonas Polarrev"] < 22, "new"
    assert 30 < months["Aslak Isbre"] < 60, "midway"
    assert records["Maja Lomvi"].employments[-1].percent == 80, "part time"
    assert any(a.from_day > told.today for a in records["Sunniva Vindmåke"].absences), "leave ahead"
    assert records["Nora Fjellrype"].employments[1].research_percent == 50, "doctoral track"
    assert records["Mikkel Snøspurv"].phase_credits, "transferred with credit"
    assert any(s.kind == "other_specialty" for s in records["Mikkel Snøspurv"].services)
    assert months["Eir Havsule"] >= 78, "everything is reached"


def test_half_time_research_is_agreed_delay_and_not_waiting(told: Told) -> None:
    plan = stored_plan(told.trainees["Nora Fjellrype"])
    assert plan is not None
    assert agreed_delay(plan.content) >= 10


def test_everyone_has_a_guide_and_goals_of_both_sets(told: Told) -> None:
    for pk in told.trainees.values():
        record = training_record(pk)
        assert record.guide_on(told.today) is not None
        assert set(record.goal_sets) == {"NUK-2025-09", "FKM-2026-03"}


def test_real_actions_left_their_events(told: Told) -> None:
    acts = set(Event.objects.values_list("act", flat=True))
    assert {"add_person", "assign_role", "enrol_trainee", "register_service", "sign_plan"} <= acts


def test_it_is_told_once(told: Told) -> None:
    assert story.is_told()


def test_nobody_becomes_a_persona_outside_the_demonstration(told: Told) -> None:
    with override_settings(DEMO=False):
        answer = Client().post("/demo/som/", {"person": told.people["Randi Snøugle"]})
    assert answer.status_code == 403


@pytest.mark.parametrize("person", ["", "x", "999999", "-1"])
def test_an_unknown_persona_is_not_found(told: Told, person: str) -> None:
    assert Client().post("/demo/som/", {"person": person}).status_code == 404


def test_a_persona_can_be_left_again(told: Told) -> None:
    client = told.client("Randi Snøugle")
    client.post("/demo/ut/")
    assert client.get("/leder/").status_code == 404


def test_a_year_of_life_holds_every_state(told: Told) -> None:
    """every state of goals, activities and asks can be looked at."""
    goals = set(apps.get_model("trainees.GoalStatus").objects.values_list("state", flat=True))
    assert goals == {t.to_state for t in GOAL_TRANSITIONS}
    activities = apps.get_model("portfolio.Activity").objects.values_list("state", flat=True)
    assert set(activities) == set(ACTIVITY_STATES)
    asks = apps.get_model("portfolio.Ask").objects.values_list("state", flat=True)
    assert set(asks) == set(ASK_STATES)
    talks = apps.get_model("guidance.Talk").objects.values_list("state", flat=True)
    assert set(talks) == set(TALK_STATES)
