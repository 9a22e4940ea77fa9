"""Pages of goals: what each reader sees and can do, what is kept when refused, and what waits for whom."""

from __future__ import annotations

import datetime as dt
import re
from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone

from borealis.portfolio.goals import actions
from borealis.portfolio.models import Decision, Panel, Recommendation, Submission
from tests.portfolio.goals.conftest import Cast

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def today(cast: Cast) -> None:
    """Pages read the clock, so what is stored is of today."""
    cast.clock = timezone.now()


def text(answer: Any) -> str:
    """What is read on a page, without marks and extra space."""
    html = re.sub(r"<svg.*?</svg>|<head>.*?</head>", " ", answer.content.decode(), flags=re.DOTALL)
    return " ".join(re.sub(r"<[^>]+>", " ", html).split())


def at(cast: Cast, name: str = "goal", code: str = "NUK-110", **more: Any) -> str:
    return reverse(name, args=[cast.nora.pk, cast.key(code), *more.values()])


# The doctor


@pytest.mark.parametrize(
    ("state", "button"),
    [
        (None, "Sett i gang målet"),
        ("in_progress", "Send inn målet"),
        ("returned", "Send inn på nytt"),
        ("not_reached", "Be om ny vurdering"),
        ("submitted", ""),
        ("not_reached_again", ""),
        ("approved", ""),
    ],
)
def test_the_doctor_has_one_button_for_what_is_next(cast: Cast, state: str | None, button: str) -> None:
    if state:
        cast.nora.goal_statuses.create(
            goal_id=cast.key("NUK-110"), state=state, on=cast.clock.date(), recorded_at=cast.clock
        )
    answer = cast.client("trainee").get(at(cast))
    found = re.findall(r'class="ds-button big"[^>]*>([^<]*)<', answer.content.decode())
    assert found == ([button] if button else [])
    assert button not in ("",) or "Send inn målet" not in text(answer)


def test_others_than_the_doctor_have_no_such_button(cast: Cast) -> None:
    for who in ("guide", "head", "supervisor"):
        assert "Sett i gang målet" not in text(cast.client(who).get(at(cast)))


def test_a_goal_is_begun_sent_in_and_recalled_on_the_page(cast: Cast) -> None:
    client = cast.client("trainee")
    assert "Målet er i gang." in text(client.post(at(cast, "goal_begin"), follow=True))
    done, judged = cast.activity("NUK-110", "2026-05-02"), cast.assess("NUK-110", "2026-06-01")
    send = f"{reverse('goals_submit', args=[cast.nora.pk])}?maal={cast.key('NUK-110')}"
    page = client.get(send)
    assert page.content.decode().count("checked") == 2
    answer = client.post(
        send, {"activities": [done.pk], "assessments": [judged.pk], "text": "Nådd."}, follow=True
    )
    assert "NUK-110 er sendt inn" in text(answer)
    assert "Anbefalingen fra veilederen mangler. Torunn Havørn kan gi den." in text(answer)
    assert list(Submission.objects.get().activities.all()) == [done]
    answer = client.post(at(cast, "goal_recall"), follow=True)
    assert "Målet er trukket tilbake" in text(answer)
    assert "NUK-110 er i gang" in text(client.post(at(cast, "goal_recall"), follow=True))


def test_several_goals_are_chosen_and_sent_in_together(cast: Cast) -> None:
    client, address = cast.client("trainee"), reverse("goals_submit", args=[cast.nora.pk])
    assert "NUK-110" in text(client.get(address))
    send = f"{address}?maal={cast.key('NUK-110')}&maal={cast.key('NUK-111')}&maal=tull&maal=987654"
    assert "Hvorfor målene er nådd" in text(client.get(send))
    refused = client.post(send, {"text": ""})
    assert (refused.status_code, Submission.objects.count()) == (422, 0)
    answer = client.post(send, {"text": "Nådd begge."}, follow=True)
    assert "NUK-110, NUK-111 er sendt inn" in text(answer)
    assert Submission.objects.count() == 2


