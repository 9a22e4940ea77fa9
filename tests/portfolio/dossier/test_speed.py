"""Ten years of training are told in seconds."""

from __future__ import annotations

import datetime as dt
import time
import uuid
from collections.abc import Callable
from typing import Any

import pytest

from borealis.portfolio.dossier.keys import issuer_key
from borealis.portfolio.dossier.queries.package import package_of, signed_dossier
from borealis.portfolio.models import Activity, Ask, SignatureAnswer
from borealis.trainees.directory import Trainee
from tests.conftest import Told
from tests.portfolio.dossier import story

pytestmark = [pytest.mark.django_db, pytest.mark.slow, pytest.mark.one_engine]
ACTIVITIES = 5_000


def ten_years(told: Told) -> Trainee:
    """Nora's training with 5,000 activities, each signed and naming two goals."""
    trainee = Trainee.objects.get(pk=told.trainees[story.WHO])
    rows = Activity.objects.bulk_create(
        Activity(
            trainee=trainee,
            key=uuid.UUID(int=number + 1000),
            kind="reading",
            title=f"Tolkning {number}",
            from_day=told.today - dt.timedelta(days=number % 3_650),
            state="signed",
            recorded_at=told.now - dt.timedelta(minutes=number),
            by=trainee.person,
        )
        for number in range(ACTIVITIES)
    )
    goals = [story.goal("NUK-103").pk, story.goal("NUK-104").pk]
    named = Activity.goals.through
    named.objects.bulk_create(named(activity_id=row.pk, goal_id=goal) for row in rows for goal in goals)
    guide = story.person(story.GUIDE)
    asks = Ask.objects.bulk_create(
        Ask(
            trainee=trainee,
            kind="signature",
            activity=row,
            asked=guide,
            name=guide.name,
            email="",
            state="answered",
            asked_at=row.recorded_at,
            expires_at=row.recorded_at,
            closed_at=row.recorded_at,
        )
        for row in rows
    )
    SignatureAnswer.objects.bulk_create(
        SignatureAnswer(
            ask=one,
            outcome="signed",
            level=3,
            at=one.asked_at,
            by=guide,
            name=guide.name,
            email="",
            way="account",
            content="0" * 64,
        )
        for one in asks
    )
    return trainee


def best_of(times: int, act: Callable[[], Any]) -> float:
    """The seconds of work of the quickest of some runs: what else the machine does is not counted."""
    found = []
    for _time in range(times):
        began = time.process_time()
        act()
        found.append(time.process_time() - began)
    return min(found)


def test_ten_years_of_training(told: Told) -> None:
    """given 5,000 activities and 90 goals, then the JSON takes 2 s, the page 150 ms, and the package is made."""
    trainee = ten_years(told)
    key = issuer_key()
    dossier = signed_dossier(trainee.pk, key, told.now)
    assert len(dossier["content"]["activities"]) >= ACTIVITIES
    seconds = best_of(3, lambda: signed_dossier(trainee.pk, key, told.now))
    assert seconds <= 2.0
    client = told.client(story.WHO)
    opened = best_of(5, lambda: client.get(f"/lis/soknad/{trainee.pk}/"))
    assert opened <= 0.15
    assert best_of(1, lambda: package_of(trainee.pk, told.now)) <= 20.0
