"""Calling together, writing at the same time, concluding for good, and who reads what when."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.core.exceptions import ValidationError

from borealis.audit.models import Event
from borealis.people.actions.refusals import ChangedMeanwhile
from borealis.portfolio.models import Panel
from borealis.portfolio.panels import actions
from borealis.portfolio.panels.permissions import panels_visible
from borealis.portfolio.panels.queries import (
    concluded_on_goal,
    panel_findings_of,
    proposals_for,
    seats_of,
)
from borealis.trainees.actions import finish_training
from tests.portfolio.panels.conftest import NEW, SENT, STILL, Panels
from tests.trainees.conftest import NOW, TODAY
from tests.trainees.test_queries import goal

DAY = dt.timedelta(days=1)


def refused(field: str, match: str, act: Any, *arguments: Any, **more: Any) -> None:
    with pytest.raises(ValidationError) as caught:
        act(*arguments, **more)
    assert match in " ".join(caught.value.message_dict[field])


def test_seats_follow_from_who_people_are_for_the_trainee(panels: Panels) -> None:
    seats = seats_of(panels.nora, TODAY)
    assert {who: seats.get(panels.people[who]) for who in panels.people} == {
        **dict.fromkeys(panels.people),
        "head": "head",
        "guide": "guide",
        "training_lead": "training_lead",
        "supervisor": "supervisor",
    }


def test_goals_are_proposed_with_why_and_others_can_be_added(panels: Panels) -> None:
    assert [(row.goal_id, row.why) for row in proposals_for(panels.nora, TODAY)] == [
        (goal(SENT), "submitted"),
        (goal(STILL), "stagnant"),
    ]
    panel = panels.call(goals=[goal(SENT), goal(NEW)])
    assert dict(panel.conclusions.values_list("goal__code", "why")) == {SENT: "submitted", NEW: "chosen"}
    assert set(panel.members.values_list("given_as", flat=True)) == {"head", "guide", "supervisor"}


def test_a_panel_of_one_of_strangers_or_on_foreign_goals_is_refused(panels: Panels) -> None:
    people = panels.people
    refused("members", "minst to", panels.call, members=[people["head"]])
    refused("members", "Velg blant", panels.call, members=[people["head"], people["outsider"]])
    refused("members", "Velg blant", panels.call, members=[people["head"], people["trainee"]])
    refused("goals", "egen liste", panels.call, goals=[987654])
    refused("kind", "alternativene", panels.call, kind="tea")
    refused("panel", "om seg selv", panels.call, by=people["trainee"])
    assert not Panel.objects.exists()


def test_the_second_who_writes_sees_what_changed(panels: Panels) -> None:
    """given two who read the same panel, when both write, then the second is told and nothing is overwritten"""
    panel = panels.call()
    panels.change(panel, version=1, summary="Skrevet av veilederen.")
    with pytest.raises(ChangedMeanwhile) as caught:
        panels.change(panel, version=1, summary="Skrevet av lederen.")
    stands = caught.value.stands
    assert (stands["summary"], stands["version"]) == ("Skrevet av veilederen.", 2)
    assert stands[f"conclusion_{goal(SENT)}"] == "ready"
    assert Panel.objects.get(pk=panel.pk).summary == "Skrevet av veilederen."


def test_a_concluded_panel_is_frozen_with_a_digest(panels: Panels) -> None:
    panel = panels.call()
    panels.change(panel)
    panel = panels.conclude(panel)
    assert panel.concluded_at == NOW
    assert panel.digest == actions.digest_of(Panel.objects.get(pk=panel.pk))
    last = Event.objects.order_by("number").last()
    assert last is not None
    assert (last.act, last.detail["digest"]) == ("conclude_panel", panel.digest)
    refused("panel", "endres ikke mer", panels.change, panel, summary="Noe annet")
    refused("panel", "endres ikke mer", panels.conclude, panel)


@pytest.mark.parametrize("what", ["summary", "agreed", "text", "member"])
def test_the_digest_tells_every_change(panels: Panels, what: str) -> None:
    panel = panels.call()
    panels.change(panel)
    panel = panels.conclude(panel)
    if what == "text":
        panel.conclusions.update(text="Noe annet")
    elif what == "member":
        panel.members.filter(given_as="guide").delete()
    else:
        Panel.objects.filter(pk=panel.pk).update(**{what: "Noe annet"})
    assert actions.digest_of(Panel.objects.get(pk=panel.pk)) != panel.digest


def test_what_is_missing_is_named_and_an_unread_text_is_not_concluded(panels: Panels) -> None:
    panel = panels.call()
    for words in ("et sammendrag", f"konklusjon for {SENT}", "om legen var til stede"):
        refused("panel", words, panels.conclude, panel)
    seen = panel.version
    panels.change(panel)
    refused("panel", "endret teksten", panels.conclude, panel, version=seen)
    assert Panel.objects.get(pk=panel.pk).concluded_at is None


def test_a_trainee_who_was_not_there_is_informed_before_and_after(panels: Panels) -> None:
    """given an absent trainee, when the panel concludes, then it needs the day before, and asks for the day after"""
    panel = panels.call()
    panels.change(panel, trainee_present=False)
    refused("panel", "før møtet", panels.conclude, panel)
    refused("informed_before", "har vært", panels.change, panel, informed_before=TODAY + DAY)
    panels.change(panel, trainee_present=False, informed_before=TODAY - DAY)
    panel = panels.conclude(panel)
    rules = [found.rule for found in panel_findings_of(panels.nora.pk, TODAY, may_call=True)]
    assert rules == ["not_informed_after_panel"]
    key = {"by": panels.people["guide"], "trainee_id": panels.nora.pk, "panel_id": panel.pk, "now": NOW}
    refused("on", "møtedagen", actions.record_informed, **key, on=TODAY - DAY)
    refused("on", "møtedagen", actions.record_informed, **key, on=TODAY + DAY)
    told = actions.record_informed(**key, on=TODAY)
    assert (told.informed_after, told.digest) == (TODAY, panel.digest)
    assert panel_findings_of(panels.nora.pk, TODAY, may_call=True) == []


def test_there_is_nothing_to_inform_of_when_the_trainee_was_there(panels: Panels) -> None:
    panel = panels.call()
    panels.change(panel)
    panel = panels.conclude(panel)
    key = {"by": None, "trainee_id": panels.nora.pk, "panel_id": panel.pk, "now": NOW}
    refused("on", "uten at legen", actions.record_informed, **key, on=TODAY)


def test_members_read_from_the_call_on_and_the_trainee_once_it_is_concluded(panels: Panels) -> None:
    panel = panels.call(members=[panels.people["head"], panels.people["supervisor"]])
    seen = {who: panels_visible(panels.viewer(who), panels.nora).count() for who in panels.people}
    readers = {"head", "training_lead", "supervisor"}
    assert {who for who, number in seen.items() if number} == readers
    panels.change(panel, by=panels.people["head"])
    panels.conclude(panel)
    seen = {who: panels_visible(panels.viewer(who), panels.nora).count() for who in panels.people}
    assert {who for who, number in seen.items() if number} == readers | {"trainee", "guide"}


def test_what_a_panel_said_of_a_goal_feeds_its_decision(panels: Panels) -> None:
    panel = panels.call()
    panels.change(panel)
    assert concluded_on_goal(panels.nora.pk, goal(STILL)) == []
    panels.conclude(panel)
    (said,) = concluded_on_goal(panels.nora.pk, goal(STILL))
    assert (said.panel_id, said.conclusion, said.text) == (panel.pk, "needs_more", "Flere undersøkelser.")
    why = {row.goal_id: row.why for row in proposals_for(panels.nora, TODAY)}
    assert why[goal(STILL)] == "in_doubt"


def test_a_review_that_is_overdue_is_a_finding_with_a_verb(panels: Panels) -> None:
    """given a doctor in training since 2023, when no review was held, then it is due until one is called together"""
    (due,) = panel_findings_of(panels.nora.pk, TODAY, may_call=True)
    assert (due.rule, due.action) == ("review_due", "Kall sammen")
    assert due.url == f"/leder/kollegium/{panels.nora.pk}/#kall-sammen"
    (told,) = panel_findings_of(panels.nora.pk, TODAY, may_call=False)
    assert (told.severity, told.url) == ("information", "")
    panel = panels.call()
    assert panel_findings_of(panels.nora.pk, TODAY, may_call=True) == []
    (late,) = panel_findings_of(panels.nora.pk, TODAY + DAY, may_call=True)
    assert (late.rule, late.url) == (
        "panel_not_concluded",
        f"/leder/kollegium/{panels.nora.pk}/{panel.pk}/",
    )
    panels.change(panel)
    panels.conclude(panel)
    assert panel_findings_of(panels.nora.pk, TODAY + 181 * DAY, may_call=True) == []
    (again,) = panel_findings_of(panels.nora.pk, TODAY + 182 * DAY, may_call=True)
    assert again.rule == "review_due"


def test_nothing_is_due_once_the_training_is_over(panels: Panels) -> None:
    finish_training(by=None, trainee_id=panels.nora.pk, finished_on=TODAY, now=NOW)
    assert panel_findings_of(panels.nora.pk, TODAY, may_call=True) == []
