"""How a goal stands: its state, what is sent in, who has recommended, and what was decided before."""

from __future__ import annotations

import datetime as dt

from django.db.models import QuerySet

from borealis.curriculum.queries import GoalView, goals_of
from borealis.people.queries import Viewer
from borealis.portfolio.activities.rules import COUNTED_STATES
from borealis.portfolio.goals.rules import (
    Facts,
    FurtherAssessment,
    Given,
    active_months,
    further_assessment,
)
from borealis.portfolio.models import Activity, Assessment, Decision, Recommendation, Submission
from borealis.portfolio.permissions import is_own, may_decide
from borealis.shell.once import read_once
from borealis.shell.prepared import KEYS, prepared
from borealis.trainees.directory import Trainee
from borealis.trainees.permissions import may_register
from borealis.trainees.rules import DECIDER, REGISTRAR, TRAINEE, parameter_on


@read_once
def state_of(trainee: Trainee, goal_id: int) -> tuple[str | None, dt.date | None]:
    """The state of a goal, and since when; (None, None) when it is not begun."""
    rows = trainee.goal_statuses.filter(goal_id=goal_id).order_by("-pk")
    return rows.values_list("state", "on").first() or (None, None)


def goals_by_key(trainee: Trainee) -> dict[int, GoalView]:
    """The goals that the doctor follows, and those followed before: what was decided on them stays readable."""
    return goals_of_each([trainee])


_SETS = prepared(
    lambda ids: Trainee.objects.filter(pk__in=ids).values_list("goal_sets__code", "earlier_goal_sets__code"),
    ids=KEYS,
)


def goals_of_each(trainees: list[Trainee]) -> dict[int, GoalView]:
    """The same for several doctors together."""
    pairs = _SETS(ids=[row.pk for row in trainees])
    codes = {code for pair in pairs for code in pair}
    return {goal.pk: goal for goal in goals_of(sorted(codes - {None}))}


@read_once
def open_submission(trainee: Trainee, goal_id: int) -> Submission | None:
    """What is sent in for a goal and not decided or recalled yet."""
    return Submission.objects.filter(trainee=trainee, goal_id=goal_id, closed_at=None).first()


def in_force(submission: Submission | None) -> QuerySet[Recommendation]:
    """The recommendations on a submission that are not withdrawn, in the order given."""
    rows = Recommendation.objects.filter(submission=submission, withdrawn_at=None)
    return rows.select_related("by").order_by("pk")


def given_on(submission: Submission | None) -> tuple[Given, ...]:
    """The recommendations in force as rules know them."""
    if submission is None:
        return ()
    return given_on_each([submission])[submission.pk]


_GIVEN = prepared(
    lambda submissions: (
        Recommendation.objects.filter(submission__in=submissions, withdrawn_at=None)
        .order_by("pk")
        .values_list("submission_id", "by_id", "given_as", "verdict")
    ),
    submissions=KEYS,
)


def given_on_each(submissions: list[Submission]) -> dict[int, tuple[Given, ...]]:
    """The same for several submissions, by submission, in one query."""
    found: dict[int, tuple[Given, ...]] = {row.pk: () for row in submissions}
    for submission, by, given_as, verdict in _GIVEN(submissions=list(found)):
        found[submission] += (Given(by, given_as, verdict),)
    return found


@read_once
def decisions_on(trainee: Trainee, goal_id: int) -> list[Decision]:
    """What was decided on a goal, the newest first."""
    rows = Decision.objects.filter(submission__trainee=trainee, submission__goal_id=goal_id)
    return list(rows.select_related("by", "submission", "panel", "status").order_by("-pk"))


def last_refusal(trainee: Trainee, goal_id: int) -> Decision | None:
    """The last decision that the goal is not reached."""
    return next((row for row in decisions_on(trainee, goal_id) if row.outcome == "not_reached"), None)


def activities_for(trainee: Trainee, goal_id: int) -> QuerySet[Activity]:
    """The activities for a goal that count, the newest first."""
    rows = Activity.objects.filter(trainee=trainee, goals=goal_id, state__in=COUNTED_STATES)
    return rows.select_related("arena").order_by("-from_day", "-pk")


def assessments_for(trainee: Trainee, goal_id: int) -> QuerySet[Assessment]:
    """The assessments that name a goal, the newest first."""
    return Assessment.objects.filter(trainee=trainee, goals=goal_id).order_by("-on", "-pk")


def further_of(trainee: Trainee, goal_id: int, today: dt.date) -> FurtherAssessment | None:
    """When a goal that was refused again may be assessed further; None in any other state."""
    state, since = state_of(trainee, goal_id)
    rule = parameter_on("further_assessment_months", today)
    if state != "not_reached_again" or since is None or rule is None:
        return None
    refusal = last_refusal(trainee, goal_id)
    refused_on = refusal.status.on if refusal else since
    spans = activities_for(trainee, goal_id).values_list("from_day", "to_day")
    return further_assessment(refused_on, active_months(spans, refused_on, today), today, int(rule.value))


def actors_of(viewer: Viewer, trainee: Trainee) -> frozenset[str]:
    """What the viewer is in this training, in the words of the table."""
    held = {
        TRAINEE: is_own(viewer, trainee),
        REGISTRAR: may_register(viewer, trainee),
        DECIDER: may_decide(viewer, trainee),
    }
    return frozenset(actor for actor, holds in held.items() if holds)


def facts_of(
    viewer: Viewer, trainee: Trainee, goal_id: int, today: dt.date, text: str = "", enterprise: str = ""
) -> Facts:
    """What is known when the viewer wants to take a step with a goal."""
    submission, refusal = open_submission(trainee, goal_id), last_refusal(trainee, goal_id)
    return Facts(
        state=state_of(trainee, goal_id)[0],
        by=viewer.person_id or 0,
        actors=actors_of(viewer, trainee),
        today=today,
        text=text,
        given=given_on(submission),
        enterprise=enterprise or (submission.enterprise if submission else ""),
        refused_by=refusal.by_id if refusal else None,
        further=further_of(trainee, goal_id, today),
    )
