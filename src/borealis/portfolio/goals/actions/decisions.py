"""What the head decides, or who acts for the head; exactly one decision for what was sent in."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from borealis.people.actions.refusals import Refusals, refuse
from borealis.portfolio.goals.actions.checks import (
    LONGEST,
    LONGEST_ENTERPRISE,
    acting,
    acting_on,
    check_actor,
    check_open,
    check_step,
)
from borealis.portfolio.goals.rules import OUTCOME_OF
from borealis.portfolio.models import Decision, Panel, Submission
from borealis.trainees.actions import take_goal_step
from borealis.trainees.actions.refusals import check_text

LONGEST_REVOKE = 300  # kept with the state itself


@transaction.atomic
def decide_goal(
    *,
    by: int,
    submission_id: int,
    act: str,
    text: str,
    now: dt.datetime,
    enterprise: str = "",
    panel_id: int | None = None,
) -> Decision:
    """Approve, return or refuse what was sent in (``act``: approve, return, refuse), with the grounds.

    Never on own training. Without both recommendations in force a goal is neither approved nor refused.
    """
    who, submission = acting_on(by, submission_id, now)
    refusals = Refusals()
    text = check_text(refusals, "text", text, LONGEST)
    enterprise = check_text(refusals, "enterprise", enterprise, LONGEST_ENTERPRISE)
    if act not in OUTCOME_OF:
        raise refuse("outcome", _("Velg om målet er godkjent, returnert eller ikke nådd."))
    check_actor(who, act)
    check_open(submission)
    check_step(who, submission.goal_id, act, text, enterprise)
    concluded = Panel.objects.filter(trainee=who.trainee).exclude(concluded_at=None)
    panel = concluded.filter(pk=panel_id).first() if panel_id is not None else None
    if panel_id is not None and panel is None:
        refusals.add("panel", _("Velg et vurderingskollegium som har konkludert om denne legen."))
    refusals.stop()
    status = take_goal_step(
        by=by,
        trainee_id=who.trainee.pk,
        goal_id=submission.goal_id,
        act=act,
        on=who.today,
        now=now,
        why=text,
        detail={"submission": submission.pk, "panel": panel.pk if panel else None},
    )
    submission.closed_at = now
    if submission.kind == "elsewhere" and enterprise:
        submission.enterprise = enterprise
    submission.save(update_fields=["closed_at", "enterprise"])
    return Decision.objects.create(
        submission=submission,
        outcome=OUTCOME_OF[act],
        text=text,
        panel=panel,
        status=status,
        at=now,
        by_id=by,
    )


@transaction.atomic
def approve_goals(
    *,
    by: int,
    trainee_id: int,
    submission_ids: Iterable[int],
    text: str,
    now: dt.datetime,
    panel_id: int | None = None,
) -> list[Decision]:
    """Approve several goals of one doctor at once with a common text: all of them, or none.

    Each needs its recommendations all the same. That a goal is not reached is decided on its own.
    """
    acting(by, trainee_id, now)
    rows = Submission.objects.filter(trainee_id=trainee_id, pk__in=set(submission_ids))
    found, refusals = [], Refusals()
    for row in rows.select_related("goal").order_by("submitted_at", "pk"):
        try:
            with transaction.atomic():
                found.append(
                    decide_goal(
                        by=by, submission_id=row.pk, act="approve", text=text, now=now, panel_id=panel_id
                    )
                )
        except ValidationError as refused:
            for field, messages in refused.message_dict.items():
                _gather(refusals, field, row.goal.code, messages)
    refusals.stop()
    if not found:
        raise refuse("submissions", _("Velg minst ett læringsmål."))
    return found


def _gather(refusals: Refusals, field: str, code: str, messages: list[str]) -> None:
    """What is missing of the text or the panel is said once; what is missing of a goal with the goal's code."""
    for message in messages:
        common = field in ("text", "panel")
        if not (common and message in refusals.found.get(field, ())):
            refusals.add(field if common else "submissions", message if common else f"{code}: {message}")


@transaction.atomic
def revoke_goal(*, by: int, trainee_id: int, goal_id: int, text: str, now: dt.datetime) -> None:
    """Take an approval back, with the grounds. The approval and its decision stay; the goal is in progress."""
    who, refusals = acting(by, trainee_id, now), Refusals()
    text = check_text(refusals, "text", text, LONGEST_REVOKE)
    check_step(who, goal_id, "revoke", text)
    refusals.stop()
    take_goal_step(
        by=by,
        trainee_id=trainee_id,
        goal_id=goal_id,
        act="revoke",
        on=who.today,
        now=now,
        grounds=text,
    )
