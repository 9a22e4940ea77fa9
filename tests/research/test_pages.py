"""Pages of research through a browser without script: forms, files, and what each person is shown."""

from __future__ import annotations

import json
from io import BytesIO
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from borealis.research import actions
from borealis.research.models import Application, Call, Confirmation, Project, Publication, Track
from borealis.research.queries import research_findings
from tests.conftest import Told
from tests.research.conftest import ASLAK, COORDINATOR, DAY, GUIDE, HEAD, JONAS, LEAD, LEADER, NORA, make_call

pytestmark = pytest.mark.django_db


def upload(name: str, content: bytes) -> dict[str, Any]:
    return {"file": SimpleUploadedFile(name, content)}


def test_a_crossref_file_is_looked_at_before_it_is_taken_in_and_can_be_undone(
    told: Told, project: Project
) -> None:
    """given a file with one good work and one without a DOI"""
    work = {"DOI": "10.5555/x1", "title": ["Nytt arbeid"], "issued": {"date-parts": [[2026]]}}
    client = told.client(GUIDE)
    address = f"/forskning/prosjekt/{project.pk}/publikasjoner/"
    sent = client.post(address, upload("w.json", json.dumps([work, {"title": ["B"]}]).encode()), follow=True)
    page = sent.content.decode()
    assert "Nytt arbeid" in page
    assert "Nr. 2 i filen har ingen DOI" in page
    assert not Publication.objects.filter(project=project).exists()
    client.post(sent.redirect_chain[-1][0])
    assert Publication.objects.get(project=project).doi == "10.5555/x1"
    number = sent.redirect_chain[-1][0].rstrip("/").rsplit("/", 1)[-1]
    client.post(f"/forskning/publikasjoner/{number}/angre/")
    assert not Publication.objects.filter(project=project).exists()


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "tom"),
        (b"{", "ikke hel JSON"),
        (b"\xff\xfe", "UTF-8"),
        (b'{"a": 1}', "ingen publikasjoner"),
        (b"[" * 500 + b"]" * 500, "dypere"),
        (json.dumps([{"DOI": "10.5555/1"}] * 501).encode(), "over 500"),
    ],
)
def test_a_broken_file_is_told_clearly(told: Told, project: Project, content: bytes, words: str) -> None:
    answer = told.client(GUIDE).post(
        f"/forskning/prosjekt/{project.pk}/publikasjoner/", upload("w.json", content)
    )
    assert answer.status_code == 422
    assert words in answer.content.decode()


GOOD = """format: borealis/research-calls/1
calls:
  - code: nord-1
    title: Nordmidler
    funder: Et fond
    opens_on: 2027-03-01
    deadline_on: 2027-06-01
    needs:
      - {text: Budsjett, due_on: 2027-05-15}
"""


def test_calls_from_a_file_come_all_or_none_and_the_same_file_changes_nothing(told: Told, db: None) -> None:
    client, address = told.client(COORDINATOR), "/forskning/utlysninger/fra-fil/"
    first = client.post(address, upload("k.yaml", GOOD.encode()), follow=True).content.decode()
    assert "1 utlysninger er lagt inn, 0 er endret" in first
    again = client.post(address, upload("k.yaml", GOOD.encode()), follow=True).content.decode()
    assert "0 utlysninger er lagt inn, 0 er endret" in again
    assert Call.objects.get(code="nord-1").needs == [{"text": "Budsjett", "due_on": "2027-05-15"}]


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ("borealis/research-calls/1", "noe-annet", "Linje 1: Filen skal begynne"),
        ("2027-06-01", "1. juni", "Linje 7: Feltet «deadline_on» skal være en dag"),
        ("nord-1", "Nord 1", "Linje 3: Koden skal ha"),
        ("funder: Et fond", "funder: [1]", "Linje 5: Feltet «funder»"),
        ("    title", "    titel", "kjenner vi ikke"),
        ("- {text: Budsjett, due_on: 2027-05-15}", "- 7", "needs"),
        ("2027-06-01", "2026-06-01", "Siste dag er før første dag"),
        ("calls:\n", "calls: 7\nx:\n", "ingen utlysninger"),
    ],
)
def test_a_wrong_file_of_calls_names_the_line(told: Told, db: None, old: str, new: str, words: str) -> None:
    answer = told.client(LEAD).post(
        "/forskning/utlysninger/fra-fil/", upload("k.yaml", GOOD.replace(old, new).encode())
    )
    assert answer.status_code == 422
    assert words in answer.content.decode()
    assert not Call.objects.filter(code="nord-1").exists()


def test_a_closed_call_cannot_be_applied_to_from_its_page(told: Told, db: None) -> None:
    call = make_call(told, closes_in=-1)
    client = told.client(ASLAK)
    assert (
        "Nye søknader kan ikke begynnes" in client.get(f"/forskning/utlysninger/{call.pk}/").content.decode()
    )
    opened = client.get(f"/forskning/utlysninger/{call.pk}/sok/", follow=True).content.decode()
    assert "Fristen gikk ut" in opened
    sent = client.post(f"/forskning/utlysninger/{call.pk}/sok/", {"title": "Stipend", "amount_nok": "100"})
    assert sent.status_code == 422
    assert "Fristen gikk ut" in sent.content.decode()
    assert not Application.objects.filter(call=call).exists()


