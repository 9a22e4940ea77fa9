"""What if: asked by the head, answered at once, opened as a proposal that is accepted as any other."""

from __future__ import annotations

import datetime as dt
import html
import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from borealis.plans.models import Proposal, WorkingPlan
from borealis.plans.queries import stored_plan
from borealis.plans.rules.content import content_from
from borealis.plans.rules.months import later, month_of
from borealis.trainees.actions import finish_training
from tests.conftest import Told

pytestmark = pytest.mark.django_db
ADDRESS = "/leder/planer/unn-nuk/hva-om/"
HEAD = "Randi Snøugle"
ANSWERED = re.compile(r"\d planer å velge mellom|Én plan både endrer minst")
ASLAK, MAJA = "Aslak Isbre", "Maja Lomvi"


def words(text: bytes) -> str:
    main = text.decode().split("<main", 1)[1].split("</main>")[0]
    return re.sub(r"\s+", " ", html.unescape(re.sub(r"<[^>]+>", " ", main)))


def month(told: Told, ahead: int) -> str:
    return later(month_of(told.today), ahead)


def asked(told: Told, kind: str) -> dict[str, str]:
    """A question of each kind that has an answer."""
    span = {"first": month(told, 4), "through": month(told, 11)}
    aslak = {"trainee": str(told.trainees[ASLAK])}
    return {
        "leave": {**aslak, **span, "reason": "parental_leave"},
        "doctorate": {**aslak, **span, "through": month(told, 40)},
        "leaver": {**aslak, "first": span["first"]},
        "starter": {"first": span["first"]},
        "fewer": {"arena": "unn-pet-tolkning", "places": "1", **span},
        "more": {"arena": "unn-pet-tolkning", "places": "1", **span, "through": ""},
        "agreement": {"first": span["first"]},
    }[kind] | {"hva": kind}


def test_a_leave_is_answered_with_plans_and_writes_nothing(told: Told) -> None:
    client = told.client(HEAD)
    client.get(ADDRESS)
    with CaptureQueriesContext(connection) as queries:
        answer = client.get(ADDRESS, asked(told, "leave"))
    assert answer.status_code == 200
    written = [q["sql"] for q in queries if re.match(r"(INSERT|UPDATE|DELETE)", q["sql"])]
    assert not [sql for sql in written if "plans_" in sql or "audit_" in sql]
    text = words(answer.content)
    assert "Aslak Isbre har foreldrepermisjon" in text
    assert ANSWERED.search(text)
    assert re.search(r"Må spørres [^.]*Aslak Isbre", text)


@pytest.mark.parametrize("kind", ["doctorate", "leaver", "starter", "fewer", "more"])
def test_each_kind_of_event_has_an_answer(told: Told, kind: str) -> None:
    answer = told.client(HEAD).get(ADDRESS, asked(told, kind))
    assert answer.status_code == 200
    assert ANSWERED.search(words(answer.content))


def test_who_gets_no_place_is_named_and_has_no_new_end(told: Told) -> None:
    nowhere = asked(told, "fewer") | {"places": "20", "through": ""}
    text = words(told.client(HEAD).get(ADDRESS, nowhere).content)
    assert re.search(r"\d leger? blir ikke ferdige?: .+ får ikke plass\.", text)
    lacking = re.search(r"Mangler plass (.+?) (?:Ny sluttdato|Siste ferdig)(.+?)Må spørres", text)
    assert lacking is not None
    assert ASLAK in lacking[1]
    assert ASLAK not in lacking[2]


def opened(told: Told, kind: str) -> Proposal:
    """The first choice of an answer, opened as a proposal."""
    client = told.client(HEAD)
    page = client.get(ADDRESS, asked(told, kind)).content.decode()
    chosen = page.split('name="chosen" value="')[1].split('"')[0]
    answer = client.post(ADDRESS, {"chosen": html.unescape(chosen)})
    proposal = Proposal.objects.get(state="open")
    assert answer.headers["Location"] == f"/leder/planer/forslag/{proposal.pk}/"
    return proposal


def test_a_choice_is_opened_as_a_proposal_and_accepted_with_the_leave_in_the_plan(told: Told) -> None:
    proposal = opened(told, "leave")
    client = told.client(HEAD)
    text = words(client.get(f"/leder/planer/forslag/{proposal.pk}/").content)
    assert "Hva om: Aslak Isbre har foreldrepermisjon" in text
    assert "Husk å registrere permisjonen" in text
    assert "Det er bevist at ingen plan kan bli bedre" not in text
    assert client.post(f"/leder/planer/forslag/{proposal.pk}/godta/").status_code == 302
    plan = stored_plan(told.trainees[ASLAK])
    assert plan is not None
    assert {month(told, ahead) for ahead in range(4, 12)} <= set(plan.content.away)


