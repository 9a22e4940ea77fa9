"""The pages: giving, asking, reading over time, and what an assessor and a head are told."""

from __future__ import annotations

import datetime as dt
import re
from typing import Any

import pytest
from django.core import mail
from django.urls import reverse

from borealis.portfolio.assessment import actions
from borealis.portfolio.assessment.queries import list_page
from borealis.portfolio.models import Ask, Assessment, FeedbackRound
from tests.conftest import Told
from tests.portfolio.assessment.conftest import GUIDE, HEAD, MULTI, NORA, SHORT, SUPERVISOR, Give, proposed

pytestmark = pytest.mark.django_db


def words(answer: Any) -> str:
    """The page's words, without mark-up and with single spaces."""
    found = re.sub(r"<[^>]+>", " ", answer.content.decode())
    return re.sub(r"\s+", " ", found.replace("&nbsp;", " "))


# Giving


def test_a_form_begins_with_the_narrative_for_a_phone_that_is_spoken_to(told: Told, nora: int) -> None:
    page = told.client(GUIDE).get(reverse("assessment_give", args=[nora, "mini-cex"])).content.decode()
    area = re.search(r"<textarea[^>]*>", page)
    assert area is not None
    assert 'autocapitalize="sentences"' in area.group()
    assert 'enterkeyhint="enter"' in area.group()
    assert page.index('name="narrative"') < page.index('name="level"') < page.index('name="q_history"')
    assert "Skriv ikke noe om pasienter her." in page


def test_one_sentence_is_given_and_read_by_the_trainee(told: Told, nora: int) -> None:
    client, address = told.client(GUIDE), reverse("assessment_give", args=[nora, SHORT])
    answer = client.post(address, {"narrative": "Ba om hjelp i tide.", "on": told.today.isoformat()})
    row = Assessment.objects.get(narrative="Ba om hjelp i tide.")
    assert answer.headers["Location"] == reverse("assessment", args=[nora, row.pk])
    read = words(told.client(NORA).get(answer.headers["Location"]))
    assert "Ba om hjelp i tide." in read
    assert GUIDE in read


def test_what_was_typed_is_kept_when_it_is_refused(told: Told, nora: int) -> None:
    address = reverse("assessment_give", args=[nora, "dobbelttydning"])
    sent = {"narrative": "", "on": told.today.isoformat(), "level": "3", "q_agreement": "full"}
    answer = told.client(GUIDE).post(address, sent)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "Skriv én setning om det du så. Den er nok alene." in page
    assert re.search(r'name="q_agreement" value="full"[^>]*checked', page)
    assert not Assessment.objects.filter(form="dobbelttydning", level=3).exists()


def test_the_arenas_goals_are_proposed_and_others_are_in_a_list(told: Told, nora: int) -> None:
    page = told.client(GUIDE).get(reverse("assessment_give", args=[nora, SHORT])).content.decode()
    proposed_goals = re.findall(r'<input type="checkbox" name="goals"', page)
    assert 1 <= len(proposed_goals) <= 8
    assert "foreslått fra" in page
    assert len(re.findall(r"<option", page)) == 88 - len(proposed_goals)


def test_a_correction_shows_what_was_said_and_leads_both_ways(told: Told, nora: int, give: Give) -> None:
    first = give(form="mini-cex", level=2, answers={"history": 3})
    client, address = told.client(GUIDE), reverse("assessment_correct", args=[nora, first.pk])
    page = client.get(address).content.decode()
    assert "Rolig og ryddig." in page
    assert re.search(r'name="level" value="2"[^>]*checked', page)
    sent = {"narrative": "Ryddig.", "on": told.today.isoformat(), "level": "3", "q_history": "3"}
    second = Assessment.objects.get(corrects=first) if client.post(address, sent) else None
    assert second is not None
    old = told.client(NORA).get(reverse("assessment", args=[nora, first.pk])).content.decode()
    assert reverse("assessment", args=[nora, second.pk]) in old
    new = told.client(NORA).get(reverse("assessment", args=[nora, second.pk])).content.decode()
    assert reverse("assessment", args=[nora, first.pk]) in new
    assert client.get(address).status_code == 404


# Asking


