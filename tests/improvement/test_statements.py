"""What the description says of common goals, improvement work and communication (S33 to S37)."""

from __future__ import annotations

import pytest
from django.apps import apps
from django.urls import reverse

from borealis.improvement import actions
from borealis.improvement.models import Project
from borealis.improvement.queries import common_page, improvement_findings
from borealis.portfolio.activities.actions import record_activity
from borealis.portfolio.assessment.actions import Given, record_assessment
from borealis.trainees.directory import Trainee
from tests.conftest import Told
from tests.improvement.conftest import GUIDE, HEAD, JONAS, MAJA, NORA, goal

pytestmark = pytest.mark.django_db


def trainee(told: Told, name: str) -> Trainee:
    return Trainee.objects.select_related("person", "programme").get(pk=told.trainees[name])


def todo(told: Told, name: str) -> dict[str, str]:
    """How a trainee stands to each local activity, by its name."""
    page = common_page(trainee(told, name))
    return {row.name: row.state for _set, areas in page["sets"] for area in areas for row in area.todo}


def rules(told: Told, name: str) -> set[str]:
    row = trainee(told, name)
    return {found.rule for found in improvement_findings([row], told.today)[row.pk]}


def test_s33_courses_and_elearning_are_ticked_when_they_are_recorded(told: Told) -> None:
    before = todo(told, JONAS)
    for kind in ("course", "e_learning"):
        record_activity(
            by=told.people[JONAS],
            trainee_id=told.trainees[JONAS],
            key=_key(kind),
            now=told.now,
            kind=kind,
            title="Forskningsmetode",
            from_day=told.today,
            goals=[goal("FKM-007")],
        )
    after = todo(told, JONAS)
    assert (before["Kurs"], before["E-læring"]) == ("none", "none")
    assert (after["Kurs"], after["E-læring"]) == ("done", "done")


def _key(word: str) -> object:
    import uuid

    return uuid.uuid5(uuid.NAMESPACE_URL, word)


def test_s33_the_project_paper_is_followed_until_it_is_approved(told: Told) -> None:
    name, own = "Gjennomført prosjektoppgave", {"by": told.people[NORA], "now": told.now}
    states = [todo(told, NORA)[name]]
    paper = actions.open_paper(trainee_id=told.trainees[NORA], topic="Dose", **own)
    states.append(todo(told, NORA)[name])
    actions.step_paper(paper_id=paper.pk, act="supervise", supervisor_id=told.people[GUIDE], **own)
    actions.step_paper(paper_id=paper.pk, act="submit", **own)
    actions.step_paper(by=told.people[GUIDE], paper_id=paper.pk, act="approve", now=told.now)
    assert [*states, todo(told, NORA)[name]] == ["none", "begun", "done"]


def test_s34_the_sets_are_shared_by_all_programmes(told: Told) -> None:
    common = apps.get_model("curriculum.GoalSet").objects.filter(common=True, part="2-3")
    assert {row.specialty_id for row in common} == {None}
    assert common_page(trainee(told, NORA))["total"].total == 14


def test_s35_both_sets_are_followed_each_by_those_who_have_it(told: Told) -> None:
    row = trainee(told, NORA)
    earlier = apps.get_model("curriculum.GoalSet").objects.get(code="LM-2019-03")
    row.goal_sets.set([*row.goal_sets.filter(common=False), earlier])
    page = common_page(trainee(told, NORA))
    assert page["total"].total == 24
    assert len(page["sets"]) == 1


def test_s36_goals_and_progress_are_grouped_by_area_in_both_sets(told: Told) -> None:
    (areas,) = [areas for _name, areas in common_page(trainee(told, MAJA))["sets"]]
    assert {area.count.code: area.count.total for area in areas} == {
        "A2": 1, "A3": 3, "A4": 1, "A6": 2, "A7": 2, "A8": 1, "A9": 4,
    }  # fmt: skip
    assert sum(area.count.approved for area in areas) == 13


def test_s37_who_has_no_improvement_work_is_told_of(told: Told) -> None:
    assert "no_improvement_work" in rules(told, JONAS)


def test_s37_taking_part_in_improvement_work_ends_it(told: Told, project: Project) -> None:
    assert "no_improvement_work" not in rules(told, JONAS)


def test_s37_who_has_no_communication_assessed_is_told_of_until_it_is(told: Told) -> None:
    assert "no_communication_assessment" in rules(told, JONAS)
    record_assessment(
        by=told.people[GUIDE],
        trainee_id=told.trainees[JONAS],
        form="observert-samtale",
        given=Given(on=told.today, level=2, narrative="Lyttet godt"),
        now=told.now,
    )
    assert "no_communication_assessment" not in rules(told, JONAS)


def test_s37_an_approved_goal_needs_neither(told: Told) -> None:
    assert not rules(told, MAJA)  # FKM-002 and FKM-009 are approved


def test_s37_the_heads_table_says_that_an_approved_goal_needs_neither(told: Told) -> None:
    page = told.client(HEAD).get(reverse("common_goals_department"))
    lines = {line["name"]: line for line in page.context["lines"]}
    maja, jonas = lines[MAJA], lines[JONAS]  # FKM-002 and FKM-009 of Maja are approved
    assert {maja["improvement"].words, maja["observed"].words} == {"Målet er godkjent"}
    assert {jonas["improvement"].words, jonas["observed"].words} == {"Ikke ført opp ennå"}


def test_s37_the_head_finds_them_all_on_one_page(told: Told) -> None:
    text = told.client(HEAD).get(reverse("common_goals_department")).content.decode()
    assert "Ikke ført opp ennå" in text