def test_a_newcomer_has_no_plan_of_the_own_but_the_others_make_room(told: Told) -> None:
    proposal = opened(told, "starter")
    assert "new" in {row["id"] for row in proposal.solution["trainees"]}
    before = WorkingPlan.objects.count()
    client = told.client(HEAD)
    assert client.get(f"/leder/planer/forslag/{proposal.pk}/").status_code == 200
    assert client.post(f"/leder/planer/forslag/{proposal.pk}/godta/").status_code == 302
    assert WorkingPlan.objects.count() == before


def test_a_leaver_keeps_the_plan_in_force_until_it_is_registered(told: Told) -> None:
    kept = WorkingPlan.objects.get(trainee_id=told.trainees[ASLAK]).content
    proposal = opened(told, "leaver")
    told.client(HEAD).post(f"/leder/planer/forslag/{proposal.pk}/godta/")
    assert WorkingPlan.objects.get(trainee_id=told.trainees[ASLAK]).content == kept
    assert content_from(kept).stints


def test_a_choice_that_no_longer_fits_is_not_opened(told: Told) -> None:
    client = told.client(HEAD)
    page = client.get(ADDRESS, asked(told, "leave")).content.decode()
    chosen = html.unescape(page.split('name="chosen" value="')[1].split('"')[0])
    proposals = Proposal.objects.count()
    finish_training(
        by=None,
        trainee_id=told.trainees[MAJA],
        finished_on=told.today - dt.timedelta(days=3),
        now=told.now,
    )
    answer = client.post(ADDRESS, {"chosen": chosen}, follow=True)
    assert "Planene er endret siden du så valgene" in answer.content.decode()
    assert Proposal.objects.count() == proposals


@pytest.mark.parametrize("chosen", ["", "tull", "eyJ3YXkiOiJkZWFyIn0:1abc:def"])
def test_a_choice_that_is_not_ours_is_not_opened(told: Told, chosen: str) -> None:
    proposals = Proposal.objects.count()
    answer = told.client(HEAD).post(ADDRESS, {"chosen": chosen}, follow=True)
    assert "Se på dem en gang til" in answer.content.decode()
    assert Proposal.objects.count() == proposals


BAD = [
    ({"first": "2027-13"}, "Skriv en måned, for eksempel 2027-03."),
    ({"first": ""}, "Skriv en måned, for eksempel 2027-03."),
    ({"first": "2020-01"}, "Velg en måned fra da, og høyst ti år fram."),
    ({"first": "2099-01"}, "Velg en måned fra da, og høyst ti år fram."),
    ({"through": "2027-01", "first": "2027-06"}, "Siste måned kan ikke komme før den første."),
    ({"through": "2099-01"}, "Velg en måned høyst tjue år fram."),
    ({"trainee": "987654"}, "Velg ett av alternativene i listen."),
    ({"trainee": ""}, "Velg ett av alternativene i listen."),
    ({"reason": ""}, "Velg ett av alternativene i listen."),
    ({"reason": "holiday"}, "Velg ett av alternativene i listen."),
    ({"hva": "fewer", "arena": "unn-pet-tolkning", "places": "0"}, "Skriv et helt tall fra 1 til 20."),
    ({"hva": "more", "arena": "finnes-ikke", "places": "1"}, "Velg ett av alternativene i listen."),
]


@pytest.mark.parametrize(("wrong", "says"), BAD)
def test_what_cannot_be_is_said_at_the_field(told: Told, wrong: dict[str, str], says: str) -> None:
    answer = told.client(HEAD).get(ADDRESS, asked(told, "leave") | wrong)
    assert answer.status_code == 422
    assert says in words(answer.content)


def test_who_has_nothing_left_to_plan_changes_no_plan(told: Told) -> None:
    eir = {"trainee": str(told.trainees["Eir Havsule"])}
    answer = told.client(HEAD).get(ADDRESS, asked(told, "leave") | eir)
    assert "Det er ingenting igjen å planlegge for denne legen" in words(answer.content)


@pytest.mark.parametrize("kind", ["", "tull", "leave"])
def test_a_leave_is_asked_about_until_something_else_is_said(told: Told, kind: str) -> None:
    answer = told.client(HEAD).get(ADDRESS, {"hva": kind})
    assert answer.status_code == 200
    assert '<a href="?hva=leave" aria-current="page">' in answer.content.decode()
    assert "Se hva vi kan gjøre" in words(answer.content)


@pytest.mark.parametrize("language", ["nb", "nn", "en"])
def test_the_answer_in_each_language(told: Told, language: str) -> None:
    client = told.client(HEAD)
    client.post("/sprak/", {"language": language})
    text = words(client.get(ADDRESS, asked(told, "leave")).content)
    word = {
        "nb": "har foreldrepermisjon",
        "nn": "har foreldrepermisjon",
        "en": "is on parental leave",
    }[language]
    assert word in text