def test_the_trainee_asks_and_who_is_asked_answers_on_the_own_page(told: Told, nora: int) -> None:
    sent = {"form": "dops", "person": told.people[SUPERVISOR]}
    answer = told.client(NORA).post(reverse("assessment_ask", args=[nora]), sent)
    assert answer.headers["Location"] == reverse("trainee_assessments", args=[nora])
    ask = Ask.objects.get(kind="assessment", trainee_id=nora, form="dops")
    client = told.client(SUPERVISOR)
    assert reverse("assessment_asked", args=[ask.pk]) in client.get("/meg/vurderinger/").content.decode()
    given = {"narrative": "God teknikk.", "on": told.today.isoformat()}
    client.post(reverse("assessment_asked", args=[ask.pk]), given)
    ask.refresh_from_db()
    assert ask.state == "answered"
    assert client.get(reverse("assessment_asked", args=[ask.pk])).status_code == 404


def test_an_offer_waits_for_who_made_it_and_can_be_declined(told: Told, nora: int) -> None:
    told.client(GUIDE).post(reverse("assessment_ask", args=[nora]), {"form": SHORT})
    ask = Ask.objects.get(kind="assessment", trainee_id=nora, asked_id=told.people[GUIDE])
    assert "har tilbudt seg" in words(told.client(NORA).get(reverse("trainee_assessments", args=[nora])))
    told.client(GUIDE).post(reverse("assessment_decline", args=[ask.pk]))
    ask.refresh_from_db()
    assert ask.state == "declined"


def test_a_link_gives_without_signing_in_and_works_once(
    told: Told, nora: int, django_capture_on_commit_callbacks: Any
) -> None:
    mail.outbox.clear()
    with django_capture_on_commit_callbacks(execute=True):
        actions.ask_assessment(
            by=told.people[NORA],
            trainee_id=nora,
            form=SHORT,
            name="Ida Teist",
            email="ida@sykehus.example",
            now=told.now,
        )
    found = re.search(r"/vurder/[^/]+/", str(mail.outbox[0].body))
    assert found is not None
    stranger, address = told.client(""), found.group()
    page = stranger.get(address)
    assert (page.status_code, "no-store" in page.headers["Cache-Control"]) == (200, True)
    assert told.client(NORA).get(address).status_code == 410
    thanks = stranger.post(address, {"narrative": "Godt arbeid.", "on": told.today.isoformat()})
    assert "Vurderingen er lagret" in words(thanks)
    assert stranger.get(address).status_code == 410
    row = Assessment.objects.get(narrative="Godt arbeid.")
    assert (row.name, row.assessor_id) == ("Ida Teist", None)


# Over time


def test_levels_are_drawn_with_a_table_behind_and_filtered_by_form_and_goal(
    told: Told, nora: int, give: Give
) -> None:
    for days, level in ((400, 1), (200, 2), (10, 3)):
        give(on=told.today - dt.timedelta(days=days), level=level, narrative=f"For {days} dager siden.")
    give(form="kasusdrofting", level=2)
    page = list_page(nora, SHORT, "", told.now)
    (chart,) = page["charts"]
    assert (chart.scale, len(chart.rows)) == ("Selvstendighet", 3)
    assert str(chart.drawn).count('class="f-now"') == 3
    assert chart.sentence.startswith("Fra «Så på»")
    html = (
        told.client(NORA).get(reverse("trainee_assessments", args=[nora]), {"skjema": SHORT}).content.decode()
    )
    assert html.count('class="chart"') == 1
    assert "Kasusdrøfting (CBD)</a>" not in html
    assert len(list_page(nora, "tull'\"<", "NUK-999", told.now)["shown"]) == page["every"]


def test_agreement_is_counted_by_half_year_with_its_interval(told: Told, nora: int, give: Give) -> None:
    for month, said in ((2, "full"), (3, "major"), (9, "wording"), (10, "full")):
        day = dt.date(2025, month, 1)
        give(form="dobbelttydning", on=day, answers={"agreement": said}, narrative=f"Måned {month}.")
    give(form="dobbelttydning", on=dt.date(2025, 11, 1), narrative="Uten svar.")
    found = list_page(nora, "dobbelttydning", "", told.now)["agreement"]
    assert [(half.label, half.share.hits, half.share.total) for half in found] == [
        ("2. halvår 2025", 2, 2),
        ("1. halvår 2025", 1, 2),
    ]
    assert found[1].share.interval == "9–91"


# Assessors


def _many(told: Told, give: Give) -> None:
    """Five assessors who score three trainees three times; the supervisor a whole step above."""
    for trainee in (NORA, "Jonas Polarrev", "Maja Lomvi"):
        for name in (GUIDE, SUPERVISOR, HEAD, "Henrik Jerv", "Vigdis Alke"):
            for n in range(3):
                actions.record_assessment(
                    by=told.people[name],
                    trainee_id=told.trainees[trainee],
                    form=SHORT,
                    given=actions.Given(
                        on=told.today, narrative=f"Nummer {n}.", level=2 + 2 * (name == SUPERVISOR)
                    ),
                    now=told.now,
                )


