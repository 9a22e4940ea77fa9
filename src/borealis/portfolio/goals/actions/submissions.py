"""What the doctor does: begins a goal, sends it in with its grounds, and takes it back before a decision."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from django.db import transaction
from django.utils.translation import gettext as _

from borealis.people.actions.refusals import Refusals, refuse
from borealis.portfolio.goals.actions.checks import (
    LONGEST,
    LONGEST_ENTERPRISE,
    Acting,
    acting,
    check_step,
)
from borealis.portfolio.goals.queries.standing import (
    activities_for,
    assessments_for,
    open_submission,
    state_of,
)
from borealis.portfolio.goals.rules import KIND_OF
from borealis.portfolio.models import Submission
from borealis.trainees.actions import take_goal_step
from borealis.trainees.actions.refusals import check_text


@transaction.atomic
def begin_goal(*, by: int, trainee_id: int, goal_id: int, now: dt.datetime) -> None:
    """The doctor begins a goal, or takes a returned one up again."""
    who = acting(by, trainee_id, now)
    act = "resume" if state_of(who.trainee, goal_id)[0] == "returned" else "begin"
    check_step(who, goal_id, act, "")
    take_goal_step(by=by, trainee_id=trainee_id, goal_id=goal_id, act=act, on=who.today, now=now)


@transaction.atomic
def submit_goals(
    *,
    by: int,
    trainee_id: int,
    goal_ids: Iterable[int],
    act: str = "submit",
    activity_ids: Iterable[int] = (),
    assessment_ids: Iterable[int] = (),
    text: str,
    enterprise: str = "",
    now: dt.datetime,
) -> list[Submission]:
    """Send goals in with common grounds; ``act`` says by which right (§ 26).

    Of the evidence, each goal takes what names it. All are sent in, or none.
    """
    who, refusals = acting(by, trainee_id, now), Refusals()
    goals = list(dict.fromkeys(goal_ids))
    if act not in KIND_OF or not goals:
        raise refuse("goals", _("Velg minst ett læringsmål."))
    text = check_text(refusals, "text", text, LONGEST)
    enterprise = check_text(refusals, "enterprise", enterprise, LONGEST_ENTERPRISE)
    for goal_id in goals:
        check_step(who, goal_id, act, text, enterprise)
    evidence = _Evidence(who, goals, set(activity_ids), set(assessment_ids))
    evidence.check(refusals)
    refusals.stop()
    return [_submit(who, goal_id, act, text, enterprise, evidence) for goal_id in goals]


class _Evidence:
    """What a submission rests on, goal by goal; nothing that is not the doctor's own, or names no goal here."""

    def __init__(self, who: Acting, goals: list[int], activities: set[int], assessments: set[int]) -> None:
        self.chosen = activities, assessments
        found = {
            goal: (
                set(activities_for(who.trainee, goal).values_list("pk", flat=True)),
                set(assessments_for(who.trainee, goal).values_list("pk", flat=True)),
            )
            for goal in goals
        }
        self.of = {goal: (a & activities, b & assessments) for goal, (a, b) in found.items()}

    def check(self, refusals: Refusals) -> None:
        for field, chosen, number in zip(("activities", "assessments"), self.chosen, (0, 1), strict=True):
            if chosen - set().union(*(found[number] for found in self.of.values())):
                refusals.add(
                    field, _("Noe av det du valgte, hører ikke til målene. Last siden på nytt og velg igjen.")
                )


def _submit(
    who: Acting, goal_id: int, act: str, text: str, enterprise: str, evidence: _Evidence
) -> Submission:
    by = who.viewer.person_id
    submission = Submission.objects.create(
        trainee=who.trainee,
        goal_id=goal_id,
        kind=KIND_OF[act],
        enterprise=enterprise if act == "ask_elsewhere" else "",
        grounds=text,
        submitted_at=who.now,
        by_id=by,
    )
    activities, assessments = evidence.of[goal_id]
    submission.activities.set(activities)
    submission.assessments.set(assessments)
    told = {"submission": submission.pk, "activities": len(activities), "assessments": len(assessments)}
    take_goal_step(
        by=by,
        trainee_id=who.trainee.pk,
        goal_id=goal_id,
        act=act,
        on=who.today,
        now=who.now,
        why=text,
        detail=told,
    )
    return submission


@transaction.atomic
def recall_goal(*, by: int, trainee_id: int, goal_id: int, now: dt.datetime) -> None:
    """The doctor takes a goal back before it is decided; what was sent in and recommended stays stored."""
    who = acting(by, trainee_id, now)
    check_step(who, goal_id, "recall", "")
    submission = open_submission(who.trainee, goal_id)
    if submission is not None:
        submission.closed_at = now
        submission.save(update_fields=["closed_at"])
    take_goal_step(
        by=by,
        trainee_id=trainee_id,
        goal_id=goal_id,
        act="recall",
        on=who.today,
        now=now,
        detail={"submission": submission.pk} if submission else None,
    )
