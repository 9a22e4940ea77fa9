"""What is done becomes an activity in the trainee's portfolio by itself, once."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Iterable

from django.utils import timezone

from borealis.improvement.queries.choices import goals_for
from borealis.people.actions.refusals import ChangedMeanwhile
from borealis.portfolio.activities.actions import record_activity
from borealis.trainees.directory import Trainee


def into_portfolio(
    *,
    by: int | None,
    trainee: Trainee,
    key: uuid.UUID,
    title: str,
    first: dt.date,
    goals: Iterable[int],
    now: dt.datetime,
) -> None:
    """Record the work as a project, for the goals that this trainee follows.

    ``key`` is made from what was done, so that finishing again adds nothing; what the trainee has changed in the
    activity since then stays.
    """
    last = timezone.localdate(now)
    try:
        record_activity(
            by=by,
            trainee_id=trainee.pk,
            key=key,
            now=now,
            kind="project",
            title=title,
            from_day=min(first, last),
            to_day=last,
            goals=sorted(set(goals) & set(goals_for([trainee.pk]))),
        )
    except ChangedMeanwhile:
        return