def test_an_assessor_sees_the_own_difference_and_share_alone(told: Told, give: Give) -> None:
    _many(told, give)
    own = words(told.client(SUPERVISOR).get("/meg/vurderinger/"))
    assert "Du gir høyere nivå enn andre gir de samme legene." in own
    assert "9 av 9" in own
    other = words(told.client(HEAD).get("/meg/vurderinger/"))
    assert "Du gir høyere" not in other


def test_below_eight_nothing_is_said(told: Told, give: Give) -> None:
    give(level=2)
    give(by=SUPERVISOR, level=4)
    give(by=HEAD, level=2)
    give(by="Henrik Jerv", level=2)
    page = words(told.client(SUPERVISOR).get("/meg/vurderinger/"))
    assert "når minst 8 kan sammenlignes. Nå er det 1." in page


def test_the_head_sees_a_distribution_and_no_name(told: Told, give: Give) -> None:
    empty = words(told.client(HEAD).get("/leder/vurderinger/"))
    assert "Fordelingen vises når minst 5 vurderere har 8 nivåer" in empty
    _many(told, give)
    page = words(told.client(HEAD).get("/leder/vurderinger/"))
    assert "1 av 5 vurderere skiller seg klart" in page
    assert "20 %" in page
    body = page.partition("Slik gis nivåene")[2]
    for name in (GUIDE, SUPERVISOR, "Henrik Jerv", "Vigdis Alke"):
        assert name not in body


# Rounds


def test_a_round_is_proposed_filled_agreed_and_sent_on_its_pages(told: Told, nora: int) -> None:
    client, guide = told.client(NORA), told.client(GUIDE)
    last = (told.today + dt.timedelta(days=20)).isoformat()
    client.post(reverse("feedback_rounds", args=[nora]), {"form": MULTI, "closes_on": last})
    row = FeedbackRound.objects.get(trainee_id=nora)
    address = reverse("feedback_round", args=[nora, row.pk])
    for n in range(5):
        sent = {"group": "nurses", "name": f"Kollega {n}", "email": f"k{n}@eksempel.example"}
        assert client.post(address, sent).status_code == 302
    assert "Nå er det veilederen som må si seg enig" in words(client.get(address))
    page = guide.get(address).content.decode()
    version = re.search(r'name="version" value="(\d+)"', page)
    assert version is not None
    guide.post(reverse("feedback_agree", args=[nora, row.pk]), {"version": version.group(1)})
    row.refresh_from_db()
    assert (row.state, row.asked) == ("open", 5)
    assert "0 av 5 har svart" in words(client.get(address))


def test_a_list_that_was_changed_meanwhile_is_not_agreed_to(told: Told, nora: int) -> None:
    row = proposed(told, nora, doctors=5)
    agree = reverse("feedback_agree", args=[nora, row.pk])
    for version in (str(row.version - 1), "tull", ""):
        page = told.client(GUIDE).post(agree, {"version": version}, follow=True)
        assert "Listen er endret siden du leste den." in words(page)
    row.refresh_from_db()
    assert row.state == "proposed"


def test_a_round_is_nobody_elses_to_see(told: Told, nora: int) -> None:
    row = proposed(told, nora, doctors=5)
    for name in (HEAD, SUPERVISOR, "Jonas Polarrev"):
        assert told.client(name).get(reverse("feedback_round", args=[nora, row.pk])).status_code == 404


def test_the_inbox_for_signatures_bears_an_assessment_that_was_just_given(told: Told, nora: int) -> None:
    """given a supervisor who has just answered an ask for an assessment, when the inbox for signatures is
    opened, then it shows signatures alone"""
    supervisor, now = told.people[SUPERVISOR], told.now
    ask = actions.ask_assessment(
        by=told.people[NORA], trainee_id=nora, form=SHORT, person_id=supervisor, now=now
    )
    given = actions.Given(on=now.date(), narrative="Gjorde det alene.")
    actions.record_assessment(by=supervisor, trainee_id=nora, form=SHORT, given=given, ask_id=ask.pk, now=now)
    Ask.objects.filter(pk=ask.pk).update(closed_at=dt.datetime.now(dt.UTC))
    page = told.client(SUPERVISOR).get(reverse("signing_inbox"))
    assert page.status_code == 200
    assert Assessment.objects.filter(ask=ask).exists()