def test_a_new_assessment_is_asked_for_here_or_elsewhere(cast: Cast) -> None:
    cast.decided("refuse")
    client, address = cast.client("trainee"), at(cast, "goal_ask_again")
    assert "Vurdert i sammenheng." in text(client.get(address))
    refused = client.post(address, {"text": "Flere undersøkelser."})
    assert refused.status_code == 422
    assert "Flere undersøkelser." in refused.content.decode()
    client.post(
        address, {"where": "ask_elsewhere", "enterprise": "OUS", "text": "Flere undersøkelser."}, follow=True
    )
    assert cast.state() == "new_assessment_elsewhere"
    answer = client.get(address, follow=True)
    assert "Ny vurdering kan du be om når målet ikke er nådd." in text(answer)


def test_refused_again_the_page_tells_the_earliest_day(cast: Cast) -> None:
    cast.decided("refuse")
    cast.decided("refuse", act="ask_again")
    client = cast.client("trainee")
    words = text(client.get(at(cast)))
    assert "0 av 6 måneder har en læringsaktivitet" in words
    assert "Du kan tidligst be om en vurdering til" in words
    refused = client.post(at(cast, "goal_ask_again"), {"text": "Mer arbeid."})
    assert refused.status_code == 422
    assert "0 av 6 måneder" in text(refused)


# Recommending


def test_the_guide_recommends_on_the_page_and_withdraws(cast: Cast) -> None:
    (row,) = cast.submit()
    client = cast.client("guide")
    assert "Din anbefaling" in text(client.get(at(cast)))
    refused = client.post(at(cast, "goal_recommend"), {"submission": row.pk, "text": "Sett ofte."})
    assert refused.status_code == 422
    assert "Sett ofte." in refused.content.decode()
    facts = {"submission": row.pk, "verdict": "not_yet", "text": "Trenger barn."}
    answer = client.post(at(cast, "goal_recommend"), facts, follow=True)
    assert "Ikke ennå. Trenger barn." in text(answer)
    assert "Din anbefaling" not in text(answer)
    given = Recommendation.objects.get()
    withdraw = at(cast, "goal_recommendation_withdraw", pk=given.pk)
    assert client.post(withdraw, {"why": ""}).status_code == 422
    answer = client.post(withdraw, {"why": "Har sett barn nå."}, follow=True)
    assert "Trukket tilbake" in text(answer)
    assert "Din anbefaling" in text(answer)
    assert cast.client("supervisor").post(withdraw, {"why": "Feil."}).status_code == 404


def test_what_is_sent_in_again_meanwhile_is_not_recommended_unseen(cast: Cast) -> None:
    (row,) = cast.submit()
    actions.recall_goal(**cast.to("trainee"), trainee_id=cast.nora.pk, goal_id=cast.key("NUK-110"))
    cast.submit(text="Nye ord.")
    facts = {"submission": row.pk, "verdict": "recommends", "text": "Bra."}
    refused = cast.client("guide").post(at(cast, "goal_recommend"), facts)
    assert refused.status_code == 422
    assert "Legen har trukket NUK-110 tilbake" in text(refused)


@pytest.mark.parametrize("who", ["trainee", "head", "delegate", "training_lead"])
def test_who_sees_but_does_not_recommend_is_told_so(cast: Cast, who: str) -> None:
    cast.submit()
    assert "Din anbefaling" not in text(cast.client(who).get(at(cast)))
    assert cast.client(who).post(at(cast, "goal_recommend"), {}).status_code == 403


def test_outsiders_find_nothing(cast: Cast) -> None:
    cast.submit()
    for who in ("outsider", "coordinator", "head_elsewhere"):
        for name in ("goal", "goal_decide"):
            assert cast.client(who).get(at(cast, name)).status_code == 404
    unknown = reverse("goal", args=[cast.nora.pk, 987654])
    assert cast.client("head").get(unknown).status_code == 404


# Deciding


