"""Sending in, recommending and deciding: what is stored, what is refused and with which words (§ 26)."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.apps import apps
from django.core.exceptions import PermissionDenied, ValidationError

from borealis.people.actions import assign_role
from borealis.people.models import Person
from borealis.portfolio.goals import actions
from borealis.portfolio.models import Decision, Panel, Recommendation, Submission
from borealis.trainees.actions import appoint_guide
from tests.portfolio.goals.conftest import Cast
from tests.trainees.conftest import NOW, TODAY, Day
from tests.trainees.test_actions import events

pytestmark = pytest.mark.django_db


def stored() -> dict[str, list[Any]]:
    """Every row of goals and of the record, to see that a refusal changes nothing."""
    models: list[Any] = [Submission, Recommendation, Decision, Submission.activities.through]
    models += [apps.get_model("trainees.GoalStatus"), apps.get_model("audit.Event")]
    return {model.__name__: list(model._default_manager.order_by("pk").values()) for model in models}


def said(refused: pytest.ExceptionInfo[ValidationError]) -> str:
    return " ".join(refused.value.messages)


# Sending in


def test_a_goal_is_sent_in_with_its_evidence_and_the_record_tells_it(cast: Cast) -> None:
    done, other = cast.activity("NUK-110", "2026-05-02"), cast.activity("NUK-111", "2026-05-03")
    judged = cast.assess("NUK-110", "2026-06-01")
    (row,) = cast.submit("NUK-110", activity_ids=[done.pk], assessment_ids=[judged.pk])
    assert (cast.state(), row.kind, row.closed_at) == ("submitted", "ordinary", None)
    assert list(row.activities.all()) == [done]
    assert list(row.assessments.all()) == [judged]
    told = events()[-1]
    assert (told.act, told.detail["submission"], told.detail["activities"]) == ("submit_goal", row.pk, 1)
    assert other not in row.activities.all()


def test_several_goals_share_their_words_and_each_takes_what_names_it(cast: Cast) -> None:
    both = cast.activity("NUK-110", "2026-05-02")
    both.goals.add(cast.key("NUK-111"))
    one = cast.activity("NUK-111", "2026-05-03")
    first, second = cast.submit("NUK-110", "NUK-111", activity_ids=[both.pk, one.pk])
    assert (set(first.activities.all()), set(second.activities.all())) == ({both}, {both, one})
    assert first.grounds == second.grounds


@pytest.mark.parametrize(
    ("facts", "word"),
    [
        ({"text": " "}, "Skriv med en setning"),
        ({"text": "x" * 2001}, "2000"),
        ({"activity_ids": [987654]}, "hører ikke til målene"),
        ({"assessment_ids": [987654]}, "hører ikke til målene"),
        ({"act": "approve"}, "Velg minst ett"),
        ({"act": "ask_again"}, "ikke begynt"),
    ],
)
def test_what_cannot_be_sent_in_is_told_and_nothing_is_stored(
    cast: Cast, facts: dict[str, Any], word: str
) -> None:
    before = stored()
    with pytest.raises(ValidationError) as refused:
        cast.submit("NUK-110", **facts)
    assert word in said(refused)
    assert stored() == before


def test_evidence_of_another_goal_or_withdrawn_work_is_no_evidence(cast: Cast) -> None:
    other = cast.activity("NUK-111", "2026-05-03")
    withdrawn = cast.activity("NUK-110", "2026-05-03", state="withdrawn")
    for row in (other, withdrawn):
        with pytest.raises(ValidationError, match="hører ikke til målene"):
            cast.submit("NUK-110", activity_ids=[row.pk])


def test_all_are_sent_in_or_none(cast: Cast) -> None:
    cast.submit("NUK-111")
    before = stored()
    with pytest.raises(ValidationError, match="NUK-111 venter på avgjørelse"):
        cast.submit("NUK-110", "NUK-111")
    assert stored() == before


def test_a_goal_of_other_sets_is_not_sent_in(cast: Cast) -> None:
    key = (
        apps.get_model("curriculum.Goal")
        .objects.filter(goal_set__prefix="LM")
        .values_list("pk", flat=True)[0]
    )
    cast.goals["LM"] = key
    with pytest.raises(ValidationError, match="hører ikke til"):
        cast.submit("LM")


@pytest.mark.parametrize("who", ["guide", "supervisor", "head", "delegate", "training_lead", "outsider"])
def test_only_the_doctor_sends_in_and_recalls(cast: Cast, who: str) -> None:
    cast.submit("NUK-110")
    before = stored()
    facts = {**cast.to(who), "trainee_id": cast.nora.pk}
    with pytest.raises(PermissionDenied):
        actions.submit_goals(**facts, goal_ids=[cast.key("NUK-111")], text="Nådd.")
    with pytest.raises(PermissionDenied):
        actions.recall_goal(**facts, goal_id=cast.key("NUK-110"))
    assert stored() == before


def test_a_recalled_goal_is_in_progress_and_what_was_sent_in_stays(cast: Cast) -> None:
    row = cast.recommended()
    actions.recall_goal(**cast.to("trainee"), trainee_id=cast.nora.pk, goal_id=cast.key("NUK-110"))
    row.refresh_from_db()
    assert (cast.state(), row.closed_at) == ("in_progress", NOW)
    assert row.recommendations.count() == 2
    with pytest.raises(ValidationError, match="Legen har trukket NUK-110 tilbake"):
        cast.decide(row)
    with pytest.raises(ValidationError, match="Legen har trukket NUK-110 tilbake"):
        cast.recommend(row, "supervisor2")


def test_the_doctor_begins_a_goal_and_takes_up_a_returned_one(cast: Cast) -> None:
    facts = {**cast.to("trainee"), "trainee_id": cast.nora.pk, "goal_id": cast.key("NUK-110")}
    actions.begin_goal(**facts)
    assert cast.state() == "in_progress"
    (row,) = cast.submit()
    cast.decide(row, "return", text="Mangler barn.")
    actions.begin_goal(**facts)
    assert cast.state() == "in_progress"
    with pytest.raises(ValidationError, match="i gang"):
        actions.begin_goal(**facts)


# Recommending


def test_the_guide_and_a_supervisor_recommend_as_what_they_are(cast: Cast) -> None:
    row = cast.recommended()
    given = {r.by_id: r.given_as for r in row.recommendations.all()}
    assert given == {cast.people["guide"]: "guide", cast.people["supervisor"]: "supervisor"}
    assert (events()[-1].act, events()[-1].detail["as"]) == ("recommend_goal", "supervisor")


@pytest.mark.parametrize(
    "who", ["trainee", "outsider", "coordinator", "head", "training_lead", "head_elsewhere"]
)
def test_nobody_else_recommends_and_least_of_all_the_doctor(cast: Cast, who: str) -> None:
    (row,) = cast.submit()
    before = stored()
    with pytest.raises(PermissionDenied):
        cast.recommend(row, who)
    assert stored() == before


def test_whoever_has_signed_work_took_part_in_supervision(cast: Cast) -> None:
    (row,) = cast.submit()
    cast.sign(cast.activity("NUK-110", "2026-05-02"), "head")
    assert cast.recommend(row, "head").given_as == "supervisor"


@pytest.mark.parametrize(
    ("facts", "word"),
    [
        ({"verdict": "maybe"}, "Velg om du anbefaler"),
        ({"text": ""}, "Skriv med en setning"),
        ({"text": "x" * 2001}, "2000"),
    ],
)
def test_a_recommendation_has_a_verdict_and_words(cast: Cast, facts: dict[str, str], word: str) -> None:
    (row,) = cast.submit()
    before = stored()
    with pytest.raises(ValidationError) as refused:
        cast.recommend(row, "guide", **facts)
    assert word in said(refused)
    assert stored() == before


def test_one_recommendation_at_a_time_and_a_new_one_beside_a_withdrawn(cast: Cast) -> None:
    (row,) = cast.submit()
    first = cast.recommend(row, "guide", "not_yet")
    with pytest.raises(ValidationError, match="alt gitt en anbefaling"):
        cast.recommend(row, "guide")
    facts = {**cast.to("guide"), "recommendation_id": first.pk}
    with pytest.raises(ValidationError, match="Skriv hvorfor"):
        actions.withdraw_recommendation(**facts, why=" ")
    actions.withdraw_recommendation(**facts, why="Har sett mer siden.")
    with pytest.raises(ValidationError, match="alt trukket tilbake"):
        actions.withdraw_recommendation(**facts, why="Igjen.")
    cast.recommend(row, "guide")
    first.refresh_from_db()
    assert (first.verdict, first.withdrawn_why) == ("not_yet", "Har sett mer siden.")
    assert row.recommendations.count() == 2


def test_only_the_own_recommendation_is_withdrawn(cast: Cast) -> None:
    row = cast.recommended()
    mine = row.recommendations.get(by_id=cast.people["guide"])
    for who in ("supervisor", "head", "trainee"):
        with pytest.raises(PermissionDenied):
            actions.withdraw_recommendation(**cast.to(who), recommendation_id=mine.pk, why="Feil.")


def test_after_a_recall_there_is_nothing_to_withdraw(cast: Cast) -> None:
    row = cast.recommended()
    actions.recall_goal(**cast.to("trainee"), trainee_id=cast.nora.pk, goal_id=cast.key("NUK-110"))
    mine = row.recommendations.get(by_id=cast.people["guide"])
    with pytest.raises(ValidationError, match="gjelder ikke lenger"):
        actions.withdraw_recommendation(**cast.to("guide"), recommendation_id=mine.pk, why="Feil.")


# Deciding


@pytest.mark.parametrize("who", ["head", "delegate"])
def test_the_head_and_the_delegate_decide(cast: Cast, who: str) -> None:
    row = cast.recommended()
    decision = cast.decide(row, who=who)
    row.refresh_from_db()
    assert (cast.state(), decision.outcome, row.closed_at) == ("approved", "approved", NOW)
    assert decision.status.state == "approved"
    told = events()[-1]
    assert (told.act, told.detail["submission"]) == ("approve_goal", row.pk)


@pytest.mark.parametrize("act", ["approve", "return", "refuse"])
@pytest.mark.parametrize(
    "who", ["trainee", "guide", "supervisor", "training_lead", "coordinator", "head_elsewhere", "outsider"]
)
def test_nobody_else_decides(cast: Cast, who: str, act: str) -> None:
    row = cast.recommended()
    before = stored()
    with pytest.raises(PermissionDenied):
        cast.decide(row, act, who)
    assert stored() == before


def test_a_head_in_training_does_not_decide_on_own_goals(cast: Cast) -> None:
    row = cast.recommended()
    assign_role(
        by=None,
        person=Person.objects.get(pk=cast.people["trainee"]),
        role="head",
        organisation_id=cast.house.places["unn-pet"],
        in_force_from=Day("2020-01-01"),
        now=NOW,
    )
    with pytest.raises(PermissionDenied):
        cast.decide(row, who="trainee")
    with pytest.raises(PermissionDenied):
        cast.recommend(row, "trainee")


@pytest.mark.parametrize("act", ["approve", "refuse"])
@pytest.mark.parametrize(
    ("given", "words"),
    [
        ((), ("veilederen mangler. Torunn Havørn", "supervisjonen mangler. Kari Tyttebær eller Ola Multe")),
        (("guide",), ("supervisjonen mangler. Kari Tyttebær eller Ola Multe kan gi den",)),
        (("supervisor", "supervisor2"), ("veilederen mangler. Torunn Havørn kan gi den",)),
    ],
)
def test_no_decision_on_the_goal_without_both_recommendations(
    cast: Cast, act: str, given: tuple[str, ...], words: tuple[str, ...]
) -> None:
    (row,) = cast.submit()
    for who in given:
        cast.recommend(row, who)
    before = stored()
    with pytest.raises(ValidationError) as refused:
        cast.decide(row, act)
    assert all(word in said(refused) for word in words)
    assert len(refused.value.messages) == len(words)
    assert stored() == before


@pytest.mark.parametrize("who", ["guide", "supervisor"])
def test_a_withdrawn_recommendation_is_none(cast: Cast, who: str) -> None:
    row = cast.recommended()
    mine = row.recommendations.get(by_id=cast.people[who])
    actions.withdraw_recommendation(**cast.to(who), recommendation_id=mine.pk, why="Feil mål.")
    with pytest.raises(ValidationError, match="mangler"):
        cast.decide(row)


def test_without_a_guide_the_refusal_says_who_appoints(cast: Cast) -> None:
    appointed = cast.nora.guide_appointments.get()
    appointed.to_day = Day("2026-01-01")
    appointed.save()
    (row,) = cast.submit()
    with pytest.raises(ValidationError, match="Lederen oppnevner en"):
        cast.decide(row)


def test_the_recommendation_of_a_former_guide_stands_and_the_new_one_may_add(cast: Cast) -> None:
    row = cast.recommended()
    appoint_guide(
        by=None, trainee_id=cast.nora.pk, guide_id=cast.people["new_guide"], from_day=TODAY, now=NOW
    )
    assert cast.recommend(row, "new_guide").given_as == "guide"
    cast.decide(row)
    assert cast.state() == "approved"


def test_a_return_needs_words_but_no_recommendation(cast: Cast) -> None:
    (row,) = cast.submit()
    with pytest.raises(ValidationError, match="Skriv hva avgjørelsen bygger på"):
        cast.decide(row, "return", text=" ")
    cast.decide(row, "return", text="Mangler undersøkelser av barn.")
    assert (cast.state(), row.decision.outcome) == ("returned", "returned")
    (again,) = cast.submit()
    assert again.pk != row.pk


def test_one_decision_and_the_next_is_told_what_stands(cast: Cast) -> None:
    row = cast.decided("approve")
    before = stored()
    for act in ("approve", "return", "refuse"):
        with pytest.raises(ValidationError, match="Randi Snøugle har alt avgjort NUK-110: godkjent"):
            cast.decide(row, act, "delegate")
    with pytest.raises(ValidationError, match="NUK-110 er godkjent"):
        actions.recall_goal(**cast.to("trainee"), trainee_id=cast.nora.pk, goal_id=cast.key("NUK-110"))
    assert stored() == before


def test_an_unknown_decision_or_panel_is_refused(cast: Cast) -> None:
    row = cast.recommended()
    with pytest.raises(ValidationError, match="Velg om målet"):
        cast.decide(row, "transfer")
    open_panel = Panel.objects.create(trainee=cast.nora, kind="panel", on=TODAY, called_at=NOW)
    with pytest.raises(ValidationError, match="har konkludert"):
        cast.decide(row, panel_id=open_panel.pk)
    Panel.objects.update(concluded_at=NOW)
    assert cast.decide(row, panel_id=open_panel.pk).panel == open_panel
    with pytest.raises(ValidationError, match="finnes ikke"):
        actions.decide_goal(**cast.to("head"), submission_id=987654, act="approve", text="Nådd.")


def test_several_goals_are_approved_with_one_text_or_none_is(cast: Cast) -> None:
    rows = [cast.recommended("NUK-110"), cast.recommended("NUK-111")]
    (lacking,) = cast.submit("NUK-112")
    facts = {**cast.to("head"), "trainee_id": cast.nora.pk, "text": "Etter kollegiet."}
    before = stored()
    with pytest.raises(ValidationError) as refused:
        actions.approve_goals(**facts, submission_ids=[*(row.pk for row in rows), lacking.pk])
    assert "NUK-112: Anbefalingen fra veilederen mangler" in said(refused)
    assert "NUK-110" not in said(refused)
    assert stored() == before
    done = actions.approve_goals(**facts, submission_ids=[row.pk for row in rows])
    assert {d.text for d in done} == {"Etter kollegiet."}
    assert {cast.state("NUK-110"), cast.state("NUK-111")} == {"approved"}


def test_approving_together_asks_for_words_once_and_for_at_least_one(cast: Cast) -> None:
    rows = [cast.recommended("NUK-110"), cast.recommended("NUK-111")]
    facts = {**cast.to("head"), "trainee_id": cast.nora.pk}
    with pytest.raises(ValidationError) as refused:
        actions.approve_goals(**facts, submission_ids=[row.pk for row in rows], text="")
    assert refused.value.message_dict == {"text": ["Skriv hva avgjørelsen bygger på."]}
    with pytest.raises(ValidationError, match="Velg minst ett"):
        actions.approve_goals(**facts, submission_ids=[], text="Etter kollegiet.")
    with pytest.raises(PermissionDenied):
        actions.approve_goals(
            **cast.to("guide"), trainee_id=cast.nora.pk, submission_ids=[rows[0].pk], text="Nådd."
        )


# Revoking


def test_a_revoked_approval_stays_and_the_goal_is_in_progress(cast: Cast) -> None:
    row = cast.decided("approve")
    facts: dict[str, Any] = {"trainee_id": cast.nora.pk, "goal_id": cast.key("NUK-110")}
    with pytest.raises(ValidationError, match="Skriv hva"):
        actions.revoke_goal(**cast.to("head"), **facts, text="")
    for who in ("trainee", "guide", "supervisor", "outsider"):
        with pytest.raises(PermissionDenied):
            actions.revoke_goal(**cast.to(who), **facts, text="Feil.")
    actions.revoke_goal(**cast.to("delegate"), **facts, text="Anbefalingen gjaldt et annet mål.")
    states = list(cast.nora.goal_statuses.order_by("pk").values_list("state", flat=True))
    assert states == ["submitted", "approved", "in_progress"]
    assert Decision.objects.get().submission == row
    assert events()[-1].act == "revoke_goal"
    cast.decided("approve")
    assert Decision.objects.count() == 2


# Refused, and what follows


def later(days: int) -> dt.datetime:
    return NOW + dt.timedelta(days=days)


def test_after_a_refusal_there_is_a_right_to_a_new_assessment(cast: Cast) -> None:
    cast.decided("refuse")
    assert cast.state() == "not_reached"
    with pytest.raises(ValidationError, match="rett til en ny vurdering"):
        cast.submit()
    (row,) = cast.submit(act="ask_again")
    assert (cast.state(), row.kind) == ("new_assessment", "new_assessment")
    with pytest.raises(ValidationError, match="mangler"):
        cast.decide(row)
    cast.recommend(row, "guide")
    cast.recommend(row, "supervisor2")
    cast.decide(row)
    assert cast.state() == "approved"


def test_a_new_assessment_cannot_be_returned_but_recalled_and_the_right_stays(cast: Cast) -> None:
    cast.decided("refuse")
    (row,) = cast.submit(act="ask_again")
    with pytest.raises(ValidationError):
        cast.decide(row, "return")
    actions.recall_goal(**cast.to("trainee"), trainee_id=cast.nora.pk, goal_id=cast.key("NUK-110"))
    assert cast.state() == "not_reached"
    cast.submit(act="ask_again")
    assert cast.state() == "new_assessment"


def test_another_enterprise_is_named_and_somebody_else_decides(cast: Cast) -> None:
    cast.decided("refuse")
    row = cast.recommended(act="ask_elsewhere")
    assert cast.state() == "new_assessment_elsewhere"
    with pytest.raises(ValidationError) as refused:
        cast.decide(row)
    assert "Skriv hvilken virksomhet" in said(refused)
    assert "den som avgjorde sist, avgjør ikke på nytt" in said(refused)
    with pytest.raises(ValidationError, match="avgjør ikke på nytt"):
        cast.decide(row, enterprise="Oslo universitetssykehus")
    cast.decide(row, "approve", "delegate", enterprise="Oslo universitetssykehus")
    row.refresh_from_db()
    assert (cast.state(), row.enterprise) == ("approved", "Oslo universitetssykehus")


def test_refused_again_a_further_assessment_waits_for_six_months_with_activity(cast: Cast) -> None:
    cast.decided("refuse")
    cast.decided("refuse", act="ask_again")
    assert cast.state() == "not_reached_again"
    for act in ("submit", "ask_again", "ask_elsewhere"):
        with pytest.raises(ValidationError, match="minst seks måneder"):
            cast.submit(act=act)
    for month in ("2026-12-03", "2027-01-03", "2027-02-03", "2027-03-03", "2027-04-03"):
        cast.activity("NUK-110", month)
    cast.activity("NUK-111", "2027-05-03")
    with pytest.raises(ValidationError) as refused:
        cast.submit(act="ask_further", at=later(200))
    assert "5 av 6 måneder" in said(refused)
    assert "tidligst be om en vurdering til 10. juni 2027" in said(refused)
    cast.activity("NUK-110", "2027-05-03", state="withdrawn")
    with pytest.raises(ValidationError, match="5 av 6"):
        cast.submit(act="ask_further", at=later(200))
    cast.activity("NUK-110", "2027-05-04")
    with pytest.raises(ValidationError, match=r"tidligst be om en vurdering til 22\. mai 2027"):
        cast.submit(act="ask_further", at=later(180))
    row = cast.recommended(act="ask_further", at=later(181))
    assert cast.state() == "further_assessment"
    cast.decide(row, at=later(181))
    assert cast.state() == "approved"


def test_recalling_a_further_assessment_does_not_begin_the_months_anew(cast: Cast) -> None:
    cast.decided("refuse")
    cast.decided("refuse", act="ask_again")
    cast.activity("NUK-110", "2026-12-03", to_day=Day("2027-05-20"))
    cast.submit(act="ask_further", at=later(181))
    actions.recall_goal(
        **cast.to("trainee", later(182)), trainee_id=cast.nora.pk, goal_id=cast.key("NUK-110")
    )
    assert cast.state() == "not_reached_again"
    cast.submit(act="ask_further", at=later(183))
    assert cast.state() == "further_assessment"


def test_a_third_refusal_begins_the_months_anew(cast: Cast) -> None:
    cast.decided("refuse")
    cast.decided("refuse", act="ask_again")
    cast.activity("NUK-110", "2026-12-03", to_day=Day("2027-05-20"))
    cast.decided("refuse", act="ask_further", at=later(181))
    assert cast.state() == "not_reached_again"
    with pytest.raises(ValidationError, match="0 av 6 måneder"):
        cast.submit(act="ask_further", at=later(182))
