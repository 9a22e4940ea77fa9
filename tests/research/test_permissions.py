"""Who sees research, leads it, confirms time and keeps calls: every rule asked by everyone at once."""

from __future__ import annotations

from typing import Any

import pytest
from django.http import Http404

from borealis.organisations.queries import organisation
from borealis.people.queries import NOBODY, HeldRole, Viewer
from borealis.research import permissions
from borealis.research.models import Application, Call, Confirmation, Participant, Project, Track
from borealis.research.rules.projects import ASKED, LEADS, PROPOSER
from borealis.trainees.directory import Trainee
from tests import viewers as v
from tests.conftest import Told
from tests.research.conftest import DAY

pytestmark = pytest.mark.django_db
HERE, NOT_HERE = "unn-pet", "unn-rontgen"
MAKERS = v.WORK_HERE | {v.RESEARCH_LEAD}
EVERYONE_HERE = v.WORK_HERE | v.ABOVE | v.TRAINEES
LEAD_RESEARCH = v.LEADS | {v.RESEARCH_LEAD}
FOLLOW_NORA = LEAD_RESEARCH | {v.TORUNN, v.NORA}


@pytest.fixture
def everyone(told: Told, db: None) -> dict[str, Viewer]:
    return v.everyone(told)


def titled(word: str) -> Project:
    return Project.objects.get(title__startswith=word)


def place(project: Project, told: Told, name: str, **facts: Any) -> Participant:
    row, _made = Participant.objects.update_or_create(
        project=project, person_id=told.people[name], defaults={"asked_at": told.now, **facts}
    )
    return row


# Departments


def test_research_of_a_department_is_for_those_who_work_or_train_there(everyone: dict[str, Viewer]) -> None:
    here = organisation(HERE).pk
    assert v.only(lambda one: here in permissions.places_of(one), everyone) == EVERYONE_HERE
    assert v.only(lambda one: here in permissions.places_of(one, makes=True), everyone) == MAKERS
    assert v.only(lambda one: permissions.may_make_project(one, here), everyone) == MAKERS
    assert v.only(lambda one: permissions.leads_research(one, here), everyone) == LEAD_RESEARCH


def test_departments_are_found_by_code_and_only_departments(everyone: dict[str, Viewer]) -> None:
    pet, other = organisation(HERE).pk, organisation(NOT_HERE).pk
    assert permissions.departments_of(everyone[v.HEAD]) == {HERE: pet}
    assert permissions.departments_of(everyone[v.RESEARCH_LEAD]) == {HERE: pet, NOT_HERE: other}
    assert permissions.departments_of(everyone[v.AUDITOR]) == {}
    assert permissions.check_may_see_department(everyone[v.HEAD], HERE) == pet
    assert permissions.check_may_make_project(everyone[v.HEAD], HERE) == pet
    found = v.asked(lambda one: permissions.check_may_see_department(one, HERE), everyone)
    assert found == v.Answers(EVERYONE_HERE, set())
    made = v.asked(lambda one: permissions.check_may_make_project(one, HERE), everyone)
    assert made == v.Answers(MAKERS, EVERYONE_HERE - MAKERS)
    for code in ("unn-tromso", "no-such-department"):
        with pytest.raises(Http404):
            permissions.check_may_see_department(everyone[v.RESEARCH_LEAD], code)


# Projects


def test_a_project_is_seen_here_and_by_who_is_in_it(told: Told, everyone: dict[str, Viewer]) -> None:
    project = titled("Kortere PET")
    place(project, told, v.FOR_ASLAK, role="member", state="joined")
    place(project, told, v.ADMINISTRATOR, role="member", state="asked")
    found = v.asked(lambda one: permissions.check_may_see_project(one, project.pk), everyone)
    assert found == v.Answers(EVERYONE_HERE | {v.FOR_ASLAK}, set())
    assert permissions.check_may_see_project(everyone[v.NORA], project.pk) == project


@pytest.mark.parametrize("state", ["proposed", "declined", "withdrawn"])
def test_an_own_idea_is_between_the_two_until_it_is_taken_on(everyone: dict[str, Viewer], state: str) -> None:
    idea = titled("Innkalling")
    Project.objects.filter(pk=idea.pk).update(state=state)
    found = v.asked(lambda one: permissions.check_may_see_project(one, idea.pk), everyone)
    assert found == v.Answers({v.JONAS, v.HENRIK}, set())
    assert not permissions.projects_visible_to(NOBODY).exists()


def test_of_an_idea_one_proposes_and_the_other_is_asked_while_employed(everyone: dict[str, Viewer]) -> None:
    idea = titled("Innkalling")
    assert permissions.relations(everyone[v.JONAS], idea) == {PROPOSER}
    assert permissions.relations(everyone[v.HENRIK], idea) == {ASKED}
    assert permissions.relations(v.gone(everyone[v.HENRIK]), idea) == set()
    assert permissions.relations(everyone[v.HEAD], idea) == set()
    led = v.asked(lambda one: permissions.check_leads_project(one, idea.pk), everyone)
    assert led == v.Answers(set(), {v.JONAS, v.HENRIK})


