"""Pages and files of plans, as those who use them see them."""

from __future__ import annotations

import io

import pytest
from icalendar import Calendar
from pypdf import PdfReader

from borealis.plans.models import PlanVersion, Proposal
from borealis.plans.queries import stored_plan
from tests.conftest import Told

pytestmark = pytest.mark.django_db


def test_the_plan_is_chart_and_table_with_the_same_stays(told: Told) -> None:
    trainee = told.trainees["Aslak Isbre"]
    text = told.client("Aslak Isbre").get(f"/lis/plan/{trainee}/").content.decode()
    plan = stored_plan(trainee)
    assert plan is not None
    rows = text[text.index("<tbody") : text.index("</tbody>")]
    assert rows.count("<tr") == len(plan.content.stints)
    assert 'role="img"' in text


def test_trainee_and_head_sign_in_the_browser(told: Told) -> None:
    trainee = told.trainees["Jonas Polarrev"]
    client = told.client("Jonas Polarrev")
    page = client.get(f"/lis/plan/{trainee}/").content.decode()
    assert "Jeg er enig i planen" in page
    digest = page.split('name="digest" value="')[1].split('"')[0]
    answer = client.post(f"/lis/plan/{trainee}/signer/", {"digest": digest}, follow=True)
    assert "gjelder som versjon 1" in answer.content.decode()
    assert "Jeg er enig i planen" not in answer.content.decode()


def test_signing_an_old_plan_says_so_and_signs_nothing(told: Told) -> None:
    trainee = told.trainees["Jonas Polarrev"]
    client = told.client("Jonas Polarrev")
    answer = client.post(f"/lis/plan/{trainee}/signer/", {"digest": "gammel"}, follow=True)
    assert "endret siden du leste den" in answer.content.decode()
    assert not PlanVersion.objects.filter(trainee_id=trainee).exists()


@pytest.mark.parametrize(
    ("person", "status"), [("Torunn Havørn", 403), ("Oddvar Fjelltind", 403), ("Maja Lomvi", 404)]
)
def test_only_the_two_may_sign(told: Told, person: str, status: int) -> None:
    trainee = told.trainees["Jonas Polarrev"]
    plan = stored_plan(trainee)
    assert plan is not None
    answer = told.client(person).post(f"/lis/plan/{trainee}/signer/", {"digest": plan.digest})
    assert answer.status_code == status
    assert not PlanVersion.objects.filter(trainee_id=trainee).exists()


def test_the_pdf_is_tagged_and_says_what_the_page_says(told: Told) -> None:
    trainee = told.trainees["Maja Lomvi"]
    answer = told.client("Maja Lomvi").get(f"/lis/plan/{trainee}/plan.pdf")
    assert answer.headers["Content-Type"] == "application/pdf"
    pdf = PdfReader(io.BytesIO(answer.content))
    text = " ".join(page.extract_text() for page in pdf.pages)
    assert "Individuell plan for Maja Lomvi" in text
    assert "Randi Snøugle" in text
    assert pdf.trailer["/Root"]["/MarkInfo"]["/Marked"]


def test_the_calendar_file_has_one_event_for_each_stay(told: Told) -> None:
    trainee = told.trainees["Nora Fjellrype"]
    answer = told.client("Nora Fjellrype").get(f"/lis/plan/{trainee}/plan.ics")
    calendar = Calendar.from_ical(answer.content)
    plan = stored_plan(trainee)
    assert plan is not None
    found = calendar.walk("VEVENT")
    assert len(found) == len(plan.content.stints)
    assert len({str(event["UID"]) for event in found}) == len(found)


def test_the_head_asks_for_a_proposal_and_keeps_the_plans_of_today(told: Told) -> None:
    client = told.client("Randi Snøugle")
    answer = client.post("/leder/planer/unn-nuk/nytt/")
    assert Proposal.objects.filter(state="replaced").count() == 1
    proposal = Proposal.objects.get(state="open")
    assert answer.headers["Location"] == f"/leder/planer/forslag/{proposal.pk}/"
    page = client.get(f"/leder/planer/forslag/{proposal.pk}/").content.decode()
    assert "Kan det bli bedre?" in page
    assert "Godta forslaget" in page
    kept = client.post(f"/leder/planer/forslag/{proposal.pk}/behold/", follow=True).content.decode()
    assert "Dagens planer står" in kept


def test_a_coordinator_sees_plans_but_may_not_plan(told: Told) -> None:
    client = told.client("Berit Nordavind")
    page = client.get("/leder/planer/unn-nuk/")
    assert page.status_code == 200
    assert "Regn ut nytt forslag" not in page.content.decode()
    assert client.post("/leder/planer/unn-nuk/nytt/").status_code == 403
    assert client.get(f"/leder/planer/forslag/{Proposal.objects.get(state='open').pk}/").status_code == 404


def test_two_versions_can_be_laid_beside_each_other(told: Told) -> None:
    trainee = told.trainees["Maja Lomvi"]
    page = told.client("Maja Lomvi").get(f"/lis/plan/{trainee}/sammenlign/?fra=1&til=arbeid").content.decode()
    assert "Planene er like" in page
    odd = told.client("Maja Lomvi").get(f"/lis/plan/{trainee}/sammenlign/?fra=99&til=tull")
    assert odd.status_code == 200
    assert "To planer for Maja Lomvi" in odd.content.decode()


def test_a_frozen_version_is_shown_and_a_missing_one_is_not_found(told: Told) -> None:
    trainee = told.trainees["Maja Lomvi"]
    client = told.client("Maja Lomvi")
    assert "Kan ikke endres" in client.get(f"/lis/plan/{trainee}/versjon/1/").content.decode()
    assert client.get(f"/lis/plan/{trainee}/versjon/7/").status_code == 404


@pytest.mark.parametrize("language", ["nb", "nn", "en"])
def test_the_plan_in_each_language(told: Told, language: str) -> None:
    trainee = told.trainees["Nora Fjellrype"]
    client = told.client("Nora Fjellrype")
    client.post("/sprak/", {"language": language})
    page = client.get(f"/lis/plan/{trainee}/").content.decode()
    assert f'<html lang="{language}"' in page
    word = {"nb": "Løpet", "nn": "Løpet", "en": "Course of training"}[language]
    assert word in page