def test_the_decision_page_shows_everything_on_one_screen(cast: Cast) -> None:
    done = cast.activity("NUK-110", "2026-05-02", count=3)
    cast.sign(done, "supervisor", 2)
    other = cast.activity("NUK-110", "2026-08-02")
    cast.sign(other, "supervisor2", 3)
    judged = cast.assess("NUK-110", "2026-06-01")
    cast.decided("return")
    (row,) = cast.submit(activity_ids=[done.pk], assessment_ids=[judged.pk])
    cast.recommend(row, "guide", text="Trygg i møtet.")
    words = text(cast.client("head").get(at(cast, "goal_decide")))
    for said in (
        "Tolket femti undersøkelser alene.",
        "Kari Tyttebær : under supervisjon",
        "Trygg og rask.",
        "Trygg i møtet.",
        "Anbefaling fra en som har deltatt i supervisjonen mangler",
        "2 ganger har noen sagt noe om nivå. Sist 2.8.2026: selvstendig (Ola Multe).",
        "1 aktivitet eller vurdering for målet er ikke med",
        "Tidligere avgjørelser",
        "Returnert av Randi Snøugle",
        "NUK-111",
    ):
        assert said.replace(" :", ":") in words.replace(" :", ":"), said


def test_a_goal_is_approved_on_the_page(cast: Cast) -> None:
    row = cast.recommended()
    client, address = cast.client("delegate"), at(cast, "goal_decide")
    facts = {"submission": row.pk, "outcome": "approve", "text": "Jevnt gode tolkninger."}
    refused = client.post(address, {**facts, "text": ""})
    assert refused.status_code == 422
    answer = client.post(address, facts, follow=True)
    assert "NUK-110 er avgjort" in text(answer)
    assert Decision.objects.get().text == "Jevnt gode tolkninger."
    late = client.post(address, {**facts, "outcome": "return"})
    assert late.status_code == 422
    assert "Ida Rype har alt avgjort NUK-110: godkjent" in text(late)
    assert client.post(address, {**facts, "submission": "987654"}).status_code == 404


def test_that_a_goal_is_not_reached_asks_first(cast: Cast) -> None:
    row = cast.recommended()
    client, address = cast.client("head"), at(cast, "goal_decide")
    facts = {"submission": row.pk, "outcome": "refuse", "text": "Usikre funn."}
    asked = client.post(address, facts)
    assert (asked.status_code, cast.state()) == (422, "submitted")
    assert "Kryss av når legen er informert." in text(asked)
    client.post(address, {**facts, "sure": "on"})
    assert cast.state() == "not_reached"


def test_a_refusal_names_who_can_give_what_is_missing(cast: Cast) -> None:
    (row,) = cast.submit()
    facts = {"submission": row.pk, "outcome": "approve", "text": "Nådd."}
    refused = cast.client("head").post(at(cast, "goal_decide"), facts)
    assert refused.status_code == 422
    assert "Anbefalingen fra veilederen mangler. Torunn Havørn kan gi den." in text(refused)


def test_several_are_approved_together_after_a_panel(cast: Cast) -> None:
    cast.recommended("NUK-110")
    cast.recommended("NUK-111")
    cast.submit("NUK-112")
    panel = Panel.objects.create(
        trainee=cast.nora, kind="panel", on=cast.clock.date(), called_at=cast.clock, concluded_at=cast.clock
    )
    client, address = cast.client("head"), reverse("goals_decide_together", args=[cast.nora.pk])
    page = client.get(address)
    assert "NUK-110" in text(page)
    assert "NUK-112" not in text(page)
    keys = list(Submission.objects.exclude(goal_id=cast.key("NUK-112")).values_list("pk", flat=True))
    assert client.post(address, {"submissions": keys}).status_code == 422
    facts = {"submissions": keys, "panel": panel.pk, "text": "Kollegiet var enig."}
    assert "2 mål er godkjent." in text(client.post(address, facts, follow=True))
    assert set(Decision.objects.values_list("panel_id", "text")) == {(panel.pk, "Kollegiet var enig.")}
    assert "Ingen mål har begge anbefalinger nå." in text(client.get(address))


