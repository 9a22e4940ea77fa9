"""Who sees improvement work and papers, who works on them, and as what: every rule asked by everyone at once."""

from __future__ import annotations

import pytest
from django.http import Http404

from borealis.improvement import actions, permissions
from borealis.improvement.models import Measure, Paper, Project
from borealis.improvement.rules.states import AUTHOR, LEADS, SUPERVISOR, TEAM
from borealis.organisations.queries import organisation
from borealis.people.queries import NOBODY, Viewer
from borealis.trainees.directory import Trainee
from tests import viewers as v
from tests.conftest import Told
from tests.improvement.conftest import DAY, content

pytestmark = pytest.mark.django_db
HERE = "unn-pet"
# Nora leads and Jonas is in the team (Torunn guides both), Ylva supervises; others see the department.
TEAM_AND_LEADS = v.LEADS | {v.NORA, v.JONAS, v.SUPERVISOR}
SEE = TEAM_AND_LEADS | {v.TORUNN, v.COORDINATOR, v.CENTRE}


@pytest.fixture
def everyone(told: Told, db: None) -> dict[str, Viewer]:
    return v.everyone(told)


@pytest.fixture
def paper(told: Told) -> Paper:
    """Nora's, which Henrik supervises."""
    own = {"by": told.people[v.NORA], "now": told.now}
    row = actions.open_paper(trainee_id=told.trainees[v.NORA], topic="Venting", **own)
    return actions.step_paper(
        paper_id=row.pk, act="supervise", supervisor_id=told.people[v.HENRIK], words="", **own
    )


# Projects


def test_a_project_is_seen_by_team_guides_supervisor_and_the_department(
    project: Project, everyone: dict[str, Viewer]
) -> None:
    found = v.asked(lambda one: permissions.check_may_see_project(one, project.pk), everyone)
    assert found == v.Answers(SEE, set())
    assert permissions.check_may_see_project(everyone[v.NORA], project.pk) == project


def test_a_leader_who_is_not_in_the_team_sees_the_project_while_employed(
    told: Told, project: Project, everyone: dict[str, Viewer]
) -> None:
    Project.objects.filter(pk=project.pk).update(leader_id=told.people[v.DELEGATE])
    for name in (v.DELEGATE, v.SUPERVISOR, v.TORUNN):
        assert permissions.projects_visible(everyone[name]).exists()
        assert not permissions.projects_visible(v.gone(everyone[name])).exists()
    assert permissions.projects_visible(v.gone(everyone[v.NORA])).exists()
    assert not permissions.projects_visible(NOBODY).exists()


def test_a_guide_sees_the_project_on_the_days_of_the_appointment(
    told: Told, project: Project, everyone: dict[str, Viewer]
) -> None:
    long_ago = told.today - 10_000 * DAY
    assert not permissions.projects_visible(everyone[v.TORUNN], long_ago).exists()
    assert permissions.projects_visible(everyone[v.TORUNN], told.today).exists()


def test_as_what_each_works_on_a_project(project: Project, everyone: dict[str, Viewer]) -> None:
    kinds = {name: permissions.kinds_of(one, project) for name, one in everyone.items()}
    of_team, leading = frozenset({TEAM}), frozenset({LEADS})
    expected = dict.fromkeys(v.LEADS | {v.SUPERVISOR}, leading)
    expected |= {v.JONAS: of_team, v.NORA: of_team | leading}
    assert {name: found for name, found in kinds.items() if found} == expected
    assert permissions.kinds_of(v.gone(everyone[v.NORA]), project) == of_team
    assert permissions.kinds_of(v.gone(everyone[v.SUPERVISOR]), project) == frozenset()


