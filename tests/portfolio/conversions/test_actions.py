"""From the 24 common goals to the 14: proposed without a table, judged by hand, decided, and nothing lost."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.apps import apps
from django.core.exceptions import ValidationError

from borealis.audit.models import Event, EventText
from borealis.people.actions.refusals import ChangedMeanwhile
from borealis.portfolio.conversions import actions
from borealis.portfolio.conversions.queries import (
    conversion_findings,
    due_sets,
    earlier_goals,
    inventory_of,
)
from borealis.portfolio.conversions.rules import lost
from borealis.portfolio.models import Activity, Conversion, Submission
from borealis.trainees.actions import record_goal_state
from borealis.trainees.models import GoalStatus
from borealis.trainees.queries import training_record
from tests.portfolio.conversions.conftest import APPROVED, NEW, OLD, Following
from tests.trainees.conftest import NOW, TODAY, Day


def refused(field: str, match: str, act: Any, *arguments: Any, **more: Any) -> None:
    with pytest.raises(ValidationError) as caught:
        act(*arguments, **more)
    assert match in " ".join(caught.value.message_dict[field])


def test_an_ended_set_is_followed_by_the_one_in_force(following: Following) -> None:
    """given the 24 goals, when they have ended, then the 14 follow them and no table is known"""
    (due,) = due_sets(following.nora, TODAY)
    assert (due.from_set.code, due.to_set.code, due.official) == (OLD, NEW, False)
    assert due_sets(following.nora, Day("2026-02-28")) == []


def test_a_set_that_has_ended_is_a_finding_with_a_verb(following: Following) -> None:
    record = training_record(following.nora.pk)
    (found,) = conversion_findings([record], TODAY, may_propose=True)[following.nora.pk]
    assert OLD in found.title
    assert NEW in found.detail
    assert (found.action, found.url) == ("Foreslå overgang", f"/leder/overgang/{following.nora.pk}/")
    (told,) = conversion_findings([record], TODAY, may_propose=False)[following.nora.pk]
    assert (told.action, told.severity) == ("", "information")


def test_without_a_table_every_earlier_goal_stands_alone(following: Following) -> None:
    row = following.propose()
    assert (row.official, row.items.count()) == (False, 24)
    assert set(row.items.values_list("verdict", "newer")) == {("alone", None)}
    view = following.view(row)
    assert (view.transfers, view.judged, view.approved) == (0, 0, 4)
    ethics = next(one for one in view.newer if one.goal.code == "FKM-001")
    assert [older.goal.code for older in ethics.near] == ["LM-04"]
    refused("from_set", "allerede foreslått", following.propose)


def test_a_table_proposes_what_covers_what(following: Following) -> None:
    replacements = apps.get_model("curriculum.Replacement").objects
    for older, newer in (("LM-04", "FKM-001"), ("LM-19", "FKM-002"), ("LM-20", "FKM-002")):
        replacements.create(older_id=following.goal(older), newer_id=following.goal(newer))
    row = following.propose()
    assert row.official
    said = {one.goal.code: one.verdict for one in following.view(row).newer if one.verdict}
    assert said == {"FKM-001": "covers", "FKM-002": "partly"}
    following.decide(row)
    assert (following.state("FKM-001"), following.state("FKM-002")) == ("approved", None)


def test_covered_goals_are_approved_by_transfer_and_all_else_stands(following: Following) -> None:
    """given two covered goals, when the head decides, then they are approved with grounds that name the earlier
    goals, the newer set is followed, and everything there was is there"""
    before = inventory_of(following.nora)
    row = following.propose()
    following.judge(row, "FKM-001", "covers", "LM-04")
    following.judge(row, "FKM-007", "covers", "LM-13", "LM-32")
    following.judge(row, "FKM-002", "partly", "LM-19")
    following.judge(row, "FKM-014", "alone", text="Ingen av de 24 handlet om beredskap.")
    row = following.decide(row)

    assert [following.state(code) for code in ("FKM-001", "FKM-007", "FKM-002", "FKM-014")] == [
        "approved",
        "approved",
        None,
        None,
    ]
    grounds = GoalStatus.objects.get(trainee=following.nora, goal_id=following.goal("FKM-007")).grounds
    assert grounds.startswith("Overført fra LM-13 (20.5.2025), LM-32 (20.5.2025) i LM-2019-03.")
    assert [following.state(code) for code in APPROVED] == ["approved"] * 4
    assert following.state("LM-41") == "in_progress"
    codes = training_record(following.nora.pk).goal_sets
    assert (NEW in codes, OLD in codes) == (True, False)
    assert [one.code for one in following.nora.earlier_goal_sets.all()] == [OLD]
    assert sum(older.approved for older in earlier_goals(following.nora.pk, OLD)) == 4

    assert lost(before, inventory_of(following.nora)) == row.proof["lost"] == {}
    kinds = row.proof["kinds"]
    assert kinds["approved"] == {
        **kinds["approved"],
        "before": 4,
        "kept": 4,
        "added": 2,
        "digest_kept": kinds["approved"]["digest_before"],
    }
    assert [kinds[kind]["kept"] for kind in ("decisions", "submissions", "activities")] == [4, 4, 4]
    assert due_sets(following.nora, TODAY) == []


def test_the_record_tells_each_step_and_keeps_words_apart(following: Following) -> None:
    row = following.propose()
    following.judge(row, "FKM-001", "covers", "LM-04")
    following.decide(row)
    told = list(Event.objects.order_by("-number")[:5].values_list("act", flat=True))
    assert told[::-1] == [
        "propose_conversion",
        "judge_conversion",
        "follow_goal_set",
        "transfer_goal",
        "decide_conversion",
    ]
    last = Event.objects.order_by("number").last()
    assert last is not None
    assert (last.detail["approved"], last.detail["kept"]) == (1, 4)
    assert EventText.objects.get(event=last).text == {"why": "Gått gjennom i møte med veilederen."}


def test_what_is_sent_in_is_told_and_blocks_until_it_is_decided_or_recalled(following: Following) -> None:
    goal = following.goal("LM-42")
    record_goal_state(
        by=None, trainee_id=following.nora.pk, goal_id=goal, state="submitted", on=TODAY, now=NOW
    )
    sent = Submission.objects.create(trainee=following.nora, goal_id=goal, kind="first", submitted_at=NOW)
    row = following.propose()
    assert [one.goal.code for one in following.view(row).blockers] == ["LM-42"]
    refused("grounds", "LM-42", following.decide, row)
    assert following.nora.earlier_goal_sets.count() == 0
    Submission.objects.filter(pk=sent.pk).update(closed_at=NOW)
    refused("grounds", "LM-42", following.decide, row)
    record_goal_state(
        by=None, trainee_id=following.nora.pk, goal_id=goal, state="in_progress", on=TODAY, now=NOW
    )
    assert following.decide(row).outcome == "decided"
    assert following.state("LM-42") == "in_progress"


def test_only_approved_goals_cover_and_each_judgement_says_why(following: Following) -> None:
    row = following.propose()
    refused("olders", "Bare godkjente", following.judge, row, "FKM-008", "covers", "LM-41")
    refused("olders", "Velg hvilke", following.judge, row, "FKM-001", "covers")
    refused("olders", "står alene", following.judge, row, "FKM-001", "alone", "LM-04")
    refused("text", "bygger på", following.judge, row, "FKM-001", "covers", "LM-04", text=" ")
    refused("verdict", "alternativene", following.judge, row, "FKM-001", "all", "LM-04")
    refused("newer", "hører ikke til", following.judge, row, "LM-04", "covers", "LM-04")
    assert set(row.items.values_list("verdict", flat=True)) == {"alone"}


def test_a_judgement_is_replaced_by_the_next_and_the_rest_stands_alone(following: Following) -> None:
    row = following.propose()
    following.judge(row, "FKM-001", "covers", "LM-04", "LM-13")
    following.judge(row, "FKM-001", "partly", "LM-04")
    assert list(row.items.filter(newer__isnull=False).values_list("older__code", "verdict")) == [
        ("LM-04", "partly")
    ]
    assert row.items.filter(newer=None).count() == 23


def test_two_who_judge_at_once_are_told_and_nothing_is_lost(following: Following) -> None:
    row = following.propose()
    following.judge(row, "FKM-001", "covers", "LM-04")
    with pytest.raises(ChangedMeanwhile) as caught:
        following.judge(row, "FKM-001", "alone", version=1)
    assert caught.value.stands["verdict"] == "covers"
    assert caught.value.stands["olders"] == [str(following.goal("LM-04"))]
    refused("grounds", "endret vurderingene", following.decide, row, version=1)


def test_nobody_decides_on_own_goals_and_a_decision_is_final(following: Following) -> None:
    row = following.propose()
    refused("conversion", "egne læringsmål", following.decide, row, "trainee")
    refused("grounds", "bygger på", following.decide, row, grounds="")
    following.decide(row)
    refused("conversion", "endres ikke mer", following.decide, row)
    refused("conversion", "endres ikke mer", following.judge, row, "FKM-001", "covers", "LM-04")
    refused("from_set", "gjelder fortsatt", following.propose)


def test_a_proposal_that_is_put_away_changes_nothing_and_can_be_made_again(following: Following) -> None:
    row = following.propose()
    actions.drop_conversion(by=None, trainee_id=following.nora.pk, conversion_id=row.pk, now=NOW)
    assert OLD in training_record(following.nora.pk).goal_sets
    assert following.propose().pk != row.pk


def test_a_newer_goal_under_assessment_is_not_approved_by_transfer(following: Following) -> None:
    """given a doctor who follows both sets, when a newer goal waits for a decision, then it must be decided there"""
    following.nora.goal_sets.add(apps.get_model("curriculum.GoalSet").objects.get(code=NEW))
    newer = {"by": None, "trainee_id": following.nora.pk, "on": TODAY, "now": NOW}
    record_goal_state(**newer, goal_id=following.goal("FKM-001"), state="submitted")
    record_goal_state(**newer, goal_id=following.goal("FKM-007"), state="approved", grounds="Nådd før")
    row = following.propose()
    following.judge(row, "FKM-001", "covers", "LM-04")
    following.judge(row, "FKM-007", "covers", "LM-13")
    refused("grounds", "FKM-001", following.decide, row)
    following.judge(row, "FKM-001", "alone")
    following.decide(row)
    assert GoalStatus.objects.filter(trainee=following.nora, goal_id=following.goal("FKM-007")).count() == 1


def test_a_conversion_that_would_lose_something_is_not_stored(
    following: Following, monkeypatch: pytest.MonkeyPatch
) -> None:
    """given a step that by a fault takes an activity away, when the head decides, then nothing at all is stored"""
    row = following.propose()
    following.judge(row, "FKM-001", "covers", "LM-04")
    follow = actions.follow_goal_set

    def forgetful(**facts: Any) -> Any:
        Activity.objects.filter(trainee=following.nora).update(title="Et annet kurs")
        return follow(**facts)

    monkeypatch.setattr(actions, "follow_goal_set", forgetful)
    with pytest.raises(actions.SomethingLost) as caught:
        following.decide(row)
    assert len(caught.value.args[0]["activities"]) == 4
    assert Activity.objects.filter(title="Et annet kurs").count() == 0
    assert Conversion.objects.get(pk=row.pk).outcome == ""
    assert following.state("FKM-001") is None


def test_the_inventory_sees_every_change_of_what_an_approval_rests_on(following: Following) -> None:
    before = inventory_of(following.nora)
    submission = Submission.objects.filter(trainee=following.nora).first()
    assert submission is not None
    submission.activities.clear()
    Submission.objects.filter(pk=submission.pk).update(grounds="Noe annet")
    GoalStatus.objects.filter(trainee=following.nora, goal_id=following.goal("LM-19")).update(
        on=NOW.date() - dt.timedelta(days=1)
    )
    gone = lost(before, inventory_of(following.nora))
    assert gone["submissions"] == [str(submission.pk)]
    assert set(gone["approved"]) == {str(submission.goal_id), str(following.goal("LM-19"))}
    assert len(gone["states"]) == 2
