"""What life may do to the plans in force: shown to whoever plans, computed at once, stored nowhere."""

from __future__ import annotations

import html
import re
import time

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from borealis.plans.models import WorkingPlan
from borealis.plans.queries.outlook import outlook_of
from borealis.plans.rules.months import month_text
from borealis.programmes.queries import programme
from tests.conftest import Told

pytestmark = pytest.mark.django_db
ADDRESS = "/leder/planer/unn-nuk/utsikter/"
HEAD = "Randi Snøugle"


def words(text: bytes) -> str:
    main = text.decode().split("<main", 1)[1].split("</main>")[0]
    return re.sub(r"\s+", " ", html.unescape(re.sub(r"<[^>]+>", " ", main)))


def test_each_trainee_has_a_range_and_a_risk_and_the_rates_are_said_to_be_assumed(told: Told) -> None:
    client = told.client(HEAD)
    with CaptureQueriesContext(connection) as queries:
        answer = client.get(ADDRESS)
    assert answer.status_code == 200
    written = [q["sql"] for q in queries if re.match(r"(INSERT|UPDATE|DELETE)", q["sql"])]
    assert not [sql for sql in written if "plans_" in sql]
    text = words(answer.content)
    assert re.search(r"Aslak Isbre Sannsynlig mellom \w+ \d{4} og \w+ \d{4} .* \d+ prosent", text)
    assert "Langt sykefravær 4 prosent i året, 1 til 6 måneder Antatt" in text
    assert "Det som er antatt, er ikke målt noe sted." in text
    assert "500 tenkte framtider" in text


def test_the_table_says_what_the_futures_say(told: Told) -> None:
    found = programme("unn-nuk")
    assert found is not None
    outlook = outlook_of(found, told.today).outlook
    assert outlook.trainees
    page = told.client(HEAD).get(ADDRESS).content.decode()
    for trainee in outlook.trainees:
        row = page.split(f'/lis/plan/{trainee.trainee}/"')[1].split("</tr>")[0]
        risk = f"{100 * trainee.late_risk:.0f} prosent" if trainee.late_risk >= 0.01 else "under 1 prosent"
        assert risk in row or trainee.late_risk == 0
        plan = WorkingPlan.objects.get(trainee_id=int(trainee.trainee)).content
        assert trainee.planned is None or month_text(trainee.planned) == plan["planned_end"]


def test_a_plan_that_no_longer_fits_is_left_out_and_named(told: Told) -> None:
    trainee = told.trainees["Aslak Isbre"]
    plan = WorkingPlan.objects.get(trainee_id=trainee)
    plan.content["stints"] = plan.content["stints"][:1]
    plan.save()
    text = words(told.client(HEAD).get(ADDRESS).content)
    assert "Ikke regnet med: planen til Aslak Isbre" in text
    assert "Aslak Isbre Sannsynlig" not in text


def test_the_answer_comes_within_a_second_for_the_department(told: Told) -> None:
    found = programme("unn-nuk")
    assert found is not None
    outlook_of(found, told.today, futures=2)
    began = time.process_time()
    outlook_of(found, told.today)
    assert time.process_time() - began < 1


def test_only_who_plans_sees_it(told: Told) -> None:
    assert told.client("Berit Nordavind").get(ADDRESS).status_code == 403
    assert told.client("Maja Lomvi").get(ADDRESS).status_code == 404
    assert "Holder planene?" in told.client(HEAD).get("/leder/planer/unn-nuk/").content.decode()


@pytest.mark.parametrize(
    ("language", "heading"),
    [("nb", "Holder planene?"), ("nn", "Held planane?"), ("en", "Will the plans hold?")],
)
def test_the_page_in_each_language(told: Told, language: str, heading: str) -> None:
    client = told.client(HEAD)
    client.post("/sprak/", {"language": language})
    page = client.get(ADDRESS).content.decode()
    assert f'<html lang="{language}"' in page
    assert f"<h1>{heading}</h1>" in page