def test_a_project_is_led_by_its_leader_its_supervisors_and_who_leads_research(
    told: Told, everyone: dict[str, Viewer]
) -> None:
    project = titled("Kortere PET")  # Torunn leads, Henrik supervises, Nora is a member
    place(project, told, v.SUPERVISOR, role="supervisor", state="left")
    place(project, told, v.DELEGATE, role="supervisor", state="asked")
    found = v.asked(lambda one: permissions.check_leads_project(one, project.pk), everyone)
    lead = LEAD_RESEARCH | {v.TORUNN, v.HENRIK}
    assert found == v.Answers(lead, EVERYONE_HERE - lead)
    assert permissions.check_leads_project(everyone[v.HENRIK], project.pk) == project
    for name in (v.TORUNN, v.HENRIK):
        assert permissions.relations(v.gone(everyone[name]), project) == set()
    assert permissions.relations(NOBODY, project) == set()


def test_who_proposed_a_project_that_was_taken_on_is_still_known(everyone: dict[str, Viewer]) -> None:
    project = titled("Maskinlesing")
    assert permissions.relations(everyone[v.MIKKEL], project) == {PROPOSER}
    assert permissions.relations(everyone[v.TORUNN], project) == {LEADS}
    Project.objects.filter(pk=project.pk).update(proposed_by=None)
    assert permissions.relations(NOBODY, titled("Maskinlesing")) == set()


def test_those_here_may_join_what_is_open_unless_they_are_in_it(
    told: Told, everyone: dict[str, Viewer]
) -> None:
    project = titled("Stråledose")  # Henrik leads, Aslak has asked
    place(project, told, v.NORA, role="member", state="joined")
    place(project, told, v.JONAS, role="member", state="declined")
    may = EVERYONE_HERE - {v.HENRIK, v.ASLAK, v.NORA}
    assert v.only(lambda one: permissions.may_join(one, project), everyone) == may
    for state in ("idea", "ongoing", "ended"):
        project.state = state
        assert not v.only(lambda one: permissions.may_join(one, project), everyone)


# Doctoral tracks


def test_a_track_is_seen_by_doctor_guide_and_who_leads(told: Told, everyone: dict[str, Viewer]) -> None:
    nora, track = told.trainees[v.NORA], Track.objects.get()
    found = v.asked(lambda one: permissions.check_may_see_research(one, nora), everyone)
    assert found == v.Answers(FOLLOW_NORA, set())
    assert permissions.check_may_see_research(everyone[v.TORUNN], nora).pk == nora
    read = v.asked(lambda one: permissions.check_track(one, track.pk), everyone)
    assert read == v.Answers(FOLLOW_NORA, set())
    assert permissions.check_track(everyone[v.NORA], track.pk) == track
    with pytest.raises(Http404):
        permissions.check_track(everyone[v.HEAD], track.pk + 1)


def test_a_guide_who_has_left_and_everyone_after_the_training_see_no_track(
    told: Told, everyone: dict[str, Viewer]
) -> None:
    nora = told.trainees[v.NORA]
    seen = permissions.research_visible_to
    assert not seen(v.gone(everyone[v.TORUNN])).exists()
    assert v.seen(seen(v.gone(everyone[v.NORA]))) == {nora}
    Trainee.objects.filter(pk=nora).update(finished_on=told.today - DAY)
    assert v.only(lambda one: seen(one).filter(pk=nora).exists(), everyone) == {v.NORA}


def test_the_doctor_and_who_leads_the_department_keep_a_track(
    told: Told, everyone: dict[str, Viewer]
) -> None:
    nora, track = told.trainees[v.NORA], Track.objects.get()
    keep = v.LEADS | {v.NORA}
    trainee = permissions.check_may_see_research(everyone[v.NORA], nora)
    assert v.only(lambda one: permissions.may_write_track(one, trainee), everyone) == keep
    wrote = v.asked(lambda one: permissions.check_may_write_track(one, nora), everyone)
    assert wrote == v.Answers(keep, FOLLOW_NORA - keep)
    assert permissions.check_may_write_track(everyone[v.NORA], nora) == trainee
    kept = v.asked(lambda one: permissions.check_track(one, track.pk, write=True), everyone)
    assert kept == v.Answers(keep, FOLLOW_NORA - keep)


def test_time_is_confirmed_by_who_signs_plans_and_never_for_oneself(
    told: Told, everyone: dict[str, Viewer]
) -> None:
    track = Track.objects.get()
    confirm = {v.HEAD, v.STAND_IN}
    found = v.asked(lambda one: permissions.check_may_confirm(one, track.pk), everyone)
    assert found == v.Answers(confirm, FOLLOW_NORA - confirm)
    assert permissions.check_may_confirm(everyone[v.HEAD], track.pk) == track
    assert not permissions.may_confirm(everyone[v.HEAD_ELSEWHERE], track)
    assert not permissions.may_confirm(v.holder("stand_in", HERE, told.people[v.NORA]), track)