def test_an_approval_is_revoked_with_the_reason(cast: Cast) -> None:
    cast.decided("approve")
    client = cast.client("head")
    assert client.post(at(cast, "goal_revoke"), {"text": ""}).status_code == 422
    answer = client.post(at(cast, "goal_revoke"), {"text": "Gjaldt et annet mål."}, follow=True)
    assert "Målet er i gang igjen" in text(answer)
    assert "Godkjent av Randi Snøugle" in text(answer)
    assert "Gjaldt et annet mål." in text(cast.client("trainee").get(at(cast)))
    assert cast.client("guide").post(at(cast, "goal_revoke"), {"text": "Feil."}).status_code == 403


def test_what_was_sent_in_without_grounds_before_is_told_how_to_mend(cast: Cast) -> None:
    cast.nora.goal_statuses.create(
        goal_id=cast.key("NUK-110"), state="submitted", on=cast.clock.date(), recorded_at=cast.clock
    )
    for who, name in (("trainee", "goal"), ("head", "goal_decide")):
        assert "kan ikke avgjøres slik" in text(cast.client(who).get(at(cast, name)))
    cast.client("trainee").post(at(cast, "goal_recall"))
    assert cast.state() == "in_progress"


# What waits


def test_the_queue_of_who_recommends_has_the_oldest_first_and_shrinks(cast: Cast) -> None:
    (old,) = cast.submit("NUK-111")
    cast.submit("NUK-110")
    Submission.objects.filter(pk=old.pk).update(submitted_at=cast.clock - dt.timedelta(days=9))
    for who, name in (("guide", "goals_guide_queue"), ("supervisor", "goals_supervisor_queue")):
        words = text(cast.client(who).get(reverse(name)))
        assert "2 mål venter på deg. Det eldste har ventet i 9 dager." in words
        assert words.index("NUK-111") < words.index("NUK-110")
    cast.recommend(old, "guide")
    assert "1 mål venter på deg. Det eldste kom i dag." in text(
        cast.client("guide").get(reverse("goals_guide_queue"))
    )
    assert cast.client("head").get(reverse("goals_guide_queue")).status_code == 404
    assert cast.client("guide").get(reverse("goals_to_decide")).status_code == 404


def test_the_queue_of_who_decides_says_what_is_ready_and_what_is_missing(cast: Cast) -> None:
    assert "Ingen mål venter på deg." in text(cast.client("head").get(reverse("goals_to_decide")))
    cast.recommended("NUK-110")
    cast.recommended("NUK-111")
    cast.submit("NUK-112")
    words = text(cast.client("delegate").get(reverse("goals_to_decide")))
    assert words.count("Klar til avgjørelse") == 2
    assert "Anbefalingen fra veilederen mangler" in words
    assert "Godkjenn flere" in words


def test_a_recommendation_withdrawn_after_the_decision_is_for_the_head_to_judge(cast: Cast) -> None:
    row = cast.decided("approve")
    mine = row.recommendations.get(by_id=cast.people["supervisor"])
    then = cast.clock + dt.timedelta(seconds=1)
    actions.withdraw_recommendation(
        **cast.to("supervisor", then), recommendation_id=mine.pk, why="Gjaldt et annet mål."
    )
    assert cast.state() == "approved"
    said = "Kari Tyttebær trakk tilbake sin anbefaling om NUK-110 etter avgjørelsen."
    for name in (reverse("goals_to_decide"), at(cast, "goal_decide")):
        assert said in text(cast.client("head").get(name))
    assert said not in text(cast.client("guide").get(reverse("goals_guide_queue")))
    facts: dict[str, Any] = {"trainee_id": cast.nora.pk, "goal_id": cast.key("NUK-110"), "text": "Enig."}
    actions.revoke_goal(**cast.to("head"), **facts)
    assert said not in text(cast.client("head").get(reverse("goals_to_decide")))


@pytest.mark.parametrize("who", ["trainee", "guide", "head"])
def test_pages_have_one_heading_and_nothing_inline(cast: Cast, who: str) -> None:
    cast.sign(cast.activity("NUK-110", "2026-05-02"))
    cast.recommended()
    html = cast.client(who).get(at(cast)).content.decode()
    assert html.count("<h1>") == 1
    assert "style=" not in html
    assert not re.search(r"<script(?![^>]*\bsrc=)", html)
