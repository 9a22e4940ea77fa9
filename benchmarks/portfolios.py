"""Portfolios of a size for measuring: activities, asks and signatures, stored at once and not act by act."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Iterable

DAYS = 3_650
WAITING = 4
KINDS = ("reading", "procedure", "course", "teaching", "reflection")


def fill(trainee_ids: Iterable[int], each: int, now: dt.datetime, signed_by: str) -> None:
    """Give every trainee so many activities over ten years, each with two goals; all but the last few are signed."""
    from borealis.people.models import Person
    from borealis.trainees.models import Trainee

    supervisor = Person.objects.get(name=signed_by)
    for trainee in Trainee.objects.filter(pk__in=list(trainee_ids)).select_related("person"):
        _fill(trainee, each, now, supervisor)


def _fill(trainee, each: int, now: dt.datetime, supervisor) -> None:  # type: ignore[no-untyped-def]
    from borealis.curriculum.queries import goals_of
    from borealis.portfolio.models import Activity, Ask, SignatureAnswer

    goals = [goal.pk for goal in goals_of(trainee.goal_sets.values_list("code", flat=True))]
    rows = Activity.objects.bulk_create(
        Activity(
            trainee=trainee,
            key=uuid.uuid5(uuid.NAMESPACE_OID, f"{trainee.pk} {number}"),
            kind=KINDS[number % len(KINDS)],
            title=f"Tolkning {number}",
            count=1 + number % 9,
            from_day=(now - dt.timedelta(days=number * DAYS // each)).date(),
            state="sent" if number < WAITING else "signed",
            recorded_at=now - dt.timedelta(days=1, minutes=number),
            by=trainee.person,
        )
        for number in range(each)
    )
    named = Activity.goals.through
    named.objects.bulk_create(
        named(activity_id=row.pk, goal_id=goals[(number + step) % len(goals)])
        for number, row in enumerate(rows)
        for step in (0, 7)
    )
    asks = Ask.objects.bulk_create(
        Ask(
            trainee=trainee,
            kind="signature",
            activity=row,
            asked=supervisor,
            name=supervisor.name,
            email=supervisor.email,
            state="open" if row.state == "sent" else "answered",
            asked_at=row.recorded_at,
            expires_at=row.recorded_at + dt.timedelta(days=42),
            closed_at=None if row.state == "sent" else row.recorded_at,
        )
        for row in rows
    )
    SignatureAnswer.objects.bulk_create(
        SignatureAnswer(
            ask=ask,
            outcome="signed",
            level=1 + number % 3,
            at=ask.asked_at,
            by=supervisor,
            name=supervisor.name,
            email=supervisor.email,
            way="account",
            content="0" * 64,
        )
        for number, ask in enumerate(asks)
        if ask.state == "answered"
    )