def test_who_only_looks_works_on_nothing(
    told: Told, project: Project, measure: Measure, everyone: dict[str, Viewer]
) -> None:
    test = actions.add_test(
        by=told.people[v.NORA], project_id=project.pk, title="Prøve", from_day=told.today, now=told.now
    )
    works = v.Answers(TEAM_AND_LEADS, SEE - TEAM_AND_LEADS)
    doors = {
        "project": lambda one: permissions.check_may_work_on(one, project.pk),
        "measure": lambda one: permissions.check_measure(one, project.pk, measure.pk, writes=True),
        "test": lambda one: permissions.check_test(one, project.pk, test.pk),
    }
    for name, door in doors.items():
        assert v.asked(door, everyone) == works, name
    looks = v.asked(
        lambda one: permissions.check_measure(one, project.pk, measure.pk, writes=False), everyone
    )
    assert looks == v.Answers(SEE, set())
    nora = everyone[v.NORA]
    assert permissions.check_may_work_on(nora, project.pk) == project
    assert permissions.check_test(nora, project.pk, test.pk) == test


def test_measures_and_tests_are_found_in_their_own_project_alone(
    told: Told, project: Project, measure: Measure, everyone: dict[str, Viewer]
) -> None:
    facts = {"by": told.people[v.NORA], "now": told.now}
    other = actions.begin_improvement(
        department_id=organisation(HERE).pk, **facts, **content(told, title="En annen")
    )
    test = actions.add_test(project_id=project.pk, title="Prøve", from_day=told.today, **facts)
    nora = everyone[v.NORA]
    found = permissions.check_measure(nora, project.pk, measure.pk, writes=True)
    assert (found, found.project) == (measure, project)
    with pytest.raises(Http404):
        permissions.check_measure(nora, other.pk, measure.pk, writes=True)
    with pytest.raises(Http404):
        permissions.check_test(nora, other.pk, test.pk)


def test_work_begins_in_the_department_of_the_own_training_or_where_one_registers(
    told: Told, everyone: dict[str, Viewer]
) -> None:
    door = permissions.department_to_begin_in
    may = v.LEADS | v.TRAINEES
    assert v.asked(door, everyone) == v.Answers(may | {v.HEAD_ELSEWHERE}, set())
    assert {door(everyone[name]) for name in may} == {organisation(HERE).pk}
    assert v.asked(permissions.check_leads, everyone) == v.Answers(v.LEADS | {v.HEAD_ELSEWHERE}, set())
    Trainee.objects.filter(pk=told.trainees[v.NORA]).update(finished_on=told.today)
    assert v.asked(door, {v.NORA: everyone[v.NORA]}) == v.Answers(set(), set())


# Papers


def test_the_trainee_alone_opens_a_paper(told: Told, everyone: dict[str, Viewer]) -> None:
    nora = told.trainees[v.NORA]
    found = v.asked(lambda one: permissions.check_may_open_paper(one, nora), everyone)
    assert found == v.Answers({v.NORA}, v.LEADS | {v.TORUNN, v.SUPERVISOR, v.DELEGATE})
    assert permissions.check_may_open_paper(everyone[v.NORA], nora).pk == nora


def test_a_paper_is_seen_by_author_supervisor_and_who_registers_training(
    paper: Paper, everyone: dict[str, Viewer]
) -> None:
    see = v.LEADS | {v.NORA, v.HENRIK}
    found = v.asked(lambda one: permissions.check_may_see_paper(one, paper.pk), everyone)
    assert found == v.Answers(see, set())
    assert permissions.check_may_see_paper(everyone[v.HENRIK], paper.pk) == paper
    assert permissions.papers_visible(v.gone(everyone[v.NORA])).exists()
    assert not permissions.papers_visible(v.gone(everyone[v.HENRIK])).exists()
    assert not permissions.papers_visible(NOBODY).exists()


def test_nobody_judges_an_own_paper(told: Told, paper: Paper, everyone: dict[str, Viewer]) -> None:
    judges, writes = frozenset({SUPERVISOR}), frozenset({AUTHOR})
    kinds = {name: permissions.paper_kinds(one, paper) for name, one in everyone.items()}
    expected = {**dict.fromkeys(v.LEADS | {v.HENRIK}, judges), v.NORA: writes}
    assert {name: found for name, found in kinds.items() if found} == expected
    assert permissions.paper_kinds(v.gone(everyone[v.HENRIK]), paper) == frozenset()
    acting = v.holder("stand_in", HERE, told.people[v.NORA])
    assert permissions.paper_kinds(acting, paper) == writes