def test_a_call_by_hand_has_needs_with_days_and_a_wrong_day_is_told(told: Told, db: None) -> None:
    client = told.client(LEAD)
    places = client.get("/forskning/utlysninger/ny/").content.decode()
    place = places.split('name="place"')[1].split('value="')[2].split('"')[0]
    form = {
        "title": "Ny pott",
        "funder": "Fondet",
        "opens_on": "2027-01-01",
        "deadline_on": "2027-02-01",
        "needs": "Budsjett; 2027-01-15\nPlan",
        "place": place,
    }
    wrong = client.post("/forskning/utlysninger/ny/", {**form, "needs": "Budsjett; i morgen"})
    assert wrong.status_code == 422
    assert "«i morgen» er ikke en dag" in wrong.content.decode()
    client.post("/forskning/utlysninger/ny/", form)
    assert Call.objects.get(title="Ny pott").needs == [
        {"text": "Budsjett", "due_on": "2027-01-15"},
        {"text": "Plan"},
    ]


def test_an_own_idea_is_seen_by_the_two_alone_until_it_is_taken_on(told: Told) -> None:
    idea = Project.objects.get(state="proposed", proposed_by_id=told.people[JONAS])
    address = f"/forskning/prosjekt/{idea.pk}/"
    seen = {who: told.client(who).get(address).status_code for who in (JONAS, LEADER, HEAD, LEAD, ASLAK)}
    assert seen == {JONAS: 200, LEADER: 200, HEAD: 404, LEAD: 404, ASLAK: 404}
    told.client(LEADER).post(f"{address}steg/", {"act": "accept_idea"})
    assert told.client(ASLAK).get(address).status_code == 200


def test_the_one_who_proposes_cannot_accept_by_sending_it_anyway(told: Told) -> None:
    idea = Project.objects.get(state="proposed", proposed_by_id=told.people[JONAS])
    answer = told.client(JONAS).post(f"/forskning/prosjekt/{idea.pk}/steg/", {"act": "accept_idea"})
    idea.refresh_from_db()
    assert (answer.status_code, idea.state) == (403, "proposed")


def test_the_confirmation_is_a_pdf_and_its_address_tells_no_name(told: Told) -> None:
    row = Confirmation.objects.get()
    paper = told.client(NORA).get(f"/forskning/bekreftelse/{row.pk}/")
    assert paper.content.startswith(b"%PDF-")
    again = told.client(HEAD).get(f"/forskning/bekreftelse/{row.pk}/")
    assert again.content == paper.content
    check = told.client("").get(f"/bekreftelse/{row.digest}/").content.decode()
    assert "ekte og gjelder" in check
    assert NORA not in check
    assert told.client("").get(f"/bekreftelse/{'0' * 64}/").status_code == 404
    told.client(HEAD).post(f"/forskning/bekreftelse/{row.pk}/trekk/")
    assert "er trukket" in told.client("").get(f"/bekreftelse/{row.digest}/").content.decode()


def test_the_words_of_the_paper_can_be_read_in_it(told: Told) -> None:
    from pypdf import PdfReader

    row = Confirmation.objects.get()
    data = told.client(NORA).get(f"/forskning/bekreftelse/{row.pk}/").content
    text = " ".join(page.extract_text() for page in PdfReader(BytesIO(data)).pages)
    assert "50 prosent av full arbeidstid" in " ".join(text.split())
    assert row.digest in text


def test_findings_tell_of_deadlines_approvals_and_time_that_is_not_confirmed(told: Told) -> None:
    department = Project.objects.first().department_id  # type: ignore[union-attr]
    rules = {found.rule for found in research_findings(department, told.today)}
    assert {"call_deadline_nears", "approval_expires", "joining_waits"} <= rules
    Confirmation.objects.update(withdrawn_at=told.now)
    found = {f.rule: f for f in research_findings(department, told.today)}
    assert found["time_not_confirmed"].url == f"/forskning/lop/{Track.objects.get().pk}/"


def test_what_is_due_and_not_met_is_found_the_day_after(told: Told) -> None:
    track = Track.objects.get()
    after = track.from_day.replace(year=track.from_day.year + 1) + DAY
    late = [
        f for f in research_findings(track.trainee.programme.department_id, after) if f.rule == "demand_late"
    ]
    assert [f.about for f in late] == [f"research.Track:{track.pk}"]


def test_the_plans_page_fetches_the_part_on_research(told: Told) -> None:
    trainee = told.trainees[NORA]
    page = told.client(NORA).get(f"/lis/plan/{trainee}/").content.decode()
    assert f'hx-get="/lis/forskning/{trainee}/del/"' in page
    part = told.client(NORA).get(f"/lis/forskning/{trainee}/del/").content.decode()
    assert "Hva om en doktorgrad?" in part
    assert "<html" not in part
    assert told.client(COORDINATOR).get(f"/lis/forskning/{trainee}/del/").content == b""


def test_a_projects_list_costs_the_same_with_more_projects(
    told: Told, django_assert_max_num_queries: Any
) -> None:
    client = told.client(HEAD)
    client.get("/leder/forskning/unn-pet/")
    with django_assert_max_num_queries(40):
        client.get("/leder/forskning/unn-pet/")
    for number in range(3):
        actions.make_project(
            by=None,
            department_id=Project.objects.first().department_id,  # type: ignore[union-attr]
            leader_id=told.people[GUIDE],
            title=f"Nr. {number}",
            now=told.now,
        )
    with django_assert_max_num_queries(40):
        client.get("/leder/forskning/unn-pet/")
