"""What the description says of research (S28 to S32), and what the system does about it."""

from __future__ import annotations

import pytest

from borealis.plans.queries.what_if import Study, what_if
from borealis.plans.rules.months import number
from borealis.research.models import Application, Participant, Project
from borealis.trainees.rules import add_months
from tests.conftest import Told
from tests.research.conftest import ASLAK, COORDINATOR, DAY, HEAD, JONAS, LEADER, NORA, make_call

pytestmark = pytest.mark.django_db


def test_s28_a_trainee_finds_a_project_that_is_open_asks_and_is_let_in(told: Told) -> None:
    """good opportunities to join projects established or under way"""
    project = Project.objects.get(state="open")
    page = told.client(JONAS).get(f"/lis/forskning/{told.trainees[JONAS]}/").content.decode()
    assert project.title in page
    told.client(JONAS).post(f"/forskning/prosjekt/{project.pk}/bli-med/", {"message": "Kan jeg?"})
    place = Participant.objects.get(project=project, person_id=told.people[JONAS])
    told.client(LEADER).post(f"/forskning/deltaker/{place.pk}/svar/", {"svar": "ja", "answer": "Velkommen"})
    place.refresh_from_db()
    assert (place.state, place.answer) == ("joined", "Velkommen")


def test_s29_a_trainees_own_idea_goes_to_a_supervisor_and_becomes_a_project(told: Told) -> None:
    """or to research an own question"""
    client, trainee = told.client(ASLAK), told.trainees[ASLAK]
    form = {"title": "Min idé", "question": "Virker det?", "asked": told.people[LEADER]}
    client.post(f"/lis/forskning/{trainee}/ide/", form)
    idea = Project.objects.get(title="Min idé")
    assert idea.state == "proposed"
    told.client(LEADER).post(f"/forskning/prosjekt/{idea.pk}/steg/", {"act": "accept_idea"})
    idea.refresh_from_db()
    assert (idea.state, idea.leader_id) == ("idea", told.people[LEADER])
    assert idea.participants.get().person_id == told.people[ASLAK]


def test_s30_the_overall_plan_is_a_page_for_everyone_in_the_department_with_whom_it_works(told: Told) -> None:
    """close cooperation with UiT, with an overall plan for research projects"""
    page = told.client(JONAS).get("/leder/forskning/unn-pet/").content.decode()
    titles = Project.objects.filter(state__in=("open", "ongoing", "idea", "ended"))
    assert all(title in page for title in titles.values_list("title", flat=True))
    assert "UiT Norges arktiske universitet" in page
    hidden = Project.objects.filter(state="proposed").values_list("title", flat=True)
    assert not any(title in page for title in hidden)
    assert told.client("Sigrid Lavskrike").get("/leder/forskning/unn-pet/").status_code == 404


def test_s31_a_doctorate_is_tried_out_in_the_plan_before_anyone_commits(told: Told) -> None:
    """the department aims to make doctoral projects possible"""
    first = add_months(told.today.replace(day=1), 6)
    trainee = told.trainees[JONAS]
    study = Study(first, add_months(first, 72) - DAY, 50)
    found = what_if("unn-nuk", trainee, study, told.today)
    assert number(found.with_study[trainee].planned_end) > number(found.without[trainee].planned_end)
    page = told.client(JONAS).get(f"/lis/forskning/{trainee}/hva-om/").content.decode()
    assert "Ingenting lagres" in page


def test_s31_the_track_says_what_the_university_asks_for_and_the_head_sets_time_aside(told: Told) -> None:
    trainee = told.trainees[ASLAK]
    first = told.today + 40 * DAY
    form = {
        "demands": "uit-helsevitenskap",
        "percent": "50",
        "from_day": first.isoformat(),
        "to_day": (first + 2190 * DAY).isoformat(),
        "supervisors": "En Veileder",
    }
    made = told.client(ASLAK).post(f"/lis/forskning/{trainee}/lop/", form)
    address = made.headers["Location"]
    page = told.client(ASLAK).get(address).content.decode()
    assert "Milepælsplan for avhandlingen" in page
    assert "0 av 30" in page
    assert "Årlig framdriftsrapport" in page
    assert "Ikke bekreftet" in page
    told.client(HEAD).post(f"{address}bekreft/", {"version": "1"})
    assert "bekreftet av Randi Snøugle" in told.client(ASLAK).get(address).content.decode()


def test_s32_funding_is_applied_for_step_by_step_and_the_outcome_is_kept(told: Told) -> None:
    """funding is applied for through Helse Nord's research fund or other bodies"""
    call = make_call(told, closes_in=10)
    client = told.client(NORA)
    assert "En prøve" in client.get("/forskning/utlysninger/").content.decode()
    client.post(f"/forskning/utlysninger/{call.pk}/sok/", {"title": "Stipend", "amount_nok": "900000"})
    row = Application.objects.get(call=call)
    client.post(f"/forskning/soknad/{row.pk}/klart/", {"klart": ["1", "7", "x"]})
    for act, more in (("send", {}), ("grant", {"granted_nok": "450000"})):
        client.post(f"/forskning/soknad/{row.pk}/steg/{act}/", {"on": told.today.isoformat(), **more})
    row.refresh_from_db()
    assert (row.state, row.granted_nok, row.ready) == ("granted", 450_000, [1])
    assert told.client(COORDINATOR).get(f"/forskning/soknad/{row.pk}/").status_code == 404