def test_a_confirmation_is_found_by_who_sees_the_track(everyone: dict[str, Viewer]) -> None:
    row = Confirmation.objects.get()
    found = v.asked(lambda one: permissions.check_confirmation(one, row.pk), everyone)
    assert found == v.Answers(FOLLOW_NORA, set())
    assert permissions.check_confirmation(everyone[v.NORA], row.pk) == row
    with pytest.raises(Http404):
        permissions.check_confirmation(everyone[v.HEAD], row.pk + 1)


def test_the_doctor_and_who_plans_ask_what_a_doctorate_would_do(
    told: Told, everyone: dict[str, Viewer]
) -> None:
    nora = told.trainees[v.NORA]
    may = v.LEADS | {v.NORA}
    found = v.asked(lambda one: permissions.check_may_ask_what_if(one, nora), everyone)
    assert found == v.Answers(may, FOLLOW_NORA - may)
    assert permissions.check_may_ask_what_if(everyone[v.HEAD], nora).pk == nora
    Trainee.objects.filter(pk=nora).update(finished_on=told.today - DAY)
    after = v.asked(lambda one: permissions.check_may_ask_what_if(one, nora), everyone)
    assert after == v.Answers({v.NORA}, set())


# Calls and applications


def test_a_call_is_seen_above_and_below_the_place_it_stands_for(everyone: dict[str, Viewer]) -> None:
    call = Call.objects.get(code="demo-helse-nord")  # of the trust
    found = v.asked(lambda one: permissions.check_may_see_call(one, call.pk), everyone)
    assert found == v.Answers(EVERYONE_HERE, set())
    assert permissions.check_may_see_call(everyone[v.NORA], call.pk) == call
    beside = v.holder("head", NOT_HERE)
    assert permissions.calls_visible_to(beside).count() == 3
    Call.objects.filter(pk=call.pk).update(place_id=organisation(HERE).pk)
    assert not permissions.calls_visible_to(beside).filter(pk=call.pk).exists()
    assert permissions.calls_visible_to(everyone[v.CENTRE]).filter(pk=call.pk).exists()


def test_calls_are_kept_at_and_below_the_keepers_place(everyone: dict[str, Viewer]) -> None:
    call = Call.objects.get(code="demo-helse-nord")
    keepers = {v.COORDINATOR, v.RESEARCH_LEAD, v.CENTRE}
    below = {**everyone, "below": v.holder("research_lead", HERE)}
    found = v.asked(lambda one: permissions.check_keeps_call(one, call.pk), below)
    assert found == v.Answers(keepers, (EVERYONE_HERE | {"below"}) - keepers)
    assert permissions.check_keeps_call(everyone[v.CENTRE], call.pk) == call
    some = v.asked(permissions.check_keeps_calls, below)
    elsewhere = {v.HEAD_ELSEWHERE}
    assert some == v.Answers(keepers | {"below"}, (EVERYONE_HERE | elsewhere) - keepers)
    assert permissions.check_keeps_calls(below["below"]) == {organisation(HERE).pk}
    seen = v.asked(permissions.check_sees_calls, everyone)
    assert seen == v.Answers(EVERYONE_HERE | elsewhere, set())


def test_a_role_for_one_trainee_shows_no_calls(told: Told) -> None:
    alone = Viewer(v.NO_PERSON, "", "", "nb", (HeldRole("supervisor", None, "", told.trainees[v.NORA]),))
    assert not permissions.calls_visible_to(alone).exists()


def test_an_application_for_a_project_is_kept_by_who_applies_who_leads_it_and_who_leads_research(
    everyone: dict[str, Viewer],
) -> None:
    row = Application.objects.get(title__startswith="Ph.d.")
    found = v.asked(lambda one: permissions.check_application(one, row.pk), everyone)
    assert found == v.Answers(LEAD_RESEARCH | {v.NORA, v.TORUNN}, set())
    assert permissions.check_application(everyone[v.NORA], row.pk) == row
    assert not permissions.applications_visible_to(NOBODY).exists()


def test_an_application_for_the_own_doctorate_is_kept_by_the_doctor_and_who_leads_research(
    told: Told, everyone: dict[str, Viewer]
) -> None:
    row = Application.objects.get(title__startswith="Ph.d.")
    Application.objects.filter(pk=row.pk).update(project=None)
    found = v.asked(lambda one: permissions.check_application(one, row.pk), everyone)
    assert found == v.Answers(LEAD_RESEARCH | {v.NORA}, set())
    Application.objects.filter(pk=row.pk).update(applicant_id=told.people[v.ADMINISTRATOR])
    not_in_training = v.asked(lambda one: permissions.check_application(one, row.pk), everyone)
    assert not_in_training == v.Answers({v.ADMINISTRATOR}, set())
